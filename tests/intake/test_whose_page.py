"""Whose page it is, from the message to the chart: as it comes in, after an upgrade, after the patient is renamed."""

import pytest
from django.core.management import call_command

from apps.audit.models import AuditEvent
from apps.chart.domain.documents import DocumentKind
from apps.chart.domain.identity.settling import SettlingReason
from apps.chart.models import SourceDocument
from apps.chart.selectors import documents_to_judge
from apps.chart.services import document_store, identity_settle, patient_store
from apps.intake.services import identities_judge
from tests.factories import SETUP, make_document, patient_body

OTHER = "Patient: DOE, Jane   DOB: 3/5/1949\n\nHome oxygen."
OWN = "Patient: Anna Lindgren-Sato   DOB: 5/4/1961\n\nHome oxygen."


def state(document):
    document.refresh_from_db()
    return document.identity, document.identity_differs, document.set_aside


@pytest.fixture
def before(world):
    """Three documents as an upgrade finds them: nobody has looked whose they are."""
    texts = {"other": OTHER, "own": OWN, "silent": "Home oxygen."}
    documents = {name: make_document(world.anna, text, f"DocumentReference/{name}") for name, text in texts.items()}
    SourceDocument.objects.update(identity="", identity_differs=[], identity_reader="", set_aside=False)
    return documents


def test_a_document_is_judged_as_it_is_stored(world):
    assert state(make_document(world.anna, OWN)) == ("agrees", [], False)
    assert state(make_document(world.anna, OTHER)) == ("differs", ["name", "birth_date"], True)
    assert not documents_to_judge().exists()


def test_what_comes_of_structured_resources_is_not_judged(world):
    rendering, _ = document_store(
        organization=world.cedar, patient=world.anna, encounter=None, source_system="test", series="results/1",
        kind=DocumentKind.RESULTS, title="Results", dated_at=None, structured=True, text=OTHER, actor=SETUP,
    )  # fmt: skip
    assert state(rendering) == ("silent", [], False)


@pytest.mark.parametrize(
    "judge",
    [lambda: identities_judge(actor=SETUP), lambda: call_command("identities_refresh")],
    ids=["task", "command"],
)
def test_documents_of_before_are_judged_once_and_recorded(world, before, judge):
    judge()
    assert state(before["other"]) == ("differs", ["name", "birth_date"], True)
    assert (state(before["own"])[0], state(before["silent"])[0]) == ("agrees", "silent")
    judge()
    events = AuditEvent.objects.filter(action="document_set_aside", object_id=str(before["other"].pk))
    assert events.count() == len(("as it came in", "after the upgrade"))
    assert not documents_to_judge().exists()


def test_a_new_name_of_the_patient_is_held_against_every_page_again(world):
    married = make_document(world.anna, "Patient: Jane Doe\n\nHome oxygen.")
    assert state(married)[2]
    body = patient_body("anna", "Anna", "Lindgren-Sato", "1961-05-04")
    body["name"].append({"use": "old", "family": "Doe", "given": ["Jane"]})
    patient_store(organization=world.cedar, source_system="test", body=body, actor=SETUP)
    assert state(married)[2]  # until somebody looked again
    assert identities_judge(actor=SETUP) == 0
    assert state(married) == ("agrees", [], False)


def test_what_a_physician_settled_stays_settled_when_it_is_read_again(world):
    document = make_document(world.anna, OTHER)
    identity_settle(document=document, reason=SettlingReason.ERROR_IN_HEADER, person=world.okafor, actor=SETUP)
    SourceDocument.objects.update(identity_reader="")
    identities_judge(actor=SETUP)
    assert state(document) == ("differs", ["name", "birth_date"], False)
