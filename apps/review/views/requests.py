"""Documents that are missing: those of one draft, and the list of whoever sees to them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.chart.selectors import access_document
from apps.core.errors import NotAllowed, WorkbenchError
from apps.review import services
from apps.review.authorization_forms import AssignForm, CancelForm, ReceiveForm, RequestForm
from apps.review.errors import Collision
from apps.review.pipeline import draft_ask_anew
from apps.review.selectors import (
    access_draft,
    access_draft_requests,
    access_request,
    documents_since,
    documents_unread,
    request_rows,
    requests_of,
    requests_page,
    waits_for,
)
from apps.review.selectors.cited import may_read_cited
from apps.review.selectors.outline import leaves_of
from apps.review.selectors.requests import DOCUMENTS_SHOWN, SHOWS
from apps.review.selectors.rights import why_not_handle
from apps.review.selectors.wishes import wishes_of
from apps.viewer.selectors import Purpose, Sight, patient_banner, patient_label, texts_restored

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft
    from apps.review.models import DocumentRequest
    from apps.review.selectors.wishes import Wished

ASKED = "Asked for. It stands in the list of document requests."
ASKED_BEFORE = "All of it was asked for before, so nothing was asked for twice."
HANDLERS = (Permission.HANDLE_REQUESTS, Permission.REQUEST_DRAFT)


@require_GET
@permission_required(*HANDLERS)
def document_requests(request: PersonRequest) -> HttpResponse:
    """List the documents that were asked for, patients masked without a grant."""
    services.requests_show(actor=actor_for(request.user))
    show, page = requests_page(request.user, request.GET.get("show", ""), request.GET.get("page", "1"))
    rows = request_rows(list(page.object_list), request.user)
    context = {"rows": rows, "page": page, "shows": SHOWS.items(), "chosen": show}
    return render(request, "review/document_requests.html", context)


@require_GET
@permission_required(*HANDLERS)
def draft_requests(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Show what a draft lacks, what was asked for, what came in since, and whether it waits."""
    draft, granted = access_draft_requests(request.user, draft_id)
    services.requests_show(actor=actor_for(request.user))
    return render(request, "review/draft_requests.html", _context(request, draft, granted))


def _context(request: PersonRequest, draft: "Draft", granted: bool, form: RequestForm | None = None) -> dict[str, Any]:
    person = request.user
    wishes, missing = wishes_of(draft), _missing(draft)
    texts = [draft.subject, *missing, *(text for one in wishes for text in (one.what, one.supplier, one.visit))]
    if granted:
        texts = texts_restored(sight=Sight(person, Purpose.REVIEW), patient_id=draft.patient_id, texts=texts)
    told = iter(texts[1 + len(missing) :])
    wishes = tuple(replace(one, what=next(told), supplier=next(told), visit=next(told)) for one in wishes)
    rows = requests_of(draft, person)
    wait = getattr(draft, "wait", None)
    return {
        "draft": draft,
        "granted": granted,
        "may_read_cited": may_read_cited(person, draft.pk),
        "banner": patient_banner(draft.patient) if granted else None,
        "patient": patient_label(draft.patient, granted=granted),
        "subject": texts[0],
        "rows": rows,
        "has_open": any(row.is_open for row in rows),
        "wait": wait,
        "waits_for": waits_for(draft) if wait else (),
        **_came_in(person, draft, granted=granted),
        "why_not_act": why_not_handle(draft, person),
        "wishes": wishes,
        "form": form or _form(request, draft, wishes, texts[1 : 1 + len(missing)]),
    }


def _came_in(person: "Person", draft: "Draft", *, granted: bool) -> dict[str, Any]:
    """Return the documents that came in since, and which of them no draft can read yet."""
    if not granted:
        return {"since": [], "unread": set(), "may_anew": False}
    since = list(documents_since(person, draft)[:DOCUMENTS_SHOWN])
    unread = documents_unread(person, draft)
    return {"since": since, "unread": unread, "may_anew": any(one.pk not in unread for one in since)}


def _missing(draft: "Draft") -> list[str]:
    """Return what the draft lacks beside what its criteria want, which is a list of its own where it was answered."""
    answered = draft.criterion_answers.exists()
    return [sentence for sentence in draft.missing if not (answered and sentence.startswith("Criterion "))]


def _form(
    request: PersonRequest, draft: "Draft", wishes: "Sequence[Wished]", missing: "Sequence[str]", data: Any = None
) -> RequestForm:
    criteria = leaves_of(draft.policy.body) if draft.policy else ()
    return RequestForm(data, person=request.user, wishes=wishes, missing=missing, criteria=criteria)


@require_POST
@permission_required(*HANDLERS)
def request_make(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Ask for the documents that were ticked or named."""
    draft, granted = access_draft_requests(request.user, draft_id)
    form = _form(request, draft, wishes_of(draft), _missing(draft), request.POST)
    if form.is_valid():
        try:
            made = services.documents_request(
                draft=draft, wanted=tuple(form.wanted()), waits=form.cleaned_data["then"] == "waits",
                person=request.user, actor=actor_for(request.user),
            )  # fmt: skip
            messages.success(request, ASKED if made else ASKED_BEFORE)
            return redirect("review:draft_requests", draft_id=draft.pk)
        except NotAllowed:
            raise
        except WorkbenchError as refusal:
            form.add_error(None, refusal.sentence)
    return render(request, "review/draft_requests.html", _context(request, draft, granted, form), status=422)


def _on_draft(request: PersonRequest, draft_id: UUID, service: Callable[..., None], done: str) -> HttpResponse:
    draft, _ = access_draft_requests(request.user, draft_id)
    try:
        service(draft=draft, person=request.user, actor=actor_for(request.user))
        messages.success(request, done)
    except NotAllowed:
        raise
    except WorkbenchError as refusal:
        messages.error(request, refusal.sentence)
    return redirect("review:draft_requests", draft_id=draft.pk)


@require_POST
@permission_required(*HANDLERS)
def draft_wait(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Let the draft wait for its documents."""
    return _on_draft(request, draft_id, services.draft_wait, "The draft waits for its documents.")


@require_POST
@permission_required(*HANDLERS)
def draft_go_on(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Let the draft go on without them."""
    return _on_draft(request, draft_id, services.draft_go_on, "The draft goes on. The requests stay on the list.")


@require_POST
@permission_required(Permission.REQUEST_DRAFT)
def draft_anew(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Ask for the same draft once more, with the documents that came in since."""
    draft = access_draft(request.user, draft_id)
    try:
        new, is_new = draft_ask_anew(draft=draft, person=request.user, actor=actor_for(request.user))
    except WorkbenchError as refusal:
        messages.error(request, refusal.sentence)
        return redirect("review:draft_requests", draft_id=draft.pk)
    messages.success(request, "Asked for anew." if is_new else "You asked for it a moment ago: this is it.")
    return redirect("review:draft_detail" if draft.may_review else "review:draft_requests", draft_id=new.pk)


def _act(
    request: PersonRequest, request_id: UUID, act: "Callable[[DocumentRequest, dict[str, Any]], Any]", done: str
) -> HttpResponse:
    asked = access_request(request.user, request_id)
    try:
        act(asked, {"person": request.user, "actor": actor_for(request.user)})
        messages.success(request, done)
    except NotAllowed:
        raise
    except WorkbenchError as refusal:
        messages.error(request, refusal.sentence)
    return redirect("review:draft_requests", draft_id=asked.draft_id)


def _valid(form: Any) -> dict[str, Any]:
    """Return what was typed, or raise the first thing that is wrong with it."""
    if not form.is_valid():
        raise Collision(next(error for errors in form.errors.values() for error in errors))
    data: dict[str, Any] = form.cleaned_data
    return data


@require_POST
@permission_required(*HANDLERS)
def request_assign(request: PersonRequest, request_id: UUID) -> HttpResponse:
    """Say who sees to a request."""

    def act(asked: "DocumentRequest", common: dict[str, Any]) -> None:
        data = _valid(AssignForm(request.POST, person=request.user))
        services.request_assign(request=asked, to=data["assigned_to"], due_on=data["due_on"], **common)

    return _act(request, request_id, act, "Assigned.")


@require_POST
@permission_required(*HANDLERS)
def request_receive(request: PersonRequest, request_id: UUID) -> HttpResponse:
    """Link the document that came in."""

    def act(asked: "DocumentRequest", common: dict[str, Any]) -> None:
        data = _valid(ReceiveForm(request.POST))
        document = access_document(request.user, data["document"])
        services.request_receive(request=asked, document=document, **common)

    return _act(request, request_id, act, "Received: the document is linked to the request.")


@require_POST
@permission_required(*HANDLERS)
def request_cancel(request: PersonRequest, request_id: UUID) -> HttpResponse:
    """Take a request off the list."""

    def act(asked: "DocumentRequest", common: dict[str, Any]) -> None:
        services.request_cancel(request=asked, reason=_valid(CancelForm(request.POST))["reason"], **common)

    return _act(request, request_id, act, "Cancelled.")
