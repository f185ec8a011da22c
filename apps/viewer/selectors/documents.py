"""One document version as it is shown: its header, its parts, its marks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from apps.access.domain.labels import label_words
from apps.chart.domain.documents import DocumentKind, SectionKind
from apps.chart.selectors import SUPERSEDED, documents_standing_for, documents_visible_to
from apps.redaction.domain.injection import orders_in
from apps.viewer.domain.layout import Part, SectionSpan, parts
from apps.viewer.domain.marks import CITED, Mark, order_marks, touches
from apps.viewer.domain.misfiled import header_sentence
from apps.viewer.domain.superseded import CALLED_SO, NOTHING_INSTEAD
from apps.viewer.domain.windows import Window, window

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.chart.models import SourceDocument


@dataclass(frozen=True, slots=True)
class Successor:
    """The note that stands in the place of another that its sender calls superseded."""

    id: UUID
    title: str
    dated_at: datetime | None


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
    restricted: str = ""  # "Restricted: substance use"
    called_superseded: str = ""  # by its sender, in words, where nothing that this person may read took its place
    successor: "Successor | None" = None
    title_orders: bool = False  # the title itself is addressed to software
    set_aside: str = ""  # says what differs in the header of a page that names another person

    @property
    def says_kind(self) -> bool:
        """Return whether the kind says what the title does not."""
        return self.kind.casefold() not in self.title.casefold()

    @property
    def says_encounter(self) -> bool:
        """Return whether the visit says what neither title nor kind does."""
        return bool(self.encounter) and self.encounter.casefold() not in f"{self.title} / {self.kind}".casefold()


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document as it is shown, with its marks; ``broken`` holds the sentence when its citation does not resolve."""

    header: DocumentHeader
    parts: tuple[Part, ...]
    structured: bool
    broken: str = ""
    sections: tuple[SectionSpan, ...] = ()  # those with a title, of the whole document
    window: Window | None = None  # which part of a long document this is; None where it was asked for whole
    here: int = 0  # where the section begins that was asked for
    cited_sections: frozenset[int] = frozenset()  # where those begin in which something is cited


def document_header(person: "Person", document: "SourceDocument") -> DocumentHeader:
    """Return the header of a document version; hidden siblings and successors are not there.

    One statement, two more for a document that its sender calls superseded.
    """
    siblings = documents_visible_to(person).filter(
        patient=document.patient_id, series=document.series, source_system=document.source_system
    )
    newest_id, versions = document.pk, document.version
    for pk, version in siblings.order_by("version").values_list("pk", "version"):
        newest_id, versions = pk, version
    header = _header(document, versions, None if newest_id == document.pk else newest_id)
    if document.source_status != SUPERSEDED or header.newest_id:
        return header
    successor, said = _in_its_place(person, document)
    return replace(header, status="", successor=successor, called_superseded=said)


def _in_its_place(person: "Person", document: "SourceDocument") -> tuple[Successor | None, str]:
    standing = documents_standing_for(document)
    row = documents_visible_to(person).filter(pk__in=standing.values("pk")).order_by("-dated_at", "pk").first()
    if row is None:
        return None, CALLED_SO if standing.exists() else NOTHING_INSTEAD
    return Successor(row.pk, row.title or DocumentKind(row.kind).label, row.dated_at), ""


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
        restricted=label_words(document.labels),
        title_orders=bool(orders_in(document.title)),
        set_aside=header_sentence(document.identity_differs) if document.set_aside else "",
    )


def document_view(
    person: "Person", document: "SourceDocument", marks: Sequence[Mark] = (), *, broken: str = "",
    about: tuple[int, int] | None = None,
) -> DocumentView:  # fmt: skip
    """Return a document section by section with its marks. Two statements: its sections and its siblings.

    Of a long one only what stands ``about`` a place, where one is given.
    """
    sections = [
        SectionSpan(section.title or section_words(section.kind), section.start, section.end)
        for section in document.sections.all()
    ]
    whole = parts(
        document.text,
        sections,
        [*marks, *order_marks(document.text)],
        structured=document.structured,
        title=document.title,
    )
    titled = tuple(section for section in sections if section.title)
    shown, part = window(whole, about, len(document.text)) if about else (whole, None)
    return DocumentView(
        header=document_header(person, document),
        parts=shown,
        structured=document.structured,
        broken=broken,
        sections=titled,
        window=part,
        here=max((section.start for section in titled if about and section.start <= about[0]), default=0),
        cited_sections=frozenset(one.start for one in titled if touches(marks, one.start, one.end, CITED)),
    )


def section_words(kind: str) -> str:
    """Return what a section is called whose own title says nothing."""
    return "" if kind == SectionKind.OTHER else SectionKind(kind).label
