"""Reading documents again by today's rules: their labels with those of their passages, and whose page they are."""

from uuid import UUID

from django.db import transaction

from apps.chart.selectors import (
    documents_to_judge,
    documents_unclassified,
    patient_ids_to_classify,
    patient_ids_to_judge,
)
from apps.chart.services import identities_refresh, labels_refresh
from apps.core.actors import Actor
from apps.retrieval.services import passages_relabel

PATIENTS_AT_ONCE = 20


@transaction.atomic
def patient_classify(*, patient_id: UUID, actor: Actor) -> int:
    """Give a patient's documents and their passages the labels of today's rules; return how many documents changed."""
    changed = labels_refresh(patient_id=patient_id, actor=actor)
    passages_relabel(patient_ids=[patient_id], actor=actor)
    return changed


def documents_classify(*, actor: Actor) -> int:
    """Classify the documents of some patients that wait for it; return how many documents still wait."""
    for patient_id in patient_ids_to_classify(PATIENTS_AT_ONCE):
        patient_classify(patient_id=patient_id, actor=actor)
    return documents_unclassified().count()


def identities_judge(*, actor: Actor) -> int:
    """Judge whose page some waiting documents are; return how many still wait. Killed and called again, it goes on."""
    for patient_id in patient_ids_to_judge(PATIENTS_AT_ONCE):
        identities_refresh(patient_id=patient_id, actor=actor)
    return documents_to_judge().count()
