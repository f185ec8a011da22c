"""Which evidence of an open answer speaks for it, which against it, and which only stands beside.

What is pending, planned or asked for is no evidence yet; a result older than asked was overtaken by the window.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from apps.coverage.domain.typed_tests import singles
from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.findings import Finding, Quotes
from apps.drafting.domain.criteria.kinds.common import names_of
from apps.drafting.domain.criteria.names import first_named
from apps.drafting.domain.criteria.periods import Interval, of_when, on
from apps.drafting.domain.criteria.verdicts import Verdict
from apps.drafting.domain.facts import records
from apps.drafting.domain.facts.lines import when
from apps.drafting.domain.facts.quotes import SEPARATOR, Quote

PENDING = re.compile(
    r"\b(?:pending|await(?:ing|ed)|no results? (?:yet|in (?:the )?chart)|not (?:yet )?(?:back|resulted)|sent out|"
    r"to be (?:done|drawn|scheduled|arranged|sent|obtained|completed|assessed|requested|repeated|given)|"
    r"will be (?:done|drawn|scheduled|arranged|sent|obtained|completed|assessed|requested|repeated|given)|"
    r"once approved|not yet (?:done|drawn|started|scheduled))\b",
    re.IGNORECASE,
)
# Somebody wants papers: it says nothing of the patient, and nothing to a payer.
WANTED = re.compile(
    r"\b(?:wants? the|to pull|needs? (?:the|us)|asks? for|asked for|is asking for|request(?:s|ed)? (?:the|copies|"
    r"records|notes|documentation)|(?:log|records?|history|report|copy|copies|list) requested)\b",
    re.IGNORECASE,
)
OF_VALUES = frozenset({"observation", "treatment"})


@dataclass(frozen=True, slots=True)
class Sides:
    """The evidence of one answer. ``also``: on record, and neither for nor against. ``older``: than its window."""

    supporting: Quotes
    contradicting: Quotes
    also: Quotes = ()
    older: Quotes = ()


def sides_of(case: Case, test: Test | None, finding: Finding) -> Sides:
    """Return the evidence of an answer by side. A verdict keeps what it rests on; only an open answer is sorted."""
    if test is None or finding.verdict is Verdict.MET:
        return Sides(finding.supporting, finding.contradicting)
    parts = list(singles(test))
    older = [one for one in (*finding.supporting, *finding.contradicting) if _is_older(case, parts, one)]
    if finding.verdict is Verdict.NOT_MET:
        return Sides(finding.supporting, finding.contradicting, older=tuple(older))
    also = [one for one in finding.supporting if one not in older and is_awaited(one, parts)]
    also += [one for one in finding.contradicting if one not in older and _is_of_something_else(one, parts)]
    beside = {*older, *also}
    return Sides(
        tuple(one for one in finding.supporting if one not in beside),
        tuple(one for one in finding.contradicting if one not in beside),
        tuple(dict.fromkeys(also)),
        tuple(dict.fromkeys(older)),
    )


def is_awaited(quote: Quote, parts: Iterable[Test]) -> bool:
    """Say whether a quote tells of what is still to come; where an order is asked about, an order is evidence."""
    if not quote.passage.structured:
        return bool(PENDING.search(quote.plain) or is_wanted(quote))
    if any(part["kind"] == "request" for part in parts):
        return False
    if quote.passage.document_kind == "medication_list":
        medication = records.medication_of(quote)
        return medication is not None and medication.planned
    return quote.passage.document_kind == "orders"


def is_wanted(quote: Quote) -> bool:
    """Say whether a sentence of a note only tells that somebody wants papers."""
    return not quote.passage.structured and bool(WANTED.search(quote.plain))


def _is_of_something_else(quote: Quote, parts: Iterable[Test]) -> bool:
    """A sentence that names nothing of what is asked denies nothing of it."""
    asked = list(parts)
    if quote.passage.structured or any(part["kind"] not in OF_VALUES for part in asked):
        return False
    return first_named(quote.plain, [name for part in asked for name in names_of(part)], classes=True) is None


def _is_older(case: Case, parts: Iterable[Test], quote: Quote) -> bool:
    named = [one for one in parts if one["kind"] == "observation" and first_named(quote.plain, names_of(one))]
    windows = [case.window(one.get("within")) for one in named]
    day = _day(quote)
    return bool(windows) and all(
        window is not None and window.first is not None and day is not None and day.last < window.first
        for window in windows
    )


def _day(quote: Quote) -> Interval | None:
    """Return the day that a line speaks of, else the day of its document."""
    if quote.passage.structured:
        return of_when(when(quote.plain.split(SEPARATOR, 1)[-1]))
    return on(quote.day)
