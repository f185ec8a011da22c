"""A later note that says outright that an earlier one was in error: told beside both sides, never in their place."""

import re
from collections.abc import Iterator

from apps.drafting.domain.composing import sentence_case
from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.language.assertion import sides
from apps.drafting.domain.language.dates import date_mentions, mention_of, written
from apps.drafting.domain.language.words import stems
from apps.drafting.domain.reconcile.conflicts import Conflict

CORRECTS = re.compile(
    r"\bcorrection\b|\b(?:is|was|are|were|an?|in|documented in|typing) error\b|\berroneous(?:ly)?\b|"
    r"\bshould (?:have )?(?:read|said|say|be(?:en)? (?:left|right))\b|\bwrong side\b|"
    r"\bmis(?:documented|typed|recorded)\b",
    re.IGNORECASE,
)
FEWEST_SHARED = 2  # stems that a correction without a date must share with what it corrects
ORDINARY = stems("note error wrong correction corrected record entry entered problem list says said")


def correction_of(chart: Chart, conflict: Conflict) -> NoteLine | None:
    """Return the newest sentence that explicitly corrects what speaks against the authoritative side, or None."""
    saying = _corrections(chart)
    return next((line for line in saying if any(_corrects(line, quote, conflict) for quote in conflict.against)), None)


def correction_to(chart: Chart, quote: Quote) -> NoteLine | None:
    """Return the newest sentence that names the day of a quote's note and corrects what the quote says, or None."""
    return next((line for line in _corrections(chart) if _takes_back(line, quote)), None)


def told_with(conflict: Conflict, correction: NoteLine | None) -> str:
    """Return both sides as one sentence, and the note that says outright which was the error, where there is one."""
    text = conflict.text.rstrip(".")
    if correction is None:
        return sentence_case(f"{text}. Unresolved")
    return sentence_case(f"{text}; {said_by(correction)}")


def said_by(correction: NoteLine) -> str:
    """Return the day and the words of a correction."""
    return f'{written(correction.day)}: "{correction.text.rstrip(".")}"'


def _corrections(chart: Chart) -> Iterator[NoteLine]:
    return (line for line in chart.notes if CORRECTS.search(line.text) and not line.relative and not line.copied)


def _takes_back(line: NoteLine, quote: Quote) -> bool:
    day = quote.day
    if quote.passage.structured or not (line.day and day and line.day > day):
        return False
    agrees = (mention.month and mention.agrees_with(mention_of(day)) for mention in date_mentions(line.text))
    shared = (stems(line.text) & stems(quote.plain)) - ORDINARY
    other_side = sides(line.text) and sides(quote.plain) - sides(line.text)
    return any(agrees) and bool(shared or other_side)


def _corrects(line: NoteLine, quote: Quote, conflict: Conflict) -> bool:
    day = quote.day
    if quote.passage.structured or not (line.day and day and line.day > day):
        return False
    about = f"{conflict.text} {quote.plain}"
    shared = (stems(line.text) & stems(about)) - ORDINARY
    is_about = bool(shared or sides(line.text) & sides(about))
    named = list(date_mentions(line.text))
    if named:
        return is_about and any(mention.month and mention.agrees_with(mention_of(day)) for mention in named)
    return len(shared) >= FEWEST_SHARED
