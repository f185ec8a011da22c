"""The pages on which redactions are reviewed: what to look at next, one document with its marks, what was corrected."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.template.defaultfilters import pluralize

from apps.chart.domain.documents import DocumentKind
from apps.redaction.domain.errors import CorrectionRefused
from apps.redaction.domain.kinds import IdentifierKind, Layer
from apps.redaction.domain.mapping import RedactionMap
from apps.redaction.selectors import (
    FEW_KNOWN,
    corrections_of_organization,
    corrections_visible_to,
    patients_waiting,
    redaction_in_use,
    redactions_to_review,
)
from apps.redaction.services import case_preview
from apps.retrieval.selectors import passages_of_document, redactions_to_index
from apps.viewer.domain.redaction import (
    KIND_WORDS,
    LAYER_WORDS,
    LETTERS,
    Count,
    Line,
    MarkView,
    Piece,
    counts_by_kind,
    counts_by_layer,
    lines_of,
    marks_of,
    redacted_pieces,
)

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.redaction.models import RedactedDocument, RedactionCorrection

ON_A_PAGE = 25
MANY_NAMES = 5
AT_RANDOM = "drawn at random"  # nothing of the order speaks for it
SHOW = {"next": "To check", "checked": "Checked", "corrected": "Corrected"}


@dataclass(frozen=True, slots=True)
class RedactionRow:
    """One document of the list. No name, no title of the source: the patient is an opaque short id."""

    id: UUID
    patient_id: UUID
    kind: str
    title: str  # redacted
    generation: int
    counts: tuple[Count, ...]
    marks: int
    why: str
    checked_at: datetime | None
    corrected: bool


@dataclass(frozen=True, slots=True)
class RedactionList:
    rows: tuple[RedactionRow, ...]
    chosen: str
    filters: tuple[tuple[str, str, int], ...]
    page: "Page[RedactedDocument]"


def redactions_page(person: "Person", chosen: str, number: str) -> RedactionList:
    """Return one page of the organization's redactions, in the order in which they should be looked at."""
    chosen = chosen if chosen in SHOW else "next"
    rows: QuerySet[Any] = redactions_to_review(person)
    parts = {
        "next": rows.filter(checked_at=None),
        "checked": rows.exclude(checked_at=None),
        "corrected": rows.filter(corrected=True),
    }
    page = Paginator(parts[chosen], ON_A_PAGE).get_page(number)
    return RedactionList(
        rows=tuple(_row(row) for row in page.object_list),
        chosen=chosen,
        filters=tuple((key, SHOW[key], part.count()) for key, part in parts.items()),
        page=page,
    )


def _row(row: Any) -> RedactionRow:
    counts = row.layer_counts
    return RedactionRow(
        id=row.pk,
        patient_id=row.patient_id,
        kind=DocumentKind(row.document.kind).label,
        title=row.title,
        generation=row.generation,
        counts=tuple(
            Count(layer, LAYER_WORDS[layer], LETTERS[layer], counts[layer]) for layer in LETTERS if counts.get(layer)
        ),
        marks=sum(counts.values()),
        why=_why(row, counts),
        checked_at=row.checked_at,
        corrected=row.corrected,
    )


def _why(row: Any, counts: Mapping[str, int]) -> str:
    """Say in words what speaks for looking at this document: what ``redactions_to_review`` orders by."""
    names = counts.get(Layer.NAMES, 0)
    if row.corrected and row.checked_at is None:
        return "corrected, not looked at since"
    if counts.get(Layer.SCAN):
        return "the leak scan found something"
    if names < MANY_NAMES and counts.get(Layer.KNOWN, 0) < FEW_KNOWN:
        return "hardly a name of the record in it"
    if names:
        return f"{names} name{pluralize(names)} that the record does not hold"
    return AT_RANDOM


@dataclass(frozen=True, slots=True)
class PassageView:
    """One passage as the index holds it."""

    number: int
    section: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class RedactionPage:
    """One document with every mark."""

    redacted: "RedactedDocument"
    kind: str
    marks: tuple[MarkView, ...]
    lines: tuple[Line, ...]
    layers: tuple[Count, ...]
    kinds: tuple[Count, ...]
    layer: str
    kind_chosen: str
    passages: tuple[PassageView, ...]
    newest_id: UUID | None  # of the redaction that took its place; None when this one is in use
    checked_by: tuple[str, ...]
    corrections: "tuple[RedactionCorrection, ...]"

    @property
    def is_current(self) -> bool:
        return bool(self.redacted.current)

    def mark(self, number: int | None) -> MarkView | None:
        return next((mark for mark in self.marks if mark.number == number), None)

    def line(self, number: int | None) -> Line | None:
        return next((line for line in self.lines if line.number == number), None)

    @property
    def jumps(self) -> list[tuple[str, list[MarkView]]]:
        """Return the marks that the filter shows, class by class."""
        groups: dict[str, list[MarkView]] = {}
        for count in self.kinds:
            groups[count.words] = [mark for mark in self.marks if mark.kind == count.key and mark.shown]
        return [(words, marks) for words, marks in groups.items() if marks]


def redaction_page(redacted: "RedactedDocument", *, layer: str = "", kind: str = "") -> RedactionPage:
    """Return a document that ``access_redaction`` let in, with its marks, its passages and what was corrected in it."""
    document = redacted.document
    replaced = RedactionMap.from_rows(redacted.map).replacements
    marks = marks_of(document.text, replaced, layer, kind)
    newest = None if redacted.current else redaction_in_use(document.pk)
    corrections = corrections_of_organization(document.organization_id).filter(document=document)
    return RedactionPage(
        redacted=redacted,
        kind=DocumentKind(document.kind).label,
        marks=tuple(marks),
        lines=tuple(lines_of(document.text, marks)),
        layers=tuple(counts_by_layer(marks)),
        kinds=tuple(counts_by_kind(marks)),
        layer=layer,
        kind_chosen=kind,
        passages=tuple(
            PassageView(
                passage.ordinal + 1,
                passage.section_title,
                tuple(redacted_pieces(redacted.text, passage.start, passage.end, zip(replaced, marks, strict=True))),
            )
            for passage in passages_of_document(redacted.pk)
        ),
        newest_id=newest.pk if newest else None,
        checked_by=tuple(check.person.formal_name for check in redacted.checks.select_related("person")),
        corrections=tuple(corrections),
    )


def corrections_page(person: "Person", number: str) -> "Page[RedactionCorrection]":
    """Return one page of what was corrected in the organization, the newest first."""
    return Paginator(corrections_visible_to(person), ON_A_PAGE).get_page(number)


def patients_to_renew() -> set[UUID]:
    """Return the patients with documents that are still to be redacted again, or indexed, after a correction."""
    return {*patients_waiting(), *(patient_id for _, patient_id in redactions_to_index())}


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One correction with the case it is, or could become; ``problem`` says why it cannot."""

    correction: "RedactionCorrection"
    kind: str
    layer: str
    pieces: tuple[Piece, ...]  # the invented line; what is scored carries a mark
    text: str
    problem: str
    accepted_by: str
    may_accept: bool


def case_rows(corrections: "Iterable[RedactionCorrection]", person: "Person") -> list[CaseRow]:
    """Return corrections with their cases; only what a second person may accept can be accepted."""
    return [_case_row(correction, person) for correction in corrections]


def _case_row(correction: "RedactionCorrection", person: "Person") -> CaseRow:
    case, problem = getattr(correction, "case", None), ""
    body: dict[str, Any] = {"text": "", "phi": [], "phi_keep": []}
    try:
        body = case.body if case else case_preview(correction)
    except CorrectionRefused as refusal:
        problem = refusal.sentence
    return CaseRow(
        correction=correction,
        kind=KIND_WORDS[IdentifierKind(correction.kind)],
        layer=LAYER_WORDS[Layer(correction.layer)] if correction.layer else "",
        pieces=tuple(_case_pieces(body)),
        text=body["text"],
        problem=problem,
        accepted_by=case.accepted_by.formal_name if case else "",
        may_accept=not case and not problem and correction.person_id != person.pk,
    )


def _case_pieces(body: Mapping[str, Any]) -> "Iterable[Piece]":
    at, text = 0, body["text"]
    for span in sorted((s for key in ("phi", "phi_keep") for s in body[key]), key=lambda s: s["start"]):
        if not span.get("optional"):
            yield Piece(text[at : span["start"]], -1)
            yield Piece(span["quote"], span["start"])
            at = span["end"]
    yield Piece(text[at:], -1)
