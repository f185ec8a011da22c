"""Forgetting a draft's working material, or its words. Who asked for what, the hashes and the release stay."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from apps.core.actors import Actor
from apps.core.destruction import words_destroy
from apps.drafting.domain.status import VALID_TRANSITIONS, DraftStatus
from apps.drafting.models import (
    Citation,
    Claim,
    CriterionAnswer,
    CriterionCitation,
    Draft,
    DraftQuery,
    DraftReplay,
    Finding,
    InferenceRun,
    PlantedError,
)
from apps.drafting.services.transitions import move
from apps.retrieval.services import queries_purge

WORKING_MATERIAL = ("passage_ids", "passages", "input", "raw", "output")
DRAFT = ("subject", "urgency_reason", "service_code", "diagnosis_codes", "missing", "due_at", "service_on", "denial")


@transaction.atomic
def inference_inputs_purge(*, draft_ids: Iterable[UUID], event_id: UUID, actor: Actor) -> int:
    """Empty what went into and came raw out of the model for these drafts, and what was asked of the index for them.

    The sha256 of input and output stay in the sealed run: what was there can be proved, not read. ``event_id`` is the
    audit event of the purge, appended in this transaction.
    """
    ids = list(draft_ids)
    questions = DraftQuery.objects.filter(draft__in=ids).values_list("query_id", flat=True)
    queries_purge(query_ids=questions, event_id=event_id, actor=actor)
    DraftReplay.objects.filter(run__draft__in=ids).delete()
    runs = InferenceRun.objects.filter(draft__in=ids, destruction=None)
    return words_destroy(runs, WORKING_MATERIAL, destruction=event_id)


@transaction.atomic
def drafts_purge(*, draft_ids: Iterable[UUID], reason: str, event_id: UUID, actor: Actor) -> int:
    """End these drafts as PURGED with a sentence, and empty every word of them. See ``inference_inputs_purge``."""
    ids = list(draft_ids)
    for draft in Draft.objects.select_for_update(of=("self",)).filter(pk__in=ids):
        if DraftStatus.PURGED in VALID_TRANSITIONS[DraftStatus(draft.status)]:
            draft.fence += 1  # whoever still works on it saves nothing any more
            move(draft, DraftStatus.PURGED, actor=actor, reason=reason)
    return draft_words_destroy(draft_ids=ids, event_id=event_id, actor=actor)


@transaction.atomic
def draft_words_destroy(*, draft_ids: Iterable[UUID], event_id: UUID, actor: Actor) -> int:
    """Empty every word of these drafts, whatever became of them. See ``inference_inputs_purge``."""
    ids = list(draft_ids)
    inference_inputs_purge(draft_ids=ids, event_id=event_id, actor=actor)
    Finding.objects.filter(draft__in=ids).delete()
    words_destroy(Claim.objects.filter(draft__in=ids), ["text"], destruction=event_id)
    words_destroy(Citation.objects.filter(claim__draft__in=ids), ["label"], destruction=event_id)
    planted = PlantedError.objects.filter(claim__draft__in=ids)
    words_destroy(planted, ["planted", "right", "sentence"], destruction=event_id)
    answers = CriterionAnswer.objects.filter(draft__in=ids)
    words_destroy(answers, ["reason", "wanted"], destruction=event_id)
    words_destroy(CriterionCitation.objects.filter(answer__in=answers), ["label"], destruction=event_id)
    drafts = Draft.objects.filter(pk__in=ids)
    return words_destroy(drafts, DRAFT, urgency="standard", destruction=event_id)
