"""One predicate: organization, grant or emergency, class of the document, labels. What it leaves out is not there."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import Http404

from apps.access.domain.labels import EMERGENCY, Label
from apps.access.domain.roles import ROLES, DocumentClass
from apps.access.models import BreakGlassGrant
from apps.access.services import break_glass_end, break_glass_open
from apps.audit.models import AuditEvent
from apps.chart.domain.documents import DocumentKind
from apps.chart.domain.records import IncomingResource, Note
from apps.chart.models import ResourceVersion, SourceDocument
from apps.chart.permission import KINDS_OF_CLASS
from apps.chart.selectors import access_document, access_patient, documents_visible_to, may_on_patient
from apps.chart.services import patient_grant, record_store
from apps.core.canonical import digest
from tests.chart.test_labels import tagged
from tests.factories import SETUP, World


def note(patient: Any, source_id: str, *codes: str, text: str = "Seen today, doing well.") -> SourceDocument:
    """Take in a note with these security labels, as a message brings it."""
    body = tagged(*codes, resourceType="DocumentReference", id=source_id, description=text)
    series = f"DocumentReference/{source_id}"
    made = Note(series, DocumentKind.PROGRESS_NOTE, "Progress note", text, source_status="current")
    store(
        patient,
        IncomingResource("DocumentReference", source_id, body, digest(body), True, patient.source_id, note=made),
    )
    return SourceDocument.objects.get(series=series, current=True)


def store(patient: Any, *resources: IncomingResource) -> None:
    outcomes = record_store(
        organization=patient.organization, source_system="test", message_id=uuid4(), resources=resources, actor=SETUP
    )
    assert [outcome.sentence for outcome in outcomes] == [""] * len(resources)


def reads(person: Any, document: SourceDocument) -> bool:
    return documents_visible_to(person).filter(pk=document.pk).exists()


def emergency(world: World, person: Any, patient: Any, **changes: Any) -> BreakGlassGrant:
    given = {"reason_code": "emergency_treatment", "reason": "Unconscious on arrival.", **changes}
    return break_glass_open(person=person, patient_id=patient.pk, actor=SETUP, **given)


@pytest.fixture
def team(world: World) -> World:
    """Everybody at Cedar holds the grant on Anna."""
    for person in world.people.values():
        if person.organization == world.cedar and person != world.lindholm:
            patient_grant(patient=world.anna, permission="view_chart", person=person, actor=SETUP)
    return world


READERS = {
    "HIV": {"okafor", "reyes", "nurse", "pharmacist", "behavioral", "psychotherapist", "part2"},
    "PSY": {"okafor", "reyes", "nurse", "pharmacist", "social_worker", "behavioral", "psychotherapist", "part2"},
    "SDV": {"okafor", "reyes", "nurse", "social_worker", "behavioral", "psychotherapist", "part2"},
    "PSYTHPN": {"psychotherapist"},
    "42CFRPart2": {"part2"},
    "ZZTOP": set(),
}


@pytest.mark.parametrize(("code", "readers"), READERS.items())
def test_a_labelled_note_is_there_for_whoever_may_see_its_label_and_for_nobody_else(
    team: World, code: str, readers: set[str]
) -> None:
    plain, labelled = note(team.anna, "n1"), note(team.anna, "n2", code)
    clinical = READERS["PSY"]
    assert {who for who, person in team.people.items() if reads(person, labelled)} - {"privacy"} == readers
    assert {who for who, person in team.people.items() if reads(person, plain)} - {"privacy"} == clinical


def test_what_a_person_may_not_see_answers_like_what_does_not_exist(team: World) -> None:
    hidden = note(team.anna, "n2", "PSYTHPN")
    assert access_document(team.psychotherapist, hidden.pk) == hidden
    with pytest.raises(Http404) as refused:
        access_document(team.okafor, hidden.pk)
    with pytest.raises(Http404) as absent:
        access_document(team.okafor, uuid4())
    assert str(refused.value) == str(absent.value)


def test_a_role_without_a_class_of_documents_sees_none_whatever_it_was_granted(team: World) -> None:
    assert not documents_visible_to(team.lindqvist).exists()
    assert documents_visible_to(team.okafor).exists()


def test_every_kind_of_document_is_of_one_class_and_no_role_has_a_label_without_documents() -> None:
    kinds = [kind for class_ in DocumentClass for kind in KINDS_OF_CLASS[class_]]
    assert sorted(kinds) == sorted(DocumentKind)
    assert all(role.documents for role in ROLES.values() if role.labels)


def test_a_label_that_a_new_message_brings_counts_at_once_and_for_earlier_versions_too(team: World) -> None:
    first = note(team.anna, "n1", text="Seen in May.")
    second = note(team.anna, "n1", text="Seen in June.")
    assert reads(team.okafor, first)
    assert reads(team.okafor, second)
    assert note(team.anna, "n1", "PSYTHPN", text="Seen in June.") == second
    assert not reads(team.okafor, first)
    assert not reads(team.okafor, second)
    assert reads(team.psychotherapist, first)


def test_a_label_taken_back_shows_the_version_that_stands(team: World) -> None:
    restricted = note(team.anna, "n1", "R")
    assert not reads(team.okafor, restricted)
    assert note(team.anna, "n1") == restricted
    assert reads(team.okafor, restricted)


def condition(source_id: str, code: str, words: str) -> IncomingResource:
    coding = [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": code}]
    body = {"resourceType": "Condition", "id": source_id, "code": {"coding": coding, "text": words}}
    return IncomingResource("Condition", source_id, body, digest(body), True, "anna")


def problem_lists(person: Any) -> str:
    found = documents_visible_to(person).filter(kind=DocumentKind.PROBLEM_LIST, current=True)
    return "\n".join(document.text for document in found)


def test_a_sensitive_line_stands_in_a_list_of_its_own_and_hides_no_other_line(team: World) -> None:
    store(team.anna, condition("c1", "Z21", "HIV infection"), condition("c2", "E11.9", "Type 2 diabetes"))
    assert "HIV infection" in problem_lists(team.okafor)
    assert "Type 2 diabetes" in problem_lists(team.okafor)
    assert "HIV infection" not in problem_lists(team.social_worker)
    assert "Type 2 diabetes" in problem_lists(team.social_worker)


def test_a_line_that_becomes_sensitive_leaves_the_list_and_is_hidden_in_its_earlier_versions(team: World) -> None:
    store(team.anna, condition("c1", "B99.9", "Infection"), condition("c2", "E11.9", "Type 2 diabetes"))
    before = SourceDocument.objects.get(kind=DocumentKind.PROBLEM_LIST, current=True)
    store(team.anna, condition("c1", "Z21", "Infection"))
    assert "Infection" not in problem_lists(team.social_worker)
    assert not reads(team.social_worker, before)
    assert reads(team.okafor, before)


def test_an_emergency_opens_one_chart_for_reading_and_nothing_else(world: World) -> None:
    stranger = world.lindholm
    emergency(world, stranger, world.anna)
    assert access_patient(stranger, world.anna.pk) == world.anna
    assert not may_on_patient(stranger, world.berta.pk, "view_chart")
    assert not may_on_patient(stranger, world.anna.pk, "review_draft")
    assert not may_on_patient(stranger, world.anna.pk, "sign_draft")
    assert not may_on_patient(stranger, world.anna.pk, "view_chart", emergency=False)


def test_an_emergency_opens_what_is_restricted_but_never_what_no_emergency_opens(world: World) -> None:
    opened = [note(world.anna, f"n{number}", code) for number, code in enumerate(["42CFRPart2", "R", "V", "HIV"])]
    closed = [note(world.anna, "t", "PSYTHPN"), note(world.anna, "p", text="This counseling note is private.")]
    assert not any(reads(world.okafor, document) for document in opened[:3])
    emergency(world, world.okafor, world.anna)
    assert all(reads(world.okafor, document) for document in opened)
    assert not any(reads(world.okafor, document) for document in closed)
    assert Label.PSYCHOTHERAPY not in EMERGENCY


def test_an_emergency_ends_by_itself_and_when_it_is_ended(world: World) -> None:
    grant = emergency(world, world.lindholm, world.anna, lasts=timedelta(minutes=5))
    BreakGlassGrant.objects.filter(pk=grant.pk).update(
        opened_at=grant.opened_at - timedelta(hours=1), expires_at=grant.opened_at - timedelta(minutes=1)
    )
    assert not may_on_patient(world.lindholm, world.anna.pk, "view_chart")
    emergency(world, world.lindholm, world.anna)
    assert may_on_patient(world.lindholm, world.anna.pk, "view_chart")
    assert break_glass_end(person=world.lindholm, patient_id=world.anna.pk, actor=SETUP)
    assert not may_on_patient(world.lindholm, world.anna.pk, "view_chart")


def test_an_emergency_is_worth_nothing_to_a_role_that_may_not_declare_one(world: World) -> None:
    emergency(world, world.lindholm, world.anna)
    world.lindholm.role = "pharmacist"
    assert not may_on_patient(world.lindholm, world.anna.pk, "view_chart")


def test_a_label_nobody_knows_is_recorded_as_a_task_without_anything_else_of_the_record(team: World) -> None:
    note(team.anna, "n1", "ZZTOP")
    event = AuditEvent.objects.get(action="label_not_known")
    assert (event.patient_id, event.details) == (str(team.anna.pk), {"codes": ["ZZTOP"]})


def test_a_changed_label_is_recorded_once(team: World) -> None:
    note(team.anna, "n1")
    for _ in range(2):
        note(team.anna, "n1", "HIV")
    assert [event.details for event in AuditEvent.objects.filter(action="documents_relabelled")] == [{"documents": 1}]


@pytest.mark.parametrize(("patient_tags", "tags", "taken"), [((), (), 1), (("HTEST",), ("HTEST",), 1),
                                                             ((), ("HTEST",), 0), (("HTEST",), (), 0)])  # fmt: skip
def test_test_data_and_real_patients_never_mix(
    world: World, patient_tags: tuple[str, ...], tags: tuple[str, ...], taken: int
) -> None:
    person = tagged(*patient_tags, resourceType="Patient", id="dora", name=[{"family": "Quist", "given": ["Dora"]}])
    problem = tagged(*tags, resourceType="Condition", id="c9", code={"text": "Cough"})
    outcomes = record_store(
        organization=world.cedar, source_system="test", message_id=uuid4(), actor=SETUP,
        resources=[
            IncomingResource("Patient", "dora", person, digest(person)),
            IncomingResource("Condition", "c9", problem, digest(problem), True, "dora"),
        ],
    )  # fmt: skip
    assert [outcome.stored.value for outcome in outcomes] == ["accepted", "accepted" if taken else "refused"]
    assert ResourceVersion.objects.filter(source_id="c9").count() == taken
