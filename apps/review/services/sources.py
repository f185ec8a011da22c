"""Reading the chart in the source pane: any document of it, about one place, with the words that were looked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404

from apps.chart.selectors import access_document
from apps.core.actors import Actor
from apps.drafting.selectors import claims_told
from apps.review.models import ChosenCitation
from apps.review.selectors.beside import told
from apps.review.services.resting import claims_resting
from apps.viewer.domain.finding import hits, nearest
from apps.viewer.domain.marks import Mark, MarkKind
from apps.viewer.selectors import DocumentView
from apps.viewer.services import document_show

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.chart.models import SourceDocument
    from apps.review.selectors.accessed import AccessedDraft

Place = tuple[int, int]
START = (0, 1)


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a document is asked for. ``cited`` is a citation whose words are marked; the first that is set counts."""

    words: str = ""  # to be found in it
    hit: int = 0  # the number of the hit to stand at, from 1; 0: the nearest to ``at``
    span: Place | None = None  # that a search of the chart led to
    at: int | None = None  # a place to read from
    cited: UUID | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A document of the chart as it stands in the source pane."""

    document_id: UUID
    view: DocumentView
    asked: Asked
    cited: str = ""  # "12", where the words of a citation of the draft are marked
    hits: int = 0
    hit: int = 0  # from 1; 0 where nothing was found or asked

    @property
    def previous(self) -> int:
        """The hit before, round the end."""
        return self.hit - 1 or self.hits

    @property
    def next(self) -> int:
        """The hit after, round the end."""
        return self.hit % self.hits + 1 if self.hits else 0


def source_read(
    *, draft: "AccessedDraft", document_id: UUID, asked: Asked, person: "Person", actor: Actor
) -> Reading:  # fmt: skip
    """Show a document of the draft's chart beside the draft, and record that it was opened.

    Raises Http404 for a document that is not this patient's, or not theirs to see.
    """
    document = access_document(person, document_id)
    if document.patient_id != draft.patient_id:
        raise Http404("No such document.")
    quote = _cited(draft, document, asked.cited)
    found = hits(document.text, asked.words)
    now = _hit(found, asked, quote)
    marks = [*_marks(draft, document), *_hit_marks(found, now)]
    marks += [Mark(*asked.span, MarkKind.FOUND)] if asked.span else []
    marks += [Mark(quote.source_start, quote.source_end, MarkKind.QUOTE)] if quote else []
    about = None if asked.whole else _about(found, now, asked, quote)
    view = document_show(
        document=document, marks=marks, about=about, draft_id=draft.pk, person=person, actor=actor
    )  # fmt: skip
    return Reading(document.pk, view, asked, str(quote.ordinal) if quote else "", len(found), now)


def _cited(draft: "AccessedDraft", document: "SourceDocument", citation_id: UUID | None) -> Any:
    """Return the citation of the draft into this document by id, the machine's or a person's, or None."""
    if citation_id is None:
        return None
    of_claims = (one for claim in claims_told(told(draft).claim_rows) for one in claim.citations.all())
    machine = next((one for one in of_claims if one.pk == citation_id), None)
    own = ChosenCitation.objects.filter(pk=citation_id, evidence__item__draft=draft)
    cited = machine or own.first()
    is_here = cited and cited.source_document_id == document.pk and cited.source_sha256 == document.sha256
    return cited if is_here else None


def _hit(found: list[Place], asked: Asked, quote: Any) -> int:
    if not found:
        return 0
    if asked.hit:
        return min(asked.hit, len(found))
    return nearest(found, asked.at or (quote.source_start if quote else 0)) + 1


def _hit_marks(found: list[Place], now: int) -> Iterator[Mark]:
    for number, span in enumerate(found, start=1):
        yield Mark(*span, MarkKind.HIT, now=number == now)


def _marks(draft: "AccessedDraft", document: "SourceDocument") -> Iterator[Mark]:
    """Yield a mark for each place of the document that a sentence of the draft rests on now."""
    for one in claims_resting(draft):
        for cited in one.citations:
            if cited.source_document_id == document.pk:
                yield Mark(cited.source_start, cited.source_end, MarkKind.ALSO, (one.link(draft),))


def _about(found: list[Place], now: int, asked: Asked, quote: Any) -> Place:
    if now:
        return found[now - 1]
    if asked.span:
        return asked.span
    if asked.at is not None:
        return asked.at, asked.at + 1
    return (quote.source_start, quote.source_end) if quote else START
