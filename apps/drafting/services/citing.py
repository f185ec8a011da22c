"""A sentence that a person wrote, held against the words that they cite: by the checks that every draft gets."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.timezone import get_current_timezone

from apps.drafting.domain.checks import check_claim
from apps.drafting.domain.checks.disputes import held_against_chart
from apps.drafting.domain.checks.disputes.conflicts import conflicts_of
from apps.drafting.domain.claims import ProposedClaim, Support
from apps.drafting.domain.facts.chart import read_chart
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.labels import chip_label
from apps.drafting.domain.tasks import DraftInput, PassageView
from apps.drafting.services.inputs import passage_view, task_of
from apps.redaction.domain.injection import orders_inside
from apps.redaction.domain.views import RedactedView, SectionView
from apps.redaction.selectors import redacted_document_views
from apps.retrieval.selectors import listed_passages

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft

RedactedSpan = tuple[str, int, int]  # redacted document id, [start, end) in its text
LONGEST_SENTENCE = 500


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """What the checks say of a sentence and its words; ``labels`` are those of the chips, one for each span."""

    support: Support
    notes: tuple[str, ...]
    labels: tuple[str, ...]


def sentence_check(
    *, draft: "Draft", sentence: ProposedClaim, spans: Sequence[RedactedSpan], person: "Person"
) -> CitedSentence:
    """Return the verdict on a sentence against the spans that a person cites for it and the lists of the chart.

    ``sentence`` cites nothing yet. As many statements for a long chart as for a short one; notes are not read anew.
    """
    views = redacted_document_views(dict.fromkeys(document_id for document_id, _, _ in spans))
    pages = {view.id: tuple(_passages(view)) for view in views}
    quotes = [_quote(pages, views, span) for span in spans]
    cited = {quote.passage.passage_id: quote.passage for quote in quotes}
    own = cited | {passage.passage_id: passage for passages in pages.values() for passage in passages}
    listed = (passage_view(one) for one in listed_passages(draft.patient_id, person))
    passages = (*own.values(), *(one for one in listed if one.document_id not in pages))
    task = task_of(draft)
    chart = read_chart(DraftInput(task, passages))
    proposed = replace(sentence, citations=tuple(quote.cite() for quote in quotes))
    alone = check_claim(proposed, {one.passage_id: one for one in passages}, task, chart.suspects)
    checked, *_ = held_against_chart([alone], chart, conflicts_of(chart))
    return CitedSentence(
        support=checked.support,
        notes=tuple(dict.fromkeys(note.sentence[:LONGEST_SENTENCE] for note in checked.notes)),
        labels=tuple(map(chip_label, quotes)),
    )


def _passages(view: RedactedView) -> Iterator[PassageView]:
    """Yield a document section by section, as the index cuts it."""
    for section in view.sections or (_whole(view),):
        yield _passage(view, section)


def _whole(view: RedactedView) -> SectionView:
    return SectionView("other", view.title, 0, len(view.text))


def _quote(pages: dict[str, tuple[PassageView, ...]], views: Iterable[RedactedView], span: RedactedSpan) -> Quote:
    """Return a span as a quote of the section it stands in; of the whole document where it leaves every section."""
    document_id, start, end = span
    inside = next((one for one in pages[document_id] if one.start <= start and end <= one.end), None)
    if inside is None:
        view = next(one for one in views if one.id == document_id)
        inside = _passage(view, _whole(view))
    return Quote(inside, start - inside.start, end - inside.start)


def _passage(view: RedactedView, section: SectionView) -> PassageView:
    text = view.text[section.start : section.end]
    return PassageView(
        passage_id=f"{view.id}:{section.start}-{section.end}",
        text=text,
        document_id=view.id,
        start=section.start,
        end=section.end,
        document_kind=view.kind,
        document_title=view.title,
        section_kind=section.kind,
        section_title=section.title,
        dated_at=view.dated_at.astimezone(get_current_timezone()) if view.dated_at else None,
        structured=view.structured,
        superseded=view.superseded,
        author_role=view.author_role,
        labels=view.labels,
        orders=tuple(orders_inside(view.orders, text, section.start)),
        title_order=view.title_order,
    )
