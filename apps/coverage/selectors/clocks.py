"""The clocks as this installation keeps them: its table, its zone, its weekend and holidays."""

import json
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.timezone import get_default_timezone_name

from apps.coverage.domain import clocks
from apps.coverage.domain.clocks import ClockTable, Due, Urgency
from apps.coverage.domain.payers import PayerClass
from apps.coverage.domain.standards import Standard, parse_standards, standard_on
from apps.coverage.domain.working import WorkingDays


def payer_due(received_at: datetime | None, payer_class: str, urgency: str, *, is_drug: bool) -> Due:
    """Return by when the payer must have decided, counted from confirmed receipt."""
    table = clock_table(settings.WORKBENCH_CLOCKS)
    return clocks.payer_due(received_at, PayerClass(payer_class), Urgency(urgency), is_drug, house_zone(), table=table)


def appeal_due(notice_on: date | None, payer_class: str) -> Due:
    """Return by when an appeal against a denial is filed, never on a day on which nobody works."""
    table = clock_table(settings.WORKBENCH_CLOCKS)
    return clocks.appeal_due(notice_on, PayerClass(payer_class), house_zone(), table=table, working=working_days())


def internal_target(begun_at: datetime) -> Due:
    """Return by when the house means to have sent a request that was begun at a moment."""
    return clocks.internal_target(begun_at, settings.WORKBENCH_TARGET_DAYS, house_zone(), working_days())


def standard_in_force(use: str, on: date) -> Standard | None:
    """Return the version of the standard for a use on a day, such as ``transaction``; a proposal never counts."""
    return standard_on(standards_table(settings.WORKBENCH_STANDARDS), use, on)


def working_days() -> WorkingDays:
    """Return the days on which the house works. Raises TableInvalid for settings that cannot be read."""
    return WorkingDays.told(settings.WORKBENCH_WEEKEND, settings.WORKBENCH_HOLIDAYS)


def house_zone() -> ZoneInfo:
    return ZoneInfo(get_default_timezone_name())


@lru_cache(maxsize=4)
def clock_table(path: Path) -> ClockTable:
    """Return the table of a file. Raises TableInvalid with a sentence that names the row."""
    return clocks.parse_table(json.loads(path.read_text(encoding="utf-8")))


@lru_cache(maxsize=4)
def standards_table(path: Path) -> tuple[Standard, ...]:
    """Return the standards of a file. Raises TableInvalid with a sentence that names the row."""
    return parse_standards(json.loads(path.read_text(encoding="utf-8")))
