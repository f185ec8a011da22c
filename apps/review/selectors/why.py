"""Why this passage? One line for a citation, out of what was kept when its passage was found."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from apps.access.domain.labels import EMERGENCY
from apps.access.domain.roles import role_documents, role_labels
from apps.drafting.selectors import queries_asked_for
from apps.retrieval.domain.provenance import PassageCard, StoredQuery
from apps.retrieval.domain.tasks import SearchTask
from apps.retrieval.domain.why import Place, name_of, why
from apps.retrieval.selectors import passage_found

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import BoundQuote, Draft


def citation_why(draft: "Draft", cited: "BoundQuote", criterion_id: str, person: "Person") -> str:
    """Return the line of one citation of a draft that ``access_draft`` let in; empty for one older than the index.

    Only what the passage is where its place would count passages that the person may not read.
    """
    if cited.passage_id is None:
        return ""
    asked = queries_asked_for(draft)
    patient = draft.patient_id
    queries, card = passage_found(cited.passage_id, asked, patient_id=patient, requester=person)
    if not all(holds_rights_of(query.filter, person.role) for query in queries):
        return name_line(card)
    return why_line(cited, criterion_id, queries, asked, {card.id: card} if card else {})


def holds_rights_of(applied: Mapping[str, object], role: str) -> bool:
    """Say whether a role may read all that a search could rank; never where its rights are not on record."""
    labels = applied.get("labels")
    if not isinstance(labels, list):
        return False
    needed = {*labels, *(EMERGENCY if applied.get("emergency") else ())}
    return needed <= role_labels(role) and role_documents(str(applied.get("role", ""))) <= role_documents(role)


def name_line(card: PassageCard | None) -> str:
    """Return what a passage is, without its place in an answer."""
    return f"{name_of(card.origin)}." if card else ""


def why_line(
    cited: "BoundQuote",
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
