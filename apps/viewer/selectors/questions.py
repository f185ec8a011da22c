"""The questions that wait for a clinician, as those see them who hold a grant on the patient."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import Http404

from apps.chart.selectors import CARING, patients_visible_to
from apps.retrieval.domain.refusals import ASKS_FOR, Category
from apps.retrieval.selectors import refused_questions
from apps.viewer.domain.questions import IN_WORDS, VALID_TRANSITIONS, QuestionStatus
from apps.viewer.models import ClinicianQuestion
from apps.viewer.selectors.patients import patient_label

if TYPE_CHECKING:
    from apps.access.models import Person

QUESTIONS_ON_A_PAGE = 20
PURGED = "The words of this question are no longer kept."


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question: its redacted words, why it was not answered, how it stands, what the reader may do."""

    question: ClinicianQuestion
    patient: str
    words: str
    asks_for: str
    status: str
    may_take: bool
    may_close: bool


def questions_visible_to(person: "Person") -> QuerySet[ClinicianQuestion]:
    """Return the questions about patients whose chart the person may see; the open ones first, then the newest."""
    order = [When(status=status, then=Value(place)) for place, status in enumerate(QuestionStatus)]
    rows = ClinicianQuestion.objects.filter(patient__in=patients_visible_to(person).values("pk"))
    rows = rows.select_related("patient", "asked_by", "taken_by")
    return rows.order_by(Case(*order, output_field=IntegerField()), "-created_at", "pk")


def questions_open(person: "Person") -> int:
    """Return how many questions wait that the person may see."""
    return questions_visible_to(person).filter(status=QuestionStatus.OPEN).count()


def access_question(person: "Person", question_id: UUID) -> ClinicianQuestion:
    """Return a question, or raise Http404 for who may not see its patient's chart."""
    question = questions_visible_to(person).filter(pk=question_id).first()
    if question is None:
        raise Http404("No such question.")
    return question


def questions_page(person: "Person", number: str) -> Page[ClinicianQuestion]:
    """Return one page of them."""
    return Paginator(questions_visible_to(person), QUESTIONS_ON_A_PAGE).get_page(number)


def question_rows(person: "Person", questions: Iterable[ClinicianQuestion]) -> list[QuestionRow]:
    """Return what a page shows of its questions. The words are read patient by patient, inside the fence."""
    asked = list(questions)
    by_patient: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for one in asked:
        by_patient[one.patient_id].append(one.query_id)
    told = {
        key: refused.text
        for patient_id, ids in by_patient.items()
        for key, refused in refused_questions(ids, patient_id=patient_id, requester=person).items()
    }
    cared = _cared_for(person)
    return [_row(one, told.get(str(one.query_id), ""), may=one.patient_id in cared) for one in asked]


def _cared_for(person: "Person") -> set[UUID]:
    rights = [patients_visible_to(person, right, emergency=False).values_list("pk", flat=True) for right in CARING]
    return {pk for rows in rights for pk in rows}


def _row(question: ClinicianQuestion, words: str, *, may: bool) -> QuestionRow:
    status = QuestionStatus(question.status)
    after = VALID_TRANSITIONS[status]
    return QuestionRow(
        question=question,
        patient=patient_label(question.patient, granted=True),
        words=words or PURGED,
        asks_for=ASKS_FOR[Category(question.category)],
        status=IN_WORDS[status],
        may_take=may and QuestionStatus.TAKEN in after,
        may_close=may and QuestionStatus.ANSWERED_ELSEWHERE in after,
    )
