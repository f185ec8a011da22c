import pytest
from django.http import Http404
from django.urls import reverse

from apps.audit.selectors import events_for
from apps.core.errors import NotAllowed
from apps.review import services
from apps.review.errors import Collision, ReviewError
from apps.review.models import ClaimReview, EvidenceOpening
from apps.review.selectors import review_page
from apps.review.selectors.facts import UNTOUCHED
from tests.review.acts import confirm, edit, open_evidence, remove, waive, words


def state_of(desk, ordinal):
    return ClaimReview.objects.get(claim=desk.claim(ordinal)).state


def actions(desk):
    return [event.action for event in events_for(organization_id=desk.world.cedar.pk, draft_id=desk.draft.pk)]


def token_of(desk, person, ordinal):
    return review_page(desk.as_seen_by(person), person).claims[ordinal - 1].token


def test_a_claim_is_confirmed_once_every_source_was_opened(desk):
    open_evidence(desk, desk.world.okafor, 1, 2)
    confirm(desk, desk.world.okafor, 1)
    assert state_of(desk, 1) == "confirmed"
    assert actions(desk)[0] == "claim_confirmed"


def test_a_high_severity_claim_with_an_unopened_source_is_not_confirmed(desk):
    open_evidence(desk, desk.world.okafor, 1)
    with pytest.raises(ReviewError, match="Open its other source first"):
        confirm(desk, desk.world.okafor, 1)
    assert not ClaimReview.objects.exists()


def test_what_a_colleague_opened_does_not_count_as_opened_by_me(desk):
    open_evidence(desk, desk.world.reyes, 1, 2)
    with pytest.raises(ReviewError, match="Open its 2 sources first"):
        confirm(desk, desk.world.okafor, 1)


@pytest.mark.parametrize("ordinal", [3, 4])
def test_a_contradicted_or_unfound_claim_is_not_confirmed(desk, ordinal):
    open_evidence(desk, desk.world.okafor, 4, 5)
    with pytest.raises(ReviewError, match="Edit, remove or waive"):
        confirm(desk, desk.world.okafor, ordinal)


@pytest.mark.parametrize("text", ["Methotrexate 20 mg weekly failed .", "methotrexate 20 mg weekly, failed"])
def test_an_edit_of_marks_alone_does_not_pass_for_a_check(desk, text):
    with pytest.raises(ReviewError, match=r"still says what the machine wrote\. The chart contradicts this claim"):
        edit(desk, desk.world.okafor, 3, text)
    assert not ClaimReview.objects.exists()


def test_an_edit_of_marks_alone_waits_for_the_evidence_to_be_opened(desk):
    text = "The CDAI of Ms. Lindgren-Sato was 31 ."
    with pytest.raises(ReviewError, match=r"still says what the machine wrote\. Open its 2 sources first"):
        edit(desk, desk.world.okafor, 1, text)
    open_evidence(desk, desk.world.okafor, 1, 2)
    edit(desk, desk.world.okafor, 1, text)
    assert state_of(desk, 1) == "edited"


@pytest.mark.parametrize(
    "text",
    [
        "The CDAI of Ms. Lindgren-Sato was 31, blah.",
        "The CDAI of Ms. Lindgren-Sato is 31.",
        "To my knowledge the CDAI of Ms. Lindgren-Sato was 31 that day.",
    ],
)
def test_an_edit_that_leaves_the_facts_of_a_high_severity_claim_waits_for_its_evidence(desk, text):
    with pytest.raises(ReviewError, match=r"still states the facts of the machine's.*Open its 2 sources first"):
        edit(desk, desk.world.okafor, 1, text)
    assert not ClaimReview.objects.exists()
    open_evidence(desk, desk.world.okafor, 1, 2)
    edit(desk, desk.world.okafor, 1, text)
    shown = review_page(desk.as_seen_by(desk.world.okafor), desk.world.okafor).claims[0]
    assert (shown.basis, shown.facts.is_checked) == ("clinician_statement", True)


def test_an_edit_of_the_facts_is_a_statement_of_ones_own_without_the_machines_evidence(desk):
    edit(desk, desk.world.okafor, 1, "I counted a CDAI of 24.")
    assert state_of(desk, 1) == "edited"


def test_what_the_first_person_opened_for_an_edit_does_not_check_it_for_the_second(desk, colleague):
    open_evidence(desk, desk.world.okafor, 1, 2)
    edit(desk, desk.world.okafor, 1, "The CDAI of Ms. Lindgren-Sato is 31.")
    services.item_release(**desk.act(desk.world.okafor))
    assert not review_page(desk.as_seen_by(colleague), colleague).claims[0].facts.is_checked
    open_evidence(desk, colleague, 1, 2)
    assert review_page(desk.as_seen_by(colleague), colleague).claims[0].facts.is_checked


@pytest.mark.parametrize("text", ["...", "😀😀😀", "31", "x", "? !"])
def test_what_holds_no_word_is_no_sentence(desk, text):
    with pytest.raises(ReviewError, match="Write the sentence in words"):
        edit(desk, desk.world.okafor, 3, text)
    assert not ClaimReview.objects.exists()


@pytest.mark.parametrize("more", [", indeed.", " 😀.", "!", " …"])
def test_emphasis_and_pictures_make_no_sentence_of_ones_own(desk, more):
    with pytest.raises(ReviewError, match=r"still says what the machine wrote\. The chart contradicts this claim"):
        edit(desk, desk.world.okafor, 3, f"Methotrexate 20 mg weekly failed{more}")
    assert not ClaimReview.objects.exists()


def test_an_edited_sentence_is_stored_behind_the_wall_and_read_back_whole(desk):
    edit(desk, desk.world.okafor, 3, "Anna Lindgren-Sato stopped methotrexate   after 5 doses.")
    stored = ClaimReview.objects.get(claim=desk.claim(3))
    assert "Lindgren" not in stored.text
    shown = review_page(desk.as_seen_by(desk.world.okafor), desk.world.okafor).claims[2]
    assert shown.text == "Anna Lindgren-Sato stopped methotrexate after 5 doses."
    assert shown.machine_text == "Methotrexate 20 mg weekly failed."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("  ", "Write the sentence"),
        ("x" * 2001, "longer than"),
        ("Methotrexate 20 mg weekly failed.", "as the machine"),
    ],
)
def test_an_edit_that_says_nothing_new_is_refused(desk, text, sentence):
    with pytest.raises(ReviewError, match=sentence):
        edit(desk, desk.world.okafor, 3, text)
    assert not ClaimReview.objects.exists()


def test_a_removal_needs_a_reason_from_the_list(desk):
    with pytest.raises(ReviewError, match="Choose a reason"):
        remove(desk, desk.world.okafor, 4, code="because")
    remove(desk, desk.world.okafor, 4)
    assert state_of(desk, 4) == "removed"


def test_a_waiver_needs_words_of_ones_own_and_they_are_concealed(desk):
    okafor, claim = desk.world.okafor, desk.claim(4)
    waiver = {"claim_id": claim.pk, "seen": UNTOUCHED, "reason_code": "other"}
    with pytest.raises(ReviewError, match="own words"):
        services.claim_waive(reason="ok", **waiver, **desk.act(okafor))
    services.claim_waive(reason="Anna Lindgren-Sato showed me the paper.", **waiver, **desk.act(okafor))
    assert "Lindgren" not in ClaimReview.objects.get(claim=claim).reason


@pytest.mark.parametrize("code", ["omission", "unsupported", "style", ""])
def test_a_waiver_takes_a_reason_for_keeping_and_none_of_what_is_wrong_with_a_draft(desk, code):
    with pytest.raises(ReviewError, match="Choose a reason"):
        waive(desk, desk.world.okafor, 4, code=code)
    waive(desk, desk.world.okafor, 4, code="seen_elsewhere")
    assert ClaimReview.objects.get(claim=desk.claim(4)).reason_code == "seen_elsewhere"
    page = desk.client(desk.world.okafor).get(reverse("review:draft_detail", args=[desk.draft.pk]))
    assert "It stands elsewhere in the record: She showed me the paper." in words(page)
    assert 'value="contrary_outweighed"' in page.text


def test_what_is_kept_is_no_reason_to_remove(desk):
    with pytest.raises(ReviewError, match="Choose a reason"):
        remove(desk, desk.world.okafor, 4, code="seen_elsewhere")


def test_undo_brings_back_the_machines_words_and_the_open_check(desk):
    okafor = desk.world.okafor
    edit(desk, okafor, 3, "Stopped after 5 doses.")
    services.claim_undo(claim_id=desk.claim(3).pk, seen=token_of(desk, okafor, 3), **desk.act(okafor))
    shown = review_page(desk.as_seen_by(okafor), okafor).claims[2]
    assert (shown.state, shown.text) == (None, "Methotrexate 20 mg weekly failed.")
    assert actions(desk)[:2] == ["claim_undone", "claim_edited"]


def test_an_act_on_a_state_that_was_never_seen_is_refused_and_changes_nothing(desk):
    okafor = desk.world.okafor
    edit(desk, okafor, 3, "Stopped after 5 doses.")
    with pytest.raises(Collision, match="another window"):
        edit(desk, okafor, 3, "Something else.", seen=UNTOUCHED)
    assert ClaimReview.objects.get(claim=desk.claim(3)).text == "Stopped after 5 doses."


def test_the_first_act_takes_the_draft_and_locks_the_others_out(desk, colleague):
    edit(desk, desk.world.okafor, 3, "Stopped after 5 doses.")
    assert "draft_claimed" in actions(desk)
    with pytest.raises(Collision, match=r"Dr\. Imani Okafor has been reviewing"):
        remove(desk, colleague, 4)


def test_who_may_only_read_the_chart_reviews_nothing(desk, reader):
    with pytest.raises(NotAllowed, match="no right to review"):
        edit(desk, reader, 3, "Stopped after 5 doses.")
    open_evidence(desk, reader, 1)
    assert not EvidenceOpening.objects.exists()


def test_a_claim_of_another_draft_is_not_found(desk):
    with pytest.raises(Http404):
        services.claim_confirm(claim_id=desk.draft.pk, seen=UNTOUCHED, **desk.act(desk.world.okafor))


def test_handing_over_keeps_what_was_done_and_lets_the_next_person_in(desk, colleague):
    edit(desk, desk.world.okafor, 3, "Stopped after 5 doses.")
    services.item_release(**desk.act(desk.world.okafor))
    remove(desk, colleague, 4)
    shown = review_page(desk.as_seen_by(colleague), colleague)
    assert [claim.reviewer for claim in shown.claims if claim.state] == ["Dr. Imani Okafor", "you"]


def test_only_the_holder_hands_over(desk, colleague):
    services.item_claim(**desk.act(desk.world.okafor))
    with pytest.raises(Collision, match=r"Dr\. Imani Okafor"):
        services.item_release(**desk.act(colleague))
