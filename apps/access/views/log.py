"""The audit log in words. It stands here and not in the audit room, which knows nothing of people and roles."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.forms import LogFilterForm
from apps.access.selectors import actor_for, log_page
from apps.audit.services import log_viewed
from apps.core.htmx import render_page


@require_GET
@permission_required(Permission.VIEW_AUDIT)
def log(request: PersonRequest) -> HttpResponse:
    """Show the events of the person's own organization, newest first, narrowed by the filters in the address."""
    form = LogFilterForm(request.GET, viewer=request.user)
    filters = form.filters()
    page = form.is_valid() and log_page(
        organization_id=request.user.organization_id, before=form.cleaned_data["before"], **filters
    )
    log_viewed(actor=actor_for(request.user), filters=filters)
    context = {"form": form, "page": page, "filters": filters, "query": form.query()}
    return render_page(request, "audit/log.html", "audit/partials/events.html", context)
