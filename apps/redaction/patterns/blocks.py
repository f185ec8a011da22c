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
_CODE = (
    r"(?:\d{4,6}(?:[ \-]\d{2,4})?|\d{3}[ ]\d{2}|\p{Lu}{1,2}\d[\p{Lu}\d]?[ ]?\d\p{Lu}{2}|\p{Lu}\d\p{Lu}[ ]?\d\p{Lu}\d)"
)
_BREAK = r"[ ,>?.]*(?:\n[ ,>?]*)?"
_UNITS = rf"(?:{_BREAK}(?i:apt|apartment|suite|ste|unit|flat)\b\.?[ ]#?\w{{1,6}}\b){{0,2}}"
_REGION = r"(?:[\p{L}\d]{1,3}|\p{Lu}[\p{Ll} ]{3,24}(?:[ ]\([^)\n]{2,14}\))?)"
# What follows a street where an address goes on: units, the town, the region or country, and the code that ends it.
_REST = regex.compile(
    rf"{_UNITS}{_BREAK}(?P<town>\p{{Lu}}[\p{{L}}'’.\-]*(?:[ ][\p{{L}}'’.\-]+){{0,4}}?(?:[ ]\([^)\n]{{2,14}}\))?)"
    rf"(?:(?:[ ]|{_BREAK})(?P<region>{_REGION}))?(?:[ ]|{_BREAK})(?P<code>\b{_CODE}\b)(?=[ ]*(?:\n|$|[.,?!;)\"]))"
)
_REST_WITHOUT_CODE = regex.compile(
    r"[ ,]+(?P<town>\p{Lu}[\p{L}'’\-]*(?:[ ]\p{Lu}[\p{L}'’\-]*){0,2})[ ,]+(?P<region>\p{Lu}{2})(?=[ ]*(?:\n|$|\.))"
)
_CODE_FIRST = regex.compile(
    r"[ ]?[,\n][ ]?(?P<code>\d{4,5}(?:[ ]\p{Lu}{2})?)[ ](?P<town>\p{Lu}[\p{L}'’\-]+(?:["
    r" ]\p{Lu}[\p{L}'’\-]+){0,2})(?!\p{L})"
)
_STREET_AFTER = regex.compile(r"[ ,]+\d{1,6}[ ]\p{Lu}[\p{L}.'’\-]*(?:[ ][\p{L}.'’\-]+){0,4}[ ]\d{1,5}\b")
_UNIT_END = regex.compile(r"(?:Apt|Apartment|Suite|Ste|Unit|Flat)\.?[ ]#?\w{1,6}$", regex.IGNORECASE)
_CODE_OF_TOWN = regex.compile(
    r"[ ](?:\p{Lu}[ ])?(?P<code>(?!(?:19|20)\d\d\b)\d{4}\b(?:-\d{3})?|\d{5}|\d{3}[ ]\d{2})(?![\d.,%/\-]*\d)"
    r"(?=[ ](?:in|and|to|for|from|by|is|was)\b|[.,;)\n]|$)"
)
_GROUPS = {"town": IdentifierKind.PLACE, "region": IdentifierKind.ADDRESS, "code": IdentifierKind.ZIP}
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
        yield from _tail(text, found)
    for found in parts:
        near = any(0 <= found.start - street.end <= _NEAR or street == found for street in streets)
        if near and (code := _CODE_AFTER.match(text, found.end)):
            yield Detection(*code.span("code"), IdentifierKind.ZIP, Layer.PATTERN)
        if found.kind is IdentifierKind.PLACE and (code := _CODE_OF_TOWN.match(text, found.end)):
            yield Detection(*code.span("code"), IdentifierKind.ZIP, Layer.PATTERN)
    yield from _gaps(text, parts)


def _tail(text: str, street: Detection) -> Iterator[Detection]:
    """Yield the town, the region and the code that follow a street, and the street that follows a unit."""
    end = street.end
    unit = _UNIT_END.search(text, max(0, end - 20), end)
    if unit and (after := _STREET_AFTER.match(text, end)):
        yield _address(end, after.end())
        end = after.end()
    rest = (
        _CODE_FIRST.match(text, end)
        or _REST.match(text, end)
        or (_REST_WITHOUT_CODE.match(text, end) if unit else None)
    )
    if rest is None or is_clinical(rest["town"]):
        return
    for group, kind in _GROUPS.items():
        if rest.groupdict().get(group):
            yield Detection(*rest.span(group), kind, Layer.PATTERN)


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
