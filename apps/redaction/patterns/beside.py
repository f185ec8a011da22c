"""What stands beside a person who was found: an age over 89 between commas, "Cornelis Hart, 96, by video"."""

from collections.abc import Iterator, Sequence

import regex

from apps.redaction.domain.detection import Detection
from apps.redaction.domain.kinds import IdentifierKind, Layer

_PEOPLE = frozenset({IdentifierKind.PERSON, IdentifierKind.CLINICIAN, IdentifierKind.PATIENT, IdentifierKind.RELATIVE})
_AGE = regex.compile(r"(?:,[ ]|[ ]\()(?P<age>9\d|1[01]\d)(?=\)|,|;|\.(?:[ ]|$)|[ ](?:and|who|years?)\b)")


def ages_beside_people(text: str, settled: Sequence[Detection]) -> Iterator[Detection]:
    """Yield the ages over 89 that follow a person's name."""
    for found in settled:
        if found.kind in _PEOPLE and (match := _AGE.match(text, found.end)):
            yield Detection(*match.span("age"), IdentifierKind.AGE_OVER_89, Layer.PATTERN)
