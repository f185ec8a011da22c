"""What was recorded of a payer by a slip: a page to correct an answer, and one to correct a receipt."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.core import clock
from apps.core.errors import NotAllowed, WorkbenchError
from apps.review import services
from apps.review.correction_forms import AnswerCorrectionForm, ReceiptCorrectionForm
from apps.review.errors import Collision
from apps.review.selectors import access_authorization, authorization_page
from apps.review.selectors.standing import stages_instead
from apps.viewer.selectors import patient_banner

if TYPE_CHECKING:
    from collections.abc import Callable

    from apps.review.selectors.authorizations import AuthorizationPage

DONE = "Corrected. What was recorded before stays readable; the clocks and the desk follow what stands."


@require_http_methods(["GET", "POST"])
@permission_required(Permission.SUBMIT_LETTER)
def answer_correct(request: PersonRequest, draft_id: UUID, answer_id: UUID) -> HttpResponse:
    """Correct what the payer is recorded to have answered."""
    page = _page(request, draft_id)
    answer = next((one for one in page.answers if one.row.pk == answer_id and one.row.stage), None)
    if answer is None or answer.corrected or page.submission is None:
        return _meanwhile(request, page, found=answer is not None)
    stages = stages_instead(page.submission, answer.row)
    form = AnswerCorrectionForm(request.POST or None, stages=stages, initial=dict(AnswerCorrectionForm.of(answer)))

    def act() -> None:
        given = {"answer": form.instead(), "slip": form.cleaned_data["slip"], **_who(request)}
        services.answer_correct(corrected=answer.row, **given)

    choices: Any = form.fields["stage"]
    return _correct(request, page, form, act, answer=answer, stages=choices.choices)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.SUBMIT_LETTER)
def receipt_correct(request: PersonRequest, draft_id: UUID, receipt_id: UUID) -> HttpResponse:
    """Correct when the payer is recorded to have confirmed receipt."""
    page = _page(request, draft_id)
    receipt = next((one for one in page.receipts if one.row.pk == receipt_id and one.row.received_at), None)
    if receipt is None or receipt.corrected:
        return _meanwhile(request, page, found=receipt is not None)
    form = ReceiptCorrectionForm(request.POST or None, initial=dict(ReceiptCorrectionForm.of(receipt.row)))

    def act() -> None:
        given = {name: form.cleaned_data[name] for name in ("received_at", "slip")}
        services.receipt_correct(corrected=receipt.row, **given, **_who(request))

    return _correct(request, page, form, act, receipt=receipt)


def _page(request: PersonRequest, draft_id: UUID) -> "AuthorizationPage":
    draft, granted = access_authorization(request.user, draft_id)
    page = authorization_page(draft, request.user, granted=granted)
    if page.why_not_act:
        raise NotAllowed(page.why_not_act)
    return page


def _meanwhile(request: PersonRequest, page: "AuthorizationPage", *, found: bool) -> HttpResponse:
    if not found:
        raise Http404("No such act.")
    messages.error(request, services.CORRECTED)
    return redirect("review:authorization", draft_id=page.draft.pk)


def _correct(
    request: PersonRequest, page: "AuthorizationPage", form: forms.Form, act: "Callable[[], None]", **shown: Any
) -> HttpResponse:
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                act()
                messages.success(request, DONE)
                return redirect("review:authorization", draft_id=page.draft.pk)
            except NotAllowed:
                raise
            except WorkbenchError as refusal:
                form.add_error(None, refusal.sentence)
                status = 409 if isinstance(refusal, Collision) else 422
    context = {"page": page, "draft": page.draft, "correction": form, "form": form, **shown}
    context |= {"banner": patient_banner(page.draft.patient) if page.granted else None}
    context |= {"zone": f"{timezone.localtime(clock.now()):%Z}"}
    if request.method == "GET":
        services.authorization_show(draft=page.draft, actor=actor_for(request.user))
    return render(request, "review/authorization_correct.html", context, status=status)


def _who(request: PersonRequest) -> dict[str, Any]:
    return {"person": request.user, "actor": actor_for(request.user)}
