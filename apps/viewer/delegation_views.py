"""Who reviews in whose absence: for the physician who says so, and for the colleague who does."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for, check_may, may
from apps.chart import services as chart
from apps.chart.domain.delegation import LONGEST_DELEGATION
from apps.chart.selectors.rights import access_delegation, delegations_of
from apps.chart.services import ChartError
from apps.core import clock
from apps.viewer import rights
from apps.viewer.access_forms import DelegationForm
from apps.viewer.domain.delegating import state_of
from apps.viewer.selectors import patient_label


@require_http_methods(["GET", "POST"])
@permission_required(Permission.REVIEW_DRAFT, act="review in a colleague's absence")
def delegations(request: PersonRequest) -> HttpResponse:
    """Show what the person delegated and what was delegated to them; delegate."""
    form = _form(request)
    if form is not None and form.is_valid() and _give(request, form):
        return redirect("delegation:delegations")
    moment = clock.now()
    rows = [
        {
            "row": row,
            "state": state_of(row.starts_at, row.ends_at, row.ended_at, moment),
            "is_mine": row.from_person_id == request.user.pk,
            "patient": patient_label(row.patient, granted=row.from_person_id == request.user.pk) if row.patient else "",
        }
        for row in delegations_of(request.user)
    ]
    rights.delegations_show(actor=actor_for(request.user))
    context = {"rows": rows, "form": form, "longest": LONGEST_DELEGATION.days}
    return render(request, "viewer/delegations.html", context, status=422 if form is not None and form.errors else 200)


def _form(request: PersonRequest) -> DelegationForm | None:
    """Return the form for who may delegate; who may not posts nothing."""
    if request.method == "POST":
        check_may(request.user, Permission.DELEGATE_REVIEW)
        return DelegationForm(request.POST, viewer=request.user)
    return DelegationForm(viewer=request.user) if may(request.user, Permission.DELEGATE_REVIEW) else None


def _give(request: PersonRequest, form: DelegationForm) -> bool:
    given = form.cleaned_data
    try:
        chart.delegation_give(
            person=request.user, to_person=given["to_person"], patient=given["patient"], reason=given["reason"],
            actor=actor_for(request.user), **form.days(),
        )  # fmt: skip
    except ChartError as error:
        form.add_error(None, error.sentence)
        return False
    messages.success(request, f"{given['to_person'].formal_name} reviews for you on these days, and sees that here.")
    return True


@require_POST
@permission_required(Permission.REVIEW_DRAFT, act="review in a colleague's absence")
def delegation_end(request: PersonRequest, delegation_id: UUID) -> HttpResponse:
    """End a delegation now, from either side."""
    delegation = access_delegation(request.user, delegation_id)
    if chart.delegation_end(delegation=delegation, actor=actor_for(request.user)):
        messages.success(request, "Ended. It opens nothing from the next request on.")
    else:
        messages.error(request, "It was over already. Nothing changed.")
    return redirect("delegation:delegations")
