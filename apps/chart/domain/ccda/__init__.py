"""A C-CDA document as plain text with its sections: what a person would read, section by section.

Sections come from the XML, not from words: each by (templateId, code), since one code can have two templates (8648-8 is
the course of care and the hospital course). XML is read without document types and without entities.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from defusedxml import ElementTree

from apps.chart.domain.ccda.narrative import child, children, lines_of, local, words_of
from apps.chart.domain.ccda.patient import patient_claims
from apps.chart.domain.ccda.templates import kind_of_template
from apps.chart.domain.documents import SectionKind, SectionSpan
from apps.chart.domain.identity.claims import Claim
from apps.chart.domain.sections.codes import kind_of_loinc
from apps.chart.domain.sections.titles import kind_of_title

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["ClinicalDocument", "ClinicalSection", "NotReadable", "is_clinical_document", "read_document"]

ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?ClinicalDocument[\s>/]")
NOT_RECORDED = "Not recorded."
DEEPEST = 100  # levels; the deepest documents we know have about 30
LONGEST_TITLE = 300
DEEPEST_HEADER = 6  # levels of markdown
NOT_XML = "It is not well-formed XML ({detail}). Have the sender correct it and send it again."
FORBIDDEN = "It holds a document type or an entity, which no C-CDA document needs. Have the sender remove it."
TOO_DEEP = f"It is nested more than {DEEPEST} levels deep, which no C-CDA document is. Have the sender check it."
NOT_CLINICAL = "It is XML, but no ClinicalDocument."


class NotReadable(ValueError):
    """XML that cannot be read as a C-CDA document; says why in a sentence without a word of the document."""


@dataclass(frozen=True, slots=True)
class ClinicalSection:
    """A section as it was sent: where its own text lies, and what names it. ``level`` is 1 for an outermost one."""

    span: SectionSpan
    template: str  # root of the templateId that says most about it; empty without one
    code: str
    level: int
    recorded: bool  # False: its sender gave a nullFlavor instead of content

    @property
    def key(self) -> tuple[str, str]:
        return (self.template, self.code)


@dataclass(frozen=True, slots=True)
class ClinicalDocument:
    """The narrative of a document: each section under its title as a markdown header, nested ones deeper."""

    title: str
    text: str
    sections: tuple[ClinicalSection, ...]
    claims: tuple[Claim, ...] = ()  # whom its envelope says it is about

    @property
    def spans(self) -> tuple[SectionSpan, ...]:
        return tuple(section.span for section in self.sections)


def is_clinical_document(content: bytes) -> bool:
    """Say whether bytes look like a CDA document, well-formed or not."""
    return bool(ROOT.search(content)) or bool(ROOT.search(content.replace(b"\x00", b"")))


def read_document(content: bytes) -> ClinicalDocument:
    """Return the text of a C-CDA document and its sections, in order and disjoint. Raises NotReadable.

    A document without a structured body has no text here. The bytes say their own encoding, as XML does.
    """
    root = _parsed(content)
    if local(root) != "ClinicalDocument":
        raise NotReadable(NOT_CLINICAL)
    layout = _Layout()
    for component in children(root, "component"):
        for body in children(component, "structuredBody"):
            for section in _sections_in(body):
                layout.add(section, 1, SectionKind.OTHER)
    return ClinicalDocument(words_of(child(root, "title")), layout.text, tuple(layout.sections), patient_claims(root))


def _parsed(content: bytes) -> "Element":
    try:
        root: Element = ElementTree.fromstring(content, forbid_dtd=True)
    except ElementTree.ParseError as error:
        line, column = error.position
        raise NotReadable(NOT_XML.format(detail=f"line {line}, column {column + 1}")) from None
    except (ValueError, LookupError) as error:
        is_forbidden = type(error).__module__.startswith("defusedxml")
        raise NotReadable(FORBIDDEN if is_forbidden else NOT_XML.format(detail="unknown encoding")) from None
    level = [root]
    for _ in range(DEEPEST):
        level = [one for element in level for one in element]
    if level:
        raise NotReadable(TOO_DEEP)
    return root


def _sections_in(parent: "Element") -> "Iterator[Element]":
    for component in children(parent, "component"):
        yield from children(component, "section")


class _Layout:
    """Writes sections one after the other and remembers where each of them lies."""

    def __init__(self) -> None:
        self.sections: list[ClinicalSection] = []
        self._written: list[str] = []
        self._length = 0

    @property
    def text(self) -> str:
        return "".join(self._written)

    def add(self, section: "Element", level: int, parent: SectionKind) -> None:
        roots = [template.get("root") or "" for template in children(section, "templateId")]
        code, title = _code(section), words_of(child(section, "title"))[:LONGEST_TITLE]
        kind = _kind(code, roots, title, parent)
        recorded, body = section.get("nullFlavor") is None, _body(section)
        nested = list(_sections_in(section))
        if title or body or not recorded:
            title = title or _display(section) or kind.label
            start, end = self._section(title, [*([] if recorded else [NOT_RECORDED]), *body], level)
            template = next((root for root in roots if kind_of_template(root)), roots[0] if roots else "")
            span = SectionSpan(kind, title, start, end)
            self.sections.append(ClinicalSection(span, template, code, level, recorded))
        for one in nested:
            self.add(one, level + 1, kind)

    def _section(self, title: str, body: list[str], level: int) -> tuple[int, int]:
        """Write a header and its text; return where the text lies."""
        self._write("\n\n" if self._length else "", "#" * min(level, DEEPEST_HEADER), f" {title}", "\n" if body else "")
        start = self._length
        self._write("\n".join(body))
        return start, self._length

    def _write(self, *words: str) -> None:
        self._written += words
        self._length += sum(map(len, words))


def _body(section: "Element") -> list[str]:
    text = child(section, "text")
    return [] if text is None else lines_of(text)


def _code(section: "Element") -> str:
    code = child(section, "code")
    return "" if code is None else (code.get("code") or "")


def _display(section: "Element") -> str:
    code = child(section, "code")
    return "" if code is None else " ".join((code.get("displayName") or "").split())[:LONGEST_TITLE]


def _kind(code: str, roots: list[str], title: str, parent: SectionKind) -> SectionKind:
    """Return what a section is: by its code, else its template, else its title, else what it is a part of."""
    by_template = next((kind for root in roots if (kind := kind_of_template(root))), None)
    return kind_of_loinc(code) or by_template or kind_of_title(title) or parent
