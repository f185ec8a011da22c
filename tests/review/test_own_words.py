"""P12: a clinician's own sentence, marked as such wherever the letter is read; it fills what the chart cannot."""

import io
import json

import pypdf
import pytest
from django.http import Http404
from django.urls import reverse

from apps.audit.selectors import events_for
from apps.review import services
from apps.review.errors import ReviewError
from apps.review.models import ClinicianStatement, ReviewDecision, Signature
from apps.review.selectors import final_text
from tests.review.conftest import kept_after
from tests.review.letters import checked, make_letter, sign_letter

SENTENCE = "Ms. Lindgren-Sato cannot take methotrexate: five doses made her vomit."


kept_desk_unanswered = kept_after(lambda desk: checked(make_letter(desk), without=True))


@pytest.fixture
def unanswered(kept_desk_unanswered, desk):
    """A checked letter; what answered criterion 2a was removed."""
    return desk


def add(letter, where="criterion:2a", text=SENTENCE, person=None):
    return services.statement_add(where=where, text=text, **letter.act(person or letter.world.okafor))


def post(letter, name="review:statement_add", args=(), person=None, **values):
    client = letter.client(person or letter.world.okafor)
    return client.post(reverse(name, args=[letter.draft.pk, *args]), values)


def shown(letter, name="review:draft_detail"):
    return letter.client(letter.world.okafor).get(reverse(name, args=[letter.draft.pk])).content.decode()


def test_an_empty_criterion_is_filled_by_the_clinicians_own_sentence_and_the_letter_can_be_signed(unanswered):
    with pytest.raises(ReviewError, match="Criterion 2a is not answered"):
        sign_letter(unanswered)
    add(unanswered)
    sign_letter(unanswered)
    assert Signature.objects.count() == 1


@pytest.mark.usefixtures("real_press")
def test_it_is_marked_in_every_form_the_letter_has(unanswered):
    add(unanswered)
    add(unanswered, "harm", "Without it she loses the use of her hands.")
    sign_letter(unanswered)
    final = ReviewDecision.objects.get().final
    own = [(claim["section"], claim["basis"], claim["citations"]) for claim in final["claims"][-2:]]
    assert ("What happens without what is requested", "clinician_statement", []) in own
    page = shown(unanswered, "review:draft_signed")
    assert f'{SENTENCE}<sup title="clinician statement">†</sup>' in page
    response = unanswered.client(unanswered.world.okafor).get(reverse("review:draft_pdf", args=[unanswered.draft.pk]))
    told = " ".join(" ".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(response.content)).pages).split())
    assert f"{SENTENCE}†" in told
    parts = [told.index("Criterion 2a"), told.index(SENTENCE), told.index("What happens without")]
    assert [*parts, told.rindex("Imani Okafor, MD")] == sorted([*parts, told.rindex("Imani Okafor, MD")])
    assert "† clinician statement: the clinician’s own words" in told


def test_what_was_typed_is_concealed_before_it_is_stored_and_read_in_plain_words(letter):
    statement = add(letter)
    assert "Lindgren" not in statement.text
    assert "Lindgren" not in json.dumps(final_text(letter.as_seen_by(letter.world.okafor)).body)
    assert SENTENCE in shown(letter)


def test_it_changes_the_hash_of_what_is_signed_and_taking_it_back_restores_it(letter):
    okafor = letter.world.okafor
    before = final_text(letter.as_seen_by(okafor)).sha256
    statement = add(letter)
    assert final_text(letter.as_seen_by(okafor)).sha256 != before
    services.statement_undo(statement_id=statement.pk, **letter.act(okafor))
    assert final_text(letter.as_seen_by(okafor)).sha256 == before
    with pytest.raises(Http404):
        services.statement_undo(statement_id=statement.pk, **letter.act(okafor))


def test_adding_and_taking_back_are_on_record_without_the_words(letter):
    statement = add(letter)
    services.statement_undo(statement_id=statement.pk, **letter.act(letter.world.okafor))
    events = [*events_for(organization_id=letter.world.cedar.pk, draft_id=letter.draft.pk)][:2]
    assert [event.action for event in events] == ["statement_undone", "statement_added"]
    assert events[1].details["criterion_id"] == "2a"
    assert "methotrexate" not in json.dumps(events[1].details)


def test_a_double_click_adds_one_sentence(letter):
    assert post(letter, where="harm", text="Without it she worsens.").status_code == 302
    assert post(letter, where="harm", text="Without it she worsens.").status_code == 302
    assert ClinicianStatement.objects.count() == 1


@pytest.mark.parametrize(
    ("where", "text", "sentence"),
    [
        ("criterion:9", SENTENCE, "Choose the criterion"), ("criterion:", SENTENCE, "Choose the criterion"),
        ("elsewhere", SENTENCE, "Choose the criterion"), ("harm:2a", SENTENCE, "Choose the criterion"),
        ("harm", "1234567890123", "in words"), ("harm", "Bad.", "in words"), ("harm", "\u200b" * 20, "in words"),
        ("harm", "She worsens \u202eweekly.", "invisible character"), ("harm", "word " * 500, "longer than"),
    ],
    ids=["criterion", "no criterion", "part", "both", "digits", "short", "blank", "hidden", "long"],
)  # fmt: skip
def test_what_has_no_place_or_says_nothing_is_refused_with_a_sentence_and_what_was_typed(letter, where, text, sentence):
    response = post(letter, where=where, text=text)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not ClinicianStatement.objects.exists()


def test_a_summary_takes_no_sentence_of_ones_own(desk):
    with pytest.raises(ReviewError, match="Only a letter"):
        add(desk)
    assert "own-words-title" not in shown(desk)


def test_somebody_who_does_not_hold_the_draft_adds_nothing(letter, colleague):
    add(letter)
    refused = post(letter, person=colleague, where="harm", text="Without it she worsens.")
    assert refused.status_code == 409
    assert ClinicianStatement.objects.count() == 1


def test_after_the_signature_nothing_is_added_or_taken_back(unanswered):
    statement = add(unanswered)
    sign_letter(unanswered)
    assert post(unanswered, where="harm", text="Without it she worsens.").status_code == 409
    assert post(unanswered, "review:statement_undo", [statement.pk]).status_code == 409


def test_a_letter_with_a_sentence_of_ones_own_is_an_edit_and_the_decide_page_shows_it(unanswered):
    add(unanswered)
    page = shown(unanswered, "review:draft_decide")
    assert "clinician statement" in page
    assert SENTENCE in page
    text = final_text(unanswered.as_seen_by(unanswered.world.okafor))
    assert (text.added, text.proposed) == (1, "substantive")


def test_the_trace_and_its_file_tell_of_it_to_who_may_read_it_and_without_words_to_who_may_not(letter):
    add(letter)
    address = reverse("review:draft_trace_export", args=[letter.draft.pk])
    (told,) = letter.client(letter.world.okafor).get(address).json()["statements"]
    assert (told["part"], told["criterion"], told["person"]) == ("criterion", "2a", "Dr. Imani Okafor")
    assert "cannot take methotrexate" in told["text"]
    (masked,) = letter.client(letter.world.marchetti).get(address).json()["statements"]
    assert (masked["criterion"], masked["text"]) == ("2a", "")
    assert "own sentences" in shown(letter, "review:draft_trace")


def test_a_record_number_of_somebody_is_kept_from_the_payer_until_it_is_taken_out(unanswered):
    add(unanswered)
    other = add(unanswered, "harm", "Rita Calloway, MRN 00-9999-11, has the same and lost the use of her hands.")
    with pytest.raises(ReviewError, match="holds a record, account or social security number"):
        sign_letter(unanswered)
    services.statement_undo(statement_id=other.pk, **unanswered.act(unanswered.world.okafor))
    sign_letter(unanswered)
    assert Signature.objects.count() == 1


def test_a_name_of_somebody_else_is_shown_before_the_letter_is_signed(unanswered):
    add(unanswered, "harm", "Mrs. Wilhelmina Portsmouth lost the use of her hands without it.")
    assert "seems to name somebody who is neither the patient" in shown(unanswered, "review:draft_decide")
