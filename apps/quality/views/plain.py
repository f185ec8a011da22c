"""The plain page: what the tool did for the people at the desk, where it fails, what changed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.quality.selectors import plain_report
from apps.quality.services import plain_viewed


@require_GET
@permission_required(Permission.OPEN_DESK)
def plain(request: PersonRequest) -> HttpResponse:
    """Say in plain sentences how the drafts fare; the person's own figures stand below, for nobody else."""
    report = plain_report(request.user)
    plain_viewed(report=report, actor=actor_for(request.user))
    return render(request, "quality/plain.html", {"report": report, "house": request.user.organization.name})
