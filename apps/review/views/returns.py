"""A draft that was returned to who asked for it: what the reviewer needs, and the answer."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for, may
from apps.core.errors import WorkbenchError
from apps.review import services
from apps.review.domain.kept import TypedAct
from apps.review.domain.status import ReturnAct
from apps.review.errors import Collision
from apps.review.return_forms import ReplyForm
from apps.review.selectors import access_draft, came_in, review_page
from apps.review.selectors.returns import returns_shown
from apps.review.selectors.rights import why_not_answer
from apps.review.selectors.typed import words_kept
from apps.review.views.typed import late
from apps.viewer.selectors import patient_banner

if TYPE_CHECKING:
    from apps.review.selectors.accessed import AccessedDraft

DONE = {
    ReturnAct.ANSWERED: "Your answer is kept. The draft stays with you until you send it back or withdraw it.",
    ReturnAct.SENT_BACK: "The draft is back in the queue of its reviewers, with your answer.",
    ReturnAct.WITHDRAWN: "The request is withdrawn. The draft and what was said about it stay on record.",
}


@require_http_methods(["GET", "POST"])
@permission_required(Permission.REQUEST_DRAFT, Permission.REVIEW_DRAFT, late=late(TypedAct.RETURN))
def draft_returned(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Show why a draft came back to who asked for it; take their answer."""
    draft = access_draft(request.user, draft_id)
    kept = words_kept(draft, request.user, TypedAct.RETURN)
    form = ReplyForm(request.POST or None, initial=dict(kept.words) if kept else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _answer(request, draft, form)
            except WorkbenchError as refusal:
                form.add_error(None, refusal.sentence)
                status = 409 if isinstance(refusal, Collision) else 422
                draft = access_draft(request.user, draft_id)
    else:
        services.draft_show(draft=draft, actor=actor_for(request.user))
    return render(request, "review/draft_returned.html", _context(request, draft, form), status=status)


def _answer(request: PersonRequest, draft: "AccessedDraft", form: ReplyForm) -> HttpResponse:
    act = ReturnAct(form.cleaned_data["act"])
    services.return_answer(
        draft=draft, act=act, words=form.cleaned_data["words"], person=request.user, actor=actor_for(request.user)
    )
    messages.success(request, DONE[act])
    if act is ReturnAct.ANSWERED:
        return redirect("review:draft_returned", draft_id=draft.pk)
    return redirect("review:queue")


def _context(request: PersonRequest, draft: "AccessedDraft", form: ReplyForm) -> dict[str, Any]:
    page = review_page(draft, request.user)
    return {
        "draft": draft,
        "page": page,
        "banner": patient_banner(draft.patient),
        "returns": returns_shown(draft, page.said),
        "came_in": came_in(draft),
        "form": form,
        "why_not_answer": why_not_answer(draft, request.user),
        "may_review": may(request.user, Permission.REVIEW_DRAFT),
    }
