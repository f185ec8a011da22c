"""A sentence that a clinician adds to a letter (P12): theirs, marked as such, taken back until a decision."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.http import Http404

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core.actors import Actor
from apps.drafting.domain.claims import DraftKind
from apps.review.domain import typed
from apps.review.domain.kept import TypedAct
from apps.review.domain.statements import LONGEST, SHORTEST, Part, part_of
from apps.review.errors import ReviewError
from apps.review.models import ClinicianStatement
from apps.review.selectors.outline import leaves_of
from apps.review.services.items import item_hold
from apps.review.services.typed import words_done
from apps.review.services.words import words_concealed

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft
    from apps.review.selectors.accessed import AccessedDraft

NO_PART = "Choose the criterion or the part of the letter that your sentence belongs to."
TOO_SHORT = "Write what you state, in words: a sentence that a reader can weigh."


@transaction.atomic
def statement_add(
    *, draft: "AccessedDraft", where: str, text: str, person: "Person", actor: Actor
) -> ClinicianStatement:
    """Add a clinician's own sentence to a letter; ``where`` is such as "harm" or "criterion:2a".

    What was typed is concealed before it is stored. The very same sentence in the same place is kept once: a double
    click adds one. Raises ReviewError for a place the letter does not have and for what says nothing.
    """
    part, criterion_id = _place(draft, where)
    item = item_hold(draft=draft, person=person, actor=actor)
    words = words_concealed(
        draft=draft, text=" ".join(text.split()), longest=LONGEST, named="The sentence", actor=actor
    )
    if len(words) < SHORTEST or not typed.has_letter(words):
        raise ReviewError(TOO_SHORT)
    words_done(draft.pk, person=person, act=TypedAct.STATEMENT)
    said = {"part": part, "criterion_id": criterion_id, "text": words}
    if same := item.statements.filter(**said).first():
        return same
    statement: ClinicianStatement = item.statements.create(**said, person=person)
    _record(draft, statement, Action.STATEMENT_ADDED, actor)
    return statement


@transaction.atomic
def statement_undo(*, draft: "AccessedDraft", statement_id: UUID, person: "Person", actor: Actor) -> None:
    """Take a clinician's sentence back. Raises Http404 where there is none: somebody took it back before."""
    item = item_hold(draft=draft, person=person, actor=actor)
    statement = item.statements.filter(pk=statement_id).first()
    if statement is None:
        raise Http404("No such sentence.")
    _record(draft, statement, Action.STATEMENT_UNDONE, actor)
    statement.delete()


def _place(draft: "Draft", where: str) -> tuple[Part, str]:
    if draft.kind != DraftKind.PRIOR_AUTH_LETTER or draft.policy is None:
        raise ReviewError("Only a letter that argues from a policy takes sentences of your own.")
    found = part_of(where)
    if found is None or (found[1] and found[1] not in dict(leaves_of(draft.policy.body))):
        raise ReviewError(NO_PART)
    return found


def _record(draft: "Draft", statement: ClinicianStatement, action: Action, actor: Actor) -> None:
    event_append(
        actor=actor, action=action, patient_id=draft.patient_id, object_type="statement", object_id=statement.pk,
        details={"draft_id": draft.pk, "part": statement.part, "criterion_id": statement.criterion_id},
    )  # fmt: skip
