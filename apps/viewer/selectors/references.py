"""Policies and protocols as they are shown: those in force, and one of them in its own shape."""

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from django.core.paginator import Page, Paginator

from apps.core import clock
from apps.retrieval.selectors import reference_sections, references_in_force
from apps.viewer.domain.layout import Part, SectionSpan, parts
from apps.viewer.domain.marks import Mark, MarkKind

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.retrieval.models import ReferenceDocument

REFERENCES_ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """One text as it is shown; ``status`` says why it does not count today, and is empty where it does."""

    document: "ReferenceDocument"
    parts: tuple[Part, ...]
    status: str


def references_page(person: "Person", number: str) -> "Page[ReferenceDocument]":
    """Return one page of the texts in force for a person: protocols, policies, guidelines, by title."""
    rows = references_in_force(person.organization_id, clock.today()).defer("text")
    return Paginator(rows.order_by("-kind", "title", "-version", "pk"), REFERENCES_ON_A_PAGE).get_page(number)


def reference_view(document: "ReferenceDocument", span: tuple[int, int] | None) -> ReferenceView:
    """Return a text in its own shape, ``span`` marked as what a search found."""
    marks = [Mark(*span, MarkKind.FOUND)] if span else []
    heads = [SectionSpan(part.title, part.start, part.end) for part in reference_sections(document)]
    shown = parts(document.text, heads, marks, structured=False, title=document.title)
    first = [replace(part, title="") for part in shown[:1] if document.title.endswith(part.title)] or shown[:1]
    return ReferenceView(document, tuple(chain(first, shown[1:])), _status(document))


def _status(document: "ReferenceDocument") -> str:
    today = clock.today()
    if document.effective_start and today < document.effective_start:
        return "Not yet in force"
    return "No longer in force" if document.effective_end and document.effective_end < today else ""
