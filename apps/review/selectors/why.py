"""Why this passage? One line for a citation, out of what was kept when its passage was found."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from apps.drafting.selectors import queries_asked_for
from apps.retrieval.domain.provenance import PassageCard, StoredQuery
from apps.retrieval.domain.tasks import SearchTask
from apps.retrieval.domain.why import Place, why
from apps.retrieval.selectors import passages_shown, queries_of

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Citation, Draft


def citation_why(draft: "Draft", cited: "Citation", criterion_id: str, person: "Person") -> str:
    """Return the line of one citation of a draft that ``access_draft`` let in; empty for one older than the index."""
    if cited.passage_id is None:
        return ""
    asked = queries_asked_for(draft)
    patient = draft.patient_id
    queries = queries_of(asked, patient_id=patient, requester=person)
    cards = passages_shown([cited.passage_id], patient_id=patient, requester=person)
    return why_line(cited, criterion_id, queries, asked, cards)


def why_line(
    cited: "Citation",
    criterion_id: str,
    queries: Iterable[StoredQuery],
    asked: Mapping[str, str],
    cards: Mapping[str, PassageCard],
) -> str:
    """Return the line: of the claim's own criterion, else of the question that ranked the passage best."""
    if cited.passage_id is None:
        return ""
    id_ = str(cited.passage_id)
    card = cards.get(id_)
    reading = sum(query.candidates for query in queries if query.task == SearchTask.SUMMARY)
    return why(card.origin if card else None, _place(id_, criterion_id, queries, asked), read=reading)


def _place(
    passage_id: str, criterion_id: str, queries: Iterable[StoredQuery], asked: Mapping[str, str]
) -> Place | None:
    """Return where the passage stood for the claim's own criterion, else in the answer that returned it highest."""
    places = [(query, query.place_of(passage_id)) for query in queries]
    ranked = [
        (asked.get(query.id) != criterion_id or not criterion_id, not place.returned, place.rank, place)
        for query, place in places
        if place
    ]
    return min(ranked, key=lambda row: row[:3])[3] if ranked else None
