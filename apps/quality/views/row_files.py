"""Files of single decisions: an analyst asks with a purpose, a privacy officer allows or refuses."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.core import clock
from apps.core.errors import WorkbenchError
from apps.quality import pipeline, services
from apps.quality.domain.rows import METHOD, SUPPRESS
from apps.quality.report_forms import PasswordForm, RowsForm
from apps.quality.selectors.reports import row_files
from apps.quality.services.row_files import LONGEST


@require_GET
@permission_required(Permission.VIEW_QUALITY, Permission.ALLOW_ROWS)
def rows(request: PersonRequest) -> HttpResponse:
    """Show which files of single decisions were asked for, and what became of them."""
    services.row_files_viewed(actor=actor_for(request.user))
    return _page(request)


@require_POST
@permission_required(Permission.VIEW_QUALITY)
def rows_ask(request: PersonRequest) -> HttpResponse:
    """Ask for the single decisions of a year."""
    asked = "Asked for. A worker makes it as soon as a privacy officer allows it."
    return _act(request, RowsForm(request.POST), services.rows_ask, asked)


@require_POST
@permission_required(Permission.ALLOW_ROWS)
def rows_allow(request: PersonRequest, file_id: UUID) -> HttpResponse:
    """Allow, after the password, what somebody else asked for."""
    allowed = "Allowed. A worker makes it; who asked for it takes it away."
    return _act(request, PasswordForm(request.POST), pipeline.rows_allow, allowed, file_id=file_id)


@require_POST
@permission_required(Permission.ALLOW_ROWS)
def rows_deny(request: PersonRequest, file_id: UUID) -> HttpResponse:
    """Refuse what somebody asked for."""
    return _act(request, forms.Form({}), services.rows_deny, "Refused. Nothing leaves.", file_id=file_id)


def _act(request: PersonRequest, form: forms.Form, act: Callable[..., Any], done: str, **more: Any) -> HttpResponse:
    if form.is_valid():
        try:
            act(**form.cleaned_data, **more, person=request.user, actor=actor_for(request.user))
        except WorkbenchError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, done)
            return redirect("quality:rows")
    return _page(request, form, status=422)


def _page(request: PersonRequest, form: forms.Form | None = None, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "files": row_files(request.user.organization_id),
        "last_year": clock.today().year - 1,
        "typed": request.POST.get("purpose", ""),
        "longest": LONGEST,
        "method": METHOD,
        "suppress": SUPPRESS,
        "own": request.user.pk,
    }
    return render(request, "quality/rows.html", context, status=status)
