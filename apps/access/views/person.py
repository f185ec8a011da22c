"""One person of one's own organization, as their administrator sees them: role, sessions, ways in, and the way out."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from apps.access.accounts import failed_sign_ins, has_account, lacks_key, recovery_codes_left, why_not_aside
from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import ROLES, Permission
from apps.access.errors import AccessError
from apps.access.models import Person
from apps.access.provider.configuration import provider
from apps.access.selectors import access_person, actor_for, factors_shown
from apps.access.services import (
    Departure,
    account_provision,
    password_link_make,
    person_deprovision,
    person_emergency_set,
    person_role_set,
    person_sessions_end,
)
from apps.access.sessions import sessions_open
from apps.core import clock

MONITORED = timedelta(days=30)
DEPARTURES = [
    (Departure.LEFT, "They do not work here any more"), (Departure.MOVED, "They work in another organization now"),
    (Departure.SUSPENDED, "They were suspended"), (Departure.MISTAKE, "The account was made by mistake"),
]  # fmt: skip


@require_GET
@permission_required(Permission.RUN_CONTROL_ROOM)
def person_detail(request: PersonRequest, person_id: UUID) -> HttpResponse:
    """Show how a person gets in and where they are signed in."""
    return _page(request, access_person(request.user, person_id))


@require_POST
@permission_required(Permission.RUN_CONTROL_ROOM)
def person_change(request: PersonRequest, person_id: UUID) -> HttpResponse:
    """Do to a person's account what the form says."""
    person = access_person(request.user, person_id)
    act = ACTS.get(request.POST.get("act", ""))
    try:
        told = act(request, person) if act else ""
    except AccessError as refusal:
        return _page(request, person, refusal.sentence)
    messages.success(request, told or "Nothing was changed.")
    return redirect("access:person_detail", person_id=person.pk)


@require_POST
@permission_required(Permission.RUN_CONTROL_ROOM)
def person_link(request: PersonRequest, person_id: UUID) -> HttpResponse:
    """Make the code by which a person chooses a password, and show it, this once."""
    person = access_person(request.user, person_id)
    try:
        token = password_link_make(person=person, administrator=request.user, actor=actor_for(request.user))
    except AccessError as refusal:
        return _page(request, person, refusal.sentence)
    address = request.build_absolute_uri(reverse("account_password_link"))
    return render(request, "access/person_link.html", {"person": person, "token": token, "address": address})


def _page(request: PersonRequest, person: Person, refusal: str = "") -> HttpResponse:
    failed = failed_sign_ins(request.user.organization_id, clock.now() - MONITORED)
    context = {
        "person": person, "is_self": person.pk == request.user.pk, "roles": _roles(), "departures": DEPARTURES,
        "sessions": sessions_open(person), "factors": factors_shown(person), "has_account": has_account(person),
        "codes_left": recovery_codes_left(person), "provider": provider(), "refusal": refusal,
        "failed": failed.get(str(person.pk), 0), "has_password": person.has_usable_password(),
        "lacks_key": lacks_key(person),
        "why_not_aside": "" if person.is_emergency else why_not_aside(person),
    }  # fmt: skip
    return render(request, "access/person_detail.html", context, status=422 if refusal else 200)


def _roles() -> list[tuple[str, str]]:
    return [(key, role.name) for key, role in ROLES.items() if key != "integration"]


def _role(request: PersonRequest, person: Person) -> str:
    changed = person_role_set(
        person=person, role=request.POST.get("role", ""), seen=request.POST.get("seen", ""),
        administrator=request.user, actor=actor_for(request.user),
    )  # fmt: skip
    if changed.role == person.role:
        return ""
    return f"{changed.formal_name} is {changed.role_name} from now on, and was signed out."


def _sessions(request: PersonRequest, person: Person) -> str:
    ended = person_sessions_end(person=person, administrator=request.user, actor=actor_for(request.user))
    return f"{ended} session{'s' if ended != 1 else ''} of {person.formal_name} ended."


def _account(request: PersonRequest, person: Person) -> str:
    account_provision(
        person=person, subject=request.POST.get("subject", ""), administrator=request.user,
        actor=actor_for(request.user),
    )  # fmt: skip
    return "The account is linked: with it they sign in. To sign with it, they link it themselves."


def _emergency(request: PersonRequest, person: Person) -> str:
    wanted = request.POST.get("emergency") == "yes"
    person_emergency_set(person=person, emergency=wanted, administrator=request.user, actor=actor_for(request.user))
    return "Set aside for emergencies: each use of it raises an alarm." if wanted else "It is an account as any other."


def _leaves(request: PersonRequest, person: Person) -> str:
    try:
        reason = Departure(request.POST.get("reason", ""))
    except ValueError:
        raise AccessError("Say why, by one of the reasons of the list.") from None
    person_deprovision(person=person, reason=reason, actor=actor_for(request.user))
    return f"{person.formal_name} holds nothing here any more. What they signed stays signed."


ACTS: dict[str, Callable[[PersonRequest, Person], str]] = {
    "role": _role, "sessions": _sessions, "account": _account, "emergency": _emergency, "leaves": _leaves,
}  # fmt: skip
