import io
import json
from datetime import timedelta

import pypdf
import pytest
from django.db import connection
from django.urls import reverse

from apps.audit.selectors import events_for
from apps.core import clock
from apps.core.templatetags.workbench import zoned_moment
from apps.redaction.models import Surrogate
from apps.review.documents import pdf_of
from apps.review.models import ReviewDecision, Signature
from apps.review.selectors import signed_document, verification
from tests.review.acts import words
from tests.tampering import seal_broken

pytestmark = pytest.mark.usefixtures("real_press")


def checks(desk):
    draft = desk.as_seen_by(desk.world.okafor)
    return {check.name: check.holds for check in verification(draft, signed_document(draft, desk.world.okafor))}


def test_a_fresh_signature_verifies(printed):
    assert set(checks(printed).values()) == {True}


def change(table, column, value):
    with seal_broken(table), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s", [value])


def test_one_changed_word_of_the_signed_text_shows(printed):
    final = ReviewDecision.objects.get().final
    final["claims"][0]["text"] += " Not."
    change("review_reviewdecision", "final", json.dumps(final))
    assert checks(printed)["Signed text"] is False


def test_a_re_hashed_text_no_longer_fits_its_signature(printed):
    change("review_reviewdecision", "final_sha256", "0" * 64)
    assert checks(printed)["Signature"] is False


def test_a_signature_put_under_another_name_shows(printed):
    change("review_signature", "printed_name", "Somebody Else")
    assert checks(printed)["Signature"] is False


def test_a_changed_identifier_shows_in_the_text_as_it_was_read(printed):
    with seal_broken("redaction_surrogate"):
        for surrogate in Surrogate.objects.all():
            surrogate.original += "x"
            surrogate.save()
    assert checks(printed)["Text as it was read"] is False


def test_a_changed_source_shows(printed):
    change("chart_sourcedocument", "text_sealed", b"Something else.")
    assert checks(printed)["Sources"] is False


def test_the_clinicians_own_sentence_is_marked_and_cites_nothing(printed):
    document = signed_document(printed.as_seen_by(printed.world.okafor), printed.world.okafor)
    own = [sentence for _, group in document.sections for sentence in group if sentence.ordinal == 3]
    assert [(sentence.basis, sentence.numbers) for sentence in own] == [("clinician_statement", ())]
    assert document.has_statements


def test_the_signed_page_shows_text_signature_verification_and_trail(printed):
    response = printed.client(printed.world.reyes).get(reverse("review:draft_signed", args=[printed.draft.pk]))
    page = response.content.decode()
    assert "The CDAI of Ms. Lindgren-Sato was 31." in page
    assert "Tuberculosis screening was negative." not in page
    assert "Imani Okafor, MD" in page
    assert page.count(": as signed") == 6
    assert "not as signed" not in page
    assert "Dr. Imani Okafor signed" in page


def test_equal_acts_of_one_sitting_are_one_line_and_the_page_names_no_draft_but_itself(signed):
    client, address = signed.client(signed.world.okafor), reverse("review:draft_signed", args=[signed.draft.pk])
    for _ in range(3):
        client.get(address)
    shown = client.get(address)
    told = [(line.sentence, line.number) for line in shown.context["trail"]]
    assert ("Dr. Imani Okafor opened evidence of this draft.", 2) in told
    assert ("Dr. Imani Okafor signed this draft.", 1) in told
    assert len({sentence for sentence, _ in told}) == len(told)
    assert str(signed.draft.pk)[:8] not in " ".join(sentence for sentence, _ in told)
    assert "opened evidence of this draft. 2 times" in words(shown)


def test_the_same_act_after_a_break_stands_by_itself(signed):
    address = reverse("review:draft_signed", args=[signed.draft.pk])
    signed.client(signed.world.okafor).get(address)
    with clock.standing_at(clock.now() + timedelta(hours=2)):
        client = signed.client(signed.world.okafor)  # signed in anew: a session ends sooner
        for _ in range(2):
            client.get(address)
        opened = [line for line in client.get(address).context["trail"] if "opened this draft" in line.sentence]
    assert [line.number for line in opened] == [2, 1]


def test_the_moment_of_the_signature_names_its_time_zone(signed):
    page = signed.client(signed.world.okafor).get(reverse("review:draft_signed", args=[signed.draft.pk])).text
    moment = zoned_moment(Signature.objects.get().created_at)
    assert page.count(moment) >= 2


def test_an_unsigned_draft_has_no_signed_page(desk):
    client = desk.client(desk.world.okafor)
    for name in ("review:draft_signed", "review:draft_pdf"):
        assert client.get(reverse(name, args=[desk.draft.pk])).status_code == 404


def test_the_pdf_holds_the_document_with_the_numbers_of_the_page_and_nothing_in_its_metadata(printed):
    client = printed.client(printed.world.okafor)
    response = client.get(reverse("review:draft_pdf", args=[printed.draft.pk]))
    reader = pypdf.PdfReader(io.BytesIO(response.content))
    text = " ".join(reader.pages[0].extract_text().split())
    assert "The CDAI of Ms. Lindgren-Sato was 31." in text
    assert "Approved and signed electronically" in text
    signature = Signature.objects.get()
    assert signature.decision.final_sha256 in text.replace(" ", "")
    assert str(signature.pk) in text.replace(" ", "")
    assert "3: Progress note 3 Oct 2024" in text.replace("1, 2, 3", "3")
    assert "Lindgren" not in str(reader.metadata)
    assert "Lindgren" not in response["Content-Disposition"]


def test_taking_the_file_out_is_on_record(printed):
    client = printed.client(printed.world.okafor)
    client.get(reverse("review:draft_pdf", args=[printed.draft.pk]))
    events = events_for(organization_id=printed.world.cedar.pk, draft_id=printed.draft.pk)
    assert events[0].action == "document_exported"


@pytest.mark.parametrize("html", ['<img src="file:///etc/passwd">', '<a rel="attachment" href="file:///etc/passwd">x</a>',
                                  '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">'])  # fmt: skip
def test_a_document_fetches_nothing_while_it_is_made(html):
    pdf = pdf_of(f"<html lang=en><title>t</title><body><h1>t</h1>{html}</body></html>")
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert not reader.attachments
    assert "root:" not in pdf.decode("latin-1")
