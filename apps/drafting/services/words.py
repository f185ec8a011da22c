"""What a person types into a request says what a draft is for; it decides nothing."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from apps.audit.domain.actions import Action, Outcome
from apps.audit.services import event_append
from apps.core.actors import Actor
from apps.drafting.domain.errors import NeedsClinician
from apps.redaction.services import text_conceal
from apps.retrieval.domain.refusals import ASKS_FOR, SENTENCE
from apps.retrieval.selectors import refusal_of

SAY_INSTEAD = "Say in a few words what the draft is for; it says what the record says."


def words_check(*, patient_id: str | UUID, words: Iterable[str], actor: Actor) -> None:
    """Raise NeedsClinician for words that want a decision, and record that, without a word of them.

    Call it outside any transaction: the refusal stays on record when the request is taken back.
    """
    for text in words:
        concealed = text_conceal(patient_id=patient_id, text=text.strip(), actor=actor) if text.strip() else ""
        if refusal := refusal_of(concealed):
            with transaction.atomic():
                event_append(
                    actor=actor, action=Action.DRAFT_REQUEST_REFUSED, patient_id=patient_id, object_type="patient",
                    object_id=patient_id, outcome=Outcome.FAILURE, details={"category": refusal.category.value},
                )  # fmt: skip
            raise NeedsClinician(f"{SENTENCE} {ASKS_FOR[refusal.category]} {SAY_INSTEAD}")
