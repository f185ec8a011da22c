"""Agreements (BAA) with the hosts of models outside: which stand, for how long, and what they cover."""

import hashlib
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.labels import LABEL_WORDS
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.governance import services
from apps.governance.domain.agreements import NEVER_OUTSIDE
from apps.governance.errors import AgreementError
from apps.governance.forms import AgreementForm, ReasonForm
from apps.governance.selectors import agreement_rows
from apps.governance.views.acting import act_on


@require_GET
@permission_required(Permission.RUN_CONTROL_ROOM)
def agreements(request: PersonRequest) -> HttpResponse:
    """Show every agreement of the organization with what the day makes of it, and the form for another."""
    return _page(request)


@require_POST
@permission_required(Permission.RUN_CONTROL_ROOM)
def agreement_record(request: PersonRequest) -> HttpResponse:
    """Put a signed agreement on record; of the document only the sha256 is kept."""
    form = AgreementForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    given = dict(form.cleaned_data)
    sha256 = _sha256(given.pop("document"))
    try:
        services.agreement_record(**given, document_sha256=sha256, person=request.user, actor=actor_for(request.user))
    except AgreementError as error:
        form.add_error(None, error.sentence)
        return _page(request, form, status=422)
    messages.success(request, "The agreement is on record.")
    return redirect("governance:agreements")


@require_POST
@permission_required(Permission.RUN_CONTROL_ROOM)
def agreement_withdraw(request: PersonRequest, agreement_id: UUID) -> HttpResponse:
    """End an agreement now, for a reason."""
    return act_on(
        request, ReasonForm(request.POST), services.agreement_withdraw, agreement_id=agreement_id,
        done="The agreement is withdrawn: nothing more leaves under it.", then="governance:agreements",
        page=lambda refused: _page(request, refused=refused, status=422),
    )  # fmt: skip


def _sha256(document: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in document.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _page(
    request: PersonRequest,
    record_form: AgreementForm | None = None,
    refused: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": refused or record_form,
        "record_form": record_form or AgreementForm(),
        "rows": agreement_rows(request.user.organization_id),
        "never": [words for label, words in LABEL_WORDS.items() if label in NEVER_OUTSIDE],
    }
    return render(request, "governance/agreements.html", context, status=status)
