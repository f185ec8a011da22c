"""Charts that were opened in an emergency, for who reviews each of them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.break_glass import EmergencyOutcome
from apps.access.domain.roles import Permission
from apps.access.emergencies import access_emergency, acts_during, emergencies_page, reasons_added
from apps.access.errors import AccessError
from apps.access.selectors import actor_for
from apps.access.services import break_glass_review
from apps.audit.services import emergencies_viewed

CHOICES = [
    (EmergencyOutcome.APPROPRIATE, "The reason and what was looked at fit the emergency."),
    (EmergencyOutcome.NOT_APPROPRIATE, "They do not. What follows is the business of your sanctions policy."),
    (EmergencyOutcome.FOLLOW_UP, "You have to ask somebody first. It stays on this list."),
]


@require_GET
@permission_required(Permission.REVIEW_EMERGENCIES)
def emergencies(request: PersonRequest) -> HttpResponse:
    """List what waits for a review, or everything."""
    emergencies_viewed(actor=actor_for(request.user))
    page = emergencies_page(request.user, request.GET.get("show", ""), request.GET.get("page", "1"))
    return render(request, "access/emergencies.html", {"list": page, "page": page.page})


@require_http_methods(["GET", "POST"])
@permission_required(Permission.REVIEW_EMERGENCIES)
def emergency(request: PersonRequest, grant_id: UUID) -> HttpResponse:
    """Show one opening with every act in it; keep what the officer found."""
    row, refusal, status = access_emergency(request.user, grant_id), "", 200
    typed = {name: request.POST.get(name, "") for name in ("outcome", "attestation")}
    if request.method == "POST":
        try:
            break_glass_review(person=request.user, grant=row.grant, actor=actor_for(request.user), **typed)
        except AccessError as error:
            refusal, status = error.sentence, 422
        else:
            messages.success(request, "Kept with your name. It stands in the log.")
            return redirect("emergencies:emergencies")
    choices = [(outcome.value, outcome.label, words) for outcome, words in CHOICES]
    context = {
        "row": row,
        "acts": acts_during(row),
        "added": reasons_added(row),
        "typed": typed,
        "refusal": refusal,
        "choices": choices,
    }
    return render(request, "access/emergency.html", context, status=status)
