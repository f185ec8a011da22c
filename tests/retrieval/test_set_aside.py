"""A page that names another person is no evidence: neither ranked, nor read for a draft."""

from apps.chart.domain.identity.settling import SettlingReason
from apps.chart.services import identity_settle
from apps.retrieval.selectors import has_passages, passages_count, patient_passages, set_aside_holding
from tests.retrieval.conftest import WORKER

OTHER = "Patient: DOE, Jane   DOB: 3/5/1949\n\nHome oxygen 2 L for hypoxemia."
OWN = "Patient: Anna Lindgren-Sato   DOB: 5/4/1961\n\nHome oxygen refused."


def held(world, text, person=None):
    return set_aside_holding(text, patient_id=world.anna.pk, requester=person or world.okafor)


def test_no_search_ranks_it_and_no_draft_reads_it(world, index, search):
    other = index(world.anna, OTHER, series="DocumentReference/1")
    assert not has_passages(world.anna.pk, world.okafor)
    own = index(world.anna, OWN, series="DocumentReference/2")
    found = {hit.redacted_document_id for hit in search(world.anna, world.okafor, "home oxygen").hits}
    assert found == {str(own.pk)}
    assert {row.redacted_document_id for row in patient_passages(world.anna.pk, world.okafor)} == {own.pk}
    assert passages_count(world.anna.pk, world.okafor) == 1
    assert other.pk not in found


def test_once_settled_it_counts_as_every_other_page(world, index, search):
    redacted = index(world.anna, OTHER)
    identity_settle(document=redacted.document, reason=SettlingReason.NAME_CHANGED, person=world.okafor, actor=WORKER)
    assert search(world.anna, world.okafor, "home oxygen").hits
    assert held(world, "home oxygen") == []


def test_that_it_speaks_of_a_question_is_told_to_who_may_read_it_alone(world, index):
    redacted = index(world.anna, OTHER)
    assert held(world, "Why does the patient need oxygen?") == [str(redacted.pk)]
    assert held(world, "What does the note say of the patient's colonoscopy?") == []
    assert held(world, "oxygen", world.lindholm) == held(world, "oxygen", world.quill) == []


def test_a_later_version_that_names_the_patient_takes_its_place(world, index):
    index(world.anna, OTHER)
    index(world.anna, OWN)
    assert held(world, "oxygen") == []
    assert has_passages(world.anna.pk, world.okafor)
