"""Who a page is about, the list of charts, the timeline of one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Q, QuerySet

from apps.chart.selectors import SUPERSEDED, documents_replaced, documents_visible_to, patients_by_name
from apps.core import clock
from apps.core.crypto.errors import CANNOT_BE_OPENED, DAMAGED, KeyDestroyed
from apps.core.crypto.keys import data_keys
from apps.redaction.reidentify import Sight, pairs_restore, texts_restore
from apps.viewer.domain import patients as naming
from apps.viewer.domain.superseded import CALLED_SO, NOTHING_INSTEAD
from apps.viewer.selectors.record import BANNER_RESOURCES, RecordRead, record_read

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.chart.models import Encounter, Patient, SourceDocument

PATIENTS_ON_A_PAGE = 25
DOCUMENTS_ON_A_PAGE = 60


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
    superseded: frozenset[UUID]  # documents that their sender calls so
    replaced: frozenset[UUID]  # of these, where another note stands in the place

    said_of_superseded: ClassVar[str] = NOTHING_INSTEAD
    said_of_replaced: ClassVar[str] = CALLED_SO  # its own page names the other, to who may read it


def patient_banner(patient: "Patient", record: RecordRead | None = None) -> Banner:
    """Return the banner of a patient the caller was let in to. One statement, none where the record is at hand."""
    bodies = (record or record_read(patient, BANNER_RESOURCES)).bodies
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
    """Return the patient for a list: the name for who may see the chart, "Ruth C., 58" for everyone else.

    No SQL once the key is in memory; a list calls ``keys_at_hand`` first.
    """
    named = naming.full_name if granted else naming.masked_name
    try:
        age = naming.masked_age(patient.birth_date, clock.today())
        return ", ".join(part for part in (named(patient.given_name, patient.family_name), age) if part)
    except KeyDestroyed:
        return "Record destroyed"
    except DAMAGED:
        return CANNOT_BE_OPENED


@dataclass(frozen=True, slots=True)
class Identity:
    """What a list masks: shown after a deliberate act that is recorded."""

    name: str
    born: date | None
    mrn: str


def patient_identity(patient: "Patient") -> Identity:
    """Return who a patient is; the caller records it. Of a destroyed or damaged record the sentence that says so."""
    try:
        name = naming.full_name(patient.given_name, patient.family_name)
        return Identity(name, patient.birth_date, patient.mrn or "not recorded")
    except KeyDestroyed:
        return Identity("Record destroyed", None, "")
    except DAMAGED:
        return Identity(CANNOT_BE_OPENED, None, "")


def keys_at_hand(patients: Iterable["Patient"]) -> None:
    """Read the keys of all patients of a list at once: one statement, none when they are in memory."""
    data_keys(patient.pk for patient in patients)


def texts_restored(*, sight: Sight, patient_id: object, texts: Iterable[str]) -> list[str]:
    """Return redacted texts with the identifiers put back for who may see the chart. One statement, fence included."""
    return [restored.text for restored in texts_restore(sight=sight, patient_id=str(patient_id), texts=list(texts))]


def pairs_restored(*, sight: Sight, pairs: Sequence[tuple[object, str]]) -> list[str]:
    """Return redacted texts of several patients, (patient id, text), restored. One statement, fence included."""
    rows = [(str(patient_id), text) for patient_id, text in pairs]
    return [restored.text for restored in pairs_restore(sight=sight, pairs=rows)]


def charts_page(person: "Person", words: str, page: str) -> "Page[Patient]":
    """Return one page of the patients the person may see, by name, narrowed by words (``patients_by_name``)."""
    return Paginator(patients_by_name(person, words), PATIENTS_ON_A_PAGE).get_page(page)


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One chart of the list; of a damaged one nothing but that it is there."""

    patient_id: UUID
    documents: int
    newest: datetime | None
    is_damaged: bool = False
    name: str = CANNOT_BE_OPENED
    born: date | None = None
    age: int | None = None
    sex: str = ""
    mrn: str = ""


def chart_rows(person: "Person", patients: Sequence["Patient"]) -> list[ChartRow]:
    """Return the charts of a page of the list. One statement; ``charts_page`` has the keys at hand."""
    sizes = _chart_sizes(person, patients)
    return [_chart_row(patient, *sizes[patient.pk]) for patient in patients]


def _chart_row(patient: "Patient", documents: int, newest: datetime | None) -> ChartRow:
    try:
        return ChartRow(
            patient.pk, documents, newest, name=naming.full_name(patient.given_name, patient.family_name),
            born=patient.birth_date, age=patient_age(patient), sex=patient.sex, mrn=patient.mrn,
        )  # fmt: skip
    except DAMAGED:
        return ChartRow(patient.pk, documents, newest, is_damaged=True)


def _chart_sizes(person: "Person", patients: Sequence["Patient"]) -> dict[UUID, tuple[int, datetime | None]]:
    """Return number and newest date of the documents the person may read of each patient of a page. One statement.

    What is dated ahead (an appointment, a planned order) has not happened: it is counted, and is not the newest.
    """
    sizes: dict[UUID, tuple[int, datetime | None]] = {patient.pk: (0, None) for patient in patients}
    readable = documents_visible_to(person).filter(patient__in=sizes, current=True).order_by()
    latest = Max("dated_at", filter=Q(dated_at__lte=clock.now()))
    counted = readable.values("patient_id").annotate(number=Count("pk"), latest=latest)
    sizes |= {pk: (number, newest) for pk, number, newest in counted.values_list("patient_id", "number", "latest")}
    return sizes


def timeline(person: "Person", patient: "Patient", page: int) -> Timeline:
    """Return one page of the documents the person may read, by encounter, the newest first. One statement.

    One more where a sender calls one of them superseded.
    """
    page = max(page, 1)
    start = (page - 1) * DOCUMENTS_ON_A_PAGE
    readable = documents_visible_to(person).filter(patient=patient, current=True).select_related("encounter")
    newest: QuerySet[SourceDocument] = readable.defer("text_sealed", "lines")
    documents = list(newest[start : start + DOCUMENTS_ON_A_PAGE + 1])
    visits: dict[Any, Visit] = {}
    for document in documents[:DOCUMENTS_ON_A_PAGE]:
        visits.setdefault(document.encounter_id, Visit(document.encounter, [])).documents.append(document)
    apart = visits.pop(None, None)
    ordered = sorted(visits.values(), key=_visit_moment, reverse=True)
    shown = [*ordered, apart] if apart else ordered
    superseded = frozenset(document.pk for document in documents if document.source_status == SUPERSEDED)
    return Timeline(
        shown, page, has_older=len(documents) > DOCUMENTS_ON_A_PAGE, superseded=superseded,
        replaced=_replaced(patient, superseded),
    )  # fmt: skip


def _replaced(patient: "Patient", documents: frozenset[UUID]) -> frozenset[UUID]:
    if not documents:
        return frozenset()
    return frozenset(documents_replaced(patient.pk).filter(pk__in=documents).values_list("pk", flat=True))


def _visit_moment(visit: Visit) -> float:
    moments = [document.dated_at for document in visit.documents if document.dated_at]
    started = visit.encounter.started_at if visit.encounter else None
    moment = started or max(moments, default=None)
    return moment.timestamp() if moment else 0.0
