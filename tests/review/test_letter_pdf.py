"""The signed letter as a file: who is in its header, what is enclosed, and that old signatures stay good."""

import io
import json

import pypdf
import pytest
from django.urls import reverse

from apps.audit.selectors import events_for
from apps.chart.models import SourceDocument
from apps.review.errors import ReviewError
from apps.review.models import ReviewDecision, Signature
from apps.review.selectors import signed_document, verification
from tests.review.acts import edit
from tests.review.letters import checked, sign_letter, signed_before_files, waived

pytestmark = pytest.mark.usefixtures("real_press")


def fetched(letter):
    client = letter.client(letter.world.okafor)
    return client.get(reverse("review:draft_pdf", args=[letter.draft.pk]))


def words(letter):
    pages = pypdf.PdfReader(io.BytesIO(fetched(letter).content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_header_comes_from_the_record_whatever_a_sentence_says(checked_letter):
    edit(checked_letter, checked_letter.world.okafor, 2, "Member id ZZ-99999 of Berta Okonjo, born 30 Nov 1975.")
    sign_letter(checked_letter)
    header = ReviewDecision.objects.get().final["header"]
    assert "ZZ-99999" not in json.dumps(header)
    told = words(checked_letter)
    assert told.index("Anna Lindgren-Sato, born 4 May 1961") < told.index("ZZ-99999")
    assert "Member ZZ" not in told


def test_code_in_a_sentence_is_printed_as_words_and_the_file_does_nothing(checked_letter):
    code = 'CDAI was 31 <script>alert(1)</script> <img src="file:///etc/hostname"> <a href="https://elsewhere.example/">x</a>'
    edit(checked_letter, checked_letter.world.okafor, 2, code)
    sign_letter(checked_letter)
    told = words(checked_letter)
    assert "<script>alert(1)</script>" in told
    assert '<img src="file:///etc/hostname">' in told
    file = pypdf.PdfReader(io.BytesIO(fetched(checked_letter).content))
    catalogue = file.root_object
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(catalogue)
    assert not {"/JavaScript", "/EmbeddedFiles"} & set(catalogue.get("/Names", {}))
    links = [note.get_object().get("/A", {}).get("/URI", "") for page in file.pages for note in page.get("/Annots", [])]
    assert not [link for link in links if "elsewhere" in link]


def test_the_letter_has_its_parts_in_order_and_every_page_is_numbered(printed_letter):
    told = words(printed_letter)
    parts = [
        "Cedar Hollow Clinic", "Medical director", "Letter of medical necessity", "Expedited", "Adalimumab",
        "To the medical director:", "Expedited review",
        "Criterion 2a: Methotrexate has been taken for three months. [P 2a]",
        "Criterion 2b", "Signature", "Imani Okafor, MD", "Approved and signed electronically", "To verify",
        "Text sha256", "E1", "E2",
    ]  # fmt: skip
    at = [told.index(part) for part in parts]
    assert at == sorted(at)
    assert "Page 1 of 3" in told or "Page 1 of 2" in told


def test_each_enclosure_has_one_heading_and_its_quotes_carry_their_numbers(printed_letter):
    told = words(printed_letter)
    appendix = told[told.index("Enclosures: the cited pages") :]
    assert "CDAI 31[1]" in appendix
    assert appendix.count("E1 Progress note by Dr. I. Okafor, 3 Oct 2024") == 1
    assert "Version 1 of 1" not in appendix
    assert "stopped MTX last wk[5, against]" in appendix


def test_a_restricted_page_is_named_and_not_enclosed(letter):
    SourceDocument.objects.filter(pk=letter.documents["phone"].pk).update(labels=["mental_health"])
    waived(letter)
    told = words(letter)
    assert "no consent to send it is on record" in told
    assert "keep food down" not in told


def test_a_letter_with_an_empty_criterion_is_not_signed_and_the_page_says_why(letter):
    checked(letter, without=True)
    with pytest.raises(ReviewError, match=r"cannot be released yet\. Criterion 2a is not answered"):
        sign_letter(letter)
    assert not Signature.objects.exists()
    page = (
        letter.client(letter.world.okafor).get(reverse("review:draft_decide", args=[letter.draft.pk])).content.decode()
    )
    assert "Keeps it from being released:" in page
    assert "The record&#x27;s coverage has no member id" in page


def test_what_was_signed_before_files_were_bound_verifies_says_so_and_prints_as_it_was(printed_letter):
    signed_before_files(printed_letter)
    draft, okafor = printed_letter.as_seen_by(printed_letter.world.okafor), printed_letter.world.okafor
    checks = verification(draft, signed_document(draft, okafor))
    assert {check.holds for check in checks} == {True}
    assert [check.name for check in checks if not check.is_bound] == ["Signed file"]
    told = words(printed_letter)
    assert "To the medical director" not in told
    assert "Criterion 2a: Methotrexate" in told
    shown = printed_letter.client(okafor).get(reverse("review:draft_signed", args=[draft.pk])).content.decode()
    assert "no hash of the file was signed" in shown


def test_a_template_that_is_not_installed_is_a_sentence(printed_letter):
    signed_before_files(printed_letter, template="letter/2")
    response = fetched(printed_letter)
    assert response.status_code == 503
    assert "template letter/2, which is not installed" in response.content.decode()


def test_an_older_file_that_cannot_be_made_is_a_sentence_and_no_copy_is_on_record(printed_letter, monkeypatch):
    signed_before_files(printed_letter)
    monkeypatch.setattr("apps.review.documents.press.PRESSING", "/nonexistent")
    response = fetched(printed_letter)
    assert response.status_code == 503
    assert "could not be made" in response.content.decode()
    events = events_for(organization_id=printed_letter.world.cedar.pk, draft_id=printed_letter.draft.pk)
    assert events[0].action != "document_exported"


def test_the_same_letter_is_the_same_bytes_and_its_name_and_metadata_name_nobody(printed_letter):
    first, second = fetched(printed_letter), fetched(printed_letter)
    assert first.content == second.content
    metadata = pypdf.PdfReader(io.BytesIO(first.content)).metadata
    assert "Lindgren" not in str(metadata)
    assert "Lindgren" not in first["Content-Disposition"]
