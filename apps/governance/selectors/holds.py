"""What is held now."""

from uuid import UUID

from django.db.models import F, Q, QuerySet

from apps.governance.domain.rooms import Held
from apps.governance.models import LegalHold


def holds_of(organization_id: UUID) -> QuerySet[LegalHold]:
    """Return every hold of an organization, those that stand first, then the newest."""
    holds = LegalHold.objects.filter(organization=organization_id).select_related("placed_by", "lifted_by")
    return holds.order_by(F("lifted_at").desc(nulls_first=True), "-created_at", "pk")


def held_now() -> Held:
    """Return what every hold that stands covers, by id. One statement; never cached."""
    rows = list(LegalHold.objects.filter(lifted_at=None).values_list("organization_id", "patient_id", "draft_id"))
    return Held(
        organizations=frozenset(organization for organization, patient, _ in rows if patient is None),
        touched=frozenset(organization for organization, _, _ in rows),
        patients=frozenset(patient for _, patient, draft in rows if patient and draft is None),
        drafts=frozenset(draft for _, _, draft in rows if draft),
        patients_of_drafts=frozenset(patient for _, patient, draft in rows if patient and draft),
    )


def why_held(organization_id: UUID, patient_id: UUID) -> str:
    """Return why a patient's record may not be destroyed now, in a sentence, or an empty text."""
    covering = LegalHold.objects.filter(Q(patient_id=patient_id) | Q(patient_id=None), lifted_at=None)
    hold = covering.filter(organization=organization_id).select_related("placed_by").first()
    if hold is None:
        return ""
    return f"A legal hold by {hold.placed_by.formal_name} covers it: {hold.reason.rstrip('. ')}. Nothing was destroyed."
