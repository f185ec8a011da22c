"""What a person types into a request says what a draft is for; it decides nothing, and orders no software about."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from apps.audit.domain.actions import Action, Outcome
from apps.audit.services import event_append
from apps.core.actors import Actor
from apps.drafting.domain.errors import NeedsClinician, OrdersSoftware, RequestRefused
from apps.drafting.domain.purposes import orders_software
from apps.redaction.services import text_conceal
from apps.retrieval.domain.refusals import ASKS_FOR, SENTENCE
from apps.retrieval.selectors import refusal_of_purpose

SAY_INSTEAD = "Say in a few words what the draft is for; it says what the record says."
ORDERS = "This tells software what to do, or a draft what to say; no draft is written from it."
TO_SOFTWARE = "orders_to_software"  # beside the categories of what needs a clinician


def words_check(*, patient_id: str | UUID, words: Iterable[str], actor: Actor) -> None:
    """Raise OrdersSoftware or NeedsClinician for words that are no purpose of a draft; no word of them is recorded.

    Call it outside any transaction: the refusal stays on record when the request is taken back.
    """
    for text in filter(None, map(str.strip, words)):
        concealed = text_conceal(patient_id=patient_id, text=text, actor=actor)
        if orders_software(text) or orders_software(concealed):  # the wall takes unfamiliar words for names
            _refuse(patient_id, TO_SOFTWARE, OrdersSoftware(f"{ORDERS} {SAY_INSTEAD}"), actor)
        if refusal := refusal_of_purpose(concealed):
            sentence = f"{SENTENCE} {ASKS_FOR[refusal.category]} {SAY_INSTEAD}"
            _refuse(patient_id, refusal.category.value, NeedsClinician(sentence), actor)


def _refuse(patient_id: str | UUID, category: str, error: RequestRefused, actor: Actor) -> None:
    with transaction.atomic():
        event_append(
            actor=actor, action=Action.DRAFT_REQUEST_REFUSED, patient_id=patient_id, object_type="patient",
            object_id=patient_id, outcome=Outcome.FAILURE, details={"category": category},
        )  # fmt: skip
    raise error
