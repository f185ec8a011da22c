"""Questions for a clinician: a refused question is handed over, taken up, and noted as answered elsewhere."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.http import Http404

from apps.access.domain.roles import Permission
from apps.access.selectors import check_may
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.chart.selectors import CARING, may_on_patient
from apps.core import clock
from apps.core.actors import Actor
from apps.core.errors import NotAllowed, WorkbenchError
from apps.retrieval.selectors import refused_questions
from apps.viewer.domain.questions import VALID_TRANSITIONS, QuestionStatus
from apps.viewer.models import ClinicianQuestion

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.chart.models import Patient

ONLY_CARERS = "Only those who review or sign for this patient take up a question."
READ_ONLY = "In an emergency a chart is read: nothing is handed to others from it. Call who treats the patient."
MOVED = "This question was taken up or answered meanwhile. The list shows how it stands."
ACTION_OF = {
    QuestionStatus.TAKEN: Action.QUESTION_TAKEN,
    QuestionStatus.ANSWERED_ELSEWHERE: Action.QUESTION_CLOSED,
}


class QuestionMoved(WorkbenchError):
    """Somebody else was quicker."""


@transaction.atomic
def question_hand_over(
    *, patient: "Patient", query_id: UUID, person: "Person", actor: Actor
) -> tuple[ClinicianQuestion, bool]:
    """Hand a question that was refused to the person who asked it to those who care for the patient, once.

    Return it and whether it is new. Raises Http404 where there is no such question of theirs.
    """
    refused = refused_questions([query_id], patient_id=patient.pk, requester=person).get(str(query_id))
    if refused is None or refused.requester_id != str(person.pk):
        raise Http404("No such question.")
    if not may_on_patient(person, patient.pk, "view_chart", emergency=False):
        raise NotAllowed(READ_ONLY)
    question, is_new = ClinicianQuestion.objects.get_or_create(
        query_id=query_id,
        defaults={
            "organization_id": patient.organization_id, "patient": patient, "category": refused.category,
            "asked_by": person,
        },
    )  # fmt: skip
    if is_new:
        _record(question, Action.QUESTION_HANDED_OVER, actor)
    return question, is_new


@transaction.atomic
def question_move(*, question: ClinicianQuestion, to: QuestionStatus, person: "Person", actor: Actor) -> None:
    """Take up a question, or note that it was answered elsewhere.

    Raises NotAllowed for who does not care for the patient, QuestionMoved when somebody was quicker.
    """
    if sentence := why_not_move(person, question.patient_id):
        raise NotAllowed(sentence)
    before = [status for status, after in VALID_TRANSITIONS.items() if to in after]
    rows = ClinicianQuestion.objects.filter(pk=question.pk, status__in=before)
    if not rows.update(status=to, taken_by=person, moved_at=clock.now()):
        raise QuestionMoved(MOVED)
    _record(question, ACTION_OF[to], actor)


def why_not_move(person: "Person", patient_id: UUID) -> str:
    """Return the sentence for who may not take up questions about a patient; empty for who may."""
    try:
        check_may(person, Permission.REVIEW_DRAFT)
    except NotAllowed as refused:
        return refused.sentence
    cares = any(may_on_patient(person, patient_id, right, emergency=False) for right in CARING)
    return "" if cares else ONLY_CARERS


@transaction.atomic
def questions_show(*, actor: Actor) -> None:
    """Record that the list of questions was opened."""
    event_append(actor=actor, action=Action.QUESTIONS_LISTED, object_type="question_list")


def _record(question: ClinicianQuestion, action: Action, actor: Actor) -> None:
    event_append(
        actor=actor, action=action, patient_id=question.patient_id, object_type="question", object_id=question.pk,
        details={"category": question.category, "query_id": question.query_id},
    )  # fmt: skip
