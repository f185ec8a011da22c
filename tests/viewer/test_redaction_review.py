"""The redaction review: who may open it, what it shows, and what one correction changes."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from apps.audit.models import AuditEvent
from apps.core.actors import Actor
from apps.redaction.domain.kinds import Layer
from apps.redaction.domain.mapping import RedactionMap
from apps.redaction.models import RedactedDocument, RedactionCorrection
from apps.redaction.selectors import redaction_in_use
from apps.retrieval.selectors import patient_passages
from apps.retrieval.services import passages_search
from apps.viewer.services import redactions_renew
from tests.factories import make_person

WORKER = Actor.service("worker")
NOTE = (
    "Progress note\n\nInterval history\nAnna Lindgren-Sato, called Zuzka at home, sleeps badly.\n"
    "Zuzka walks daily. Call 555-0142.\n\nAssessment and plan\n1. RA, active. Methotrexate 20 mg weekly.\n"
)
OTHER = "Telephone encounter\n\nZuzka called about refills of methotrexate."


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def officer(world):
    return client_of(world.privacy)


def text(response):
    return response.content.decode()


def in_use(document):
    return redaction_in_use(document.pk)


def address(name, *args):
    return reverse(f"privacy:{name}", args=args)


def correct(client, redacted, **values):
    return client.post(address("redaction_correct", redacted.pk), values)


def missed(document, word="Zuzka", **values):
    start = document.text.index(word)
    return {"act": "missed", "start": start, "end": start + len(word), "kind": "PATIENT", "scope": "patient"} | values


def lifted(document, word, **values):
    start = document.text.index(word)
    return {"act": "lifted", "start": start, "end": start + len(word), "scope": "document"} | values


def passages(world):
    return " ".join(patient_passages(world.anna.pk, world.okafor).values_list("text", flat=True))


@pytest.mark.parametrize(
    ("who", "status"),
    [("privacy", 200), ("okafor", 403), ("lindqvist", 403), ("marchetti", 403), ("admin", 403), ("quill", 403)],
)
def test_only_the_privacy_officer_opens_the_review(world, note, who, status):
    client, redacted = client_of(world.people[who]), in_use(note())
    for page in (address("redactions"), address("redaction_detail", redacted.pk), address("corrections")):
        assert client.get(page).status_code == status
    assert client.get(reverse("review:redaction_drafts")).status_code == status


def test_the_privacy_officer_of_another_organization_finds_nothing(world, note):
    document = note(NOTE)
    stranger = client_of(make_person(world.brightwater, "privacy2", "privacy_officer"))
    redacted = in_use(document)
    assert stranger.get(address("redaction_detail", redacted.pk)).status_code == 404
    assert correct(stranger, redacted, **missed(document)).status_code == 404
    assert stranger.post(address("redaction_check", redacted.pk)).status_code == 404
    assert "Nothing here" in text(stranger.get(address("redactions")))


def test_the_list_names_no_patient_and_the_review_opens_no_chart(world, note, officer):
    note()
    page = text(officer.get(address("redactions")))
    assert "Lindgren" not in page
    assert str(world.anna.pk)[:8] in page
    assert officer.get(reverse("viewer:chart_detail", args=[world.anna.pk])).status_code == 403


def test_a_document_shows_every_mark_with_its_layer_class_and_token_and_the_opening_is_recorded(note, officer):
    page = text(officer.get(address("redaction_detail", in_use(note()).pk)))
    assert 'class="m known"' in page
    assert '<span class="was">Anna Lindgren-Sato</span><span class="token">[PATIENT-1]</span>' in page
    assert "known from the record" in page
    event = AuditEvent.objects.get(action="redaction_viewed")
    assert event.details["purpose"] == "REDACTION_REVIEW"


def test_the_index_view_shows_tokens_and_no_identifier(note, officer):
    page = text(officer.get(address("redaction_detail", in_use(note()).pk), {"view": "index"}))
    assert "[PATIENT-1]" in page
    assert "Anna" not in page


def test_a_missed_name_of_the_chart_leaves_every_passage_and_search_of_it(world, note, officer):
    first, second = note(NOTE), note(OTHER, series="DocumentReference/2")
    assert "Zuzka" in passages(world)
    response = correct(officer, in_use(first), **missed(first))
    assert response.status_code == 302
    assert "Zuzka" not in passages(world)
    redactions_renew(patient_id=world.anna.pk, actor=WORKER)
    assert "Zuzka" not in passages(world)
    assert "walks daily" in passages(world)
    assert "called about refills" in passages(world)
    for document in (first, second):
        marks = RedactionMap.from_rows(in_use(document).map).replacements
        assert any(one.layer is Layer.CORRECTION and one.token.startswith("[PATIENT-1") for one in marks)
    found = passages_search(
        patient_id=world.anna.pk, text="Zuzka refills", requester=world.okafor, limit=9, purpose="search", actor=WORKER
    )
    assert not any("Zuzka" in hit.text for hit in found.hits)
