"""Questions through the doors of the index: searches, and the selectors that rooms above read with."""

import time
from collections.abc import Sequence
from uuid import uuid4

from apps.evaluation.benches.permissions.stage import ACTOR, Stage
from apps.evaluation.benches.permissions.tally import Tally
from apps.retrieval.interface import SearchFilter, SearchResult, SearchTask
from apps.retrieval.selectors import answers_of, has_passages, passages_get, patient_passages
from apps.retrieval.services import passages_search

LIMIT = 10
FOREIGN = 20  # ids of somebody else's passages or questions that are asked for at once
QUESTIONS = (
    "why was the medication stopped", "blood pressure", "history of diabetes", "chest pain", "plan for the next visit",
    "allergies", "immunizations", "social history and smoking", "surgery", "assessment and plan",
)  # fmt: skip
KINDS = ("progress_note", "history_and_physical", "problem_list", "medication_list")
READ_BY_A_PERSON = (SearchTask.SEARCH, SearchTask.QUESTION)  # what an emergency opens
TASKS = (*READ_BY_A_PERSON, SearchTask.CRITERION)


def search(stage: Stage, tally: Tally, person: str, patient: str) -> None:
    """Search a chart, with a filter that names somebody else's documents every other time."""
    filters, task, text = _filters(stage, patient), stage.random.choice(TASKS), stage.random.choice(QUESTIONS)
    emergency = task in READ_BY_A_PERSON
    start = time.perf_counter()
    result = passages_search(
        patient_id=patient, text=text, requester=stage.people[person], limit=LIMIT,
        task=task, purpose="bench", filters=filters, actor=ACTOR,
    )  # fmt: skip
    tally.milliseconds.append(1000 * (time.perf_counter() - start))
    shown = [hit.passage_id for hit in result.hits]
    tally.asked("search", "search", sum(not stage.truth.finds(person, one, emergency=emergency) for one in shown))
    if shown:
        stage.queries.append((result.query_id, patient))
    _compare(stage, tally, person, patient, filters, result, how=f"{task}: {text}", emergency=emergency)


def _filters(stage: Stage, patient: str) -> SearchFilter:
    which = stage.random.randrange(4)
    if which == 0:
        return SearchFilter(document_kinds=tuple(stage.random.sample(KINDS, 2)))
    if which == 1:
        return SearchFilter(redacted_document_ids=tuple(_foreign_redactions(stage, patient)))
    return SearchFilter()


def _foreign_redactions(stage: Stage, patient: str) -> Sequence[str]:
    others = sorted(row for row, of in stage.redactions.items() if of != patient)
    return stage.random.sample(others, min(FOREIGN, len(others)))


def _compare(
    stage: Stage, tally: Tally, person: str, patient: str, filters: SearchFilter, result: SearchResult, *,
    how: str, emergency: bool,
) -> None:  # fmt: skip
    """Note how a refusal looked; and that who may read a whole chart is answered at all."""
    shape = (len(result.hits), result.answer, isinstance(result.query_id, str), len(result.query_id))
    if patient in stage.empty.values():
        tally.empty_shapes[how] = shape
    elif not stage.truth.opens(person, patient, emergency=emergency):
        tally.shapes.append((how, shape))
    elif filters == SearchFilter() and stage.truth.finds_any(person, patient):
        tally.counts["answerable"] += 1
        tally.counts["answered"] += bool(result.hits)


def whole_chart(stage: Stage, tally: Tally, person: str, patient: str) -> None:
    """Ask for all of a chart."""
    shown = [str(passage.pk) for passage in patient_passages(patient, stage.people[person])]
    tally.asked("patient_passages", "selector", sum(not stage.truth.finds(person, one) for one in shown))
    _refusal(stage, tally, "patient_passages", person, patient, shown)


def whether_any(stage: Stage, tally: Tally, person: str, patient: str) -> None:
    """Ask whether there is anything: a yes to a stranger is a leak."""
    says = has_passages(patient, stage.people[person])
    tally.asked("has_passages", "selector", says and not stage.truth.finds_any(person, patient))
    _refusal(stage, tally, "has_passages", person, patient, [says])


def by_id(stage: Stage, tally: Tally, person: str, patient: str) -> None:
    """Ask for passages by id: of this patient, of others, and of nobody."""
    known = sorted(stage.truth.part_of)
    ids = [
        *stage.random.sample(known, min(FOREIGN, len(known))),
        *stage.truth.passages_of(patient)[:FOREIGN],
        str(uuid4()),
    ]
    shown = passages_get(ids, patient_id=patient, requester=stage.people[person])
    tally.asked("passages_get", "selector", sum(not stage.truth.reads(person, one) for one in shown))
    _refusal(stage, tally, "passages_get", person, patient, list(shown))


def answers(stage: Stage, tally: Tally, person: str, patient: str) -> None:
    """Ask for the answers that others were given, of this patient and of others."""
    mine = [query for query, of in stage.queries if of == patient][-FOREIGN:]
    asked = [*mine, *(query for query, _ in stage.queries[-FOREIGN:]), str(uuid4())]
    found = answers_of(asked, patient_id=patient, requester=stage.people[person])
    shown = [passage for rows in found.values() for passage, _ in rows]
    tally.asked("answers_of", "selector", sum(not stage.truth.reads(person, one) for one in shown))
    _refusal(stage, tally, "answers_of", person, patient, shown)


def _refusal(stage: Stage, tally: Tally, how: str, person: str, patient: str, shown: Sequence[object]) -> None:
    if patient in stage.empty.values() and stage.truth.opens(person, patient):
        tally.empty_shapes[how] = tuple(shown)
    elif not stage.truth.opens(person, patient):
        tally.shapes.append((how, tuple(shown)))


SELECTORS = (whole_chart, whether_any, by_id, answers)
