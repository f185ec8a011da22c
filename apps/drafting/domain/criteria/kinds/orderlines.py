"""Which order of the chart a test of the request is about, where the policy speaks of several things."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.kinds.sessions import GENERAL
from apps.drafting.domain.criteria.names import first_named, roots
from apps.drafting.domain.criteria.requests import RequestFacts, order_lines
from apps.drafting.domain.criteria.wordings import content
from apps.drafting.domain.facts.lines import line_of
from apps.drafting.domain.facts.quotes import Quote

COUNTING = roots("per day days week weeks month months year daily every each dose quantity maximum limit starting")


def of_the_order_meant(case: Case, test: Test) -> Case:
    """Return the chart with the order that a test's ``about`` names; the order of the policy where none is named."""
    about = str(test.get("about") or "")
    if not about or case.request.stated:
        return case
    own = max((_shares(about, quote) for quote in case.request.lines[:1]), default=0)
    found = [(shared, quote) for quote in order_lines(case.chart) if (shared := _shares(about, quote)) > own]
    if not found:
        return case
    best = max(shared for shared, _ in found)
    meant = [quote for shared, quote in found if shared == best and _is_by_then(case, quote)]
    if not meant:
        return case
    meant.sort(key=lambda quote: str(_day(quote) or ""), reverse=True)
    facts = RequestFacts(_day(meant[0]), (meant[0],), {}, line_of(meant[0]).after("ordered by "))
    return replace(case, request=facts)


def names_it(about: str, quotes: Sequence[Quote]) -> bool:
    """Return whether one of the lines of an order speaks of what is asked about."""
    return any(_shares(about, quote) for quote in quotes) or not content(about) - GENERAL - COUNTING


def _shares(about: str, quote: Quote) -> int:
    """Return how many words of what is asked about an order has."""
    line = line_of(quote)
    said = " ".join((line.head, line.after("note: "), line.after("quantity ")))
    if first_named(line.head, (about,), classes=True):
        return len(content(about)) + 1
    return len((content(about) - GENERAL - COUNTING) & content(said))


def _day(quote: Quote) -> date | None:
    when = line_of(quote).date_of("ordered ", "started ")
    return when.first if when and when.first == when.last else None


def _is_by_then(case: Case, quote: Quote) -> bool:
    day = _day(quote)
    return day is None or day <= case.as_of
