"""What a layer of the wall found, and how the findings of all layers become spans that do not overlap."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from apps.redaction.domain.folding import fold_key
from apps.redaction.domain.kinds import IdentifierKind, Layer

_LINE_PIECE = re.compile(r"[^\r\n]*[^\s]")

# A fax number has the shape of a telephone number, a clinician's name that of a person's.
VAGUE = frozenset({IdentifierKind.PHONE, IdentifierKind.PERSON, IdentifierKind.ID})

_CERTAIN = {Layer.CORRECTION: 0, Layer.KNOWN: 1}  # of equally long spans these say what they are


@dataclass(frozen=True, slots=True)
class Detection:
    """One identifier in a text: [start, end).

    ``key`` names the thing meant, so that its other writings share a number; empty: the text itself does.
    ``canonical`` is how that thing is written in full.
    """

    start: int
    end: int
    kind: IdentifierKind
    layer: Layer
    key: str = ""
    canonical: str = ""


def settle(detections: Iterable[Detection]) -> list[Detection]:
    """Return the detections in order, with those that overlap merged into one span.

    Nothing that a layer marked is ever left out of the result: the union of overlapping spans is taken. The union is
    called what its longest member is; of equally long ones, what a person said, then what the patient's record says,
    then what is more precise.
    """
    groups: list[list[Detection]] = []
    reach = 0
    for found in sorted(detections, key=lambda d: (d.start, d.end)):
        if groups and found.start < reach:
            groups[-1].append(found)
        else:
            groups.append([found])
        reach = max(reach, found.end)
    return [_union(group) for group in groups]


def _union(group: list[Detection]) -> Detection:
    leader = min(
        group,
        key=lambda d: (
            d.start - d.end,
            _CERTAIN.get(d.layer, len(_CERTAIN)),
            d.layer is Layer.NAMES,
            d.kind in VAGUE,
            d.kind,
            d.start,
            d.key,
            d.layer,
        ),
    )
    return replace(leader, start=min(d.start for d in group), end=max(d.end for d in group))


def kept_lines(text: str, detections: Iterable[Detection]) -> Iterator[Detection]:
    """Yield the detections with those that reach over a line's end cut there, so that every line stays a line.

    The pieces are writings of one and the same thing.
    """
    for found in detections:
        if "\n" not in text[found.start : found.end]:
            yield found
            continue
        key = found.key or fold_key(text[found.start : found.end])
        for piece in _LINE_PIECE.finditer(text, found.start, found.end):
            start = piece.start() + len(piece.group()) - len(piece.group().lstrip())
            yield replace(found, start=start, end=piece.end(), key=key)
