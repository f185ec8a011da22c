"""Acts on one claim. Each is one POST; htmx gets the claim back, everyone else the page at that claim."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.review import services
from apps.review.domain.kept import TypedAct
from apps.review.errors import ReviewError
from apps.review.forms import ActForm
from apps.review.selectors import access_draft_to_act
from apps.review.views.pages import claim_answer
from apps.review.views.typed import late, words_keep_of

SAID = {
    "claim_confirm": "confirmed",
    "claim_edit": "edited",
    "claim_remove": "removed",
    "claim_waive": "waived",
    "claim_undo": "undone: it waits for its check again",
}


def _act(
    request: PersonRequest, draft_id: UUID, claim_id: UUID, service: Callable[..., Any], *fields: str
) -> HttpResponse:
    draft = access_draft_to_act(request.user, draft_id)
    values = ActForm(request.POST).values(*fields)
    try:
        service(draft=draft, claim_id=claim_id, person=request.user, actor=actor_for(request.user), **values)
    except ReviewError as refusal:
        words_keep_of(request, draft_id, claim_id, service.__name__.removeprefix("claim_"))
        return claim_answer(request, draft, claim_id, refusal=refusal, act=service.__name__)
    return claim_answer(request, draft, claim_id, done=SAID[service.__name__])


@require_POST
@permission_required(Permission.REVIEW_DRAFT)
def claim_confirm(request: PersonRequest, draft_id: UUID, claim_id: UUID) -> HttpResponse:
    """Confirm a claim."""
    return _act(request, draft_id, claim_id, services.claim_confirm)


@require_POST
@permission_required(Permission.REVIEW_DRAFT, late=late(TypedAct.EDIT))
def claim_edit(request: PersonRequest, draft_id: UUID, claim_id: UUID) -> HttpResponse:
    """Put one's own sentence in the place of a claim."""
    return _act(request, draft_id, claim_id, services.claim_edit, "text")


@require_POST
@permission_required(Permission.REVIEW_DRAFT, late=late(TypedAct.REMOVE))
def claim_remove(request: PersonRequest, draft_id: UUID, claim_id: UUID) -> HttpResponse:
    """Leave a claim out, with a reason."""
    return _act(request, draft_id, claim_id, services.claim_remove, "reason_code", "reason")


@require_POST
@permission_required(Permission.REVIEW_DRAFT, late=late(TypedAct.WAIVE))
def claim_waive(request: PersonRequest, draft_id: UUID, claim_id: UUID) -> HttpResponse:
    """Keep a claim in spite of the check, with a reason."""
    return _act(request, draft_id, claim_id, services.claim_waive, "reason_code", "reason")


@require_POST
@permission_required(Permission.REVIEW_DRAFT)
def claim_undo(request: PersonRequest, draft_id: UUID, claim_id: UUID) -> HttpResponse:
    """Take back what was done to a claim."""
    return _act(request, draft_id, claim_id, services.claim_undo)
