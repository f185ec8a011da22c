"""Classifying a patient's documents, and the passages made of them with them."""

from uuid import UUID

from django.db import transaction

from apps.chart.selectors import documents_unclassified, patient_ids_to_classify
from apps.chart.services import labels_refresh
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
