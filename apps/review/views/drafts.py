"""The review page, its source pane, and who holds the draft."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.core.actors import Actor
from apps.core.errors import WorkbenchError
from apps.core.htmx import render_page, wants_partial
from apps.drafting import pipeline as drafting
from apps.drafting.domain.status import DraftStatus
from apps.review import services
from apps.review.domain.status import RELEASED
from apps.review.errors import ReviewError
from apps.review.pipeline import draft_ask_again
from apps.review.selectors import access_draft, access_draft_to_act
from apps.review.selectors.rights import item_of
from apps.review.views.pages import page_context, part_context

if TYPE_CHECKING:
    from apps.review.models import ReviewItem


@require_GET
@permission_required(Permission.REVIEW_DRAFT)
def draft_detail(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Show a draft beside its sources; one that is still being made, or stopped, says so."""
    draft = access_draft(request.user, draft_id)
    item = item_of(draft)
    if item and item.status in RELEASED:
        return redirect("review:draft_signed", draft_id=draft.pk)
    if item is None and draft.status == DraftStatus.READY:
        services.items_open_for_ready_drafts(organization_id=draft.organization_id, actor=Actor.service("review"))
        draft = access_draft(request.user, draft_id)
    context = page_context(request, draft)
    if wants_partial(request):  # a draft in the making asks how far it is: nobody looked anew
        return render(request, "review/partials/making.html", context)
    context["record"] = services.draft_show(draft=draft, actor=actor_for(request.user))
    return render(request, "review/draft_detail.html", context)


@require_GET
@permission_required(Permission.REVIEW_DRAFT)
def citation(request: PersonRequest, draft_id: UUID, citation_id: UUID) -> HttpResponse:
    """Open the evidence behind a claim's citation: in the source pane, or as a whole page with the same three panes."""
    return _source(request, draft_id, citation_id, services.evidence_open)


@require_GET
@permission_required(Permission.REVIEW_DRAFT)
def criterion_citation(request: PersonRequest, draft_id: UUID, citation_id: UUID) -> HttpResponse:
    """Open the evidence behind the answer to a criterion, as that of a claim is opened."""
    return _source(request, draft_id, citation_id, services.criterion_evidence_open)


def _source(
    request: PersonRequest, draft_id: UUID, citation_id: UUID, opened: Callable[..., services.EvidencePane]
) -> HttpResponse:  # fmt: skip
    draft = access_draft(request.user, draft_id)
    pane = opened(draft=draft, citation_id=citation_id, person=request.user, actor=actor_for(request.user))
    context = part_context(request, draft) if wants_partial(request) else page_context(request, draft)
    context |= {"pane": pane, "claim": context["page"].claim(pane.claim_id)}
    return render_page(request, "review/draft_detail.html", "review/partials/citation_answer.html", context)


def _let_go(item: "ReviewItem") -> str:
    if item.claimed_by:
        return f"{item.claimed_by.formal_name} holds this draft now. What you did to its claims is kept."
    return "You put this draft back: nobody holds it now. What you did to its claims is kept."


def _hold(
    request: PersonRequest,
    draft_id: UUID,
    service: Callable[..., Any],
    said: "Callable[[ReviewItem], str] | None" = None,
) -> HttpResponse:
    draft = access_draft_to_act(request.user, draft_id)
    try:
        item = service(draft=draft, person=request.user, actor=actor_for(request.user))
        if said:
            messages.success(request, said(item))
    except ReviewError as refusal:
        messages.error(request, refusal.sentence)
    return redirect("review:draft_detail", draft_id=draft.pk)


@require_POST
@permission_required(Permission.REVIEW_DRAFT)
def draft_claim(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Start the review: nobody else can decide meanwhile."""
    return _hold(request, draft_id, services.item_claim)


@require_POST
@permission_required(Permission.REVIEW_DRAFT)
def draft_release(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Put the draft back on the desk, or hand it to who asks for it, and say which it was."""
    return _hold(request, draft_id, services.hand_over, said=_let_go)


@require_POST
@permission_required(Permission.REVIEW_DRAFT)
def draft_reopen(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Take up a decided draft again."""
    return _hold(request, draft_id, services.item_reopen)


@require_POST
@permission_required(Permission.REQUEST_DRAFT)
def draft_again(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Ask for the same draft once more, on the sources as they are redacted now."""
    draft = access_draft(request.user, draft_id)
    try:
        new, is_new = draft_ask_again(draft=draft, person=request.user, actor=actor_for(request.user))
    except WorkbenchError as refusal:
        messages.error(request, refusal.sentence)
        return redirect("review:draft_detail", draft_id=draft.pk)
    messages.success(request, "Asked for again." if is_new else "You asked for it again a moment ago: this is it.")
    return redirect("review:draft_detail", draft_id=new.pk)


@require_POST
@permission_required(Permission.REQUEST_DRAFT)
def draft_resume(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Let the workers try a halted or failed draft again."""
    draft = access_draft_to_act(request.user, draft_id)
    try:
        drafting.draft_resume(draft=draft, person=request.user, actor=actor_for(request.user))
    except WorkbenchError as refusal:
        messages.error(request, refusal.sentence)
    return redirect("review:draft_detail", draft_id=draft.pk)
