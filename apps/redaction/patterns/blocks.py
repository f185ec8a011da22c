"""The rest of an address: the number before its street, the code after its town, the words between two of its parts."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

from apps.redaction.domain.allow_list import is_clinical
from apps.redaction.domain.detection import Detection
from apps.redaction.domain.kinds import IdentifierKind, Layer

_PARTS = frozenset({IdentifierKind.ADDRESS, IdentifierKind.PLACE, IdentifierKind.ZIP})
_NUMBER_BEFORE = regex.compile(r"(?<![\d.,/\-])(?:\d{1,6}[A-Za-z]?[ ,]+){1,3}$")
_NUMBER_AFTER = regex.compile(
    r"[ ]\d{1,5}[A-Za-z]?\b(?![.,/%]?\d|[ ]?(?:mg|ml|kg|g|mcg|%|years?|days?|weeks?|months?|hours?)\b)"
)
_CODE_AFTER = regex.compile(
    r"(?:[ ]?\([^)\n]{2,12}\))?(?:[ ,\n>?]*\b\p{Lu}{2}\b)?[ ,]*"
    r"(?:\n[ ,>?]*)?(?P<code>\b\d{4,6}\b(?:[ \-]\d{2,4}\b)?)(?=[ ]*(?:\n|$|[.,?!\"]))"
)
_BETWEEN = regex.compile(r"[\s,>?.]*(?:(?:\p{Lu}[\p{L}'’.\-]*|\d{1,5})[\s,>?.]+){1,4}")
_NEAR, _SHORT = 160, 48
_EDGES = " \t\r\n,>?."


def rest_of_addresses(text: str, settled: Sequence[Detection]) -> Iterator[Detection]:
    """Yield what belongs to an address beside the parts of it that were found."""
    parts = [found for found in settled if found.kind in _PARTS]
    streets = [found for found in parts if found.kind is IdentifierKind.ADDRESS]
    for found in streets:
        before = _NUMBER_BEFORE.search(text, max(0, found.start - 24), found.start)
        if before and not any(one.start <= before.start() < one.end for one in settled):
            yield _address(before.start(), found.start)
        if after := _NUMBER_AFTER.match(text, found.end):
            yield _address(found.end, after.end())
    for found in parts:
        near = any(0 <= found.start - street.end <= _NEAR or street == found for street in streets)
        if near and (code := _CODE_AFTER.match(text, found.end)):
            yield Detection(*code.span("code"), IdentifierKind.ZIP, Layer.PATTERN)
    yield from _gaps(text, parts)


def _gaps(text: str, parts: Sequence[Detection]) -> Iterator[Detection]:
    for one, other in pairwise(parts):
        gap = text[one.end : other.start]
        if IdentifierKind.ADDRESS in (one.kind, other.kind) and len(gap) <= _SHORT and _BETWEEN.fullmatch(gap):
            inner = gap.strip(_EDGES)
            if inner and not is_clinical(inner):
                start = one.end + gap.index(inner)
                yield _address(start, start + len(inner))


def _address(start: int, end: int) -> Detection:
    return Detection(start, end, IdentifierKind.ADDRESS, Layer.PATTERN)
