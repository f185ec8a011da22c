"""Who holds a draft: asked for every few seconds by the page, and the acts of handing it over."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.core.htmx import render_page, wants_partial
from apps.review import services
from apps.review.domain.kept import TypedAct
from apps.review.errors import ReviewError
from apps.review.selectors import access_draft_to_act
from apps.review.selectors.handing import access_holding
from apps.review.views.typed import late

ACTS: dict[str, tuple[Callable[..., Any], str]] = {
    "ask": (services.hand_over_ask, "You asked for this draft. Its holder reads it within seconds."),
    "withdraw": (services.hand_over_withdraw, "You no longer ask for this draft."),
    "give": (
        services.hand_over_give,
        "The draft is handed over. What you did to it is kept, under your name.",
    ),
    "decline": (services.hand_over_decline, "You keep this draft. Who asked reads it."),
}


@require_GET
@permission_required(Permission.REVIEW_DRAFT)
def holding(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Say who holds the draft and who asks for it; nothing, where the page shows it already."""
    found = access_holding(request.user, draft_id)
    seen = request.GET.get("seen", "")
    if wants_partial(request) and seen == found.seen:
        return HttpResponse(status=204)
    context = {"holding": found, "draft": found.draft, "since": seen}
    return render_page(request, "review/holding.html", "review/partials/holding.html", context)


@require_POST
@permission_required(Permission.REVIEW_DRAFT)
def hand_over(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Ask for a draft, stop asking, give it or keep it."""
    service, said = ACTS.get(request.POST.get("act", ""), ACTS["ask"])
    return _done(request, draft_id, service, said)


@require_POST
@permission_required(Permission.REVIEW_DRAFT, late=late(TypedAct.TAKE_OVER))
def take_over(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Take a draft over from a holder who is away, with a reason."""
    said = "You hold this draft now. What was done to it before is kept and shows who did it."
    return _done(request, draft_id, services.item_take_over, said, reason=request.POST.get("reason", ""))


def _done(
    request: PersonRequest, draft_id: UUID, service: Callable[..., Any], said: str, **more: str
) -> HttpResponse:  # fmt: skip
    draft = access_draft_to_act(request.user, draft_id)
    try:
        service(draft=draft, person=request.user, actor=actor_for(request.user), **more)
    except ReviewError as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, said)
    return redirect("review:draft_detail", draft_id=draft.pk)
