"""What is said beside a quotation, in words."""

from collections.abc import Iterable
from datetime import date

from apps.redaction.domain.kinds import REACHES_SOMEONE
from apps.redaction.domain.tokens import TOKEN, kind_of

KINDS = {
    "negated": "negated",
    "historical": "speaks of the past",
    "family": "speaks of a relative",
    "hypothetical": "speaks of what may be",
}
SAID = {"so": "One side: it is so", "not so": "Other side: it is not so"}


def spoken_of(kinds: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return what a reader has to know of the words that were asked, as (kind, words); each kind once, in fixed order.

    What is said of other words in a quotation is left to be read there.
    """
    there = dict(kinds)
    return tuple(f"{said}: {there[kind]}" for kind, said in KINDS.items() if kind in there)


def carried_forward(copies: int, *, is_copy: bool = False) -> str:
    """Say how often a passage was copied, or that it is itself a copy; nothing when it was not copied."""
    if is_copy:
        return f"copied forward from an earlier note, in {copies + 1} notes in all"
    return f"copied forward in {copies} later note{'s' if copies > 1 else ''}" if copies else ""


def older_than(day: date | None, newest: date | None) -> str:
    """Say of when a quotation is where a newer one stands beside it; nothing for the newest and for one without date.

    A patient's chart speaks of the same thing for years: what was so then may not be so now.
    """
    return f"older: of {day.day} {day:%b %Y}" if day and newest and day < newest else ""


def side_heading(says: str) -> str:
    """Return the heading over one side of a contradiction."""
    return SAID.get(says, f"One document: {says}")


def context_of(text: str, quote: tuple[int, int], *, structured: bool) -> tuple[int, int]:
    """Return [left, right) of a redacted passage that may stand around a quote: nothing of a rendering but the quote.

    In prose it ends at the next number or address of a person, which was not asked for.
    """
    if structured:
        return quote
    told = [match.span() for match in TOKEN.finditer(text) if kind_of(match.group()) in REACHES_SOMEONE]
    left = max((end for _, end in told if end <= quote[0]), default=0)
    return left, min((start for start, _ in told if start >= quote[1]), default=len(text))


def words_around(text: str, quote: tuple[int, int], passage: tuple[int, int], *, most: int) -> tuple[int, int]:
    """Return [left, right) of whole words around a quote, inside its passage, ``most`` characters on either side."""
    left, right = max(passage[0], quote[0] - most), min(passage[1], quote[1] + most)
    while passage[0] < left < quote[0] and not text[left - 1].isspace():
        left += 1
    while quote[1] < right < passage[1] and not text[right].isspace():
        right -= 1
    return left, right
