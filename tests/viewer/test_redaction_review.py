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
from apps.retrieval.interface import SearchTask
from apps.retrieval.selectors import patient_passages
from apps.retrieval.services import passages_search
from apps.viewer.selectors.redaction import redactions_page
from apps.viewer.services import redactions_renew
from tests.factories import make_person
from tests.tampering import seal_broken

WORKER = Actor.service("worker")
NOTE = (
    "Progress note\n\nInterval history\nAnna Lindgren-Sato, called Tibia at home, sleeps badly.\n"
    "Tibia walks daily. Call 555-0142.\n\nAssessment and plan\n1. RA, active. Methotrexate 20 mg weekly.\n"
)
OTHER = "Telephone encounter\n\nTibia called about refills of methotrexate."


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


def missed(document, word="Tibia", **values):
    start = document.text.index(word)
    return {"act": "missed", "start": start, "end": start + len(word), "kind": "PATIENT", "scope": "patient"} | values


def lifted(document, word, **values):
    start = document.text.index(word)
    return {"act": "lifted", "start": start, "end": start + len(word), "scope": "document"} | values


def passages(world):
    return " ".join(passage.text for passage in patient_passages(world.anna.pk, world.okafor))


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


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ({"known": 9, "names": 2}, "2 names that the record does not hold"),
        ({"known": 9, "names": 1, "scan": 1}, "the leak scan found something"),
        ({"names": 1}, "hardly a name of the record in it"),
        ({"names": 7}, "7 names that the record does not hold"),
        ({"known": 9, "pattern": 3}, "drawn at random"),
    ],
)
def test_the_list_says_what_a_document_is_ranked_by(world, note, counts, why):
    with seal_broken("redaction_redacteddocument"):
        note()
        RedactedDocument.objects.update(layer_counts=counts)
    assert [row.why for row in redactions_page(world.privacy, "next", "1").rows] == [why]


def test_every_value_of_the_list_is_labelled_where_it_has_no_head(note, officer):
    note()
    body = text(officer.get(address("redactions"))).split("<tbody>")[1]
    assert re.findall(r"<td[^>]*>", body) == re.findall(r'<td[^>]*data-label="[^"]+"[^>]*>', body)


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
    assert "Tibia" in passages(world)
    response = correct(officer, in_use(first), **missed(first))
    assert response.status_code == 302
    assert "Tibia" not in passages(world)
    redactions_renew(patient_id=world.anna.pk, actor=WORKER)
    assert "Tibia" not in passages(world)
    assert "walks daily" in passages(world)
    assert "called about refills" in passages(world)
    for document in (first, second):
        marks = RedactionMap.from_rows(in_use(document).map).replacements
        assert any(one.layer is Layer.CORRECTION and one.token.startswith("[PATIENT-1") for one in marks)
    found = passages_search(
        patient_id=world.anna.pk,
        text="Tibia refills",
        requester=world.okafor,
        limit=9,
        task=SearchTask.SEARCH,
        purpose="search",
        actor=WORKER,
    )
    assert not any("Tibia" in hit.text for hit in found.hits)


def test_a_correction_of_one_document_leaves_the_others_as_they_are(world, note, officer):
    first, second = note(NOTE), note(OTHER, series="DocumentReference/2")
    before = in_use(second).pk
    correct(officer, in_use(first), **missed(first, scope="document"))
    redactions_renew(patient_id=world.anna.pk, actor=WORKER)
    assert in_use(first).generation == 2
    assert in_use(second).pk == before
    assert "Tibia called" in passages(world)


def test_a_lifted_word_is_back_in_the_passages_and_the_earlier_redaction_stays(world, note, officer):
    document = note(NOTE)
    before = in_use(document)
    assert "555-0142" not in passages(world)
    response = correct(officer, before, **lifted(document, "555-0142", reason="number", scope="patient"))
    assert response.status_code == 302
    redactions_renew(patient_id=world.anna.pk, actor=WORKER)
    assert "Call 555-0142" in passages(world)
    before.refresh_from_db()
    assert not before.current
    assert before.map != in_use(document).map


def test_what_the_record_holds_is_lifted_only_with_a_reason(note, officer):
    document = note(NOTE)
    response = correct(officer, in_use(document), **lifted(document, "Anna Lindgren-Sato"))
    assert response.status_code == 422
    assert "Say why it is none here" in text(response)
    assert not RedactionCorrection.objects.exists()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"act": "missed", "start": 5, "end": 10**6, "kind": "PERSON", "scope": "document"}, "no place in this"),
        ({"act": "missed", "kind": "PERSON", "scope": "document"}, "No word is chosen"),
        ({"act": "missed", "start": 0, "end": 8, "scope": "document"}, "Say which class"),
        ({"act": "lifted", "start": 0, "end": 8, "scope": "document"}, "no such mark"),
        ({"act": "lifted", "start": 0, "end": 8, "scope": "everybody"}, "how far the correction reaches"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence_and_changes_nothing(note, officer, values, sentence):
    redacted = in_use(note(NOTE))
    response = correct(officer, redacted, **values)
    assert response.status_code == 422
    assert sentence in text(response)
    assert RedactedDocument.objects.count() == 1


def test_the_same_click_twice_is_one_correction(note, officer):
    document = note(NOTE)
    redacted = in_use(document)
    answers = [correct(officer, redacted, **missed(document)) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    assert RedactionCorrection.objects.count() == 1
    assert in_use(document).generation == 2


@pytest.mark.parametrize("other", [{"kind": "PLACE"}, {"scope": "document"}])
def test_another_class_or_reach_for_the_same_words_is_not_taken_for_the_same_click(note, officer, other):
    document = note(NOTE)
    redacted = in_use(document)
    correct(officer, redacted, **missed(document))
    second = correct(officer, redacted, **missed(document, **other))
    assert second.status_code == 409
    assert "Nothing was changed" in text(second)
    assert RedactionCorrection.objects.count() == 1


def test_what_was_taken_out_in_one_document_can_be_taken_out_in_the_whole_chart(world, note, officer):
    first, second = note(NOTE), note(OTHER, series="DocumentReference/2")
    correct(officer, in_use(first), **missed(first, scope="document"))
    assert correct(officer, in_use(first), **missed(first)).status_code == 302
    redactions_renew(patient_id=world.anna.pk, actor=WORKER)
    assert "Tibia" not in in_use(second).text
    again = correct(officer, in_use(first), **missed(first))
    assert again.status_code == 422
    assert "taken out already" in text(again)


def test_what_another_layer_took_out_is_not_taken_out_a_second_time(note, officer):
    document = note(NOTE)
    assert correct(officer, in_use(document), **missed(document, "Lindgren-Sato")).status_code == 422


def test_an_opened_mark_has_a_way_back_and_a_corrected_one_a_way_on_without_a_script(note, officer):
    document = note(NOTE)
    correct(officer, in_use(document), **missed(document, scope="document"))
    redacted = in_use(document)
    page = address("redaction_detail", redacted.pk)
    number = next(
        index
        for index, one in enumerate(RedactionMap.from_rows(redacted.map).replacements, start=1)
        if one.layer is Layer.CORRECTION
    )
    shown = text(officer.get(page, {"mark": number}))
    assert f'href="{page}#mark-{number}" data-close' in shown
    assert '<p data-when="correction"><button' in shown
    assert '<p data-when="correction" hidden>' in text(officer.get(page, {"mark": 1}))


def test_a_page_from_before_another_correction_is_told_so(note, officer):
    document = note(NOTE)
    redacted = in_use(document)
    correct(officer, redacted, **missed(document))
    stale = correct(officer, redacted, **missed(document, "Methotrexate"))
    assert stale.status_code == 409
    assert "redacted again since you opened" in text(stale)
    assert str(in_use(document).pk) in text(stale)
    assert officer.post(address("redaction_check", redacted.pk)).status_code == 409


def test_without_a_script_the_words_of_a_line_are_ticked_and_a_mark_is_opened(note, officer):
    document = note(NOTE)
    page = address("redaction_detail", in_use(document).pk)
    boxes = re.findall(r'name="word" value="([0-9]+-[0-9]+)"><span>(.*?)<', text(officer.get(page, {"line": 5})))
    chosen = [value for value, word in boxes if word == "Tibia"]
    assert chosen
    opened = text(officer.get(page, {"mark": 1}))
    assert '<p class="words" data-words>Anna Lindgren-Sato</p>' in opened
    correct(officer, in_use(document), act="missed", scope="document", kind="PERSON", word=chosen)
    assert "Tibia walks" not in in_use(document).text


def test_a_filter_shows_one_layer_and_one_class(note, officer):
    page = address("redaction_detail", in_use(note(NOTE)).pk)
    assert 'class="m known quiet"' in text(officer.get(page, {"kind": "PHONE"}))
    assert ' quiet">' not in text(officer.get(page, {"layer": "known"}))
    assert officer.get(page, {"layer": "nonsense", "mark": "x", "line": "-1"}).status_code == 200


def test_a_checked_document_leaves_the_list_until_it_is_redacted_again(note, officer):
    document = note(NOTE)
    assert officer.post(address("redaction_check", in_use(document).pk)).status_code == 302
    assert "Nothing here" in text(officer.get(address("redactions")))
    assert "checked" in text(officer.get(address("redactions"), {"show": "checked"}))
    correct(officer, in_use(document), **missed(document))
    assert "corrected, not looked at since" in text(officer.get(address("redactions")))


def test_each_act_is_in_the_log_and_no_word_of_the_chart_with_it(note, officer):
    document = note(NOTE)
    correct(officer, in_use(document), **missed(document))
    officer.post(address("redaction_check", in_use(document).pk))
    acts = {event.action: event for event in AuditEvent.objects.exclude(details__purpose=None)}
    assert {"redaction_corrected", "redaction_checked"} <= set(acts)
    assert acts["redaction_corrected"].details["documents"] == 1
    assert "Tibia" not in str([event.details for event in acts.values()])
