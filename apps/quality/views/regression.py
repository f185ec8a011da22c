"""Regression cases: proposed in one press, labelled by who may read the draft."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.quality.domain.dimensions import KIND_NAMES
from apps.quality.domain.regression import VERDICT_WORDS, Case
from apps.quality.facts import facts_bring_up
from apps.quality.models import RegressionCase
from apps.quality.regression_forms import labels_read, rows_of
from apps.quality.selectors import access_case, access_decided, cases_listed, why_not_label
from apps.quality.services import CaseRefused, case_label, case_propose, case_viewed
from apps.quality.signalling import signals_bring_up

READERS = (Permission.VIEW_QUALITY, Permission.REVIEW_DRAFT)
DONE = {"confirmed": "You confirmed the case. It counts from now on.",
        "corrected": "You corrected the case. It counts from now on.",
        "declined": "You declined the case. It will never count."}  # fmt: skip


@require_GET
@permission_required(*READERS)
def cases(request: PersonRequest) -> HttpResponse:
    """List the regression cases: the quality team's all of them, a reviewer's those of drafts they may read."""
    return render(request, "quality/cases.html", {"rows": cases_listed(request.user), "kinds": KIND_NAMES})


@require_POST
@permission_required(Permission.VIEW_QUALITY)
def case_new(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Make a decision a regression case, or say why it makes none."""
    facts_bring_up(organization_id=request.user.organization_id)
    signals_bring_up(organization_id=request.user.organization_id)
    signal = access_decided(request.user, draft_id)
    try:
        case_propose(signal=signal, person=request.user, actor=actor_for(request.user))
    except CaseRefused as refused:
        messages.error(request, refused.sentence)
        return redirect(f"{reverse('quality:signals')}#case-{draft_id}")
    return redirect("quality:case", draft_id=draft_id)


@require_http_methods(["GET", "POST"])
@permission_required(*READERS)
def case(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Show a case, to who may read its draft with its words; on POST keep their label."""
    row, body = access_case(request.user, draft_id)
    if request.method == "GET":
        case_viewed(case=row, with_words=body is not None, actor=actor_for(request.user))
        return _page(request, row, body)
    said = labels_read(request.POST)
    try:
        made = case_label(
            case=row, said=said, is_declined="decline" in request.POST, person=request.user,
            actor=actor_for(request.user),
        )  # fmt: skip
    except CaseRefused as refused:
        return _page(request, row, body, refused.sentence)
    messages.success(request, DONE[made.label])
    return redirect("quality:case", draft_id=draft_id)


def _page(request: PersonRequest, row: RegressionCase, body: Case | None, refused: str = "") -> HttpResponse:
    context = {
        "case": row,
        "body": body,
        "rows": rows_of(body, request.POST, is_labelled=bool(row.label)) if body else (),
        "verdicts": VERDICT_WORDS,
        "why_not": why_not_label(row, request.user),
        "refused": refused,
        "kinds": KIND_NAMES,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "quality/case.html", context, status=status)
