"""Which of several results decide: those of the newest day, and one telling of each."""

import re
from collections.abc import Sequence

from apps.drafting.domain.criteria.case import Test
from apps.drafting.domain.criteria.kinds.measurement import Measurement
from apps.drafting.domain.criteria.quantities import quantity_named

CORRECTED = re.compile(r"(?i)\b(?:corrected|amended)\b")
OTHER_DAYS = re.compile(r"(?i)\b(?:different|separate|distinct|several) (?:days|dates|visits|occasions|weeks|months)\b")


def of_newest_day(there: Sequence[Measurement]) -> list[Measurement]:
    """Return all results of the newest day, without what a correction replaced."""
    last = max(one.when.last for one in there if one.when)
    return _as_corrected([one for one in there if one.when and one.when.last == last])


def newest_of(there: Sequence[Measurement]) -> list[Measurement]:
    """Return the results of the newest day; a note's beside a measured one only where it says something else."""
    of_day = of_newest_day(there)
    timed = [one for one in of_day if one.moment]
    measured = [one for one in of_day if one.measured_itself]
    if timed and len(timed) == len(measured):
        latest = max(one.moment for one in timed)
        return [one for one in timed if one.moment == latest]
    return of_day


def _as_corrected(found: list[Measurement]) -> list[Measurement]:
    """Leave out what a corrected result of the same thing and setting replaces."""
    right = [one for one in found if CORRECTED.search(one.context) and one.measured_itself]
    return [
        one for one in found
        if one in right or not any(one.label == other.label and one.moment == other.moment for other in right)
    ]  # fmt: skip


def by_quantity(there: Sequence[Measurement]) -> list[list[Measurement]]:
    """Return the results of each quantity by itself, newest first; names that the table does not know are one."""
    groups: dict[str, list[Measurement]] = {}
    for one in there:
        quantity = quantity_named(one.name)
        groups.setdefault(quantity.family if quantity else "", []).append(one)
    return sorted(groups.values(), key=lambda group: -max(one.when.last.toordinal() for one in group if one.when))


def each_once(test: Test, there: Sequence[Measurement]) -> list[Measurement]:
    """Return one telling of each result, newest first; one a day where the policy asks for different days."""
    daily = OTHER_DAYS.search(str(test.get("sentence") or ""))
    kept: dict[tuple[object, ...], Measurement] = {}
    for one in sorted(there, key=lambda one: not one.measured_itself):
        kept.setdefault((one.when, "" if daily else one.moment or _same_value(one)), one)
    return sorted(kept.values(), key=lambda one: -(one.when.last.toordinal() if one.when else 0))


def _same_value(one: Measurement) -> tuple[object, ...]:
    """Return what two tellings of one value share."""
    return (one.measured.low, one.measured.high) if one.measured else tuple(sorted(one.polarity)) or (one.value,)
