"""Documents that are missing: asked for, assigned, received or cancelled; and the draft that waits for them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.http import Http404

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.core.domain.days import is_far
from apps.core.errors import NotAllowed
from apps.review.domain.requests import AUDIT_EVENT, VALID_TRANSITIONS, RequestOrigin, RequestStatus
from apps.review.errors import Collision, ReviewError
from apps.review.models import DocumentRequest, DraftWait, PayerAnswer
from apps.review.selectors.requests import assignees, documents_since
from apps.review.selectors.rights import why_not_handle
from apps.review.services.words import words_concealed

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.chart.models import SourceDocument
    from apps.drafting.models import Draft

LONGEST_WHAT, LONGEST_DETAIL, LONGEST_REASON = 500, 200, 500
FARTHEST = 2  # years
MOVED = "This request was received or cancelled meanwhile. It is shown as it stands now."
NOT_THEIRS = "Choose a person of your organization who sees to document requests."


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document as somebody asks for it: what, who could supply it, from which visit, for which criterion."""

    what: str
    supplier: str = ""
    visit: str = ""
    criterion_id: str = ""
    origin: RequestOrigin = RequestOrigin.PERSON
    assigned_to: "Person | None" = None
    due_on: date | None = None


@transaction.atomic
def documents_request(
    *, draft: "Draft", wanted: Sequence[Wanted], waits: bool, person: "Person", actor: Actor
) -> tuple[DocumentRequest, ...]:
    """Put several missing documents on the list of a draft, and let it wait for them or go on; all or nothing.

    What stands on the list already is not asked for twice, whoever presses at the same moment; returned are the new
    ones. Raises what ``document_request`` raises.
    """
    _check_right(draft, person)
    type(draft).objects.select_for_update(of=("self",), no_key=True).get(pk=draft.pk)
    made = [document_request(draft=draft, wanted=one, person=person, actor=actor) for one in _unasked(draft, wanted)]
    if waits:
        draft_wait(draft=draft, person=person, actor=actor)
    return tuple(made)


def _unasked(draft: "Draft", wanted: Sequence[Wanted]) -> Iterator[Wanted]:
    asked = DocumentRequest.objects.filter(draft=draft, status=RequestStatus.REQUESTED)
    known = {(criterion_id, _same(what)) for criterion_id, what in asked.values_list("criterion_id", "what")}
    for one in wanted:
        if (one.criterion_id, _same(one.what)) not in known:
            known.add((one.criterion_id, _same(one.what)))
            yield one


def _same(what: str) -> str:
    return " ".join(what.casefold().split())


@transaction.atomic
def document_request(
    *, draft: "Draft", wanted: Wanted, answer: PayerAnswer | None = None, person: "Person", actor: Actor
) -> DocumentRequest:
    """Put one missing document on the list of a draft. What was typed is concealed before it is stored.

    Raises NotAllowed without the right, ReviewError for words that cannot be kept, a person who may not see to it, or a
    day that has passed.
    """
    _check_right(draft, person)
    what = words_concealed(draft=draft, text=wanted.what, longest=LONGEST_WHAT, named="The request", actor=actor)
    if not what:
        raise ReviewError("Say which document is missing.")
    supplier, visit = (
        words_concealed(draft=draft, text=text, longest=LONGEST_DETAIL, named=name, actor=actor)
        for text, name in ((wanted.supplier, "Who could supply it"), (wanted.visit, "The visit"))
    )
    _check_assignee(wanted.assigned_to, person)
    _check_day(wanted.due_on)
    if wanted.due_on and wanted.due_on < clock.today():
        raise ReviewError("This day has passed. Give the day by which the document is needed, or none.")
    made = DocumentRequest.objects.create(
        organization_id=draft.organization_id, draft=draft, origin=wanted.origin, answer=answer, what=what,
        supplier=supplier, visit=visit, criterion_id=wanted.criterion_id, requested_by=person,
        assigned_to=wanted.assigned_to, due_on=wanted.due_on,
    )  # fmt: skip
    _record(made, AUDIT_EVENT[RequestStatus.REQUESTED], actor, origin=wanted.origin, criterion=wanted.criterion_id)
    return made


@transaction.atomic
def request_assign(
    *, request: DocumentRequest, to: "Person | None", due_on: date | None, person: "Person", actor: Actor
) -> DocumentRequest:
    """Say who sees to a request and by which day; nobody and no day are answers, too."""
    held = _held(request, person)
    _check_assignee(to, person)
    _check_day(due_on)
    held.assigned_to, held.due_on = to, due_on
    held.save(update_fields=["assigned_to", "due_on"])
    _record(held, Action.DOCUMENT_REQUEST_ASSIGNED, actor, assigned_to=to.pk if to else "")
    return held


@transaction.atomic
def request_receive(
    *, request: DocumentRequest, document: "SourceDocument", person: "Person", actor: Actor
) -> DocumentRequest:
    """Link the document that came in. Only who may read it can say that it is the one; else Http404.

    When nothing is asked for any more, the draft waits no longer.
    """
    held = _held(request, person)
    if not documents_since(person, held.draft).filter(pk=document.pk).exists():
        raise Http404("No such document.")
    _close(held, RequestStatus.RECEIVED, person, document=document)
    _record(held, AUDIT_EVENT[RequestStatus.RECEIVED], actor, document_id=document.pk)
    _end_empty_wait(held.draft, actor)
    return held


@transaction.atomic
def request_cancel(*, request: DocumentRequest, reason: str, person: "Person", actor: Actor) -> DocumentRequest:
    """Take a request off the list, with a reason."""
    held = _held(request, person)
    said = words_concealed(draft=held.draft, text=reason, longest=LONGEST_REASON, named="The reason", actor=actor)
    if not said:
        raise ReviewError("Say why the document is no longer needed.")
    _close(held, RequestStatus.CANCELLED, person, reason=said)
    _record(held, AUDIT_EVENT[RequestStatus.CANCELLED], actor)
    _end_empty_wait(held.draft, actor)
    return held


@transaction.atomic
def draft_wait(*, draft: "Draft", person: "Person", actor: Actor) -> None:
    """Let a draft wait for what was asked for with it: nobody signs it meanwhile. Doing it twice changes nothing."""
    _check_right(draft, person)
    if not DocumentRequest.objects.filter(draft=draft, status=RequestStatus.REQUESTED).exists():
        raise ReviewError("Nothing is asked for, so there is nothing to wait for. Ask for a document first.")
    _, is_new = DraftWait.objects.get_or_create(draft=draft, defaults={"person": person})
    if is_new:
        _record_draft(draft, Action.DRAFT_SET_WAITING, actor)


@transaction.atomic
def draft_go_on(*, draft: "Draft", person: "Person", actor: Actor) -> None:
    """Let a draft go on without what is still missing; the requests stay on the list."""
    _check_right(draft, person)
    if DraftWait.objects.filter(draft=draft).delete()[0]:
        _record_draft(draft, Action.DRAFT_GOES_ON, actor)


@transaction.atomic
def requests_show(*, actor: Actor) -> None:
    """Record that the list of document requests was opened."""
    event_append(actor=actor, action=Action.DOCUMENT_REQUESTS_LISTED, object_type="document_request_list")


def _check_right(draft: "Draft", person: "Person") -> None:
    if sentence := why_not_handle(draft, person):
        raise NotAllowed(sentence)


def _check_day(due_on: date | None) -> None:
    if due_on and is_far(due_on, clock.today(), years=FARTHEST):
        raise ReviewError("The day by which the document is needed is more than two years away. Check its year.")


def _check_assignee(to: "Person | None", person: "Person") -> None:
    if to is not None and to.pk not in {one.pk for one in assignees(person)}:
        raise ReviewError(NOT_THEIRS)


def _held(request: DocumentRequest, person: "Person") -> DocumentRequest:
    held = DocumentRequest.objects.select_for_update(of=("self",)).select_related("draft").get(pk=request.pk)
    _check_right(held.draft, person)
    if held.status != RequestStatus.REQUESTED:
        raise Collision(MOVED)
    return held


def _close(held: DocumentRequest, to: RequestStatus, person: "Person", **columns: object) -> None:
    if to not in VALID_TRANSITIONS[RequestStatus(held.status)]:
        raise ValueError(f"A document request does not go from {held.status} to {to}.")
    closed = {"status": to, "closed_by": person, "closed_at": clock.now(), **columns}
    for name, value in closed.items():
        setattr(held, name, value)
    held.save(update_fields=list(closed))


def _end_empty_wait(draft: "Draft", actor: Actor) -> None:
    still_open = DocumentRequest.objects.filter(draft=draft, status=RequestStatus.REQUESTED)
    if not still_open.exists() and DraftWait.objects.filter(draft=draft).delete()[0]:
        _record_draft(draft, Action.DRAFT_GOES_ON, actor, nothing_open=True)


def _record(request: DocumentRequest, action: Action, actor: Actor, **details: object) -> None:
    event_append(
        actor=actor, action=action, patient_id=request.draft.patient_id, object_type="document_request",
        object_id=request.pk, details={"draft_id": request.draft_id, **details},
    )  # fmt: skip


def _record_draft(draft: "Draft", action: Action, actor: Actor, **details: object) -> None:
    event_append(
        actor=actor, action=action, patient_id=draft.patient_id, object_type="draft", object_id=draft.pk,
        details=details,
    )  # fmt: skip
