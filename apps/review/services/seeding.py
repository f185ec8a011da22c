"""Drafts that are known to be wrong: asked for within the rules, judged like any other, told right after."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, transaction

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.coverage.selectors import internal_target
from apps.drafting.domain.claims import DraftKind
from apps.drafting.pipeline import draft_seed
from apps.drafting.selectors import planted_errors
from apps.review.domain.requests import RequestStatus
from apps.review.domain.seeded import is_caught
from apps.review.domain.status import ClaimState, Outcome
from apps.review.models import DocumentRequest, DraftWait, ReviewDecision, SeededCatch
from apps.review.selectors.facts import reviews_of
from apps.review.selectors.seeded import draft_to_seed

if TYPE_CHECKING:
    from apps.drafting.models import Draft, PlantedError
    from apps.review.selectors.accessed import AccessedDraft

NO_LONGER = "It was asked for with a draft of a test patient, made to check the desk."


def seeded_end(*, draft: "AccessedDraft", decision: ReviewDecision, actor: Actor) -> None:
    """Keep which known errors were caught, and take back what was asked of others. Call inside the transaction.

    The event says that it was a check, and not how it went: that is between the desk and who decided.
    """
    reviews = reviews_of(draft)
    SeededCatch.objects.bulk_create(
        SeededCatch(decision=decision, error=error, caught=_caught(error, reviews.get(str(error.claim_id)), decision))
        for error in planted_errors(draft)
    )
    event_append(
        actor=actor, action=Action.SEEDED_DRAFT_REVEALED, object_type="seeded_draft", object_id=draft.pk,
        details={"decision_id": decision.pk, "requests_cancelled": _take_back(draft, decision)},
    )  # fmt: skip


def _caught(error: "PlantedError", review: Mapping[str, Any] | None, decision: ReviewDecision) -> bool | None:
    return is_caught(
        Outcome(decision.outcome),
        ClaimState(review["state"]) if review else None,
        planted=error.claim.text,
        right=error.sentence,
        final=(review or {}).get("text") or error.claim.text,
    )


def _take_back(draft: "Draft", decision: ReviewDecision) -> int:
    """Cancel what others were asked to bring for it: nobody shall look for a document that no patient lacks."""
    DraftWait.objects.filter(draft=draft).delete()
    waiting = DocumentRequest.objects.filter(draft=draft, status=RequestStatus.REQUESTED)
    return waiting.update(
        status=RequestStatus.CANCELLED, closed_by=decision.person, closed_at=clock.now(), reason=NO_LONGER
    )


@transaction.atomic
def seeded_show(*, draft: "Draft", actor: Actor) -> None:
    """Record that who decided read what was wrong."""
    event_append(
        actor=actor, action=Action.SEEDED_DRAFT_VIEWED, patient_id=draft.patient_id, object_type="seeded_draft",
        object_id=draft.pk,
    )  # fmt: skip


@transaction.atomic
def seeded_draft_make(*, organization_id: UUID, actor: Actor) -> "Draft | None":
    """Ask for a draft of a test patient that will hold known errors, where the rules want one more this week.

    Raises what ``drafting.services.draft_seed`` raises, RequestRefused while drafting is stopped.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"review.seeded {organization_id}"])
    like = draft_to_seed(organization_id)
    if like is None:
        return None
    due_at = internal_target(clock.now()).at if like.kind == DraftKind.PRIOR_AUTH_LETTER else None
    return draft_seed(like=like, due_at=due_at, actor=actor)
