"""Own judgement first: the criteria and the chart, without what the machine made of them."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.core.htmx import render_page
from apps.review import services
from apps.review.domain.own import OWN_WORDS, SKIP_WORDS
from apps.review.errors import Collision, ReviewError
from apps.review.own_forms import OwnForm
from apps.review.selectors import access_draft_unjudged, own_page
from apps.review.selectors.attention import attention_token
from apps.review.selectors.clocks import clock_of
from apps.review.selectors.own import is_withheld
from apps.viewer.selectors import patient_banner

if TYPE_CHECKING:
    from apps.review.selectors.accessed import AccessedDraft

PAGE, PANE = "review/own.html", "review/partials/own_source.html"


@require_http_methods(["GET", "POST"])
@permission_required(Permission.REVIEW_DRAFT)
def own(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Ask what a reviewer reads in the chart; keep it and show the draft. A place can be opened with what is chosen."""
    draft = access_draft_unjudged(request.user, draft_id)
    if not is_withheld(draft, request.user):
        return redirect("review:draft_detail", draft_id=draft.pk)
    if request.method == "GET":
        services.draft_show(draft=draft, actor=actor_for(request.user))
        return render(request, PAGE, _context(request, draft))
    form = OwnForm(request.POST)
    if place := form.place():
        return _opened(request, draft, place)
    try:
        services.own_judgement_give(
            draft=draft, typed=form.verdicts(), person=request.user, actor=actor_for(request.user)
        )
    except ReviewError as refusal:
        return _refused(request, draft, refusal)
    return redirect("review:draft_detail", draft_id=draft.pk)


@require_POST
@permission_required(Permission.REVIEW_DRAFT)
def own_skip(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Show everything without judging first."""
    draft = access_draft_unjudged(request.user, draft_id)
    reason = request.POST.get("reason", "")
    try:
        services.own_judgement_skip(draft=draft, reason=reason, person=request.user, actor=actor_for(request.user))
    except ReviewError as refusal:
        return _refused(request, draft, refusal)
    return redirect("review:draft_detail", draft_id=draft.pk)


@require_GET
@permission_required(Permission.REVIEW_DRAFT)
def own_citation(request: PersonRequest, draft_id: UUID, citation_id: UUID) -> HttpResponse:
    """Open a place in the chart beside the criteria."""
    return _opened(request, access_draft_unjudged(request.user, draft_id), citation_id)


def _opened(request: PersonRequest, draft: "AccessedDraft", citation_id: UUID) -> HttpResponse:
    if not is_withheld(draft, request.user):
        return redirect("review:criterion_citation", draft_id=draft.pk, citation_id=citation_id)
    view = services.own_evidence_open(
        draft=draft, citation_id=citation_id, person=request.user, actor=actor_for(request.user)
    )
    return render_page(request, PAGE, PANE, _context(request, draft) | {"view": view, "opened": citation_id})


def _refused(request: PersonRequest, draft: "AccessedDraft", refusal: ReviewError) -> HttpResponse:
    """Show the page with the sentence and with what was chosen."""
    status = 409 if isinstance(refusal, Collision) else 422
    fresh = access_draft_unjudged(request.user, draft.pk)
    return render(request, PAGE, _context(request, fresh) | {"refusal": refusal.sentence}, status=status)


def _context(request: PersonRequest, draft: "AccessedDraft") -> dict[str, Any]:
    return {
        "page": own_page(draft, request.user, OwnForm(request.POST).verdicts()),
        "draft": draft,
        "banner": patient_banner(draft.patient),
        "clock": clock_of(draft),
        "attention": attention_token(draft.pk, request.user),
        "answers": [(verdict.value, words) for verdict, words in OWN_WORDS.items()],
        "skips": [(skip.value, words) for skip, words in SKIP_WORDS.items()],
        "skip": request.POST.get("reason", ""),
    }
