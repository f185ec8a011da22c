"""A signed letter at its payer: one page that shows how it stands, and one address for each act."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.core import clock
from apps.core.errors import NotAllowed, WorkbenchError
from apps.review import pipeline, services
from apps.review.authorization_forms import EVERY_ANSWER, AnswerForm, LetterForm, ReceiptForm, SubmitForm
from apps.review.errors import Collision
from apps.review.exchange.conversation import endpoint_for
from apps.review.exchange_forms import PrepareForm, ReadForm, UpdateForm
from apps.review.selectors import (
    access_answer,
    access_authorization,
    access_draft,
    authorization_page,
    payer_basis,
)
from apps.review.selectors.cited import may_read_cited
from apps.review.selectors.exchange import exchange_page
from apps.viewer.selectors import patient_banner

if TYPE_CHECKING:
    from apps.drafting.models import Draft

SET_ASIDE = "The letter is in the chart, but its header names another person: it is no evidence until that is settled."


@require_GET
@permission_required(Permission.OPEN_CHARTS, Permission.SUBMIT_LETTER)
def authorization(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Show how a letter stands with its payer, and what can be recorded next."""
    draft, granted = access_authorization(request.user, draft_id)
    context = page_context(request, draft, granted)
    services.authorization_show(draft=draft, actor=actor_for(request.user))
    return render(request, "review/authorization.html", context)


def page_context(request: PersonRequest, draft: "Draft", granted: bool, **bound: forms.Form) -> dict[str, Any]:
    """Return what the page of a letter at its payer shows; ``bound`` are forms with what was typed."""
    page = authorization_page(draft, request.user, granted=granted)
    basis = payer_basis(draft)
    first = {"payer_class": basis.payer_class, "is_drug": bool(basis.is_drug)}
    unbound: dict[str, forms.Form] = {
        "submit_form": SubmitForm(initial=first),
        "receipt_form": ReceiptForm(),
        "answer_form": AnswerForm(stages=page.next_stages),
        "letter_form": LetterForm(),
    }
    errors = next((form for form in bound.values() if form.errors), None)
    zone = f"{timezone.localtime(clock.now()):%Z}"
    banner = patient_banner(draft.patient) if granted else None
    endpoint = endpoint_for(draft)
    unbound |= {"prepare_form": PrepareForm(initial=first), "update_form": UpdateForm(), "read_form": ReadForm()}
    exchange = exchange_page(draft, request.user, granted=granted, host=endpoint.host if endpoint else "")
    shown = {"page": page, "draft": draft, "banner": banner, "form": errors, "zone": zone, "exchanges": exchange}
    cited = may_read_cited(request.user, draft.pk)
    return {**shown, "basis": basis, "may_read_cited": cited, **unbound, **bound}


def _act(
    request: PersonRequest,
    draft_id: UUID,
    name: str,
    form: forms.Form,
    act: "Callable[[Draft], str]",
) -> HttpResponse:
    draft, granted = access_authorization(request.user, draft_id)
    status = 422
    if form.is_valid():
        try:
            messages.success(request, act(draft))
            return redirect("review:authorization", draft_id=draft.pk)
        except NotAllowed:
            raise
        except WorkbenchError as refusal:
            form.add_error(None, refusal.sentence)
            status = 409 if isinstance(refusal, Collision) else 422
    context = page_context(request, draft, granted, **{name: form})
    return render(request, "review/authorization.html", context, status=status)


@require_POST
@permission_required(Permission.SUBMIT_LETTER)
def authorization_submit(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Record that the letter was sent."""
    form = SubmitForm(request.POST)

    def act(draft: "Draft") -> str:
        services.letter_submit(draft=draft, **form.cleaned_data, **_who(request))
        return "Recorded: submitted."

    return _act(request, draft_id, "submit_form", form, act)


@require_POST
@permission_required(Permission.SUBMIT_LETTER)
def authorization_receipt(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Record that the payer confirmed receipt."""
    form = ReceiptForm(request.POST)

    def act(draft: "Draft") -> str:
        services.receipt_confirm(draft=draft, **form.cleaned_data, **_who(request))
        return "Recorded: the payer's clock runs from this receipt."

    return _act(request, draft_id, "receipt_form", form, act)


@require_POST
@permission_required(Permission.SUBMIT_LETTER)
def authorization_answer(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Record what the payer answered."""
    form = AnswerForm(request.POST, stages=EVERY_ANSWER)

    def act(draft: "Draft") -> str:
        services.answer_record(draft=draft, answer=form.answer(), **_who(request))
        return "Recorded: what the payer answered."

    return _act(request, draft_id, "answer_form", form, act)


@require_POST
@permission_required(Permission.SUBMIT_LETTER)
def authorization_letter(request: PersonRequest, draft_id: UUID, answer_id: UUID) -> HttpResponse:
    """Put the payer's letter into the chart."""
    form = LetterForm(request.POST, request.FILES)

    def act(draft: "Draft") -> str:
        answer = access_answer(draft, answer_id)
        document = pipeline.payer_letter_store(answer=answer, text=form.letter(), **_who(request))
        return SET_ASIDE if document.set_aside else "The payer's letter is in the chart and can be cited."

    return _act(request, draft_id, "letter_form", form, act)


@require_POST
@permission_required(Permission.REQUEST_DRAFT)
def appeal_ask(request: PersonRequest, draft_id: UUID, answer_id: UUID) -> HttpResponse:
    """Ask for a letter that appeals a refusal."""
    draft = access_draft(request.user, draft_id)
    answer = access_answer(draft, answer_id)
    try:
        new = pipeline.appeal_ask(draft=draft, answer=answer, **_who(request))
    except NotAllowed:
        raise
    except WorkbenchError as refusal:
        messages.error(request, refusal.sentence)
        return redirect("review:authorization", draft_id=draft.pk)
    messages.success(request, "The appeal is being drafted.")
    return redirect("review:draft_detail", draft_id=new.pk) if draft.may_review else redirect("review:queue")


def _who(request: PersonRequest) -> dict[str, Any]:
    return {"person": request.user, "actor": actor_for(request.user)}
