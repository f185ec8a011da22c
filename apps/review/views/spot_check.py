"""One claim beside its sources, once more before a signature."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.core.errors import NotAllowed
from apps.review import services
from apps.review.attention_forms import LookedForm
from apps.review.domain.tempo import Answer
from apps.review.errors import Collision, ReviewError
from apps.review.selectors import access_draft, review_page
from apps.review.selectors.attention import attention_token
from apps.review.selectors.rights import why_not_sign
from apps.review.views.pages import draft_address
from apps.viewer.selectors import patient_banner

if TYPE_CHECKING:
    from apps.review.selectors.accessed import AccessedDraft


@require_http_methods(["GET", "POST"])
@permission_required(Permission.SIGN_DRAFT)
def draft_spot_check(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Show the claim that was asked about beside its sources, and take what the reviewer says of it now."""
    draft = access_draft(request.user, draft_id)
    if sentence := why_not_sign(draft, request.user):
        raise NotAllowed(sentence)
    form, status = LookedForm(request.POST or None), 200
    try:
        if form.is_valid():
            return _answered(request, draft, Answer(form.cleaned_data["answer"]))
    except ReviewError as refusal:
        form.add_error(None, refusal.sentence)
        status = 409 if isinstance(refusal, Collision) else 422
    try:
        context = _context(request, draft)
    except Collision as nothing_asked:
        messages.info(request, nothing_asked.sentence)
        return redirect("review:draft_decide", draft_id=draft.pk)
    return render(request, "review/draft_spot_check.html", {**context, "form": form}, status=status)


def _context(request: PersonRequest, draft: "AccessedDraft") -> dict[str, Any]:
    row, panes = services.spot_check_show(draft=draft, person=request.user, actor=actor_for(request.user))
    page = review_page(draft, request.user)
    return {
        "draft": draft,
        "page": page,
        "claim": page.claim(row.claim_id),
        "panes": panes,
        "banner": patient_banner(draft.patient),
        "attention": attention_token(draft.pk, request.user),
    }


def _answered(request: PersonRequest, draft: "AccessedDraft", answer: Answer) -> HttpResponse:
    """Take the answer and lead on: back to the decision, or to the claim, which is open again."""
    row = services.spot_check_answer(draft=draft, answer=answer, person=request.user, actor=actor_for(request.user))
    ordinal = row.claim.ordinal
    if answer is Answer.RIGHT:
        messages.success(request, f"Claim {ordinal} stands as you confirmed it. Go on with your decision.")
        return redirect("review:draft_decide", draft_id=draft.pk)
    messages.info(request, f"Claim {ordinal} is open again: edit it, remove it, or waive it with a reason.")
    return redirect(f"{draft_address(draft)}#claim-{ordinal}")
