"""Corrections of what was signed: beside it, signed by themselves, never in its place."""

import io

import pypdf
import pytest
from django.urls import reverse

from apps.audit.selectors import events_for
from apps.core.canonical import sha256_hex
from apps.core.errors import NotAllowed
from apps.review import services
from apps.review.domain.amendments import AmendmentKind
from apps.review.errors import Collision, ReviewError
from apps.review.later_forms import AmendForm
from apps.review.models import Amendment, ReviewItem, Signature, SignedFile
from apps.review.selectors import signed_document, verification
from apps.review.selectors.amendments import CitedDocument, cited_documents
from apps.review.selectors.authorizations import IN_ERROR, why_not_submittable
from apps.review.services.amendments import Correction
from tests.factories import PASSWORD
from tests.review.acts import shown_for
from tests.tampering import seal_broken

WORDS = "Anna Lindgren-Sato took methotrexate for six months, not three."


def amend(desk, person=None, **changed):
    values = {"kind": AmendmentKind.ADDENDUM, "reason_code": "fact_wrong", "text": WORDS, "cites": {1}, "seen": 0}
    amending = {"correction": Correction(**{**values, **changed}), **desk.act(person or desk.world.okafor)}
    step_up = shown_for(services.amend_act(**amending), amending["person"])
    return services.document_amend(**amending, step_up=step_up)


def checks(desk):
    draft = desk.as_seen_by(desk.world.okafor)
    return {check.name: check.holds for check in verification(draft, signed_document(draft, desk.world.okafor))}


def get(desk, name, person=None):
    return desk.client(person or desk.world.okafor).get(reverse(name, args=[desk.draft.pk]))


def words(response):
    return " ".join(response.content.decode().split())


def pages(pdf):
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def test_an_addendum_leaves_what_was_signed_as_it_is_and_binds_it(signed):
    before = (SignedFile.objects.get().pdf, Signature.objects.values().get())
    made = amend(signed)
    assert (SignedFile.objects.get().pdf, Signature.objects.values().get()) == before
    assert ReviewItem.objects.get(draft=signed.draft).status == "AMENDED"
    assert "Lindgren" not in made.text
    assert checks(signed)["Addendum 1"] is True
    assert set(checks(signed).values()) == {True}


@pytest.mark.usefixtures("real_press")
def test_page_and_file_show_the_original_under_a_visible_mark_with_the_addendum_after_it(signed):
    amend(signed)
    shown = words(get(signed, "review:draft_signed"))
    assert "Amended on" in shown
    assert shown.index("The CDAI of Ms. Lindgren-Sato was 31.") < shown.index(WORDS)
    handed = get(signed, "review:draft_pdf").content
    text = pages(handed)
    assert "Amended on" in text
    assert WORDS in text
    assert sha256_hex(handed) == Amendment.objects.get().pdf_sha256
    assert Signature.objects.get().content_sha256 in text.replace(" ", "")


@pytest.mark.parametrize(
    ("column", "value"),
    [("text", "She took nothing."), ("printed_name", "Somebody Else"), ("reason_code", "clerical"), ("cites", [2]),
     ("kind", "entered_in_error"), ("text_sha256", "0" * 64), ("pdf_sha256", "0" * 64)],
)  # fmt: skip
def test_whatever_is_changed_in_an_addendum_shows(signed, column, value):
    amend(signed)
    with seal_broken("review_amendment"):
        Amendment.objects.update(**{column: value})
    assert [name for name, holds in checks(signed).items() if not holds] == ["Addendum 1"]
    assert get(signed, "review:draft_pdf").status_code == 409


def test_an_addendum_taken_out_of_the_chain_shows_in_the_next(signed):
    amend(signed)
    amend(signed, seen=1, text="And nausea began in the first week.", cites=())
    with seal_broken("review_amendment"):
        Amendment.objects.filter(ordinal=1).delete()
    assert checks(signed)["Addendum 2"] is False


def test_what_is_marked_as_entered_in_error_is_not_submitted_and_says_so(signed_letter):
    draft = signed_letter.as_seen_by(signed_letter.world.okafor)
    assert why_not_submittable(draft) == ""
    amend(signed_letter, kind=AmendmentKind.ENTERED_IN_ERROR, reason_code="wrong_patient", cites=())
    assert why_not_submittable(draft) == IN_ERROR
    assert "Entered in error: do not use" in words(get(signed_letter, "review:draft_signed"))
    assert IN_ERROR in words(get(signed_letter, "review:authorization"))


def test_an_amended_letter_goes_to_its_payer_with_word_of_it(signed_letter):
    amend(signed_letter, cites=())
    assert why_not_submittable(signed_letter.as_seen_by(signed_letter.world.okafor)) == ""
    assert "This letter was amended after it was signed" in words(get(signed_letter, "review:authorization"))


def test_it_needs_a_reason_words_a_source_that_is_there_and_the_right_to_sign(signed, reader):
    for wrong, sentence in (
        ({"reason_code": ""}, "Choose why"), ({"text": " \n"}, "Write what the addendum says"),
        ({"cites": {99}}, "no source 99"),
    ):  # fmt: skip
        with pytest.raises(ReviewError, match=sentence):
            amend(signed, **wrong)
    for person in (reader, signed.world.reyes):
        with pytest.raises(NotAllowed):
            amend(signed, person)
    assert not Amendment.objects.exists()


def test_nothing_is_amended_before_it_is_signed(desk):
    with pytest.raises(NotAllowed, match="Only what was signed"):
        amend(desk)


def test_of_two_who_amend_at_once_the_second_reads_the_first(signed, colleague):
    amend(signed)
    with pytest.raises(Collision, match="Another addendum was signed meanwhile"):
        amend(signed, colleague)
    amend(signed, colleague, seen=1)
    assert Amendment.objects.count() == 2


def test_nothing_is_put_beside_what_does_not_verify(signed):
    with seal_broken("review_signature"):
        Signature.objects.update(printed_name="Somebody Else")
    with pytest.raises(ReviewError, match="does not verify any more"):
        amend(signed)


def test_it_is_on_record_without_a_word_of_it(signed):
    made = amend(signed)
    event = events_for(organization_id=signed.world.cedar.pk, draft_id=signed.draft.pk)[0]
    assert (event.action, event.details["content_sha256"]) == ("draft_amended", made.content_sha256)
    assert "methotrexate" not in str(event.details)


def test_the_page_asks_for_the_password_and_keeps_what_was_typed_when_it_is_wrong(signed):
    client = signed.client(signed.world.okafor)
    address = reverse("review:draft_amend", args=[signed.draft.pk])
    typed = {"kind": "addendum", "reason_code": "fact_wrong", "text": WORDS, "cites": ["1"], "seen": 0}
    refused = client.post(address, {**typed, "password": "wrong"})
    assert refused.status_code == 422
    assert WORDS in words(refused)
    assert not Amendment.objects.exists()
    assert client.post(address, {**typed, "password": PASSWORD}).status_code == 302
    assert Amendment.objects.get().cites == [1]


def test_what_the_signed_text_cites_is_listed_by_kind_each_document_once(signed):
    okafor = signed.world.okafor
    documents = cited_documents(signed_document(signed.as_seen_by(okafor), okafor))
    sources = [CitedDocument(f"Progress note {day} Oct 2024", (day, day + 20)) for day in range(1, 10)]
    form = AmendForm({"cites": ["44"]}, sources=[*sources, CitedDocument("Telephone encounter 3 Oct 2024", (44,))])
    assert [(group.kind, len(group.documents), group.is_open) for group in form.source_groups()] == [
        ("Progress note", 9, False), ("Telephone encounter", 1, True)
    ]  # fmt: skip
    page = words(signed.client(okafor).get(reverse("review:draft_amend", args=[signed.draft.pk])))
    assert page.count('name="cites"') == sum(len(one.numbers) for one in documents)
    assert [page.count(f"<span>{one.label}</span>") for one in documents] == [1] * len(documents)
