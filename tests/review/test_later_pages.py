"""The page on which somebody signs a second time."""

import io

import pypdf
import pytest
from django.urls import reverse

from apps.core.canonical import sha256_hex
from apps.review.domain.rules import HighRisk
from apps.review.models import SecondSignature, Signature
from tests.factories import PASSWORD
from tests.review.acts import open_evidence
from tests.review.conftest import kept_after
from tests.review.test_second_signature import ask_for_second, sign_first

kept_desk_awaiting = kept_after(sign_first)


@pytest.fixture
def awaiting(kept_desk_awaiting, desk):
    return desk


def page(desk, name, person):
    response = desk.client(person).get(reverse(name, args=[desk.draft.pk]))
    return response.status_code, " ".join(response.content.decode().split())


def post(desk, person, **data):
    values = {"act": "sign", "seen": Signature.objects.get().content_sha256, "meaning": "approved", **data}
    return desk.client(person).post(reverse("review:draft_second", args=[desk.draft.pk]), values)


def test_the_decide_page_says_beforehand_that_a_second_signature_will_be_asked_for(desk):
    ask_for_second(desk, HighRisk.CONTROLLED)
    desk.draft.subject = "Oxycodone 10 mg"
    desk.draft.save()
    _, shown = page(desk, "review:draft_decide", desk.world.okafor)
    assert "somebody else signs it, too, because it is for a controlled substance" in shown


def test_until_then_no_file_is_handed_out_and_every_page_says_why(awaiting):
    okafor = awaiting.world.okafor
    status, shown = page(awaiting, "review:draft_signed", okafor)
    assert (status, "Not released: awaits a second signature" in shown) == (200, True)
    assert reverse("review:draft_pdf", args=[awaiting.draft.pk]) not in shown
    assert page(awaiting, "review:draft_pdf", okafor)[0] == 403
    assert "You signed this draft first" in page(awaiting, "review:draft_second", okafor)[1]


def test_the_second_signer_reads_the_same_review_page_where_nothing_can_be_changed(awaiting):
    status, shown = page(awaiting, "review:draft_detail", awaiting.world.lindholm)
    assert status == 200
    assert "awaits a second signature: nothing can be changed" in shown
    assert reverse("review:draft_second", args=[awaiting.draft.pk]) in shown
    assert 'data-act="edit"' not in shown


def test_what_is_not_opened_keeps_the_button_off_and_says_so(awaiting):
    _, shown = page(awaiting, "review:draft_second", awaiting.world.lindholm)
    assert "Open the evidence of 1 high-severity claim (1) yourself first" in shown
    assert 'disabled aria-describedby="left"' in shown
    assert post(awaiting, awaiting.world.lindholm, password=PASSWORD).status_code == 422


@pytest.mark.usefixtures("real_press")
def test_with_the_password_it_is_signed_and_the_file_names_both(awaiting):
    lindholm = awaiting.world.lindholm
    open_evidence(awaiting, lindholm, 1, 2)
    assert post(awaiting, lindholm, password="wrong").status_code == 422
    assert not SecondSignature.objects.exists()
    assert post(awaiting, lindholm, password=PASSWORD).status_code == 302
    _, shown = page(awaiting, "review:draft_signed", lindholm)
    assert "Erik Lindholm, MD" in shown
    assert shown.count(": as signed") == 7
    handed = awaiting.client(lindholm).get(reverse("review:draft_pdf", args=[awaiting.draft.pk])).content
    text = " ".join(pypdf.PdfReader(io.BytesIO(handed)).pages[0].extract_text().split())
    assert "Imani Okafor, MD" in text
    assert "as second signer" in text
    assert sha256_hex(handed) == SecondSignature.objects.get().pdf_sha256


def test_refused_the_first_signer_reads_who_and_why_beside_the_draft(awaiting):
    words = {"act": "refuse", "reason_code": "unsupported", "words": "The dose is not in the chart."}
    assert post(awaiting, awaiting.world.lindholm, **{**words, "words": ""}).status_code == 422
    assert post(awaiting, awaiting.world.lindholm, **words).status_code == 302
    _, shown = page(awaiting, "review:draft_detail", awaiting.world.okafor)
    assert "Dr. Erik Lindholm did not sign a second time" in shown
    assert "The dose is not in the chart." in shown
    assert page(awaiting, "review:draft_signed", awaiting.world.okafor)[0] == 404
