"""Reading a letter with what it cites, for who sees it to its payer: each reading is an event."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.http import Http404

from apps.audit.domain.actions import Action, Outcome
from apps.audit.services import event_append
from apps.core.actors import Actor
from apps.viewer.selectors import Quote, cited_quote
from apps.viewer.services import identifiers_put_back

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft
    from apps.review.selectors.cited import CitedDraft, Place


@dataclass(frozen=True, slots=True)
class CitedWords:
    """What the evidence pane shows: a citation, and its very words under the title and the day of their document."""

    place: "Place"
    quote: Quote


@transaction.atomic
def cited_letter_show(*, draft: "Draft", actor: Actor) -> None:
    """Record that a letter was read with its criteria, and what was put back. Call it after reading."""
    put_back = identifiers_put_back(patient_id=draft.patient_id, draft_id=draft.pk, actor=actor)
    event_append(
        actor=actor, action=Action.CITED_LETTER_VIEWED, patient_id=draft.patient_id, object_type="draft",
        object_id=draft.pk, details=put_back,
    )  # fmt: skip


@transaction.atomic
def cited_words_show(*, cited: "CitedDraft", citation_id: UUID, person: "Person", actor: Actor) -> CitedWords:
    """Return the words behind one citation of a letter that ``access_cited`` let in, and record who read them.

    Raises Http404 for a citation of anything else.
    """
    place = cited.places.get(citation_id)
    if place is None:
        raise Http404("No such citation.")
    quote = cited_quote(person, place.span)
    event_append(
        actor=actor, action=Action.CITED_WORDS_VIEWED, patient_id=cited.draft.patient_id, object_type="citation",
        object_id=citation_id, outcome=Outcome.FAILURE if quote.broken else Outcome.SUCCESS,
        details={"draft_id": cited.draft.pk, "document_id": place.span.document_id},
    )  # fmt: skip
    return CitedWords(place, quote)
