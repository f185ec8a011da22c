"""What was wrong with a draft that was known to be wrong: for the person who decided it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.review import services
from apps.review.selectors import access_seeded, seeded_page
from apps.viewer.selectors import patient_banner


@require_GET
@permission_required(Permission.REVIEW_DRAFT)
def seeded(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Say that it was a check of the desk, what was put in, what was caught and what was not, with the sources."""
    draft, decision = access_seeded(request.user, draft_id)
    page = seeded_page(draft, decision, request.user)
    services.seeded_show(draft=draft, actor=actor_for(request.user))
    return render(
        request, "review/seeded.html", {"page": page, "draft": draft, "banner": patient_banner(draft.patient)}
    )
