"""What a letter takes from the record while it is made: the plan, the order, the pages it encloses."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from apps.access.domain.labels import label_words
from apps.chart.selectors import documents_get, documents_visible_to, resource_bodies
from apps.viewer.domain.citations import BoundSpan, resolves
from apps.viewer.domain.enclosing import Extract, extract
from apps.viewer.domain.layout import SectionSpan, parts
from apps.viewer.domain.marks import Mark, MarkKind
from apps.viewer.domain.requested import Order, Plan, address_of, conditions_named, order_of, plan_of, plans_of
from apps.viewer.selectors.documents import DocumentHeader, document_header, section_words
from apps.viewer.selectors.record import LETTER_RESOURCES, ORDERS, RecordRead, record_read

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.chart.models import Patient, SourceDocument

NOT_SHOWN = "Not enclosed: the person who signs out this file may not see it."
RESTRICTED = "Not enclosed: a restricted record, and no consent to send it is on record."
BROKEN = "Not enclosed: the quoted words no longer stand in this document."


@dataclass(frozen=True, slots=True)
class LetterRecord:
    """The part of a letter's header that only the record can give."""

    plan: Plan
    order: Order
    conditions: dict[str, str]  # ICD-10-CM code -> words
    payer_address: str = ""


@dataclass(frozen=True, slots=True)
class EnclosedSpan:
    """A quoted place with the number it has in the letter, and whether it stands against the sentence."""

    number: int
    span: BoundSpan
    is_against: bool = False


@dataclass(frozen=True, slots=True)
class Enclosure:
    """One cited document as it goes out with the letter; ``withheld`` says why its words do not."""

    document_id: str
    header: DocumentHeader | None
    extract: Extract
    withheld: str = ""
    structured: bool = False  # a list of the record, not a note


def letter_record(
    patient: "Patient", *, service_code: str, subject: str, record: RecordRead | None = None
) -> LetterRecord:
    """Return what the record says of a request, for a caller that was let in to the patient.

    One statement where the record is not at hand, and another for the address of the payer whom the coverage refers to.
    """
    read = record or record_read(patient, LETTER_RESOURCES)
    bodies, senders = read.bodies, read.senders
    orders = [body for kind in ORDERS for body in bodies[kind]]
    plan = plan_of(bodies["Coverage"])
    return LetterRecord(
        plan,
        order_of(orders, code=service_code, subject=subject),
        conditions_named(bodies["Condition"]),
        _payer_address(patient, plan, senders),
    )


def plans_on_record(patient: "Patient") -> tuple[Plan, ...]:
    """Return the plans that are active, for a caller that was let in to the patient. One statement."""
    rows = patient.resources.filter(resource_type="Coverage", current=True).order_by("created_at", "id")
    return tuple(plans_of(row.body for row in rows))


def _payer_address(patient: "Patient", plan: Plan, senders: Sequence[str]) -> str:
    if not plan.payer_key or not senders:
        return ""
    organization: Any = patient.organization
    found = resource_bodies(
        organization=organization, source_system=senders[0], keys=[("Organization", plan.payer_key)]
    )
    return next((said for body in found if (said := address_of(body))), "")


def enclosures(
    person: "Person", patient_id: object, spans: Sequence[EnclosedSpan], consented: frozenset[str] = frozenset()
) -> list[Enclosure]:
    """Return each cited document of a patient once, in the order of its first number.

    A document with a label goes out only with the patient's consent to each of its labels (``consented``).
    """
    cited: dict[str, list[EnclosedSpan]] = {}
    for one in sorted(spans, key=lambda one: one.number):
        cited.setdefault(str(one.span.document_id), []).append(one)
    found = {str(pk): row for pk, row in documents_get(cited).items() if str(row.patient_id) == str(patient_id)}
    shown = {str(pk) for pk in documents_visible_to(person).filter(pk__in=found).values_list("pk", flat=True)}
    of = {pk: found.get(pk) if pk in shown else None for pk in cited}
    return [_enclosure(person, pk, rows, of[pk], consented) for pk, rows in cited.items()]


def _enclosure(
    person: "Person", pk: str, rows: Sequence[EnclosedSpan], document: "SourceDocument | None",
    consented: frozenset[str],
) -> Enclosure:  # fmt: skip
    nothing = Extract((), "")
    if document is None:
        return Enclosure(pk, None, nothing, NOT_SHOWN)
    header = document_header(person, document)
    if label_words(set(document.labels) - consented):
        return Enclosure(pk, header, nothing, RESTRICTED)
    if not all(resolves(one.span, document.text) for one in rows):
        return Enclosure(pk, header, nothing, BROKEN)
    return Enclosure(pk, header, _extract(document, rows), structured=document.structured)


def _extract(document: "SourceDocument", rows: Sequence[EnclosedSpan]) -> Extract:
    sections = [
        SectionSpan(section.title or section_words(section.kind), section.start, section.end)
        for section in document.sections.all()
    ]
    marks = [_mark(one) for one in rows]
    shown = parts(document.text, sections, marks, structured=document.structured, title=document.title)
    return extract(shown, structured=document.structured)


def _mark(one: EnclosedSpan) -> Mark:
    label = f"{one.number}, against" if one.is_against else str(one.number)
    return Mark(one.span.start, one.span.end, MarkKind.QUOTE, ((label, ""),))
