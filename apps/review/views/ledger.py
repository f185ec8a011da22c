"""What left the building: the ledger of one draft."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.core.errors import NotAllowed
from apps.review import services
from apps.review.selectors import access_ledger, ledger_page, with_values
from apps.viewer.selectors import patient_banner

NO_GRANT = "You may read what left the building, but not whom it is about: that takes a grant on the patient."


@require_http_methods(["GET", "POST"])
@permission_required(Permission.OPEN_CHARTS, Permission.VIEW_AUDIT)
def draft_ledger(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Show what was in a draft's sources, what crossed which boundary and who put it back.

    Identifiers are shown as their tokens. Asked for by POST, by somebody who may see the chart, they stand beside them.
    """
    draft, granted = access_ledger(request.user, draft_id)
    actor, asks_values = actor_for(request.user), request.method == "POST"
    if asks_values and not granted:
        services.ledger_values_refuse(draft=draft, actor=actor)
        raise NotAllowed(NO_GRANT)
    page = ledger_page(draft, granted=granted)
    if asks_values:
        page = with_values(page, request.user)
        services.ledger_values_show(draft=draft, actor=actor)
    else:
        services.ledger_show(draft=draft, actor=actor)
    context = {"page": page, "draft": draft}
    if granted:
        context["banner"] = patient_banner(draft.patient)
    return render(request, "review/draft_ledger.html", context)
