"""Where a reader's eye is led in a document: the quoted characters, and the other spans that claims rest on."""

from collections.abc import Iterable, Iterator, Sequence
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
    HIT = "hit"  # found by a search inside the document; said beside whatever else a character is
    ORDER = "order"  # addressed to software, not to the reader; said beside whatever else a character is


STRENGTH = {kind: rank for rank, kind in enumerate(MarkKind)}
LEADS_TO = frozenset({MarkKind.QUOTE, MarkKind.FOUND})  # what the reader came for: its block is lit too
CITED = frozenset({MarkKind.QUOTE, MarkKind.AGAINST, MarkKind.ALSO})  # what the draft rests on


@dataclass(frozen=True, slots=True)
class Mark:
    """[start, end) in code points of the document's text, and the claims that rest on it (label, address)."""

    start: int
    end: int
    kind: MarkKind
    claims: tuple[tuple[str, str], ...] = ()
    now: bool = False  # of a hit: the one the reader asked for


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
    at: int = 0  # where it begins in the text
    hit: str = ""  # "hit", or "hit now" for the one a search stands at
    hit_first: bool = False  # and it begins here: the page scrolls here


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
        return Run(text[left:right], at=left)
    strongest = over[0]
    hits = [mark for mark in over if mark.kind is MarkKind.HIT]
    order_ends = any(mark.kind is MarkKind.ORDER and mark.end == right for mark in over)
    ending = tuple(dict.fromkeys(claim for mark in over if mark.end == right for claim in mark.claims))
    return Run(
        text=text[left:right],
        kind=strongest.kind,
        first=any(mark.kind in LEADS_TO and mark.start == left for mark in over),
        claims=ending,
        is_order=any(mark.kind is MarkKind.ORDER for mark in over),
        order_ends=order_ends,
        at=left,
        hit="hit now" if any(mark.now for mark in hits) else "hit" if hits else "",
        hit_first=any(mark.now and mark.start == left for mark in hits),
    )


def touches(marks: Iterable[Mark], start: int, end: int, kinds: frozenset[MarkKind]) -> bool:
    """Return whether a mark of one of these kinds has a character in [start, end)."""
    return any(mark.kind in kinds and mark.start < end and start < mark.end for mark in marks)


def cut(runs: Iterable[Run], start: int, end: int) -> Iterator[Run]:
    """Yield the runs of [start, end), counted from the first; a claim stands where its mark ends."""
    at = 0
    for run in runs:
        left, right = max(start, at), min(end, at + len(run.text))
        if left < right:
            ends, begins = right == at + len(run.text), left == at
            yield replace(
                run, text=run.text[left - at : right - at], claims=run.claims if ends else (), at=run.at + left - at,
                first=run.first and begins, hit_first=run.hit_first and begins, order_ends=run.order_ends and ends,
            )  # fmt: skip
        at += len(run.text)
