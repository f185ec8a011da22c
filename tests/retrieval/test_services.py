"""The index as the rooms above use it: what was said is found, by whoever may read it, and by nobody else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection

from apps.audit.models import AuditEvent
from apps.chart.domain.documents import DocumentKind
from apps.chart.models import Encounter
from apps.chart.services import patient_grant_remove
from apps.core import fence
from apps.redaction.selectors import source_span
from apps.retrieval.interface import SearchFilter
from apps.retrieval.models import Passage, PassageWindow, RetrievalQuery, RetrievedPassage
from apps.retrieval.selectors import (
    passages_get,
    passages_of_document,
    passages_shown,
    patient_passages,
    queries_of,
    queries_without_words,
)
from apps.retrieval.services import chart_read, redacted_document_index, redacted_documents_index
from tests.factories import make_world
from tests.retrieval.conftest import WORKER

NOTE = """HPI: Anna Lindgren-Sato stopped methotrexate in May because she could not keep food down.

PHYSICAL EXAM: Six swollen joints of the hands. Lungs clear.

ASSESSMENT AND PLAN: Rheumatoid arthritis, high disease activity. Start adalimumab 40 mg every two weeks."""


def query_of(result):
    with fence.keeping():
        return RetrievalQuery.objects.get(id=result.query_id)


def test_a_question_finds_the_section_that_answers_it(world, index, search):
    index(world.anna, NOTE)
    best = search(world.anna, world.okafor, "why was methotrexate discontinued").hits[0]
    assert "could not keep food down" in best.text
    assert (best.section_kind, best.document_kind) == ("history_of_present_illness", "progress_note")


def test_other_words_of_the_same_meaning_find_it_too(world, index, search):
    index(world.anna, NOTE)
    assert "swollen joints" in search(world.anna, world.okafor, "inflamed finger knuckles").hits[0].text


def test_a_passage_is_its_redacted_document_from_start_to_end(world, index, search):
    redacted = index(world.anna, NOTE)
    hits = search(world.anna, world.okafor, "methotrexate").hits
    assert [h.text for h in hits] == [redacted.text[h.start : h.end] for h in hits]
    assert "[PATIENT-1] stopped" in hits[0].text
    span = source_span(redacted.id, hits[0].start, hits[0].end)
    assert span.document_id == str(redacted.document_id)


def test_a_person_without_a_grant_gets_the_answer_of_an_empty_chart(world, index, search):
    index(world.anna, NOTE)
    for stranger in (world.lindholm, world.quill, world.admin):
        result = search(world.anna, stranger, "methotrexate")
        assert result.hits == ()
        assert query_of(result).candidates == 0
        assert not patient_passages(world.anna.id, stranger)


def test_a_search_never_answers_from_another_patients_chart(world, index, search):
    index(world.anna, NOTE)
    index(world.carla, "HPI: She stopped methotrexate for a rash.")
    assert {h.passage_id for h in search(world.carla, world.quill, "methotrexate").hits} == {
        str(p.id) for p in patient_passages(world.carla.id, world.quill)
    }


def test_a_right_taken_away_ends_the_search_at_once(world, index, search):
    index(world.anna, NOTE)
    assert search(world.anna, world.okafor, "methotrexate").hits
    patient_grant_remove(patient=world.anna, permission="view_chart", person=world.okafor, actor=WORKER)
    assert search(world.anna, world.okafor, "methotrexate").hits == ()


def test_a_new_version_takes_the_old_ones_place_in_searches_but_the_old_passages_stay(world, index, search):
    old = index(world.anna, "HPI: takes methotrexate 15 mg weekly.")
    index(world.anna, "HPI: takes methotrexate 20 mg weekly.")
    assert [h.text for h in search(world.anna, world.okafor, "methotrexate dose").hits] == [
        "takes methotrexate 20 mg weekly."
    ]
    assert [passage.superseded for passage in passages_of_document(old.id)] == [True]


def test_a_document_its_sender_withdrew_answers_nothing(world, index, search):
    index(world.anna, NOTE)
    index(world.anna, NOTE, source_status="entered-in-error")
    assert search(world.anna, world.okafor, "methotrexate").hits == ()


def test_a_note_called_superseded_is_found_until_something_stands_in_its_place(world, index, search):
    index(world.anna, "HPI: takes methotrexate 15 mg weekly.", series="note/1", source_status="superseded")
    index(world.anna, "HPI: sleeps well.", series="note/2", dated_at=datetime(2026, 3, 13, tzinfo=UTC))
    assert [h.text for h in search(world.anna, world.okafor, "methotrexate", limit=1).hits] == [
        "takes methotrexate 15 mg weekly."
    ]
    index(world.anna, "HPI: takes methotrexate 20 mg weekly.", series="note/3")  # of the same day and kind
    assert {h.text for h in search(world.anna, world.okafor, "methotrexate").hits} == {
        "takes methotrexate 20 mg weekly.",
        "sleeps well.",
    }


def test_a_note_called_superseded_stands_back_behind_the_note_of_its_encounter_alone(world, index, search):
    first, second = (
        Encounter.objects.create(
            organization=world.anna.organization, patient=world.anna, source_system="test", source_id=str(n)
        )
        for n in (1, 2)
    )
    index(world.anna, "HPI: old words.", series="note/1", source_status="superseded", encounter=first)
    index(world.anna, "HPI: other visit.", series="note/2", encounter=second)
    assert len(search(world.anna, world.okafor, "words").hits) == 2
    index(world.anna, "HPI: new words.", series="note/3", encounter=first)
    assert {h.text for h in search(world.anna, world.okafor, "words").hits} == {"other visit.", "new words."}


def test_indexing_twice_changes_nothing(world, index):
    redacted = index(world.anna, NOTE)
    before = [passage.id for passage in passages_of_document(redacted.id)]
    count = redacted_documents_index(redacted_document_ids=[redacted.id, redacted.id], actor=WORKER)
    assert [passage.id for passage in passages_of_document(redacted.id)] == before
    assert count == len(before)
    assert AuditEvent.objects.filter(action="document_indexed").count() == 1


def test_every_patient_has_vectors_of_their_own_even_of_the_same_words(world, index):
    for number, patient in enumerate((world.anna, world.berta)):
        index(patient, "PLAN: Continue folic acid 1 mg daily.", series=f"x/{number}")
    with fence.keeping():
        windows = list(PassageWindow.objects.all())
    assert {window.patient_id for window in windows} == {world.anna.id, world.berta.id}
    assert len({window.text_sha256 for window in windows}) == 1
    assert windows[0].vector == windows[1].vector


def test_every_question_is_kept_with_its_answers_and_their_scores(world, index, search):
    index(world.anna, NOTE)
    result = search(world.anna, world.okafor, "swollen joints", limit=2, purpose_id="draft-7")
    query = query_of(result)
    with fence.keeping():
        kept = list(RetrievedPassage.objects.filter(query=query))
    assert [row.returned for row in kept] == [True, True, False]
    assert [(row.rank, str(row.passage_id), row.score, row.channels) for row in kept[:2]] == [
        (h.rank, h.passage_id, h.score, h.channels) for h in result.hits
    ]
    assert (query.requester_id, query.candidates, query.purpose_id) == (str(world.okafor.id), 3, "draft-7")
    event = AuditEvent.objects.get(action="passages_searched")
    assert (event.object_id, event.details["found"]) == (result.query_id, 2)


def test_a_search_can_be_limited_to_kinds_of_documents_and_sections(world, index, search):
    note = index(world.anna, NOTE)
    index(world.anna, "IMPRESSION: joint effusion of the hand.", series="x/2", kind=DocumentKind.IMAGING_REPORT)

    def sections(**limits):
        return {h.section_kind for h in search(world.anna, world.okafor, "joints", filters=SearchFilter(**limits)).hits}

    assert sections(document_kinds=("imaging_report",)) == {"impression"}
    assert sections(section_kinds=("physical_exam", "impression")) == {"physical_exam", "impression"}
    assert "impression" not in sections(redacted_document_ids=(str(note.id),))


def test_the_order_is_the_same_every_time(world, index, search):
    for i in range(6):
        index(world.anna, "PLAN: Follow up in four weeks.", series=f"x/{i}")
    orders = [[h.passage_id for h in search(world.anna, world.okafor, "follow up").hits] for _ in range(3)]
    assert orders[0] == orders[1] == orders[2] == sorted(orders[0])


def test_a_question_of_quotes_and_stop_words_is_answered_without_an_error(world, index, search):
    index(world.anna, NOTE)
    for text in ("the of and", "'\\ | & ! (", 'it\'s "quoted" a:b*', "100% x'y\\z", "/etc/passwd\\n"):
        assert len(search(world.anna, world.okafor, text).hits) == 3


def test_passages_are_got_by_id_and_unknown_ids_left_out(world, index):
    redacted = index(world.anna, NOTE)
    passage = passages_of_document(redacted.id)[0]
    wanted = [passage.id, world.anna.id]
    assert set(passages_get(wanted, patient_id=world.anna.id, requester=world.okafor)) == {str(passage.id)}
    assert passages_get(wanted, patient_id=world.anna.id, requester=world.lindholm) == {}
    assert passages_get(wanted, patient_id=world.berta.id, requester=world.okafor) == {}


def test_a_document_without_text_has_no_passages(world, index):
    redacted = index(world.anna, " \n ")
    assert redacted_document_index(redacted_document_id=redacted.id, actor=WORKER) == 0


@pytest.mark.django_db(transaction=True)
def test_workers_that_index_the_same_document_at_once_store_it_once(index):
    redacted = index(make_world().anna, NOTE)
    with fence.keeping():
        Passage.objects.all().delete()

    def run(_):
        try:
            return redacted_document_index(redacted_document_id=redacted.id, actor=WORKER)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(run, range(3))) == [3, 3, 3]
    assert len(passages_of_document(redacted.id)) == 3


def test_every_answer_says_which_words_of_the_question_it_holds(world, index, search):
    index(world.anna, NOTE)
    result = search(world.anna, world.okafor, "is a joint swollen, or was the methotrexate stopping")
    held = {hit.section_kind: hit.matched for hit in result.hits}
    assert held["physical_exam"] == ("joint", "swollen")
    assert held["history_of_present_illness"] == ("methotrexate", "stopping")
    assert held["assessment_and_plan"] == ()
    with fence.keeping():
        kept = RetrievedPassage.objects.order_by("rank").values_list("matched", flat=True)
        assert [tuple(matched) for matched in kept] == [hit.matched for hit in result.hits]


def test_a_chart_that_is_read_as_a_whole_leaves_a_question_with_its_reader_and_the_number(world, index):
    index(world.anna, NOTE)
    asked = {"purpose": "draft", "purpose_id": "draft-7", "actor": WORKER}
    for person, number in ((world.okafor, 3), (world.lindholm, 0)):
        query_id = chart_read(patient_id=world.anna.id, requester=person, **asked)
        with fence.keeping():
            query = RetrievalQuery.objects.get(pk=query_id)
        assert (query.task, query.candidates, query.ranker) == ("summary", number, "unranked")
        assert (query.filter["person"], query.filter["role"]) == (str(person.id), "physician")
        assert query.filter["emergency"] is False


def test_what_was_kept_of_a_question_is_read_by_who_may_read_the_patient(world, index, search):
    index(world.anna, NOTE)
    result = search(world.anna, world.okafor, "swollen joints", limit=2)
    [query] = queries_of([result.query_id], patient_id=world.anna.id, requester=world.okafor)
    assert (query.text, query.candidates, [answer.returned for answer in query.answers]) == (
        "swollen joints", 3, [True, True, False],
    )  # fmt: skip
    best = query.place_of(result.hits[0].passage_id)
    assert (best.rank, best.matched) == (1, ("swollen", "joints"))
    ids = [hit.passage_id for hit in result.hits]
    cards = passages_shown(ids, patient_id=world.anna.id, requester=world.okafor)
    assert [cards[id_].text for id_ in ids] == [hit.text for hit in result.hits]
    assert queries_of([result.query_id], patient_id=world.anna.id, requester=world.lindholm) == []
    assert passages_shown(ids, patient_id=world.anna.id, requester=world.lindholm) == {}


def test_without_words_ids_and_figures_are_left(world, index, search):
    index(world.anna, NOTE)
    result = search(world.anna, world.okafor, "swollen joints")
    [query] = queries_without_words([result.query_id])
    assert (query.text, query.expansion, query.candidates) == ("", (), 3)
    assert [(answer.passage_id, answer.score, answer.matched) for answer in query.answers] == [
        (hit.passage_id, hit.score, ()) for hit in result.hits
    ]
