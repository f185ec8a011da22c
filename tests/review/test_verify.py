"""The verify page: every bound thing recomputed, one changed byte named, a file in hand compared."""

import hashlib
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from apps.audit.selectors import events_for
from apps.review.domain.proof import difference, differences
from apps.review.models import Amendment, ReviewDecision, Signature, SignedFile
from tests.review.test_amendments import amend
from tests.tampering import seal_broken


def client_and_address(desk):
    return desk.client(desk.world.okafor), reverse("review:draft_verify", args=[desk.draft.pk])


def verify(desk):
    client, address = client_and_address(desk)
    return " ".join(client.get(address).content.decode().split())


def differing(page):
    return {one.rpartition("<b>")[2] for one in page.split(": not as signed</b>")[:-1]}


def change(table, column, value):
    with seal_broken(table), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s", [value])


def test_of_an_untouched_document_every_part_is_as_signed_and_the_look_is_on_record(signed):
    page = verify(signed)
    assert "parts are as they were signed" in page
    assert differing(page) == set()
    assert page.count(": as signed</b>") == 18
    (event,) = events_for(organization_id=signed.world.cedar.pk, action="document_verified")
    assert (event.outcome, event.details["failed"]) == ("success", [])


def test_one_changed_letter_of_the_text_is_named_with_its_place(signed):
    final = ReviewDecision.objects.get().final
    final["claims"][0]["text"] = final["claims"][0]["text"].replace("31", "81")
    change("review_reviewdecision", "final", json.dumps(final))
    page = verify(signed)
    assert differing(page) == {"Signed text", "Text as it was read"}
    place = final["claims"][0]["text"].index("81")
    assert f"Claims 1 text, at character {place}" in page
    assert "was signed: </span>3</ins>" in page
    assert "stands there now: </span>8</del>" in page


def test_one_changed_letter_of_a_source_is_named_with_its_place(signed):
    note = signed.documents["note"]
    changed = note.text.replace("CDAI 31", "CDAI 37")
    with seal_broken("chart_sourcedocument"):
        note.text = changed
        note.save()
    page = verify(signed)
    assert differing(page) == {"Source 1", "Source 1, quoted words", "Source 2", "Source 3", "Source 4"}
    assert f"The source, at character {changed.index('37') + 1}" in page
    assert "was signed: </span>1</ins>" in page


def test_a_source_whose_bytes_no_longer_open_is_named(signed):
    change("chart_sourcedocument", "text_sealed", b"Something else.")
    assert differing(verify(signed)) >= {"Source 1", "Source 2", "Source 3"}


@pytest.mark.parametrize(
    ("table", "column", "value", "named", "told"),
    [
        ("review_signature", "printed_name", "Imani Okafox", ("Signature",), "Printed name, at character 11"),
        ("review_signature", "meaning", "authored", ("Signature",), "Meaning, at character"),
        ("review_reviewdecision", "outcome", "approve", ("Signature",), "Outcome, at character 0"),
        ("review_reviewdecision", "final_sha256", "0" * 64, ("Signed text", "Signature"), "Final sha256"),
        ("review_signature", "pdf_sha256", "0" * 64, ("Signed file", "Signature"), "Pdf sha256"),
        ("review_signature", "created_at", "2026-01-05T00:00Z", ("Signature",), "What it was cannot be told"),
        ("review_signature", "content_sha256", "0" * 64, ("Signature", "Audit event"), "cannot be told"),
    ],
    ids=lambda value: str(value)[:18],
)
def test_each_bound_field_that_is_changed_is_named(signed, table, column, value, named, told):
    change(table, column, value)
    page = verify(signed)
    assert differing(page) == set(named)
    assert told in page


def test_one_changed_byte_of_the_file_is_named(signed):
    kept = SignedFile.objects.get()
    with seal_broken("review_signedfile"):
        kept.pdf = kept.pdf[:-1] + b"?"
        kept.save()
    assert differing(verify(signed)) == {"Signed file"}
    with seal_broken("review_signedfile"):
        SignedFile.objects.update(pdf_sealed=b"no envelope")
    assert "does not open" in verify(signed)


def test_a_changed_audit_event_is_named(signed):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER USER")
        cursor.execute("UPDATE audit_auditevent SET actor_id = 'somebody' WHERE action = 'draft_signed'")
        cursor.execute("ALTER TABLE audit_auditevent ENABLE TRIGGER USER")
    assert differing(verify(signed)) == {"Audit chain"}


def test_a_changed_addendum_is_named(signed):
    amend(signed)
    assert differing(verify(signed)) == set()
    with seal_broken("review_amendment"):
        Amendment.objects.update(text="She took nothing at all.")
    assert differing(verify(signed)) == {"Addendum 1, words", "Addendum 1, words as read"}


def test_a_file_in_hand_is_told_from_one_that_differs_in_one_byte_and_nothing_of_it_is_kept(signed):
    client, address = client_and_address(signed)
    pdf = SignedFile.objects.get().pdf
    same = client.post(address, {"file": SimpleUploadedFile("a.pdf", pdf)})
    assert "The file in your hand is the file that was signed first" in same.content.decode()
    other = client.post(address, {"file": SimpleUploadedFile("a.pdf", pdf + b"\n")})
    told = other.content.decode()
    assert "The file in your hand is none of this document" in told
    assert told.index('id="compared"') < told.index("parts are as they were signed") < told.index("A file in your hand")
    assert told.index("A file in your hand") < told.index('id="parts"')
    pasted = client.post(address, {"sha256": f" {hashlib.sha256(pdf).hexdigest().upper()} "})
    assert "The file in your hand is the file that was signed first" in pasted.content.decode()
    events = events_for(organization_id=signed.world.cedar.pk, action="file_compared")
    assert [one.outcome for one in events] == ["success", "failure", "success"]
    assert [one.details for one in events] == [{"draft_id": str(signed.draft.pk)}] * 3


@pytest.mark.parametrize(("data", "sentence"), [({}, "Choose a file"), ({"sha256": "abc"}, "64 characters")])
def test_without_a_file_or_with_half_a_hash_it_says_what_to_do(signed, data, sentence):
    client, address = client_and_address(signed)
    refused = client.post(address, data)
    assert refused.status_code == 422
    assert sentence in refused.content.decode()


def test_a_stranger_and_what_is_not_signed_have_no_such_page(signed, desk):
    client = signed.client(signed.world.lindholm)
    assert client.get(reverse("review:draft_verify", args=[signed.draft.pk])).status_code == 404
    assert Signature.objects.count() == 1


@given(st.text(max_size=60), st.text(max_size=60))
def test_put_in_its_place_what_was_signed_gives_the_signed_text_back(expected, actual):
    place = difference("here", expected, actual)
    if place is None:
        assert expected == actual
        return
    restored = actual[: place.offset] + place.expected + actual[place.offset + len(place.actual) :]
    assert restored == expected


def test_a_difference_is_named_by_the_way_to_it():
    (place,) = differences({"claims": [{"text": "five doses"}]}, {"claims": [{"text": "nine doses"}]})
    assert (place.where, place.offset, place.expected, place.actual) == ("claims 1 text", 0, "fiv", "nin")
