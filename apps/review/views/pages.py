"""What the views of one draft share: the context of the page, and the answer to an act."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from apps.access.decorators import PersonRequest
from apps.core.htmx import render_page, wants_partial
from apps.drafting.selectors import draft_progress
from apps.review.domain.status import REASON_CODES, WAIVER_REASONS
from apps.review.errors import Collision, ReviewError
from apps.review.selectors import access_draft, appeal_head, came_in, halted_told, header_of, review_page, waits_for
from apps.review.selectors.attention import attention_token
from apps.review.selectors.clocks import clock_of
from apps.review.selectors.header import header_record
from apps.review.selectors.page import ReviewPage, high_severity
from apps.review.selectors.returns import refusals_shown, returns_shown
from apps.review.selectors.statements import places_of, statements_shown
from apps.viewer.selectors import patient_banner

if TYPE_CHECKING:
    from apps.drafting.models import Draft
    from apps.review.selectors.accessed import AccessedDraft


def page_context(request: PersonRequest, draft: "AccessedDraft") -> dict[str, Any]:
    """Return everything ``review/draft_detail.html`` needs."""
    context = part_context(request, draft)
    page, record = context["page"], header_record(draft)
    banner = patient_banner(draft.patient, record)
    return {
        **context,
        "banner": banner,
        "header": header_of(draft, banner, request.user, said=page.said, record=record),
        "progress": draft_progress(draft),
        "halted": halted_told([draft], request.user).get(draft.pk),
        "sources": sources_of(page),
        "clock": clock_of(draft),
        "appeal": appeal_head(draft, page.said),
        "came_in": came_in(draft),
        "statements": statements_shown(page, request.user),
        "places": places_of(draft),
        "attention": "" if page.why_not_act else attention_token(draft.pk, request.user),
        "returns": returns_shown(draft, page.said),
        "refusals": refusals_shown(draft, page.said),
        "waits_for": waits_for(draft) if getattr(draft, "wait", None) else (),
    }


def part_context(request: PersonRequest, draft: "AccessedDraft") -> dict[str, Any]:
    """Return what each part that htmx swaps needs."""
    page = review_page(draft, request.user)
    return {
        "page": page,
        "draft": draft,
        "reasons": REASON_CODES.items(),
        "waivers": WAIVER_REASONS.items(),
        "high": high_severity(page.claims),
    }


def sources_of(page: ReviewPage) -> list[tuple[str, list[Any]]]:
    """Return each source by its label with the citations into it, in the order of the draft."""
    sources: dict[str, list[Any]] = {}
    for claim in page.claims:
        for citation in claim.citations:
            sources.setdefault(citation.label, []).append(citation)
    return list(sources.items())


def claim_answer(
    request: PersonRequest,
    draft: "AccessedDraft",
    claim_id: object,
    *,
    refusal: ReviewError | None = None,
    act: str = "",
    done: str = "",
) -> HttpResponse:
    """Answer an act on a claim: the claim as it stands now and what depends on it, or the page at that claim.

    A refusal comes back with its sentence beside the claim and with what was typed: 409 when somebody was first, 422
    otherwise. ``done`` says what became of the claim, to who does not see it change.
    """
    fresh = access_draft(request.user, draft.pk)
    status = 200 if refusal is None else 409 if isinstance(refusal, Collision) else 422
    if refusal is None and not wants_partial(request):
        page = review_page(fresh, request.user)
        claim = page.claim(claim_id)
        return redirect(f"{draft_address(draft)}#claim-{claim.ordinal}" if claim else draft_address(draft))
    typed = {}
    if refusal:
        typed = {"act": act, "refusal": refusal.sentence, "typed": request.POST, "refused_claim": claim_id}
    context = part_context(request, fresh) if wants_partial(request) else page_context(request, fresh)
    claim = context["page"].claim(claim_id)
    said = f"Claim {claim.ordinal} {done}." if done and claim else ""
    context |= {"claim": claim, "said": said, "shown": request.POST.get("shown"), **typed}
    return render_page(request, "review/draft_detail.html", "review/partials/claim_answer.html", context, status=status)


def draft_address(draft: "Draft") -> str:
    return reverse("review:draft_detail", args=[draft.pk])
