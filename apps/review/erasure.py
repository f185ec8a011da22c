"""The desk's part in keeping and destroying: it alone knows which drafts were decided."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest

from apps.chart.selectors import documents_of, grants_count, patient_get
from apps.core.actors import Actor
from apps.core.destruction import words_destroy
from apps.drafting.domain.status import DraftStatus
from apps.drafting.selectors import drafts_with_inputs
from apps.drafting.services import drafts_purge, inference_inputs_purge
from apps.governance.domain.retention import RULES, Pathway, RecordClass, kinds_on
from apps.governance.domain.rooms import Held, RecordSummary
from apps.review.domain.status import ENDED as ENDED_REVIEWS
from apps.review.models import (
    Amendment,
    AttentionSpell,
    ChartAnswer,
    ChosenEvidence,
    ClaimReview,
    ClinicianStatement,
    DocumentRequest,
    HandOver,
    PayerAnswer,
    PayerExchange,
    PayerReceipt,
    PayerReply,
    ReturnReply,
    ReviewDecision,
    SecondRefusal,
    SecondSignature,
    SendingConsent,
    Signature,
    SignedFile,
    SpotCheck,
    Submission,
    TypedWords,
)
from apps.viewer.selectors import patient_label

DECIDED = tuple(ENDED_REVIEWS)
ENDED = (DraftStatus.BLOCKED, DraftStatus.PURGED)
IN_WORK = (DraftStatus.QUEUED, DraftStatus.RETRIEVED, DraftStatus.GENERATED)


class InferenceInputs:
    """Working material of drafts on the inference-only pathway that are decided or ended."""

    pathway = Pathway.INFERENCE_ONLY

    def due(self, *, before: datetime, held: Held) -> QuerySet[Any, Any]:
        drafts = drafts_with_inputs().filter(kind__in=kinds_on(self.pathway))
        return _unheld(drafts.filter(self._over(before)), held)

    def _over(self, before: datetime) -> Q:
        decided = Exists(ReviewDecision.objects.filter(item__draft=OuterRef("pk"), created_at__lt=before))
        return Q(decided, review_item__status__in=DECIDED) | Q(status__in=ENDED, created_at__lt=before)

    def purge(self, *, ids: Sequence[Any], event_id: UUID, actor: Actor) -> None:
        inference_inputs_purge(draft_ids=ids, event_id=event_id, actor=actor)


class RetainedInputs(InferenceInputs):
    """The same of drafts on the retained pathway, once their period is over."""

    pathway = Pathway.RETAINED

    def _over(self, before: datetime) -> Q:
        return Q(created_at__lt=before) & ~Q(status__in=IN_WORK)


class UndecidedDrafts:
    """Drafts that nobody decided on, counted from the request or from the last time somebody took one up."""

    def due(self, *, before: datetime, held: Held) -> QuerySet[Any, Any]:
        drafts = drafts_with_inputs(words=True).exclude(status__in=IN_WORK).exclude(review_item__status__in=DECIDED)
        # A draft that was decided once and re-opened counts from the day it was taken up again.
        last = Greatest("created_at", Coalesce("review_item__claimed_at", "created_at"))
        return _unheld(drafts.alias(last_act=last).filter(last_act__lt=before), held)

    def purge(self, *, ids: Sequence[Any], event_id: UUID, actor: Actor) -> None:
        days = RULES[RecordClass.UNDECIDED_DRAFTS].days
        reason = f"Nobody decided on it within {days} days, so its text is no longer kept. Ask for a new draft."
        drafts_purge(draft_ids=ids, reason=reason, event_id=event_id, actor=actor)
        ChosenEvidence.objects.filter(item__draft__in=ids).delete()
        ClaimReview.objects.filter(item__draft__in=ids).delete()
        ClinicianStatement.objects.filter(item__draft__in=ids).delete()
        SendingConsent.objects.filter(draft__in=ids).delete()
        TypedWords.objects.filter(draft__in=ids).delete()
        HandOver.objects.filter(item__draft__in=ids).delete()
        DocumentRequest.objects.filter(draft__in=ids).delete()
        AttentionSpell.objects.filter(item__draft__in=ids).delete()
        SpotCheck.objects.filter(item__draft__in=ids).delete()
        words_destroy(ReturnReply.objects.filter(decision__item__draft__in=ids), ["words"], destruction=event_id)


def record_summary(patient_id: UUID) -> RecordSummary:
    """Return what goes with a patient's record, for whoever is about to confirm it."""
    patient = patient_get(patient_id)
    counts = {
        "documents": documents_of(patient).count(),
        "drafts": patient.drafts.count(),
        "signatures": Signature.objects.filter(decision__item__draft__patient=patient).count(),
        "grants": grants_count(patient),
    }
    return RecordSummary(patient_label(patient, granted=False), counts)


class ReviewEraser:
    """See ``governance.domain.rooms.Eraser``. A signature keeps who signed which hash; the words are gone."""

    tables = frozenset({
        "review_reviewitem", "review_claimreview", "review_evidenceopening", "review_reviewdecision",
        "review_signature", "review_draftwait", "review_submission", "review_payeranswer", "review_payerreceipt",
        "review_documentrequest", "review_payerletter", "review_appeal", "review_clinicianstatement",
        "review_signedfile", "review_sendingconsent", "review_returnreply", "review_claimedit",
        "review_secondsignature", "review_secondrefusal", "review_amendment",
        "review_payerexchange", "review_payerguid", "review_payerreply", "review_ownjudgement", "review_ownverdict",
        "review_seededcatch", "review_typedwords", "review_handover",
        "review_attentionspell", "review_spotcheck", "review_decisionattention",
        "review_chosenevidence", "review_chosencitation", "review_chartanswer",
    })  # fmt: skip

    def erase(self, *, patient_id: UUID, event_id: UUID, actor: Actor) -> Mapping[str, int]:
        decisions = ReviewDecision.objects.filter(item__draft__patient=patient_id)
        sent = Submission.objects.filter(draft__patient=patient_id)
        answers = PayerAnswer.objects.filter(submission__draft__patient=patient_id)
        return {
            "review_attentionspell": AttentionSpell.objects.filter(item__draft__patient=patient_id).delete()[0],
            "review_spotcheck": SpotCheck.objects.filter(item__draft__patient=patient_id).delete()[0],
            "review_documentrequest": DocumentRequest.objects.filter(draft__patient=patient_id).delete()[0],
            "review_payeranswer": words_destroy(
                answers, ["words", "allowed", "asked", "quantity", "authorization", "slip"], destruction=event_id
            ),
            "review_payerreceipt": words_destroy(
                PayerReceipt.objects.filter(submission__draft__patient=patient_id), ["slip"], destruction=event_id
            ),
            "review_payerreply": words_destroy(
                PayerReply.objects.filter(exchange__draft__patient=patient_id), ["body"], destruction=event_id
            ),
            "review_payerexchange": words_destroy(
                PayerExchange.objects.filter(draft__patient=patient_id), ["body", "class_reason"], destruction=event_id
            ),
            "review_amendment": words_destroy(
                Amendment.objects.filter(patient=patient_id), ["text", "pdf"], destruction=event_id
            ),
            "review_secondsignature": words_destroy(
                SecondSignature.objects.filter(patient=patient_id), ["pdf"], destruction=event_id
            ),
            "review_secondrefusal": words_destroy(
                SecondRefusal.objects.filter(signature__decision__item__draft__patient=patient_id),
                ["words"],
                destruction=event_id,
            ),
            "review_returnreply": words_destroy(
                ReturnReply.objects.filter(decision__item__draft__patient=patient_id), ["words"], destruction=event_id
            ),
            "review_submission": words_destroy(sent, ["confirmation", "class_reason"], destruction=event_id),
            "review_signedfile": words_destroy(
                SignedFile.objects.filter(patient=patient_id), ["pdf"], destruction=event_id
            ),
            "review_ownevidence": ChosenEvidence.objects.filter(item__draft__patient=patient_id).delete()[0],
            "review_clinicianstatement": ClinicianStatement.objects.filter(item__draft__patient=patient_id).delete()[0],
            "review_typedwords": TypedWords.objects.filter(patient=patient_id).delete()[0],
            "review_chartanswer": ChartAnswer.objects.filter(patient=patient_id).delete()[0],
            "review_handover": HandOver.objects.filter(item__draft__patient=patient_id).delete()[0],
            "review_sendingconsent": SendingConsent.objects.filter(draft__patient=patient_id).delete()[0],
            "review_claimreview": ClaimReview.objects.filter(item__draft__patient=patient_id).delete()[0],
            "review_reviewdecision": words_destroy(decisions, ["comment", "final"], destruction=event_id),
        }


def _unheld(drafts: QuerySet[Any], held: Held) -> QuerySet[Any, Any]:
    free = drafts.exclude(organization__in=held.organizations).exclude(patient__in=held.patients)
    return free.exclude(pk__in=held.drafts).order_by("created_at", "pk").values_list("pk", flat=True)
