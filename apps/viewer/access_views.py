"""Who may see what, for who answers for it: the page and the file, its sign-off, grants, and roles."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import ROLES, Permission
from apps.access.selectors import access_person, actor_for, care_teams_visible_to
from apps.access.services import AccessError, access_review_sign, person_role_set
from apps.chart.domain.delegation import TAKING
from apps.chart.selectors.rights import patient_named, rights_held
from apps.chart.services import ChartError
from apps.core import clock
from apps.viewer import rights
from apps.viewer.access_forms import RIGHT_WORDS, FindForm, GrantForm, RoleForm, SignOffForm, TakeForm
from apps.viewer.domain.rights import cannot_use, opens_nothing_to
from apps.viewer.selectors.rights import access_page, grants_shown, team_members

if TYPE_CHECKING:
    from apps.access.models import CareTeam, Person

NO_PATIENT = (
    "No patient of your organization has this MRN, id or number, or more than one has it. Ask the clinician for it "
    "once more; where two share an MRN, for the number in the sending system."
)


@require_GET
@permission_required(Permission.VIEW_ACCESS)
def access(request: PersonRequest) -> HttpResponse:
    """Show who may see what in the person's own organization, what of it is unused, and who signed it off."""
    rights.access_show(actor=actor_for(request.user))
    return _access(request)


def _access(request: PersonRequest, form: SignOffForm | None = None, status: int = 200) -> HttpResponse:
    page = access_page(request.user)
    form = form or SignOffForm(organization_id=request.user.organization_id)
    context = {"page": page, "form": form, "rights_in_words": list(Permission)}
    return render(request, "viewer/access.html", context, status=status)


@require_GET
@permission_required(Permission.VIEW_ACCESS)
def access_csv(request: PersonRequest) -> HttpResponse:
    """Hand over every row of it as a file: the very bytes that a sign-off names the hash of."""
    page = access_page(request.user)
    rights.access_export(sha256=page.sha256, rows=len(page.lines), actor=actor_for(request.user))
    headers = {"Content-Disposition": f'attachment; filename="access-{clock.today()}.csv"'}
    return HttpResponse(page.csv, content_type="text/csv; charset=utf-8", headers=headers)


@require_POST
@permission_required(Permission.REVIEW_AUDIT, act="sign off who may see what")
def access_sign(request: PersonRequest) -> HttpResponse:
    """Put the person's name to what they were shown."""
    form = SignOffForm(request.POST, organization_id=request.user.organization_id)
    if not form.is_valid():
        return _access(request, form, status=422)
    page = access_page(request.user)
    try:
        access_review_sign(
            person=request.user, shown=page.sha256, counted=page.counted, actor=actor_for(request.user),
            **form.cleaned_data,
        )  # fmt: skip
    except AccessError as error:
        form.add_error(None, error.sentence)
        return _access(request, form, status=422)
    messages.success(request, "Signed off. The hash of what you saw is on record.")
    return redirect("rights:access")


@require_http_methods(["GET", "POST"])
@permission_required(Permission.RUN_CONTROL_ROOM, act="give grants")
def grants(request: PersonRequest) -> HttpResponse:
    """Show who holds which right on one patient, whom the person names by a number and sees nothing of."""
    asked = FindForm(request.POST if request.method == "POST" else None)
    return _grants(request, asked, status=422 if asked.is_bound and not asked.is_valid() else 200)


def _grants(request: PersonRequest, asked: FindForm, form: GrantForm | None = None, status: int = 200) -> HttpResponse:
    found, told = None, ""
    if asked.is_bound and asked.is_valid():
        told = asked.cleaned_data["patient"]
        try:
            found = patient_named(request.user.organization_id, told)
        except Http404:
            asked.add_error("patient", NO_PATIENT)
            status = 422
    held = grants_shown(request.user, found) if found else []
    context = {
        "asked": asked, "told": told, "patient": found, "held": held, "taking": TAKING,
        "give": form or GrantForm(viewer=request.user, initial={"patient": told}), "words": RIGHT_WORDS,
        "form": form or asked,
    }  # fmt: skip
    return render(request, "viewer/grants.html", context, status=status)


@require_POST
@permission_required(Permission.RUN_CONTROL_ROOM, act="give grants")
def grant_give(request: PersonRequest) -> HttpResponse:
    """Give a person or a care team a right on a patient, until a day or for good."""
    form, asked = GrantForm(request.POST, viewer=request.user), FindForm(request.POST)
    if not form.is_valid():
        return _grants(request, asked, form, status=422)
    given = form.cleaned_data
    try:
        rights.grant_give(
            organization_id=request.user.organization_id, told=given["patient"], right=given["right"],
            person=given["person"], team=given["team"], reason=given["reason"], expires_at=form.expires_at(),
            actor=actor_for(request.user),
        )  # fmt: skip
    except ChartError as error:
        form.add_error(None, error.sentence)
        return _grants(request, asked, form, status=422)
    except Http404:
        return _grants(request, asked, form, status=422)
    _say_given(request, given["person"], given["team"], given["right"])
    return _grants(request, asked)


def _say_given(request: PersonRequest, person: "Person | None", team: "CareTeam | None", right: str) -> None:
    if person:
        messages.success(request, f"{person.formal_name} holds this right from now on.")
    elif team:
        messages.success(request, f"{team.name} holds this right from now on.")
        if sentence := opens_nothing_to(team_members(request.user, {team.pk})[team.pk], right):
            messages.warning(request, sentence)


@require_POST
@permission_required(Permission.RUN_CONTROL_ROOM, act="take grants back")
def grant_take(request: PersonRequest) -> HttpResponse:
    """Take a right on a patient back, for a reason."""
    form, asked = TakeForm(request.POST), FindForm(request.POST)
    if not form.is_valid():
        return _grants(request, asked, status=422)
    given = form.cleaned_data
    holder = (
        {"person": access_person(request.user, given["holder"])}
        if given["kind"] == "person"
        else {"team": get_object_or_404(care_teams_visible_to(request.user), pk=given["holder"])}
    )
    rights.grant_take(
        organization_id=request.user.organization_id, told=given["patient"], right=given["right"],
        reason=given["reason"], actor=actor_for(request.user), **holder,
    )  # fmt: skip
    messages.success(request, "The right is taken back: it opens nothing from the next request on.")
    return _grants(request, asked)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.RUN_CONTROL_ROOM, act="change roles")
def person_role(request: PersonRequest, person_id: UUID) -> HttpResponse:
    """Show which role a person has and what another would leave unused; then change it."""
    person = access_person(request.user, person_id)
    form = RoleForm(
        request.POST if request.method == "POST" else None, initial={"role": person.role, "seen": person.role}
    )
    if request.method == "POST" and form.is_valid():
        try:
            changed = person_role_set(
                person=person, administrator=request.user, actor=actor_for(request.user), **form.cleaned_data
            )
        except AccessError as error:
            form.add_error(None, error.sentence)
        else:
            _say_changed(request, changed.formal_name, changed.role)
            return redirect("access:people")
    held = rights_held(person)
    left = {key: [words for right, words in RIGHT_WORDS.items() if right in held and cannot_use(key, right)]
            for key in ROLES}  # fmt: skip
    rows = [(key, role, left[key]) for key, role in ROLES.items() if key != "integration"]
    context = {"person": person, "form": form, "rows": rows, "held": sum(held.values())}
    return render(request, "viewer/person_role.html", context, status=422 if form.errors else 200)


def _say_changed(request: PersonRequest, name: str, role: str) -> None:
    messages.success(request, f"{name} is now: {ROLES[role].name}. Their open sessions end with their next click.")
