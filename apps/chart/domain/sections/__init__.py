"""Splits the free text of a note into titled sections. Pure: the same text always gives the same spans."""

from collections.abc import Mapping

from apps.chart.domain.documents import DocumentKind, SectionKind, SectionSpan
from apps.chart.domain.sections.codes import kind_of_loinc, loinc_of
from apps.chart.domain.sections.headers import headers

__all__ = ["kind_of_loinc", "loinc_of", "split"]

LONGEST_TITLE = 300
READ_OTHERWISE: Mapping[DocumentKind, Mapping[SectionKind, SectionKind]] = {
    DocumentKind.IMAGING_REPORT: {SectionKind.PHYSICAL_EXAM: SectionKind.FINDINGS},
    DocumentKind.PATHOLOGY_REPORT: {SectionKind.PROCEDURES: SectionKind.FINDINGS},
}


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] == "\ufeff"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def split(text: str, document: DocumentKind | None = None) -> list[SectionSpan]:
    """Return the sections of a note in order: disjoint spans of the bodies, which hold all text that is not a header.

    Text before the first header is a section without a title. A header with nothing under it keeps an empty span. What
    kind of document it is decides where one word has two meanings: the exam of an imaging report is the study.
    """
    meant = READ_OTHERWISE.get(document, {}) if document else {}
    found = list(headers(text))
    first = found[0].start if found else len(text)
    start, end = _trimmed(text, 0, first)
    sections = [SectionSpan(SectionKind.OTHER, "", start, end)] if start < end else []
    ends = [header.start for header in found[1:]] + [len(text)]
    for header, section_end in zip(found, ends, strict=False):
        start, end = _trimmed(text, header.body, section_end)
        sections.append(SectionSpan(meant.get(header.kind, header.kind), header.title[:LONGEST_TITLE], start, end))
    return sections
