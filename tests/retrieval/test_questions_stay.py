"""What was asked of the index and what came of it never changes: words go under an event, rows with their patient."""

from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import fence
from apps.core.actors import Actor
from apps.governance.domain.rooms import NOTHING_HELD
from apps.retrieval.erasure import ReplacedPassages, RetrievalEraser
from apps.retrieval.models import Passage, RetrievalQuery, RetrievedPassage
from apps.retrieval.services import queries_purge
from tests.retrieval.conftest import WORKER

NOTE = "HPI: Methotrexate failed.\n\nPLAN: Start adalimumab 40 mg every two weeks."
STAYS = pytest.raises(DatabaseError, match="stays as it was written")
CHANGES = [
    (RetrievalQuery, {"text": "another question"}),
    (RetrievalQuery, {"text": ""}),
    (RetrievalQuery, {"candidates": 0}),
    (RetrievalQuery, {"verdict": "contradictory"}),
    (RetrievedPassage, {"score": 9.0}),
    (RetrievedPassage, {"returned": False}),
    (RetrievedPassage, {"matched": ["x"]}),
    (RetrievedPassage, {"passage_id": None}),
]


def event(action: Action = Action.RECORDS_PURGED, **about: object) -> UUID:
    return event_append(actor=Actor.service("test"), action=action, **about).id


@pytest.fixture
def asked(world, index, search):
    """One question about Anna with its answers."""
    index(world.anna, NOTE)
    return search(world.anna, world.okafor, "did methotrexate fail")


@pytest.mark.parametrize(("model", "change"), CHANGES, ids=lambda it: getattr(it, "__name__", str(it)))
def test_no_row_is_changed_whoever_asks(asked, model, change):
    with STAYS, transaction.atomic(), fence.keeping():
        model.objects.update(**change)
    with fence.keeping():
        assert not model.objects.filter(**change).exists()


@pytest.mark.parametrize("model", [RetrievalQuery, RetrievedPassage])
def test_no_row_is_deleted_not_even_under_the_event_of_a_purge_or_of_another_patients_destruction(asked, world, model):
    event()
    event(Action.PATIENT_SHREDDED, patient_id=world.berta.pk)
    with STAYS, transaction.atomic(), fence.keeping():
        model.objects.all()._raw_delete("default")
    with fence.keeping():
        assert model.objects.exists()


def test_the_words_go_under_an_event_of_the_same_transaction_and_the_figures_stay(asked):
    number = event()
    assert queries_purge(query_ids=[asked.query_id], event_id=number, actor=WORKER) == 1
    with fence.keeping():
        query, answer = RetrievalQuery.objects.get(), RetrievedPassage.objects.first()
    assert (query.text, query.expansion, query.verdict_reason, query.destruction) == ("", [], "", number)
    assert query.candidates == 2
    assert (answer.matched, answer.destruction) == ([], number)
    assert (answer.score, str(answer.passage_id)) == (asked.hits[0].score, asked.hits[0].passage_id)


def test_a_purge_that_names_no_event_of_its_kind_empties_nothing(asked):
    with STAYS, transaction.atomic():
        queries_purge(query_ids=[asked.query_id], event_id=event(Action.CHART_VIEWED), actor=WORKER)
    with fence.keeping():
        assert RetrievalQuery.objects.get().text == "did methotrexate fail"


def test_a_replaced_passage_is_purged_and_what_was_found_keeps_its_id(world, asked, index):
    index(world.anna, "HPI: Methotrexate failed after six months.")
    replaced = ReplacedPassages()
    with fence.keeping():
        before = list(RetrievedPassage.objects.values_list("passage_id", "rank", "score"))
        moment = Passage.objects.latest("created_at").created_at
        ids = list(replaced.due(before=moment, held=NOTHING_HELD))
    replaced.purge(ids=ids, event_id=event(), actor=WORKER)
    with fence.keeping():
        assert not Passage.objects.filter(pk__in=ids).exists()
        assert list(RetrievedPassage.objects.values_list("passage_id", "rank", "score")) == before
    assert {passage for passage, _, _ in before} == set(ids)


def test_the_destruction_of_the_patient_takes_questions_and_answers_along(world, asked):
    shredded = event(Action.PATIENT_SHREDDED, patient_id=world.anna.pk)
    RetrievalEraser().erase(patient_id=world.anna.pk, event_id=shredded, actor=WORKER)
    with fence.keeping():
        assert not RetrievalQuery.objects.exists()
        assert not RetrievedPassage.objects.exists()
