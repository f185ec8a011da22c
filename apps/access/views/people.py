"""People, their roles and their care teams, for the administrators of one organization."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from apps.access.accounts import failed_sign_ins
from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import ROLES, Permission
from apps.access.errors import AccessError
from apps.access.forms import PersonForm
from apps.access.selectors import access_person, actor_for, care_teams_visible_to, factors_shown, people_visible_to
from apps.access.services import factors_reset, person_active_set, person_create
from apps.access.views.person import MONITORED
from apps.core import clock


@require_GET
@permission_required(Permission.RUN_CONTROL_ROOM)
def people(request: PersonRequest) -> HttpResponse:
    """List who may do what in the person's own organization."""
    context = {
        "people": people_visible_to(request.user),
        "teams": care_teams_visible_to(request.user),
        "roles": ROLES.values(),
        "failed": failed_sign_ins(request.user.organization_id, clock.now() - MONITORED),
    }
    return render(request, "access/people.html", context)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.RUN_CONTROL_ROOM)
def person_new(request: PersonRequest) -> HttpResponse:
    """Add a person to the organization, without a password: they set up themselves what they sign in with."""
    form = PersonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            person = person_create(
                **form.cleaned_data, organization=request.user.organization, actor=actor_for(request.user)
            )
        except AccessError as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, f"{person.formal_name} works here now, as: {person.role_name}.")
            return redirect("access:person_detail", person_id=person.pk)
    context = {"form": form, "roles": ROLES.values()}
    return render(request, "access/person_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.RUN_CONTROL_ROOM)
def person_active(request: PersonRequest, person_id: UUID) -> HttpResponse:
    """Ask, then take all access from a person or give it again."""
    person = access_person(request.user, person_id)
    # The form says what it wants: two administrators who both take access must not give it back between them.
    wanted = {"yes": True, "no": False}.get(request.POST.get("active", ""))
    if wanted is None:
        return render(request, "access/person_active.html", {"person": person})
    changed = person_active_set(person=person, active=wanted, actor=actor_for(request.user))
    state = "may sign in again" if changed.is_active else "is signed out everywhere and cannot sign in"
    messages.success(request, f"{changed.formal_name} {state}.")
    return redirect("access:people")


@require_http_methods(["GET", "POST"])
@permission_required(Permission.RUN_CONTROL_ROOM)
def person_factors(request: PersonRequest, person_id: UUID) -> HttpResponse:
    """Ask, then remove everything that a person signs with, because it was lost."""
    person, refusal = access_person(request.user, person_id), ""
    if request.method == "POST":
        try:
            factors_reset(person=person, administrator=request.user, actor=actor_for(request.user))
        except AccessError as error:
            refusal = error.sentence
        else:
            messages.success(request, f"{person.formal_name} signs with nothing that was set up before.")
            return redirect("access:people")
    context = {"person": person, "count": len(factors_shown(person)), "refusal": refusal}
    return render(request, "access/person_factors.html", context, status=422 if refusal else 200)
