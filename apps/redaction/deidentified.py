"""A patient's redacted texts as they may be kept outside, to teach a machine: the crossing to a host without a host.

Places, institutions and high ages become tokens, dates move by the patient's secret offset; a last look says of each
text whether something of the record still stands in it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from apps.chart import selectors as chart
from apps.core.actors import Actor
from apps.redaction.crossings import texts_prepare
from apps.redaction.domain.kinds import BoundaryPolicy
from apps.redaction.leaks import leaks_find


@dataclass(frozen=True, slots=True)
class Deidentified:
    """Texts of one patient; ``days`` are moved as the dates in the texts are."""

    texts: tuple[str, ...]
    days: tuple[date, ...]


def texts_deidentify(
    *, patient_id: UUID | str, texts: Sequence[str], days: Sequence[date], actor: Actor
) -> Deidentified:
    """Return redacted texts of one patient without what the local policy leaves in; one patient, one set of tokens."""
    prepared = texts_prepare(patient_id=patient_id, texts=texts, policy=BoundaryPolicy.HOSTED, actor=actor, days=days)
    return Deidentified(prepared.texts, prepared.days)


def texts_leak(patient_id: UUID | str, texts: Iterable[str]) -> tuple[bool, ...]:
    """Return of each text whether something of the patient's record still stands in it: the last look."""
    known = chart.known_identifiers(chart.patient_get(patient_id))
    return tuple(bool(leaks_find(text, known, BoundaryPolicy.HOSTED)) for text in texts)
