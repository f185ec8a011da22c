"""The source behind a citation or a hit: shown where it is bound, or said to be broken, never searched for again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from apps.access.domain.labels import label_words
from apps.chart.domain.documents import DocumentKind
from apps.chart.selectors import access_document, documents_get
from apps.chart.selectors.citable import access_cited_document
from apps.core.crypto.errors import SealBroken
from apps.redaction.domain.injection import orders_in
from apps.redaction.domain.mapping import RedactionMap
from apps.redaction.selectors import redacted_documents_visible_to
from apps.viewer.domain.citations import BROKEN, BoundSpan, line_around, resolves
from apps.viewer.domain.marks import Mark, MarkKind, Run, order_marks, runs
from apps.viewer.domain.misfiled import header_sentence
from apps.viewer.selectors.documents import DocumentHeader, DocumentView, document_view

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.chart.models import SourceDocument


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of one piece of evidence with the line they stand in."""

    header: DocumentHeader
    runs: tuple[Run, ...]
    broken: str = ""


def evidence_view(person: "Person", span: BoundSpan, marks: Sequence[Mark]) -> DocumentView:
    """Return the document of a citation with the quoted words marked, or with the sentence that it does not resolve.

    ``marks`` are of other citations into the same document. A span that does not resolve is not marked anywhere.
    """
    document = access_document(person, span.document_id)
    if not resolves(span, document.text):
        return document_view(person, document, broken=BROKEN, about=(0, 1))
    quote = Mark(span.start, span.end, MarkKind.QUOTE)
    return document_view(person, document, [quote, *marks], about=(span.start, span.end))


def evidence_quotes(patient_id: object, spans: Sequence[BoundSpan]) -> list[Quote | None]:
    """Return the words of spans of one patient, in order; None where the document is not this patient's.

    The caller has asked the grant. One statement.
    """
    documents = documents_get({span.document_id for span in spans})
    own = {str(pk): row for pk, row in documents.items() if str(row.patient_id) == str(patient_id)}
    found = ((span, own.get(str(span.document_id))) for span in spans)
    return [_quote(span, document) if document else None for span, document in found]


def cited_quote(person: "Person", span: BoundSpan) -> Quote:
    """Return the very words of a citation and not a character beside them, or raise Http404.

    For who reads what a letter cites and nothing else of the chart; the caller knows that a letter of theirs cites it.
    """
    document = access_cited_document(person, span.document_id)
    if not resolves(span, document.text):
        return Quote(_header_alone(document), (), BROKEN)
    marks = [Mark(span.start, span.end, MarkKind.QUOTE), *order_marks(document.text)]
    return Quote(_header_alone(document), runs(document.text, span.start, span.end, marks))


def _quote(span: BoundSpan, document: "SourceDocument") -> Quote:
    header = _header_alone(document)
    if not resolves(span, document.text):
        return Quote(header, (), BROKEN)
    left, right = line_around(document.text, span.start, span.end)
    quoted = Mark(span.start, span.end, MarkKind.QUOTE)
    return Quote(header, runs(document.text, left, right, [quoted, *order_marks(document.text)]))


def _header_alone(document: "SourceDocument") -> DocumentHeader:
    """Return a header without asking for the encounter or the siblings."""
    return DocumentHeader(
        id=document.pk, patient_id=document.patient_id, kind=DocumentKind(document.kind).label,
        title=document.title or DocumentKind(document.kind).label, author=document.author, dated_at=document.dated_at,
        encounter="", version=document.version, versions=document.version, newest_id=None, status="",
        restricted=label_words(document.labels), title_orders=bool(orders_in(document.title)),
        set_aside=header_sentence(document.identity_differs) if document.set_aside else "",
    )  # fmt: skip


def spans_resolve(
    patient_id: object, spans: Sequence[BoundSpan], documents: "Iterable[SourceDocument] | None" = None
) -> list[bool]:
    """Return for each span whether its very words still stand in the very version it was bound to.

    One statement, none when the documents are given.
    """
    found = documents_get({span.document_id for span in spans}).values() if documents is None else documents
    rows = {str(row.pk): row for row in found if str(row.patient_id) == str(patient_id)}
    own = {pk: _words(row) for pk, row in rows.items()}
    texts = [own.get(str(span.document_id)) for span in spans]
    return [text is not None and resolves(span, text) for span, text in zip(spans, texts, strict=True)]


def quoted_words(patient_id: object, spans: Sequence[BoundSpan], documents: "Iterable[SourceDocument]") -> list[str]:
    """Return the words of spans of one patient, in order; empty where they no longer stand where they were bound.

    The caller has asked the grant. One statement for the documents that are not given, none where all are.
    """
    rows = {str(row.pk): row for row in documents}
    if absent := {str(span.document_id) for span in spans} - rows.keys():
        rows |= {str(pk): row for pk, row in documents_get(absent).items()}
    texts = {pk: _words(row) for pk, row in rows.items() if str(row.patient_id) == str(patient_id)}
    found = ((span, texts.get(str(span.document_id))) for span in spans)
    return [text[span.start : span.end] if text is not None and resolves(span, text) else "" for span, text in found]


def _words(document: "SourceDocument") -> str | None:
    """Return a document's text, or None when it does not open: what was changed in the database supports nothing."""
    try:
        return document.text
    except SealBroken:
        return None


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
