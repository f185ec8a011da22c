"""The control room's first page: what is stopped and by whom, who asks that it goes on, and the switches."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import may
from apps.governance import parts, selectors, services
from apps.governance.domain.scopes import ALL_DRAFTING, WORKFLOWS, Scope, ScopeKind, may_turn, name_of
from apps.governance.forms import SwitchForm
from apps.governance.models import KillSwitch, ResumeRequest
from apps.governance.selectors.rooms import release_in_use
from apps.governance.views.acting import act_on

LATEST = 20


@dataclass(frozen=True, slots=True)
class SwitchRow:
    """One switch as the page shows it. ``may_turn``: this person may stop it, and ask or confirm that it goes on."""

    scope: Scope
    newest: KillSwitch | None
    request: ResumeRequest | None
    may_turn: bool

    @property
    def name(self) -> str:
        return name_of(self.scope)

    @property
    def stopped(self) -> bool:
        return bool(self.newest and self.newest.stopped)


@require_GET
@permission_required(Permission.RUN_CONTROL_ROOM)
def parts_list(request: PersonRequest) -> HttpResponse:
    """Give out the parts list (SBOM) of this installation."""
    name = 'attachment; filename="parts.cdx.json"'
    return HttpResponse(parts.parts_list(), content_type="application/json", headers={"Content-Disposition": name})


@require_GET
@permission_required(Permission.RUN_CONTROL_ROOM)
def control(request: PersonRequest) -> HttpResponse:
    """Show every switch, who asks that something goes on, and what was decided so far."""
    return _control_page(request, SwitchForm(organization_id=request.user.organization_id))


@require_GET
@login_required
def by_hand(request: HttpRequest) -> HttpResponse:
    """Say how a document is written while the machine may not draft it."""
    return render(request, "governance/by_hand.html")


@require_POST
@permission_required(Permission.RUN_CONTROL_ROOM)
def kill_switch_stop(request: PersonRequest) -> HttpResponse:
    """Stop a scope in two steps: the first says what will happen, the second does it."""
    form = SwitchForm(request.POST, organization_id=request.user.organization_id)
    if form.is_valid() and not form.cleaned_data["confirmed"]:
        context = {"form": form, "name": name_of(form.cleaned_data["scope"]), "decision": form.cleaned_data}
        return render(request, "governance/kill_switch_confirm.html", context)
    return _act(request, form, services.kill_switch_stop, "Stopped. Another person has to confirm before it goes on.")


@require_POST
@permission_required(Permission.RUN_CONTROL_ROOM)
def resume_ask(request: PersonRequest) -> HttpResponse:
    """Ask that a scope goes on."""
    asked = "Asked. Nothing goes on until another person confirms it."
    return _act(
        request, SwitchForm(request.POST, organization_id=request.user.organization_id), services.resume_ask, asked
    )


@require_POST
@permission_required(Permission.RUN_CONTROL_ROOM)
def resume_confirm(request: PersonRequest, request_id: UUID) -> HttpResponse:
    """Let it go on, as somebody else asked."""
    done = "It goes on. Halted drafts start when a person asks for them."
    return _act(request, None, services.resume_confirm, done, request_id=request_id)


@require_POST
@permission_required(Permission.RUN_CONTROL_ROOM)
def resume_withdraw(request: PersonRequest, request_id: UUID) -> HttpResponse:
    """Take back a request that nobody confirmed."""
    return _act(request, None, services.resume_withdraw, "The request is withdrawn.", request_id=request_id)


def _act(
    request: PersonRequest, form: SwitchForm | None, act: Callable[..., Any], done: str, **more: Any
) -> HttpResponse:
    def acted(*, confirmed: bool = False, **given: Any) -> None:
        act(**given)  # that somebody is sure is for the page to ask

    page = partial(_control_page, request, status=422)
    return act_on(request, form, acted, done=done, then="governance:control", page=page, **more)


def _control_page(request: PersonRequest, form: forms.Form, status: int = 200) -> HttpResponse:
    organization_id = str(request.user.organization_id)
    context = {
        "form": form,
        "verdict": selectors.generation_for(organization_id),
        "switches": switch_rows(request),
        "history": selectors.kill_switch_history(organization_id)[:LATEST],
    }
    return render(request, "governance/control.html", context, status=status)


def switch_rows(request: PersonRequest) -> list[SwitchRow]:
    """Return the switches of a person's control room, the widest first: those that anything can be done with now."""
    organization_id = str(request.user.organization_id)
    everywhere = may(request.user, Permission.STOP_EVERYWHERE)
    newest = selectors.kill_switches_now(organization_id)
    asked = {it.of: it for it in selectors.resume_requests_open(organization_id)}
    stopped_releases = [it for it, row in newest.items() if it.kind is ScopeKind.RELEASE and row.stopped]
    in_use = Scope(ScopeKind.RELEASE, release_in_use())
    scopes = [
        ALL_DRAFTING,
        Scope(ScopeKind.ORGANIZATION, organization_id),
        *(Scope(ScopeKind.WORKFLOW, kind) for kind in WORKFLOWS),
        *dict.fromkeys([in_use, *stopped_releases]),
    ]
    return [
        SwitchRow(it, newest.get(it), asked.get(it),
                  may_turn(it, organization_id=organization_id, everywhere=everywhere))
        for it in scopes
    ]  # fmt: skip
