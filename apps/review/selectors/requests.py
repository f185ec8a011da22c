"""Documents that were asked for: of one draft, and all of them for whoever sees to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from apps.access.domain.roles import Permission, role_may
from apps.access.selectors import may, people_visible_to
from apps.chart.selectors import documents_visible_to
from apps.core import clock
from apps.drafting.selectors import drafts_visible_to
from apps.redaction.selectors import patients_visible_to
from apps.retrieval.selectors import unread_pages
from apps.review.domain.masked import title_masked
from apps.review.domain.requests import RequestOrigin, RequestStatus
from apps.review.models import DocumentRequest
from apps.viewer.selectors import Purpose, Sight, keys_at_hand, pairs_restored, patient_label

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.chart.models import SourceDocument
    from apps.drafting.models import Draft

REQUESTS_ON_A_PAGE = 50
DOCUMENTS_SHOWN = 20
SHOWS = {"open": "Open", "mine": "Assigned to me", "closed": "Closed"}
ORIGINS = {
    RequestOrigin.MISSING: "not found by the search",
    RequestOrigin.PERSON: "asked for by a person",
    RequestOrigin.PAYER: "asked for by the payer",
}


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request in words the person may read: tokens stand where the patient is masked."""

    request: Any
    granted: bool
    patient: str
    subject: str
    what: str
    supplier: str
    visit: str
    reason: str
    origin: str
    is_open: bool
    is_late: bool


def requests_visible_to(person: "Person") -> QuerySet[DocumentRequest]:
    """Return the requests a person sees to: of the whole organization, or of their own patients."""
    requests = DocumentRequest.objects.filter(organization_id=person.organization_id, draft__patient__destroyed_at=None)
    if may(person, Permission.HANDLE_REQUESTS):
        return requests
    return requests.filter(draft__in=drafts_visible_to(person).order_by().values("pk"))


def access_request(person: "Person", request_id: UUID) -> DocumentRequest:
    """Return a request that the person sees to, with its draft, or raise Http404."""
    found = requests_visible_to(person).select_related("draft__patient").filter(pk=request_id).first()
    if found is None:
        raise Http404("No such request.")
    return found


def requests_page(person: "Person", show: str, number: str) -> "tuple[str, Page[DocumentRequest]]":
    """Return which list it is and one page of it, the earliest day first."""
    show = show if show in SHOWS else "open"
    is_open = Q(status=RequestStatus.REQUESTED)
    chosen = {"open": is_open, "mine": is_open & Q(assigned_to=person), "closed": ~is_open}[show]
    order = ("-closed_at", "pk") if show == "closed" else (F("due_on").asc(nulls_last=True), "created_at", "pk")
    rows = requests_visible_to(person).filter(chosen).order_by(*order)
    return show, Paginator(_with_rows(rows, person), REQUESTS_ON_A_PAGE).get_page(number)


def requests_of(draft: "Draft", person: "Person") -> list[RequestRow]:
    """Return the requests of a draft that the person was let in to, the open ones first."""
    rows = DocumentRequest.objects.filter(draft=draft).order_by(
        F("closed_at").asc(nulls_first=True), "created_at", "pk"
    )
    return request_rows(list(_with_rows(rows, person)), person)


def request_rows(requests: Sequence[Any], person: "Person") -> list[RequestRow]:
    """Return requests in words: identifiers stand in those of the person's own patients. Two statements."""
    keys_at_hand(request.draft.patient for request in requests)
    texts = [_texts(request) for request in requests]
    pairs = [
        (request.draft.patient_id, text if request.granted else "")
        for request, words in zip(requests, texts, strict=True)
        for text in words
    ]
    restored = iter(pairs_restored(sight=Sight(person, Purpose.QUEUE), pairs=pairs))
    said = [[next(restored) or text for text in words] for words in texts]
    return [_row(request, words) for request, words in zip(requests, said, strict=True)]


def _with_rows(requests: QuerySet[DocumentRequest], person: "Person") -> QuerySet[DocumentRequest]:
    granted = patients_visible_to(person).filter(pk=OuterRef("draft__patient_id"))
    if not may(person, Permission.OPEN_CHARTS):
        granted = granted.none()
    joined = requests.select_related("draft__patient", "draft__policy", "assigned_to", "requested_by", "closed_by")
    return joined.annotate(granted=Exists(granted))


def _texts(request: DocumentRequest) -> list[str]:
    return [request.draft.subject, request.what, request.supplier, request.visit, request.reason]


def _row(request: Any, words: Sequence[str]) -> RequestRow:
    subject, what, supplier, visit, reason = words
    is_open = request.status == RequestStatus.REQUESTED
    return RequestRow(
        request=request,
        granted=request.granted,
        patient=patient_label(request.draft.patient, granted=request.granted),
        subject=subject if request.granted else title_masked(request.draft.subject),
        what=what,
        supplier=supplier,
        visit=visit,
        reason=reason,
        origin=ORIGINS[RequestOrigin(request.origin)],
        is_open=is_open,
        is_late=bool(is_open and request.due_on and request.due_on < clock.today()),
    )


def assignees(person: "Person") -> "list[Person]":
    """Return the active people of the organization to whom a request may be assigned, by name."""
    rights = (Permission.HANDLE_REQUESTS, Permission.REQUEST_DRAFT)
    people = people_visible_to(person).filter(is_active=True)
    return [one for one in people if any(role_may(one.role, right) for right in rights)]


def came_in_since(person: "Person") -> "QuerySet[SourceDocument]":
    """Return, to ask of a draft in an outer query, what came in after its first open request and may be read."""
    first = DocumentRequest.objects.filter(draft=OuterRef(OuterRef("pk")), status=RequestStatus.REQUESTED)
    return documents_visible_to(person, emergency=False).filter(
        patient=OuterRef("patient_id"), current=True, set_aside=False,
        created_at__gt=Subquery(first.order_by("created_at").values("created_at")[:1]),
    )  # fmt: skip


def documents_since(person: "Person", draft: "Draft") -> "QuerySet[SourceDocument]":
    """Return the documents of the draft's patient that the person may read and that came in after it was asked for."""
    documents = documents_visible_to(person, emergency=False).filter(
        patient=draft.patient_id, current=True, set_aside=False, created_at__gt=draft.created_at
    )
    return documents.defer("text_sealed").order_by("-created_at", "pk")


def documents_unread(person: "Person", draft: "Draft") -> set[UUID]:
    """Return the documents of the draft's patient that are not in the index yet: a draft made now would miss them."""
    return {page.document_id for page in unread_pages(patient_id=draft.patient_id, requester=person)}


def waits_for(draft: "Draft") -> tuple[str, ...]:
    """Return who a waiting draft waits for, by name; "nobody yet" where a request is assigned to nobody."""
    requests = DocumentRequest.objects.filter(draft=draft, status=RequestStatus.REQUESTED)
    names = [one.assigned_to.formal_name if one.assigned_to else "" for one in requests.select_related("assigned_to")]
    return tuple(dict.fromkeys(name or "somebody still to be named" for name in names))
