"""Acts that need more than one service: asking once, the password before the signature."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from apps.access.services import step_up_check
from apps.core import clock
from apps.core.actors import Actor
from apps.drafting.pipeline import draft_request
from apps.drafting.services import words_check
from apps.redaction.selectors import may_on_patient
from apps.redaction.services import text_conceal
from apps.review import services
from apps.review.domain.status import ReviewStatus
from apps.review.errors import Collision
from apps.review.selectors.items import drafts_asked_lately
from apps.review.selectors.rights import ENDED, item_of
from apps.review.services.decisions import Judgement
from apps.viewer.selectors import Purpose, Sight, texts_restored

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft
    from apps.review.models import Signature
    from apps.review.selectors.accessed import AccessedDraft

SAME_CLICK = timedelta(seconds=60)


def draft_ask(
    *, request: Mapping[str, Any], instead_of: "Draft | None" = None, person: "Person", actor: Actor
) -> "tuple[Draft, bool]":
    """Ask for a draft, once: return it and whether it is new.

    The very same request of the same person is answered with the draft it made before while that is still in progress
    or younger than ``SAME_CLICK``, unless it is the one this is asked ``instead_of``. Requests of one person wait for
    one another, so that a double click makes one draft.
    Raises what ``drafting.pipeline.draft_request`` raises; words that need a clinician first, outside the transaction.
    """
    patient_id, words = request["patient_id"], (request["subject"], request.get("urgency_reason", ""))
    if may_on_patient(person, patient_id, "view_chart", emergency=False):
        words_check(patient_id=patient_id, words=words, actor=actor)
    return _ask_once(request, instead_of, person, actor)


@transaction.atomic
def _ask_once(
    request: Mapping[str, Any], instead_of: "Draft | None", person: "Person", actor: Actor
) -> "tuple[Draft, bool]":
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"review.draft_ask {person.pk}"])
    subject = text_conceal(patient_id=request["patient_id"], text=request["subject"].strip(), actor=actor)
    same = drafts_asked_lately(person, {**request, "subject": subject}, clock.now() - SAME_CLICK)
    asked = (same.exclude(pk=instead_of.pk) if instead_of else same).first()
    if asked is not None:
        return asked, False
    return draft_request(**request, person=person, actor=actor), True


def draft_ask_again(*, draft: "AccessedDraft", person: "Person", actor: Actor) -> "tuple[Draft, bool]":
    """Ask once more for what a draft was asked for, in the same words, on the redactions in use now; see ``draft_ask``.

    ``draft`` is one that ``access_draft`` let in. Raises Collision for one that was decided or whose sources are
    redacted as they were, and what ``draft_ask`` raises.
    """
    if not draft.redacted_again:
        raise Collision("The sources of this draft are redacted as they were when it was made: nothing would change.")
    item = item_of(draft)
    if item is not None and item.status in ENDED:
        raise Collision(ENDED[ReviewStatus(item.status)])
    subject, reason = texts_restored(
        sight=Sight(person, Purpose.REVIEW), patient_id=draft.patient_id, texts=[draft.subject, draft.urgency_reason]
    )
    request = {
        "patient_id": draft.patient_id, "kind": draft.kind, "subject": subject, "policy": draft.policy,
        "service_code": draft.service_code, "diagnosis_codes": tuple(draft.diagnosis_codes), "urgency": draft.urgency,
        "urgency_reason": reason, "due_at": draft.due_at,
    }  # fmt: skip
    return draft_ask(request=request, instead_of=draft, person=person, actor=actor)


def draft_sign(
    *,
    draft: "AccessedDraft",
    judgement: Judgement,
    meaning: str,
    header: Mapping[str, str],
    password: str,
    person: "Person",
    actor: Actor,
) -> "Signature":
    """Ask for the password again, then decide and sign. A wrong password stays on record though nothing was signed."""
    step_up_check(person=person, password=password, actor=actor)
    return services.item_sign(
        draft=draft, judgement=judgement, meaning=meaning, header=header, person=person, actor=actor
    )
