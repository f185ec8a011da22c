"""When a payer must have decided, when an appeal must be filed, when the house means to be done. Pure.

Which time counts is a table (``data/clocks.json``), never code: a row per payer class, urgency, kind and first day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from apps.coverage.domain import fields
from apps.coverage.domain.errors import TableInvalid
from apps.coverage.domain.payers import PayerClass, payer_words
from apps.coverage.domain.working import WorkingDays

NOT_RECEIVED = "The payer has not confirmed that it received the request, so its clock has not begun."
NO_NOTICE = "The date on the notice of denial is not on record, so no time to appeal can be counted."
LONGEST = 1000
SECOND = timedelta(seconds=1)


class Unit(StrEnum):
    HOURS = "hours"
    CALENDAR_DAYS = "calendar_days"


class Urgency(StrEnum):
    STANDARD = "standard"
    EXPEDITED = "expedited"


class Covers(StrEnum):
    SERVICES = "services"
    DRUGS = "drugs"
    EVERYTHING = "everything"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table: how long a class of payers has, from which day on, and where that is written."""

    payer_class: PayerClass
    valid_from: date
    amount: int
    unit: Unit
    source: str
    urgency: Urgency | None = None  # None: an appeal
    covers: Covers = Covers.EVERYTHING
    note: str = ""  # what may move the end, in a few words

    @property
    def span(self) -> str:
        """Return e.g. ``72 hours`` or ``7 calendar days``."""
        return f"{self.amount} {self.unit.value.replace('_', ' ')}"


@dataclass(frozen=True, slots=True)
class ClockTable:
    """Every row: decisions by the payer, and appeals against them."""

    decisions: tuple[Rule, ...]
    appeals: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """A moment (aware, UTC) by which something is due, the rule it comes from, and both in a sentence.

    ``at`` is None where no clock runs; ``says`` tells why.
    """

    at: datetime | None
    rule: Rule | None
    says: str


def parse_table(body: Any) -> ClockTable:
    """Return the typed table. Raises TableInvalid with a sentence that names the row."""
    tables = fields.mapping(body, "The table of clocks", error=TableInvalid)
    return ClockTable(
        tuple(_rule(row, f"Row {n} of 'decisions'", decision=True) for n, row in _rows(tables, "decisions")),
        tuple(_rule(row, f"Row {n} of 'appeals'", decision=False) for n, row in _rows(tables, "appeals")),
    )


def _rows(tables: Mapping[str, Any], name: str) -> list[tuple[int, Any]]:
    rows = tables.get(name)
    if not isinstance(rows, list):
        raise TableInvalid(f"The table of clocks needs a list in {name!r}.")
    return list(enumerate(rows, start=1))


def _rule(row: Any, where: str, *, decision: bool) -> Rule:
    body = fields.mapping(row, where, error=TableInvalid)
    try:
        return Rule(
            payer_class=PayerClass(body["payer_class"]),
            valid_from=date.fromisoformat(body["valid_from"]),
            amount=_positive(body["amount"]),
            unit=Unit(body["unit"]),
            source=str(body["source"]),
            urgency=Urgency(body["urgency"]) if decision else None,
            covers=Covers(body["covers"]) if decision else Covers.EVERYTHING,
            note=str(body.get("note", "")),
        )
    except KeyError as missing:
        raise TableInvalid(f"{where} needs {missing}.") from None
    except (ValueError, TypeError) as error:
        raise TableInvalid(f"{where} cannot be read: {error}.") from None


def _positive(amount: Any) -> int:
    if not isinstance(amount, int) or isinstance(amount, bool) or not 0 < amount <= LONGEST:
        raise ValueError(f"{amount!r} is no amount of hours or days")
    return amount


def payer_due(
    received_at: datetime | None,
    payer_class: PayerClass,
    urgency: Urgency,
    is_drug: bool,
    zone: ZoneInfo,
    *,
    table: ClockTable,
) -> Due:
    """Return by when the payer must have decided, counted from the moment it confirmed receipt (aware).

    Hours elapse in UTC, whatever the clocks on the wall do; calendar days end with the local day. CMS-0057-F, 42 CFR
    parts 422, 438, 440 and 457; 29 CFR 2560.503-1.
    """
    if received_at is None:
        return Due(None, None, NOT_RECEIVED)
    if received_at.tzinfo is None:
        raise ValueError("A moment without its time zone is no moment: give an aware one.")
    day = received_at.astimezone(zone).date()
    kinds = {Covers.EVERYTHING, Covers.DRUGS if is_drug else Covers.SERVICES}
    rows = [row for row in table.decisions if row.urgency is urgency and row.covers in kinds]
    rule = _newest(rows, payer_class, day)
    if rule is None:
        what = "drugs" if is_drug else "services"
        return Due(
            None, None, f"No time is on record for {payer_words(payer_class)}, {urgency}, {what}, on {_day(day)}."
        )
    at = _after(received_at, day, rule, zone)
    told = "; ".join(filter(None, (rule.source, rule.note)))
    return Due(at, rule, f"The payer decides by {_moment(at, zone)}: {rule.span} after receipt ({told}).")


def appeal_due(
    notice_on: date | None, payer_class: PayerClass, zone: ZoneInfo, *, table: ClockTable, working: WorkingDays
) -> Due:
    """Return by when an appeal is filed, counted from the date on the notice of denial.

    A last day on which nobody works is moved to the working day before it, and the sentence says so.
    """
    if notice_on is None:
        return Due(None, None, NO_NOTICE)
    rule = _newest(table.appeals, payer_class, notice_on)
    if rule is None or rule.unit is not Unit.CALENDAR_DAYS:
        return Due(None, None, f"No time to appeal is on record for {payer_words(payer_class)}: see the notice.")
    last = notice_on + timedelta(days=rule.amount)
    file_by = working.on_or_before(last)
    moved = f", moved earlier from {_day(last)}, on which nobody works" if file_by != last else ""
    says = f"File the appeal by {_day(file_by)}{moved}: {rule.span} from the date of the notice ({rule.source})."
    return Due(_end_of(file_by, zone), rule, says)


def internal_target(begun_at: datetime, days: int, zone: ZoneInfo, working: WorkingDays) -> Due:
    """Return by when the house means to have sent it: the end of the n-th working day after it began."""
    day = working.after(begun_at.astimezone(zone).date(), days)
    at = _end_of(day, zone)
    return Due(at, None, f"The house means to send it by {_day(day)}: {days} working day{'' if days == 1 else 's'}.")


def _newest(rows: Any, payer_class: PayerClass, day: date) -> Rule | None:
    standing = [row for row in rows if row.payer_class is payer_class and row.valid_from <= day]
    return max(standing, key=lambda row: row.valid_from, default=None)


def _after(received_at: datetime, day: date, rule: Rule, zone: ZoneInfo) -> datetime:
    if rule.unit is Unit.HOURS:
        return received_at.astimezone(UTC) + timedelta(hours=rule.amount)
    return _end_of(day + timedelta(days=rule.amount), zone)


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the last second of a local day, in UTC: one before the next day begins, wherever the clocks change."""
    following = day + timedelta(days=1)
    return datetime(following.year, following.month, following.day, tzinfo=zone).astimezone(UTC) - SECOND


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"


def _moment(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{_day(local.date())}, {local:%H:%M}"
