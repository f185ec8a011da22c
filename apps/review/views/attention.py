"""What an open page reports while it is in use."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.review import services
from apps.review.attention_forms import ReportForm


@require_POST
@permission_required(Permission.REVIEW_DRAFT)
def attention_report(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Take how long a page was in use so far. It answers nothing: 204, whatever was counted of it."""
    form = ReportForm(request.POST)
    services.attention_report(
        draft_id=draft_id, token=form.token, report=form.report(), person=request.user, actor=actor_for(request.user)
    )
    return HttpResponse(status=204)
