"""Reads for the pages of the reading room. Every one asks the patient's grant first; a stranger finds nothing (404)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Q, QuerySet

from apps.chart.domain.documents import DocumentKind, SectionKind
from apps.chart.selectors import access_document, documents_get, documents_of, patients_visible_to
from apps.core import clock
from apps.redaction.domain.mapping import RedactionMap
from apps.redaction.reidentify import pairs_restore, texts_restore
from apps.redaction.selectors import redacted_documents_visible_to
from apps.viewer.domain import patients as naming
from apps.viewer.domain.citations import BROKEN, BoundSpan, line_around, resolves
from apps.viewer.domain.layout import Part, SectionSpan, parts
from apps.viewer.domain.marks import Mark, MarkKind, Run, runs

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.chart.models import Encounter, Patient, SourceDocument

PATIENTS_ON_A_PAGE = 25
DOCUMENTS_ON_A_PAGE = 60
BANNER_RESOURCES = ("AllergyIntolerance", "Coverage")


@dataclass(frozen=True, slots=True)
class Banner:
    """Who the page is about, for somebody who may see the chart."""

    patient_id: UUID
    name: str
    born: Any  # date, or None when not recorded
    age: int | None
    sex: str
    mrn: str
    deceased: bool
    allergies: naming.Allergies
    payer: str
    member_id: str


@dataclass(frozen=True, slots=True)
class DocumentHeader:
    """What stands above a document: what it is, whose, of when, which version."""

    id: UUID
    patient_id: UUID
    kind: str
    title: str
    author: str
    dated_at: datetime | None
    encounter: str
    version: int
    versions: int
    newest_id: UUID | None  # of the version that replaced it; None when this is the newest
    status: str  # by the sender, when it says more than "current"


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document as it is shown, with its marks; ``broken`` holds the sentence when its citation does not resolve."""

    header: DocumentHeader
    parts: tuple[Part, ...]
    structured: bool
    broken: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of one piece of evidence with the line they stand in."""

    header: DocumentHeader
    runs: tuple[Run, ...]
    broken: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """An encounter with its documents; ``encounter`` is None for what belongs to none."""

    encounter: "Encounter | None"
    documents: list["SourceDocument"]


@dataclass(frozen=True, slots=True)
class Timeline:
    """One page of a chart; what belongs to no encounter stands last on its page."""

    visits: list[Visit]
    page: int
    has_older: bool


def patient_banner(patient: "Patient") -> Banner:
    """Return the banner of a patient the caller was let in to. One statement."""
    rows = patient.resources.filter(resource_type__in=BANNER_RESOURCES, current=True).order_by("created_at", "id")
    bodies: dict[str, list[Any]] = {kind: [] for kind in BANNER_RESOURCES}
    for kind, body in rows.values_list("resource_type", "body"):
        bodies[kind].append(body)
    payer, member_id = naming.coverage(bodies["Coverage"])
    return Banner(
        patient_id=patient.pk,
        name=naming.full_name(patient.given_name, patient.family_name),
        born=patient.birth_date,
        age=patient_age(patient),
        sex=patient.sex or "sex not recorded",
        mrn=patient.mrn or "not recorded",
        deceased=patient.deceased,
        allergies=naming.allergies(bodies["AllergyIntolerance"]),
        payer=payer,
        member_id=member_id,
    )


def patient_age(patient: "Patient") -> int | None:
    """Return the patient's age today in whole years, or None when the birth date is not recorded."""
    return naming.age_on(patient.birth_date, clock.today()) if patient.birth_date else None


def patient_label(patient: "Patient", *, granted: bool) -> str:
    """Return the patient for a list: the name for who may see the chart, "Ruth C., 58" for everyone else. No SQL."""
    named = naming.full_name if granted else naming.masked_name
    age = naming.masked_age(patient.birth_date, clock.today())
    return ", ".join(part for part in (named(patient.given_name, patient.family_name), age) if part)


def texts_restored(*, patient_id: object, texts: Iterable[str]) -> list[str]:
    """Return redacted texts with the identifiers put back. One statement; the caller has asked the patient's grant."""
    return [restored.text for restored in texts_restore(patient_id=str(patient_id), texts=list(texts))]


def pairs_restored(pairs: Sequence[tuple[object, str]]) -> list[str]:
    """Return redacted texts of several patients, (patient id, text), restored. At most one statement; same proviso."""
    return [restored.text for restored in pairs_restore(pairs=[(str(patient), text) for patient, text in pairs])]


def charts_page(person: "Person", words: str, page: int) -> "Page[Patient]":
    """Return one page of the patients the person may see, by name, narrowed by a part of a name or an MRN."""
    found = patients_visible_to(person)
    for word in words.split():
        found = found.filter(Q(family_name__icontains=word) | Q(given_name__icontains=word) | Q(mrn__icontains=word))
    return Paginator(found.order_by("family_name", "given_name", "pk"), PATIENTS_ON_A_PAGE).get_page(page)


def chart_sizes(patients: Sequence["Patient"]) -> dict[UUID, tuple[int, datetime | None]]:
    """Return number of documents and date of the newest for each patient of a page. One statement."""
    if not patients:
        return {}
    rows = type(patients[0]).objects.filter(pk__in=[patient.pk for patient in patients])
    counted = rows.annotate(
        number=Count("documents", filter=Q(documents__current=True)),
        newest=Max("documents__dated_at", filter=Q(documents__current=True)),
    )
    return {pk: (number, newest) for pk, number, newest in counted.values_list("pk", "number", "newest")}


def timeline(patient: "Patient", page: int) -> Timeline:
    """Return one page of the patient's documents by encounter, the newest encounter first. One statement."""
    page = max(page, 1)
    start = (page - 1) * DOCUMENTS_ON_A_PAGE
    newest: QuerySet[SourceDocument] = documents_of(patient).defer("text", "lines")
    documents = list(newest[start : start + DOCUMENTS_ON_A_PAGE + 1])
    visits: dict[Any, Visit] = {}
    for document in documents[:DOCUMENTS_ON_A_PAGE]:
        visits.setdefault(document.encounter_id, Visit(document.encounter, [])).documents.append(document)
    apart = visits.pop(None, None)
    ordered = sorted(visits.values(), key=_visit_moment, reverse=True)
    shown = [*ordered, apart] if apart else ordered
    return Timeline(shown, page, has_older=len(documents) > DOCUMENTS_ON_A_PAGE)


def _visit_moment(visit: Visit) -> float:
    moments = [document.dated_at for document in visit.documents if document.dated_at]
    started = visit.encounter.started_at if visit.encounter else None
    moment = started or max(moments, default=None)
    return moment.timestamp() if moment else 0.0


def document_header(document: "SourceDocument") -> DocumentHeader:
    """Return the header of a document version. One statement for its siblings."""
    siblings = document.patient.documents.filter(series=document.series, source_system=document.source_system)
    newest_id, versions = document.pk, document.version
    for pk, version in siblings.order_by("version").values_list("pk", "version"):
        newest_id, versions = pk, version
    return _header(document, versions, None if newest_id == document.pk else newest_id)


def _header(document: "SourceDocument", versions: int, newest_id: UUID | None) -> DocumentHeader:
    return DocumentHeader(
        id=document.pk,
        patient_id=document.patient_id,
        kind=DocumentKind(document.kind).label,
        title=document.title or DocumentKind(document.kind).label,
        author=document.author,
        dated_at=document.dated_at,
        encounter=document.encounter.kind if document.encounter else "",
        version=document.version,
        versions=versions,
        newest_id=newest_id,
        status="" if document.source_status in {"", "current", "final"} else document.source_status,
    )


def document_view(document: "SourceDocument", marks: Sequence[Mark] = (), *, broken: str = "") -> DocumentView:
    """Return a document section by section with its marks. Two statements: its sections and its siblings."""
    sections = [
        SectionSpan(section.title or _kind_words(section.kind), section.start, section.end)
        for section in document.sections.all()
    ]
    return DocumentView(
        header=document_header(document),
        parts=parts(document.text, sections, marks, structured=document.structured, title=document.title),
        structured=document.structured,
        broken=broken,
    )


def _kind_words(kind: str) -> str:
    return "" if kind == SectionKind.OTHER else SectionKind(kind).label


def evidence_view(person: "Person", span: BoundSpan, marks: Sequence[Mark]) -> DocumentView:
    """Return the document of a citation with the quoted words marked, or with the sentence that it does not resolve.

    ``marks`` are of other citations into the same document. A span that does not resolve is not marked anywhere.
    """
    document = access_document(person, span.document_id)
    if not resolves(span, document.text):
        return document_view(document, broken=BROKEN)
    return document_view(document, [Mark(span.start, span.end, MarkKind.QUOTE), *marks])


def evidence_quotes(patient_id: object, spans: Sequence[BoundSpan]) -> list[Quote | None]:
    """Return the words of spans of one patient, in order; None where the document is not this patient's.

    The caller has asked the grant. One statement.
    """
    documents = documents_get({span.document_id for span in spans})
    own = {str(pk): row for pk, row in documents.items() if str(row.patient_id) == str(patient_id)}
    found = ((span, own.get(str(span.document_id))) for span in spans)
    return [_quote(span, document) if document else None for span, document in found]


def _quote(span: BoundSpan, document: "SourceDocument") -> Quote:
    header = _header_alone(document)
    if not resolves(span, document.text):
        return Quote(header, (), BROKEN)
    left, right = line_around(document.text, span.start, span.end)
    return Quote(header, runs(document.text, left, right, [Mark(span.start, span.end, MarkKind.QUOTE)]))


def _header_alone(document: "SourceDocument") -> DocumentHeader:
    """Return a header without asking for the encounter or the siblings."""
    return DocumentHeader(
        id=document.pk, patient_id=document.patient_id, kind=DocumentKind(document.kind).label,
        title=document.title or DocumentKind(document.kind).label, author=document.author, dated_at=document.dated_at,
        encounter="", version=document.version, versions=document.version, newest_id=None, status="",
    )  # fmt: skip


def spans_resolve(patient_id: object, spans: Sequence[BoundSpan]) -> list[bool]:
    """Return for each span whether its very words still stand in the very version it was bound to. One statement."""
    documents = documents_get({span.document_id for span in spans})
    own = {str(pk): row.text for pk, row in documents.items() if str(row.patient_id) == str(patient_id)}
    return [str(span.document_id) in own and resolves(span, own[str(span.document_id)]) for span in spans]


def source_places(person: "Person", hits: Sequence[Any]) -> list[tuple["SourceDocument", int, int] | None]:
    """Return where each hit of a search lies in the source, or None for one that is gone. One statement."""
    wanted = {str(hit.redacted_document_id) for hit in hits}
    rows = redacted_documents_visible_to(person).filter(pk__in=wanted).select_related("document")
    by_id = {str(row.pk): row for row in rows}
    return [_place(by_id.get(str(hit.redacted_document_id)), hit) for hit in hits]


def _place(row: Any, hit: Any) -> "tuple[SourceDocument, int, int] | None":
    if row is None:
        return None
    start, end = RedactionMap.from_rows(row.map).to_source(hit.start, hit.end)
    return row.document, start, end
