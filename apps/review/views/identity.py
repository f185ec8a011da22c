"""A masked draft's patient, shown on this one page to who says why."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.review.errors import ReviewError
from apps.review.identity import REASONS, access_masked, identity_reveal
from apps.viewer.selectors import patient_label


@require_http_methods(["GET", "POST"])
@permission_required(Permission.REVEAL_IDENTITY)
def identity(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Ask why; then show the name, the birth date and the record number, until the page is left."""
    draft = access_masked(request.user, draft_id)
    chosen, shown, refusal = request.POST.get("reason_code", ""), None, ""
    if request.method == "POST":
        try:
            shown = identity_reveal(draft=draft, reason_code=chosen, person=request.user, actor=actor_for(request.user))
        except ReviewError as error:
            refusal = error.sentence
    context = {
        "draft": draft, "label": patient_label(draft.patient, granted=False), "identity": shown,
        "refusal": refusal, "reasons": REASONS.items(), "chosen": chosen, "why": REASONS.get(chosen, ""),
    }  # fmt: skip
    return render(request, "review/identity.html", context, status=422 if refusal else 200)
