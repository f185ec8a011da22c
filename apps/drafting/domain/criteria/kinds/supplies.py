"""How long the pharmacy's record carries a treatment: what it handed over, one supply after another."""

from datetime import date, timedelta

from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.findings import Datum
from apps.drafting.domain.criteria.kinds.common import names_of
from apps.drafting.domain.criteria.kinds.nottaken import not_taken
from apps.drafting.domain.criteria.kinds.taken import fills_of
from apps.drafting.domain.criteria.mentions import mentions
from apps.drafting.domain.criteria.periods import Window, days_wanted, of_when
from apps.drafting.domain.facts.records import Fill

GRACE = 14  # days between one supply's end and the next: tablets left over


def carried_by_supplies(case: Case, test: Test, window: Window) -> list[Datum]:
    """Return the supplies that follow each other for as long as asked, of any of the medicines, in the window.

    Nothing where a clinician says since that they were not taken.
    """
    names = names_of(test)
    if not test.get("min_duration") or test.get("performed_by") or test.get("about"):
        return []
    if not_taken(case, names, list(mentions(case, names, classes=True)), window):
        return []
    dated = [(fill.day.last, fill) for fill in fills_of(case, names) if fill.given and fill.day and fill.supply]
    chain = _last_chain(sorted(dated, key=lambda one: one[0]), window)
    if not chain or _days(chain, window) < days_wanted(test["min_duration"]):
        return []
    return [Datum((fill.line.quote,), of_when(fill.day), frozenset(), "", supplied=True) for fill in chain]


def _last_chain(dated: list[tuple[date, Fill]], window: Window) -> list[Fill]:
    """Return the supplies up to the window's last day that no gap parts, where they reach that day."""
    chain: list[Fill] = []
    until: date | None = None
    for day, fill in dated:
        if day > window.last:
            break
        if until is None or day > until + timedelta(days=GRACE):
            chain = []
        chain.append(fill)
        until = max(until or day, day + timedelta(days=fill.supply or 0))
    return chain if until and until + timedelta(days=GRACE) >= window.last else []


def _days(chain: list[Fill], window: Window) -> int:
    """Return the days from the first supply of a chain, or the window's first, to the last day that counts."""
    starts = [fill.day.last for fill in chain if fill.day]
    ends = [fill.day.last + timedelta(days=fill.supply or 0) for fill in chain if fill.day]
    first = max(min(starts), window.first) if window.first else min(starts)
    return (min(max(ends), window.last) - first).days + 1
