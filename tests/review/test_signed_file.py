"""A09: a signature binds text, citations, template, release and the very bytes of the file. P13: a person signs."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from apps.chart.models import SourceDocument
from apps.core.canonical import sha256_hex
from apps.review import services
from apps.review.documents import DocumentFailed
from apps.review.models import ReviewDecision, Signature, SignedFile
from apps.review.selectors import signed_document, signed_pdf, verification
from tests.review.acts import HEADER, item_sign, judgement, sign
from tests.tampering import seal_broken


def failed(desk):
    draft = desk.as_seen_by(desk.world.okafor)
    return {check.name for check in verification(draft, signed_document(draft, desk.world.okafor)) if not check.holds}


def get(desk, name, person=None):
    return desk.client(person or desk.world.okafor).get(reverse(name, args=[desk.draft.pk]))


def test_the_file_that_is_handed_out_is_the_one_that_was_signed_byte_for_byte(signed):
    signature = Signature.objects.get()
    assert get(signed, "review:draft_pdf").content == signed_pdf(signature)
    assert sha256_hex(signed_pdf(signature)) == signature.pdf_sha256
    assert failed(signed) == set()


def test_the_bytes_lie_sealed_and_not_in_plain_sight(signed):
    assert b"%PDF" not in bytes(SignedFile.objects.get().pdf_sealed)


def test_one_changed_byte_of_the_kept_file_shows_and_it_is_not_handed_out(signed):
    kept = SignedFile.objects.get()
    kept.pdf = kept.pdf[:-1] + b"0" * (kept.pdf[-1:] != b"0") + b"1" * (kept.pdf[-1:] == b"0")
    with seal_broken("review_signedfile"):
        kept.save()
    assert failed(signed) == {"Signed file"}
    assert get(signed, "review:draft_pdf").status_code == 409
    assert "Signature not valid" in get(signed, "review:draft_signed").content.decode()


def test_a_file_whose_row_is_gone_or_that_does_not_open_shows(signed):
    with seal_broken("review_signedfile"):
        SignedFile.objects.update(pdf_sealed=b"x" * 80)
        assert failed(signed) == {"Signed file"}
        SignedFile.objects.all().delete()
    assert failed(signed) == {"Signed file"}


@pytest.mark.parametrize("column", ["pdf_sha256", "content_sha256"])
def test_a_changed_hash_of_the_signature_shows(signed, column):
    with seal_broken("review_signature"):
        Signature.objects.update(**{column: "0" * 64})
    assert "Signature" in failed(signed)


def test_a_signature_that_loses_its_files_hash_does_not_pass_for_an_older_one(signed):
    with seal_broken("review_signature"):
        Signature.objects.update(pdf_sha256="")
    assert failed(signed) == {"Signature"}


def test_a_signature_moved_to_another_decision_of_the_same_draft_shows(signed):
    decision = ReviewDecision.objects.get()
    twin = ReviewDecision.objects.get()
    twin.pk, twin.ordinal, twin._state.adding = Signature.objects.get().pk, decision.ordinal + 1, True
    twin.save()
    with seal_broken("review_signature"):
        Signature.objects.update(decision=twin)
    assert "Signature" in failed(signed)


def test_the_database_refuses_to_move_a_signature_and_to_change_its_file(signed):
    with pytest.raises(DatabaseError, match="stays as it was written"), transaction.atomic():
        Signature.objects.update(decision=Signature.objects.get().pk)
    with pytest.raises(DatabaseError, match="stays as it was written"), transaction.atomic():
        SignedFile.objects.update(pdf_sealed=b"")


def test_a_press_that_fails_refuses_the_signature_and_loses_nothing(finished, monkeypatch):
    monkeypatch.setattr("apps.review.documents.press.PRESSING", "/nonexistent")
    with pytest.raises(DocumentFailed, match=r"could not be made\. .* Nothing was changed and nothing is lost\."):
        sign(finished, finished.world.okafor)
    assert not ReviewDecision.objects.exists()
    assert finished.draft.review_item.claim_reviews.count() == 3
    monkeypatch.undo()


def test_a_failing_press_is_a_sentence_on_the_decide_page_that_keeps_what_was_chosen(finished, monkeypatch):
    okafor = finished.world.okafor
    okafor.set_password("correct horse battery")
    okafor.save()
    monkeypatch.setattr("apps.review.documents.press.PRESSING", "/nonexistent")
    chosen = {"outcome": "edit", "seen": judgement(finished, okafor).seen_sha256, "harm": "no", "reason_code": "style",
              "meaning": "approved", "password": "correct horse battery",
              "comment": "Kept words."}  # fmt: skip
    response = finished.client(okafor).post(reverse("review:draft_decide", args=[finished.draft.pk]), chosen)
    assert response.status_code == 503
    assert "could not be made" in response.content.decode()
    assert "Kept words." in response.content.decode()


def test_a_second_click_leads_to_what_the_first_one_signed(signed):
    okafor = signed.world.okafor
    okafor.set_password("correct horse battery")
    okafor.save()
    chosen = {"outcome": "edit", "seen": "0" * 64, "harm": "no", "reason_code": "style",
              "meaning": "approved", "password": "correct horse battery"}  # fmt: skip
    address = reverse("review:draft_decide", args=[signed.draft.pk])
    response = signed.client(okafor).post(address, chosen)
    assert (response.status_code, response["Location"]) == (302, reverse("review:draft_signed", args=[signed.draft.pk]))
    assert Signature.objects.count() == 1


def test_a_file_with_a_page_that_was_restricted_after_the_signature_is_not_handed_out(signed_letter):
    assert get(signed_letter, "review:draft_pdf").status_code == 200
    SourceDocument.objects.filter(pk=signed_letter.documents["phone"].pk).update(labels=["mental_health"])
    refused = get(signed_letter, "review:draft_pdf")
    assert refused.status_code == 403
    assert "was restricted after it was signed" in refused.content.decode()


def test_nobody_signs_for_another_and_every_signature_has_name_credentials_meaning_and_time(signed):
    signature = Signature.objects.get()
    assert signature.person == signed.world.okafor
    assert (signature.printed_name, signature.credentials, signature.meaning) == ("Imani Okafor", "MD", "approved")
    assert signature.created_at
    with pytest.raises(services.decisions.Collision):
        item_sign(
            judgement=judgement(signed, signed.world.okafor), meaning="approved", header=HEADER,
            **signed.act(signed.world.okafor),
        )  # fmt: skip
