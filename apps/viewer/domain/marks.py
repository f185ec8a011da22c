"""Where a reader's eye is led in a document: the quoted characters, and the other spans that claims rest on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from apps.redaction.domain.injection import orders_in


class MarkKind(StrEnum):
    """The strongest first: where marks overlap, the character belongs to the stronger one."""

    QUOTE = "quote"  # the evidence that was opened
    AGAINST = "against"  # evidence against the same claim, in the same document
    ALSO = "also"  # evidence of another claim
    FOUND = "found"  # the passage a search inside the chart led to
    ORDER = "order"  # addressed to software, not to the reader; said beside whatever else a character is


STRENGTH = {kind: rank for rank, kind in enumerate(MarkKind)}
LEADS_TO = frozenset({MarkKind.QUOTE, MarkKind.FOUND})  # what the reader came for: its block is lit too


@dataclass(frozen=True, slots=True)
class Mark:
    """[start, end) in code points of the document's text, and the claims that rest on it (label, address)."""

    start: int
    end: int
    kind: MarkKind
    claims: tuple[tuple[str, str], ...] = ()


def order_marks(text: str) -> list[Mark]:
    """Return a mark for each sentence of a text that is addressed to software."""
    return [Mark(order.start, order.end, MarkKind.ORDER) for order in orders_in(text)]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text under one mark, or under none. ``claims`` are named where the mark ends."""

    text: str
    kind: MarkKind | None = None
    first: bool = False  # where the evidence begins: the page scrolls here
    claims: tuple[tuple[str, str], ...] = ()
    is_order: bool = False  # addressed to software
    order_ends: bool = False  # and it ends here: the page says what it is


def runs(text: str, start: int, end: int, marks: Sequence[Mark]) -> tuple[Run, ...]:
    """Return [start, end) of the text cut at the marks' edges, every character exactly once and in order."""
    if start >= end:
        return ()
    inside = [mark for mark in marks if mark.start < end and start < mark.end]
    edges = sorted({start, end, *(edge for mark in inside for edge in (mark.start, mark.end) if start < edge < end)})
    inside = [_shown(mark, end) for mark in inside]
    return tuple(_run(text, left, right, inside) for left, right in pairwise(edges))


def _shown(mark: Mark, end: int) -> Mark:
    """An order that goes on after what is shown ends with it: the page says what it is all the same."""
    return replace(mark, end=min(mark.end, end)) if mark.kind is MarkKind.ORDER else mark


def _run(text: str, left: int, right: int, marks: Iterable[Mark]) -> Run:
    over = sorted((m for m in marks if m.start <= left and right <= m.end), key=lambda m: STRENGTH[m.kind])
    if not over:
        return Run(text[left:right])
    strongest = over[0]
    order_ends = any(mark.kind is MarkKind.ORDER and mark.end == right for mark in over)
    ending = tuple(dict.fromkeys(claim for mark in over if mark.end == right for claim in mark.claims))
    return Run(
        text=text[left:right],
        kind=strongest.kind,
        first=any(mark.kind in LEADS_TO and mark.start == left for mark in over),
        claims=ending,
        is_order=any(mark.kind is MarkKind.ORDER for mark in over),
        order_ends=order_ends,
    )


def touches(marks: Iterable[Mark], start: int, end: int, kinds: frozenset[MarkKind]) -> bool:
    """Return whether a mark of one of these kinds has a character in [start, end)."""
    return any(mark.kind in kinds and mark.start < end and start < mark.end for mark in marks)
