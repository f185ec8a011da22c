"""A clinician's own sentence: added on the review page, taken back there."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.review import services
from apps.review.domain.kept import TypedAct
from apps.review.errors import Collision, ReviewError
from apps.review.selectors import access_draft, access_draft_to_act
from apps.review.views.pages import draft_address, page_context
from apps.review.views.typed import late

if TYPE_CHECKING:
    from apps.review.selectors.accessed import AccessedDraft


@require_POST
@permission_required(Permission.REVIEW_DRAFT, late=late(TypedAct.STATEMENT))
def statement_add(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Add a sentence of one's own to a letter."""
    draft = access_draft_to_act(request.user, draft_id)
    where, text = request.POST.get("where", ""), request.POST.get("text", "")
    try:
        services.statement_add(draft=draft, where=where, text=text, person=request.user, actor=actor_for(request.user))
    except ReviewError as refusal:
        return _refused(request, draft, refusal)
    return redirect(f"{draft_address(draft)}#own-words")


@require_POST
@permission_required(Permission.REVIEW_DRAFT)
def statement_undo(request: PersonRequest, draft_id: UUID, statement_id: UUID) -> HttpResponse:
    """Take a sentence back."""
    draft = access_draft_to_act(request.user, draft_id)
    try:
        services.statement_undo(
            draft=draft, statement_id=statement_id, person=request.user, actor=actor_for(request.user)
        )
    except ReviewError as refusal:
        return _refused(request, draft, refusal)
    return redirect(f"{draft_address(draft)}#own-words")


def _refused(request: PersonRequest, draft: "AccessedDraft", refusal: ReviewError) -> HttpResponse:
    """Show the page with the sentence beside the form and with what was typed."""
    fresh = access_draft(request.user, draft.pk)
    context = page_context(request, fresh) | {"own_refusal": refusal.sentence, "own_typed": request.POST}
    status = 409 if isinstance(refusal, Collision) else 422
    return render(request, "review/draft_detail.html", context, status=status)
