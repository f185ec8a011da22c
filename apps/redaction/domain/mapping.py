"""The map between a source text and its redacted text, exact both ways.

Offsets are code points, spans are half-open: [start, end). A cut that falls inside a replaced span widens to the
whole of it, because a part of an identifier has no counterpart on the other side.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Self

from apps.redaction.domain.kinds import IdentifierKind, Layer


@dataclass(frozen=True, slots=True)
class Replacement:
    """One span of the source, the span that stands for it in the redacted text, and the token written there.

    ``kind`` is the class of identifier, ``layer`` the part of the wall that found it.
    """

    source_start: int
    source_end: int
    redacted_start: int
    redacted_end: int
    kind: IdentifierKind
    layer: Layer
    token: str


@dataclass(frozen=True, slots=True)
class RedactionMap:
    """All replacements of one document version, in order and apart from each other."""

    replacements: tuple[Replacement, ...]
    _source_starts: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _redacted_starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for before, after in pairwise(self.replacements):
            if before.source_end > after.source_start:
                raise ValueError("The replaced spans of a redaction map must be in order and apart.")
        object.__setattr__(self, "_source_starts", tuple(r.source_start for r in self.replacements))
        object.__setattr__(self, "_redacted_starts", tuple(r.redacted_start for r in self.replacements))

    @classmethod
    def from_rows(cls, rows: Iterable[Sequence[int | str]]) -> Self:
        """Read the rows that ``to_rows`` wrote."""
        return cls(tuple(_replacement(*row) for row in rows))  # type: ignore[arg-type]

    def to_rows(self) -> list[list[int | str]]:
        """Return the map as JSON-ready rows, one per replacement."""
        return [
            [r.source_start, r.source_end, r.redacted_start, r.redacted_end, r.kind.value, r.layer.value, r.token]
            for r in self.replacements
        ]

    def to_redacted(self, start: int, end: int) -> tuple[int, int]:
        """Return the redacted span of a source span."""
        return self._redacted_point(start, after=False), self._redacted_point(end, after=True)

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Return the source span of a redacted span."""
        return self._source_point(start, after=False), self._source_point(end, after=True)

    def boundary_to_redacted(self, offset: int) -> int:
        """Return where a boundary between two parts lies; inside an identifier it moves before it."""
        return self._redacted_point(offset, after=False)

    def then(self, other: Self) -> Self:
        """Return the map from this map's source to the text that a second redaction made of the redacted text.

        Raises ValueError where the second one touched a token of the first.
        """
        kept = [self._moved(r, other) for r in self.replacements]
        new = [self._from_source(r) for r in other.replacements]
        return type(self)(tuple(sorted([*kept, *new], key=lambda r: r.source_start)))

    def _from_source(self, new: Replacement) -> Replacement:
        start, end = self.to_source(new.source_start, new.source_end)
        return replace(new, source_start=start, source_end=end)

    def _moved(self, own: Replacement, other: Self) -> Replacement:
        start, end = other.to_redacted(own.redacted_start, own.redacted_end)
        if end - start != len(own.token) or other.to_source(start, end) != (own.redacted_start, own.redacted_end):
            raise ValueError("A second redaction must leave the tokens of the first alone.")
        return replace(own, redacted_start=start, redacted_end=end)

    def _redacted_point(self, offset: int, *, after: bool) -> int:
        index = bisect_right(self._source_starts, offset) - 1
        if index < 0:
            return offset
        last = self.replacements[index]
        if last.source_start < offset < last.source_end:
            return last.redacted_end if after else last.redacted_start
        if offset == last.source_start:
            return last.redacted_start
        return last.redacted_end + offset - last.source_end

    def _source_point(self, offset: int, *, after: bool) -> int:
        index = bisect_right(self._redacted_starts, offset) - 1
        if index < 0:
            return offset
        last = self.replacements[index]
        if last.redacted_start < offset < last.redacted_end:
            return last.source_end if after else last.source_start
        if offset == last.redacted_start:
            return last.source_start
        return last.source_end + offset - last.redacted_end


def _replacement(
    source_start: int, source_end: int, redacted_start: int, redacted_end: int, kind: str, layer: str, token: str
) -> Replacement:
    return Replacement(
        source_start, source_end, redacted_start, redacted_end, IdentifierKind(kind), Layer(layer), token
    )


def redact(source: str, spans: Iterable[tuple[int, int, IdentifierKind, Layer, str]]) -> tuple[str, RedactionMap]:
    """Write ``source`` with each (start, end, kind, layer, token) span replaced, in order; return it with its map."""
    parts: list[str] = []
    replacements: list[Replacement] = []
    done = length = 0
    for start, end, kind, layer, token in spans:
        kept = source[done:start]
        length += len(kept)
        replacements.append(Replacement(start, end, length, length + len(token), kind, layer, token))
        parts += (kept, token)
        length += len(token)
        done = end
    return "".join([*parts, source[done:]]), RedactionMap(tuple(replacements))
