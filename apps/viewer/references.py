"""Asking policies and protocols. Nothing of a question is kept, and what may name somebody is not searched for."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.redaction.interface import BoundaryPolicy, TextSearch
from apps.retrieval.domain.reference import PERSONAL
from apps.retrieval.selectors import ReferenceHit, reference_search
from apps.viewer.selectors.references import ReferenceView, reference_view

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.retrieval.models import ReferenceDocument

HITS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class ReferenceAnswer:
    """The passages nearest to a question; ``has_identifiers`` says that something of a person was not searched for."""

    question: str
    hits: tuple[ReferenceHit, ...]
    has_identifiers: bool


def references_ask(*, text: str, person: "Person", actor: Actor) -> ReferenceAnswer:
    """Return the passages in force that best answer a question, and record that somebody asked: never what."""
    searched = _without_identifiers(text)
    hits = reference_search(searched, organization_id=person.organization_id, on=clock.today(), limit=HITS_SHOWN)
    with transaction.atomic():
        event_append(
            actor=actor, action=Action.REFERENCE_SEARCHED, object_type="reference_corpus", details={"hits": len(hits)}
        )
    return ReferenceAnswer(text, tuple(hits), searched != text)


def _without_identifiers(text: str) -> str:
    """Leave out what may name a patient: the words of a search reach a database, whose own log nobody here governs."""
    found = [one for one in TextSearch(policy=BoundaryPolicy.LOCAL).find(text) if one.kind in PERSONAL]
    for one in reversed(found):
        text = f"{text[: one.start]} {text[one.end :]}"
    return text


@transaction.atomic
def reference_show(*, document: "ReferenceDocument", span: tuple[int, int] | None, actor: Actor) -> ReferenceView:
    """Return a text as it is shown and record that it was opened."""
    view = reference_view(document, span)
    event_append(actor=actor, action=Action.REFERENCE_VIEWED, object_type="reference_document", object_id=document.pk)
    return view
