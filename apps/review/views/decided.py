"""The end of a review that signed nothing: what was decided, and what follows."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.review import services
from apps.review.selectors import access_draft, review_page
from apps.review.selectors.decided import decided_view
from apps.viewer.selectors import patient_banner


@require_GET
@permission_required(Permission.REVIEW_DRAFT)
def draft_decided(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Show what was decided, by whom, when and why; to the draft where that stands no more."""
    draft = access_draft(request.user, draft_id)
    decided = decided_view(draft, request.user)
    if decided is None:
        return redirect("review:draft_detail", draft_id=draft.pk)
    services.draft_show(draft=draft, actor=actor_for(request.user))
    context = {
        "draft": draft,
        "page": review_page(draft, request.user),
        "banner": patient_banner(draft.patient),
        "decided": decided,
    }
    return render(request, "review/draft_decided.html", context)
