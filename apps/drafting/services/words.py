"""What a person types into a request says what a draft is for; it decides nothing, and orders no software about."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from apps.audit.domain.actions import Action, Outcome
from apps.audit.services import event_append
from apps.core.actors import Actor
from apps.drafting.domain.errors import NeedsClinician, OrdersSoftware, RequestRefused
from apps.drafting.domain.purposes import names_another, orders_software, wants_otherwise
from apps.redaction.services import text_conceal
from apps.retrieval.domain.language import is_not_english
from apps.retrieval.domain.refusals import ASKS_FOR, SENTENCE
from apps.retrieval.selectors import refusal_of_purpose

SAY_INSTEAD = "Say in a few words what the draft is for; it says what the record says."
ORDERS = "This tells software what to do, or a draft what to say; no draft is written from it."
ONLY_ENGLISH = "This reader knows English alone."
NOT_AS_RECORDED = (
    "A draft leaves nothing out, supposes nothing and is told in no other form because somebody asks for it."
)
OF_ANOTHER = "This names another person or holds the number of a record; a draft is of the patient whose chart is open."
OTHER_LANGUAGE, OTHERWISE, ANOTHER = "other_language", "not_as_recorded", "another_person"
TO_SOFTWARE = "orders_to_software"  # beside the categories of what needs a clinician


def words_check(*, patient_id: str | UUID, words: Iterable[str], actor: Actor) -> None:
    """Raise OrdersSoftware or NeedsClinician for words that are no purpose of a draft; no word of them is recorded.

    Call it outside any transaction: the refusal stays on record when the request is taken back.
    """
    for text in filter(None, map(str.strip, words)):
        concealed = text_conceal(patient_id=patient_id, text=text, actor=actor)
        if orders_software(text) or orders_software(concealed):  # the wall takes unfamiliar words for names
            _refuse(patient_id, TO_SOFTWARE, OrdersSoftware(f"{ORDERS} {SAY_INSTEAD}"), actor)
        if is_not_english(text):
            _refuse(patient_id, OTHER_LANGUAGE, RequestRefused(f"{ONLY_ENGLISH} {SAY_INSTEAD}"), actor)
        if names_another(concealed):
            _refuse(patient_id, ANOTHER, RequestRefused(f"{OF_ANOTHER} {SAY_INSTEAD}"), actor)
        if wants_otherwise(concealed):
            _refuse(patient_id, OTHERWISE, RequestRefused(f"{NOT_AS_RECORDED} {SAY_INSTEAD}"), actor)
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
