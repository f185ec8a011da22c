"""Care teams: who is in them. What a team holds, everybody in it holds."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.forms import MemberForm, TeamForm
from apps.access.selectors import access_person, actor_for, care_teams_visible_to, people_visible_to
from apps.access.services import care_team_create, care_team_member_add, care_team_member_remove


@require_http_methods(["GET", "POST"])
@permission_required(Permission.RUN_CONTROL_ROOM)
def teams(request: PersonRequest) -> HttpResponse:
    """List the care teams of the person's own organization; add one."""
    form = TeamForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        name = form.cleaned_data["name"]
        team = care_team_create(
            organization=request.user.organization, slug=slugify(name)[:50], name=name, actor=actor_for(request.user)
        )
        return redirect("access:team", team.pk)
    context = {"teams": care_teams_visible_to(request.user), "form": form}
    return render(request, "access/teams.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.RUN_CONTROL_ROOM)
def team(request: PersonRequest, team_id: UUID) -> HttpResponse:
    """Show who is in a care team; put somebody in, or take somebody out."""
    found = care_teams_visible_to(request.user).filter(pk=team_id).select_related("group").first()
    if found is None:
        raise Http404
    people = people_visible_to(request.user).exclude(role="integration")
    inside = people.filter(groups=found.group)
    form = MemberForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_valid():
        person = access_person(request.user, form.cleaned_data["person"].pk)
        change = care_team_member_add if form.cleaned_data["act"] == "add" else care_team_member_remove
        change(team=found, person=person, actor=actor_for(request.user))
        is_in = form.cleaned_data["act"] == "add"
        messages.success(request, f"{person.formal_name} is {'in' if is_in else 'no longer in'} {found.name}.")
        return redirect("access:team", team_id)
    context = {
        "team": found,
        "inside": inside,
        "form": form,
        "outside": people.filter(is_active=True).exclude(groups=found.group),
    }
    return render(request, "access/team.html", context, status=422 if form.errors else 200)
