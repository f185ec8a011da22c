"""What who asked for a returned draft does with it: answers, sends it back to review, or withdraws the request."""

from typing import TYPE_CHECKING

from django.db import transaction

from apps.audit.services import event_append
from apps.core.actors import Actor
from apps.review.domain.kept import TypedAct
from apps.review.domain.status import RETURN_AUDIT_EVENT, Outcome, ReturnAct, ReviewStatus
from apps.review.errors import Collision, ReviewError
from apps.review.models import ReturnReply, ReviewDecision
from apps.review.selectors.rights import NOT_RETURNED, why_not_answer
from apps.review.services.items import item_locked, item_move
from apps.review.services.typed import words_done
from apps.review.services.words import words_concealed

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft

LONGEST_REPLY = 1000
WORDLESS = {
    ReturnAct.ANSWERED: "Write your answer to the reviewer.",
    ReturnAct.SENT_BACK: "Say to the reviewer what changed, or why the draft can be judged as it is.",
    ReturnAct.WITHDRAWN: "Say why the draft is no longer needed.",
}


@transaction.atomic
def return_answer(
    *, draft: "Draft", act: ReturnAct, words: str, person: "Person", actor: Actor
) -> ReturnReply:  # fmt: skip
    """Answer the reviewer who returned a draft: in words, with the draft back in the queue, or by ending it.

    Raises Collision where the draft is not with who asked for it any more, ReviewError for anybody else, without words,
    or for words that cannot be kept.
    """
    item = item_locked(draft)
    if item.status != ReviewStatus.RETURNED:
        raise Collision(NOT_RETURNED)
    if sentence := why_not_answer(draft, person):
        raise ReviewError(sentence)
    said = words_concealed(draft=draft, text=words, longest=LONGEST_REPLY, named="The answer", actor=actor)
    if not said:
        raise ReviewError(WORDLESS[act])
    decision = ReviewDecision.objects.filter(item=item, outcome=Outcome.RETURN).latest("ordinal")
    reply = ReturnReply.objects.create(decision=decision, act=act, words=said, person=person)
    words_done(draft.pk, act=TypedAct.RETURN)
    if act is ReturnAct.SENT_BACK:
        item_move(item, ReviewStatus.OPEN, None)
    elif act is ReturnAct.WITHDRAWN:
        item_move(item, ReviewStatus.WITHDRAWN, item.claimed_by)
    event_append(
        actor=actor, action=RETURN_AUDIT_EVENT[act], patient_id=draft.patient_id, object_type="draft",
        object_id=draft.pk, details={"decision_id": decision.pk, "reply_id": reply.pk},
    )  # fmt: skip
    return reply
