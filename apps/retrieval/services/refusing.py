"""Keep a question that was refused, as every question is kept, so that refusals can be counted."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from apps.audit.domain.actions import Action, Outcome
from apps.audit.services import event_append
from apps.core import fence
from apps.core.actors import Actor
from apps.redaction import selectors as redaction
from apps.retrieval.domain.refusals import ASKS_FOR, REFUSED, Refusal
from apps.retrieval.interface import SearchTask
from apps.retrieval.models import RetrievalQuery
from apps.retrieval.refusing import refusal_model
from apps.retrieval.versions import index_in_use

if TYPE_CHECKING:
    from apps.access.models import Person


@transaction.atomic
def question_refuse(
    *, patient_id: str | UUID, text: str, refusal: Refusal, requester: Person, purpose: str, actor: Actor
) -> str:
    """Keep a redacted question that nothing was searched for, with why, and record it; return its id."""
    digest = refusal_model().digest
    query = RetrievalQuery(
        organization_id=requester.organization_id, patient_id=patient_id, requester_id=str(requester.pk),
        purpose=purpose, task=SearchTask.QUESTION, text=text, index_version=index_in_use(),
        ranker=f"{REFUSED}@{digest[:12]}", candidates=0, verdict=REFUSED, verdict_reason=ASKS_FOR[refusal.category],
        answerability={
            "category": refusal.category.value, "score": round(refusal.score, 4), "threshold": refusal.threshold,
            "model": digest,
        },
    )  # fmt: skip
    if redaction.patient_is_kept(patient_id):
        with fence.keeping():
            query.save(force_insert=True)
    event_append(
        actor=actor, action=Action.QUESTION_REFUSED, patient_id=patient_id, object_type="query", object_id=query.pk,
        outcome=Outcome.FAILURE, details={"category": refusal.category.value, "purpose": purpose},
    )  # fmt: skip
    return str(query.pk)
