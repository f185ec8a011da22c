"""How old the log is and for how long it is kept; destroying its oldest part, by two people."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.governance import pipeline, selectors, services
from apps.governance.forms import PasswordForm, ReasonForm
from apps.governance.views.acting import act_on

LATEST = 20


@require_GET
@permission_required(Permission.MANAGE_RETENTION)
def log_segments(request: PersonRequest) -> HttpResponse:
    """Show the log's segments: kept, due, held, destroyed; and what was asked for."""
    services.log_segments_show(actor=actor_for(request.user))
    return _page(request)


@require_POST
@permission_required(Permission.MANAGE_RETENTION)
def log_destruction_ask(request: PersonRequest) -> HttpResponse:
    """Ask for what is due to be destroyed."""
    asked = "Asked. Nothing is destroyed until another person confirms it."
    return _act(request, ReasonForm(request.POST), services.log_destruction_ask, asked)


@require_POST
@permission_required(Permission.MANAGE_RETENTION)
def log_destruction_withdraw(request: PersonRequest, request_id: UUID) -> HttpResponse:
    """Take back a request that nobody confirmed."""
    done = "The request is withdrawn."
    return _act(request, None, services.log_destruction_withdraw, done, request_id=request_id)


@require_POST
@permission_required(Permission.MANAGE_RETENTION)
def log_destruction_confirm(request: PersonRequest, request_id: UUID) -> HttpResponse:
    """Confirm, after the password, what somebody else asked for."""
    done = "Confirmed. It is done where the key of the log is, with log_retire."
    return _act(request, PasswordForm(request.POST), pipeline.log_destruction_confirm, done, request_id=request_id)


def _act(
    request: PersonRequest, form: forms.Form | None, act: Callable[..., Any], done: str, **more: Any
) -> HttpResponse:
    page = partial(_page, request, status=422)
    return act_on(request, form, act, done=done, then="governance:log_segments", page=page, **more)


def _page(request: PersonRequest, refused: forms.Form | None = None, status: int = 200) -> HttpResponse:
    age = selectors.log_age()
    context = {
        "form": refused,
        "age": age,
        "why_not": selectors.why_not_asked(age),
        "requests": selectors.log_destructions(request.user.organization_id, LATEST),
        "ask_form": refused if isinstance(refused, ReasonForm) else ReasonForm(),
    }
    return render(request, "governance/log_segments.html", context, status=status)
