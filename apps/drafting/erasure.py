"""Belt 2's part in destroying a patient: drafts, claims, answers and citations keep ids, spans and hashes."""

from collections.abc import Mapping
from uuid import UUID

from apps.core.actors import Actor
from apps.drafting.domain.status import IN_PROGRESS, DraftStatus
from apps.drafting.models import Draft
from apps.drafting.services import draft_words_destroy, drafts_purge

UNFINISHED = (*IN_PROGRESS, DraftStatus.FAILED, DraftStatus.HALTED)


def owner_of(draft_id: UUID) -> tuple[UUID, UUID] | None:
    """Return the organization and the patient of a draft, or None."""
    return Draft.objects.filter(pk=draft_id).values_list("organization_id", "patient_id").first()


class DraftingEraser:
    """See ``governance.domain.rooms.Eraser``."""

    tables = frozenset({
        "drafting_draft", "drafting_draftquery", "drafting_inferencerun", "drafting_claim", "drafting_citation",
        "drafting_finding", "drafting_draftstage", "drafting_draftreplay", "drafting_criterionanswer",
        "drafting_criterioncitation", "drafting_plantederror",
    })  # fmt: skip

    def erase(self, *, patient_id: UUID, event_id: UUID, actor: Actor) -> Mapping[str, int]:
        drafts = Draft.objects.filter(patient=patient_id)
        unfinished = list(drafts.filter(status__in=UNFINISHED).values_list("pk", flat=True))
        reason = "The record of its patient was destroyed."
        drafts_purge(draft_ids=unfinished, reason=reason, event_id=event_id, actor=actor)
        ids = list(drafts.values_list("pk", flat=True))
        drafts.exclude(reason="").exclude(pk__in=unfinished).update(reason=reason)
        return {"drafting_draft": draft_words_destroy(draft_ids=ids, event_id=event_id, actor=actor)}
