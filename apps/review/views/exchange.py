"""A signed letter and the payer's system: prepared, looked at, sent, asked about, answered."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any
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
from apps.core.errors import NotAllowed, WorkbenchError
from apps.review.domain.authorizations import STAGE_WORDS
from apps.review.domain.exchanges import AWAITED, Via
from apps.review.domain.pas.building import request_bundle
from apps.review.domain.pas.lacking import PasIncomplete
from apps.review.domain.pas.lines import items_of
from apps.review.domain.pas.updating import cancelled, update_bundle
from apps.review.errors import Collision, ReviewError
from apps.review.exchange.conversation import answer_ask, answer_take, endpoint_for, request_send
from apps.review.exchange.preparing import new_trace, request_of
from apps.review.exchange_forms import PrepareForm, ReadForm, UpdateForm
from apps.review.selectors import access_authorization, access_draft
from apps.review.selectors.authorizations import decision_on_record
from apps.review.selectors.exchange import access_exchange, fields_278
from apps.review.services import authorization_show
from apps.review.services import exchange as acts
from apps.review.views.authorizations import page_context

if TYPE_CHECKING:
    from apps.drafting.models import Draft
    from apps.review.models import PayerExchange, PayerReply

PREPARED = "The request is prepared. Look at it, then send it or download it."
TAKEN = "The payer's answer is recorded."
WAITS = "The payer's answer is kept. It needs something from you: see below."
FAULT = "The payer's system did not process the request: a transmission error, not a denial."
NOTHING_NEW = "The payer's system says nothing new about this request."


def _act(
    request: PersonRequest, draft_id: UUID, name: str, form: forms.Form | None, act: "Callable[[Draft], str]"
) -> HttpResponse:
    """Run an act on a letter and lead back to its page; a refusal is shown there, with what was typed."""
    draft, granted = access_authorization(request.user, draft_id)
    form = form or forms.Form({})
    status = 422
    if form.is_valid():
        try:
            messages.success(request, act(draft))
            return redirect("review:authorization", draft_id=draft.pk)
        except NotAllowed:
            raise
        except (WorkbenchError, PasIncomplete) as refusal:
            for sentence in refusal.sentences if isinstance(refusal, PasIncomplete) else [refusal.sentence]:
                form.add_error(None, sentence)
            status = 409 if isinstance(refusal, Collision) else 422
    context = page_context(request, draft, granted, **{name: form})
    return render(request, "review/authorization.html", context, status=status)


@require_POST
@permission_required(Permission.SUBMIT_LETTER)
def exchange_prepare(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Make the request of a signed letter: by somebody who may open the chart, for it carries the patient's name."""
    access_authorization(request.user, draft_id)
    form = PrepareForm(request.POST)

    def act(draft: "Draft") -> str:
        acts.check_right(draft, request.user)
        versions = acts.versions_in_force()
        known = access_draft(request.user, draft_id)
        wanted = request_of(known, form.asked(), endpoint_for(draft), versions, request.user)
        built = request_bundle(wanted, acts.mint, clock.now())
        acts.request_keep(
            draft=draft,
            built=built,
            terms=form.terms(),
            npi=wanted.provider.npi,
            versions=versions,
            replaces=form.cleaned_data["replaces"],
            **_who(request),
        )
        return PREPARED

    return _act(request, draft_id, "prepare_form", form, act)


@require_GET
@permission_required(Permission.SUBMIT_LETTER)
def exchange_download(request: PersonRequest, draft_id: UUID, exchange_id: UUID) -> HttpResponse:
    """Hand a request over as a file, to somebody who may open the chart. Its name says nothing about the patient."""
    draft, granted = access_authorization(request.user, draft_id)
    exchange = access_exchange(draft, exchange_id)
    if not granted:
        raise NotAllowed("The request carries the patient's name. Somebody who may open this chart takes it out.")
    acts.download_record(exchange=exchange, **_who(request))
    headers = {"Content-Disposition": f'attachment; filename="request-{str(exchange.pk)[:8]}.json"'}
    body = json.dumps(exchange.body, indent=1)
    return HttpResponse(body, content_type="application/fhir+json", headers=headers)


@require_GET
@permission_required(Permission.SUBMIT_LETTER)
def exchange_fields(request: PersonRequest, draft_id: UUID, exchange_id: UUID) -> HttpResponse:
    """Show a request and the last answer to it as the fields of the 278."""
    draft, granted = access_authorization(request.user, draft_id)
    exchange = access_exchange(draft, exchange_id)
    context = page_context(request, draft, granted)
    authorization_show(draft=draft, actor=actor_for(request.user))
    return render(
        request, "review/exchange_fields.html", {**context, "exchange": exchange, "sheet": fields_278(exchange)}
    )


@require_POST
@permission_required(Permission.SUBMIT_LETTER)
def exchange_send(request: PersonRequest, draft_id: UUID, exchange_id: UUID) -> HttpResponse:
    """Send a request that was prepared, once."""

    def act(draft: "Draft") -> str:
        return _told(request_send(exchange=access_exchange(draft, exchange_id), **_who(request)))

    return _act(request, draft_id, "exchange_form", None, act)


@require_POST
@permission_required(Permission.SUBMIT_LETTER)
def exchange_ask(request: PersonRequest, draft_id: UUID, exchange_id: UUID) -> HttpResponse:
    """Ask the payer whether it has a request whose fate is not known."""

    def act(draft: "Draft") -> str:
        acts.check_right(draft, request.user)
        reply = answer_ask(exchange=access_exchange(draft, exchange_id), **_who(request))
        return _told(reply) if reply else NOTHING_NEW

    return _act(request, draft_id, "exchange_form", None, act)


@require_POST
@permission_required(Permission.SUBMIT_LETTER)
def exchange_update(request: PersonRequest, draft_id: UUID, exchange_id: UUID) -> HttpResponse:
    """Prepare an update of a request that the payer holds, or take it back: every line stays, with its number."""
    form = UpdateForm(request.POST)

    def act(draft: "Draft") -> str:
        acts.request_keep(draft=draft, **_update(access_exchange(draft, exchange_id), form), **_who(request))
        return PREPARED

    return _act(request, draft_id, "update_form", form, act)


def _update(exchange: "PayerExchange", form: UpdateForm) -> dict[str, Any]:
    if exchange.state not in AWAITED or hasattr(exchange, "next"):
        raise Collision(acts.STANDS_NO_MORE)
    wanted = [
        cancelled(item)
        if form.cleaned_data["take_back"]
        else replace(item, delivery=replace(item.delivery, quantity=form.cleaned_data["quantity"]))
        for item in items_of(exchange.body)
    ]
    versions = acts.versions_in_force()
    version = versions.get("HL7 Da Vinci PAS", "")
    built = update_bundle(exchange.body, wanted, (), new_trace(), acts.mint, clock.now(), version)
    terms = acts.Terms(exchange.payer_class, exchange.is_drug, exchange.class_reason or acts.AS_BEFORE)
    return {"built": built, "terms": terms, "npi": exchange.npi, "versions": versions, "previous": exchange}


@require_POST
@permission_required(Permission.SUBMIT_LETTER)
def exchange_read(request: PersonRequest, draft_id: UUID, exchange_id: UUID) -> HttpResponse:
    """Read a payer's answer from a file."""
    form = ReadForm(request.POST, request.FILES)

    def act(draft: "Draft") -> str:
        acts.check_right(draft, request.user)
        exchange = access_exchange(draft, exchange_id)
        given = {"body": form.cleaned_data["file"], "overturns": form.cleaned_data["overturns"]}
        return _told(answer_take(exchange=exchange, via=Via.FILE, **given, **_who(request)))

    return _act(request, draft_id, "read_form", form, act)


def _told(reply: "PayerReply") -> str:
    if reply.is_fault:
        raise ReviewError(FAULT)
    if reply.answer is None:
        return WAITS
    before = decision_on_record(reply.answer.submission, before=reply.answer)
    return f"{TAKEN} It takes the place of what was on record: {STAGE_WORDS[before].lower()}." if before else TAKEN


def _who(request: PersonRequest) -> dict[str, Any]:
    return {"person": request.user, "actor": actor_for(request.user)}
