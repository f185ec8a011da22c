"""Whether the patient smokes, vapes or uses nicotine now, or has not for as long as is asked."""

import re
from collections.abc import Sequence

from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.findings import Datum, Finding, met, not_met, open_finding
from apps.drafting.domain.criteria.habits import REACHES, Habit, groups_of, habits
from apps.drafting.domain.criteria.kinds.common import names_of
from apps.drafting.domain.criteria.periods import Interval, Window

COUNTED = re.compile(r"\d[^.;]{0,12}(?:cig|pack|ppd|vap|pouch|/ ?d)", re.IGNORECASE)
WHICH = "A clinician's statement on tobacco and nicotine: whether, and since when not."


def habit(case: Case, test: Test) -> Finding | None:
    """Return whether it goes on now, by the newest thing that clinicians say; None where they say nothing."""
    asked = _asked(test)
    found = [one for one in habits(case) if one.of & asked]
    if not found:
        return None
    newest = _day(found[0])
    last = [one for one in found if _day(one) == newest]
    if len({one.goes_on for one in last}) > 1:
        return open_finding("Of one day, one note tells that it goes on and another that it does not.",
                            (one.line.quote for one in last), wanted=WHICH)  # fmt: skip
    if last[0].goes_on:
        return met(f"It goes on: {last[0].line.text[:160]}", _data(last[:2]))
    over = [one for one in found if not one.goes_on]
    return not_met(f"It is over: {last[0].line.text[:160]}", (one.line.quote for one in over[:3]))


def habit_absent(case: Case, test: Test, window: Window) -> Finding | None:
    """Return whether it is told to be over for as long as the window asks; None where notes do not decide it."""
    asked = _asked(test)
    found = [one for one in habits(case) if one.of & asked]
    going = [one for one in found if one.goes_on and window.holds(one.said)]
    over = [one for one in found if not one.goes_on and one.said and one.said.last <= window.last]
    late = [one for one in over if one.since and window.first and window.first < one.since.first <= window.last]
    if going and over and _day(over[0]) >= _day(going[0]) and not _is_counted(going[0], over[0]):
        return open_finding("Notes of the time asked about tell both.", (one.line.quote for one in over[:2]),
                            (one.line.quote for one in going[:2]), WHICH)  # fmt: skip
    if going or late:
        first = (going or late)[0]
        return not_met(
            f"Used in {window.words}: {first.line.text[:160]}", (one.line.quote for one in (going or late)[:3])
        )
    since = [one for one in over if _long_enough(one, window)]
    reached = frozenset().union(*(one.of for one in since)) if since else frozenset()
    if since and asked <= reached:
        return met(f"Not used: {since[0].line.text[:200]}", _data(since[:2]))
    return None


def _is_counted(going: Habit, over: Habit) -> bool:
    """Say whether a note of the same day counts what goes on, beside a line of history that says it is over."""
    return _day(going) == _day(over) and over.since is not None and bool(COUNTED.search(going.line.text))


def _long_enough(one: Habit, window: Window) -> bool:
    """Say whether a note tells that it was over before the window began, or never was."""
    if window.first is None:
        return True
    if one.since:
        return one.since.last <= window.first
    return "never" in one.line.text.lower() or "non" in one.line.text.lower()


def _asked(test: Test) -> frozenset[str]:
    named = frozenset().union(*(groups_of(name) for name in names_of(test)))
    return named or frozenset(REACHES)


def _day(one: Habit) -> int:
    return one.said.last.toordinal() if one.said else 0


def _data(found: Sequence[Habit]) -> list[Datum]:
    when: Interval | None = found[0].said
    return [Datum((one.line.quote,), when) for one in found]
