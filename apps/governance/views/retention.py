"""What is kept for how long, what is held, and destroying one patient's record by two people."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.governance import pipeline, selectors, services
from apps.governance.domain.retention import PATHWAYS
from apps.governance.forms import HoldForm, ReasonForm, ShredAskForm, ShredConfirmForm
from apps.governance.views.acting import act_on

LATEST = 20


@require_GET
@permission_required(Permission.MANAGE_RETENTION)
def retention(request: PersonRequest) -> HttpResponse:
    """Show each class of record with what is due and held, the pathways, the holds, the requests to destroy."""
    services.retention_show(actor=actor_for(request.user))
    return _page(request)


@require_POST
@permission_required(Permission.MANAGE_RETENTION)
def hold_place(request: PersonRequest) -> HttpResponse:
    """Place a hold on a patient, a draft, or everything of the organization."""
    form = HoldForm(request.POST)
    return _act(request, form, services.hold_place, "The hold stands.", hold_form=form)


@require_POST
@permission_required(Permission.MANAGE_RETENTION)
def hold_lift(request: PersonRequest, hold_id: UUID) -> HttpResponse:
    """End a hold, for a reason."""
    return _act(request, ReasonForm(request.POST), services.hold_lift, "The hold is lifted.", hold_id=hold_id)


@require_POST
@permission_required(Permission.MANAGE_RETENTION)
def shred_ask(request: PersonRequest) -> HttpResponse:
    """Ask for a patient's record to be destroyed."""
    form = ShredAskForm(request.POST)
    asked = "Asked. Nothing is destroyed until another person confirms it."
    return _act(request, form, services.shred_ask, asked, ask_form=form)


@require_POST
@permission_required(Permission.MANAGE_RETENTION)
def shred_withdraw(request: PersonRequest, request_id: UUID) -> HttpResponse:
    """Take back a request that nobody confirmed."""
    return _act(request, None, services.shred_withdraw, "The request is withdrawn.", request_id=request_id)


@require_POST
@permission_required(Permission.MANAGE_RETENTION)
def shred_confirm(request: PersonRequest, request_id: UUID) -> HttpResponse:
    """Destroy the record, after the password of somebody who did not ask for it."""
    form = ShredConfirmForm(request.POST)
    return _act(request, form, pipeline.shred_confirm, "The record is destroyed.", request_id=request_id)


def _act(
    request: PersonRequest, form: forms.Form | None, act: Callable[..., Any], done: str, **more: Any
) -> HttpResponse:
    shown = {name: more.pop(name) for name in ("hold_form", "ask_form") if name in more}
    page = partial(_page, request, status=422, **shown)
    return act_on(request, form, act, done=done, then="governance:retention", page=page, **more)


def _standing_and_latest(rows: QuerySet[Any], ended: str) -> list[Any]:
    """Return every row that has not ended, however many, and the latest that have."""
    return [*rows.filter(**{ended: None}), *rows.exclude(**{ended: None})[:LATEST]]


def _page(request: PersonRequest, refused: forms.Form | None = None, status: int = 200, **shown: Any) -> HttpResponse:
    organization_id = request.user.organization_id
    context = {
        "form": refused,
        "classes": selectors.classes_status(),
        "pathways": [(kind.replace("_", " ").capitalize(), pathway) for kind, pathway in PATHWAYS.items()],
        "purges": selectors.purges_lately(LATEST),
        "holds": _standing_and_latest(selectors.holds_of(organization_id), "lifted_at"),
        "requests": selectors.request_rows(
            _standing_and_latest(selectors.shred_requests_of(organization_id), "confirmed_at")
        ),
        "hold_form": HoldForm(),
        "ask_form": ShredAskForm(),
        **shown,
    }
    return render(request, "governance/retention.html", context, status=status)
