"""The decision sheet in the front door: kinds shown and corrected, reasons in order, nothing lost when refused."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.urls import reverse

from apps.audit.selectors import events_for
from apps.coverage.models import CoveragePolicy
from apps.review.domain.edit_kinds import EditKind
from apps.review.models import ClaimEdit, ReviewDecision, Signature
from apps.review.selectors import final_text
from tests.review.acts import confirm, edit, finish, open_evidence, remove, sign, waive, words
from tests.review.test_newer_policy import load_newer, names_a_policy


@pytest.fixture(autouse=True)
def password(desk):
    desk.world.okafor.set_password("correct horse battery")
    desk.world.okafor.save()


def address(desk):
    return reverse("review:draft_decide", args=[desk.draft.pk])


def form(desk, **changed):
    text = final_text(desk.as_seen_by(desk.world.okafor))
    return {
        "outcome": "edit", "reason_code": "contradicts", "harm": "minor", "seen": text.sha256, "meaning": "approved",
        "password": "correct horse battery", "comment": "Seen in the scan.", **changed,
    }  # fmt: skip


def page_of(desk):
    return desk.client(desk.world.okafor).get(address(desk)).content.decode()


def post(desk, **changed):
    return desk.client(desk.world.okafor).post(address(desk), form(desk, **changed))


def rows(decision):
    return [(row.ordinal, row.proposed, row.kinds) for row in decision.edits.all()]


def test_the_page_shows_each_change_with_the_kinds_that_its_words_give_away(finished):
    page = page_of(finished)
    for value in ("3:dose", "3:meaning", "4:removal"):
        assert f'value="{value}" checked' in page
    assert 'value="3:style"' in page
    assert "taken out: " in page
    assert "put in: " in page


def test_the_page_counts_a_waived_claim_beside_the_checked_ones_and_not_among_them(desk):
    okafor = desk.world.okafor
    open_evidence(desk, okafor, 1, 2)
    confirm(desk, okafor, 1)
    for ordinal in (3, 4):
        waive(desk, okafor, ordinal)
    sheet = words(desk.client(okafor).get(address(desk)))
    assert "1 of 3 high-severity claims, 2 waived" in sheet
    assert "every high-severity claim checked or waived" in sheet
    review = desk.client(okafor).get(reverse("review:draft_detail", args=[desk.draft.pk]))
    assert "1 of 3 high-severity claims checked, 2 waived" in words(review)


def test_the_page_never_says_checked_of_a_text_that_nobody_checked(desk):
    okafor = desk.world.okafor
    before = words(desk.client(okafor).get(address(desk), {"outcome": "reject"}))
    assert "the text is the machine's, and 3 of 3 high-severity claims of it are not checked." in before
    assert "Not yet: it cannot be signed as it stands." in before
    assert "as you checked it" not in before
    open_evidence(desk, okafor, 1, 2)
    confirm(desk, okafor, 1)
    waive(desk, okafor, 3)
    waive(desk, okafor, 4)
    after = words(desk.client(okafor).get(address(desk)))
    assert "the text is the machine's, as you checked it." in after
    assert "cannot be signed as it stands" not in after


def test_a_summary_is_kept_and_never_said_to_go_out(desk):
    sheet = words(desk.client(desk.world.okafor).get(address(desk)))
    assert "Is kept if you sign" in sheet
    assert "sent to nobody" in sheet
    assert "Goes out" not in sheet


def test_only_what_still_carries_a_sentence_is_counted_among_what_goes_out(desk):
    okafor = desk.world.okafor
    sheet = desk.client(okafor).get(address(desk)).context["sheet"]
    assert sheet.cited == 2
    finish(desk, okafor)  # the one sentence that rested on the call is the clinician's now
    assert desk.client(okafor).get(address(desk)).context["sheet"].cited == 1


def test_what_was_proposed_and_what_was_left_are_both_kept_with_the_decision(finished):
    response = post(finished, typed=["3", "4"], kinds=["3:negation", "4:removal", "4:style"])
    assert response.status_code == 302
    decision = ReviewDecision.objects.get()
    assert rows(decision) == [(3, ["dose", "meaning"], ["negation"]), (4, ["removal"], ["style"])]
    assert (decision.edit_class, decision.harm) == ("substantive", "minor")
    event = next(one for one in events_for(organization_id=finished.world.cedar.pk) if one.action == "draft_edited")
    assert (event.details["edit_kinds"], event.details["kinds_corrected"]) == (["negation", "style"], 2)


def test_a_form_that_showed_no_kinds_leaves_them_as_proposed(finished):
    assert post(finished).status_code == 302
    assert rows(ReviewDecision.objects.get()) == [
        (3, ["dose", "meaning"], ["dose", "meaning"]), (4, ["removal"], ["removal"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"typed": ["3"]}, 422, "change of claim 3 concerns"),
        ({"reason_code": "other", "comment": ""}, 422, "Say in the comment which"),
        ({"harm": "yes"}, 422, "Select a valid choice"),
        ({"typed": ["2"], "kinds": ["2:dose"]}, 422, "changed since this page was opened"),
        ({"typed": ["3"], "kinds": ["3:taste"]}, 422, "changed since this page was opened"),
        ({"seen": "0" * 64}, 409, "changed since this page was opened"),
        ({"password": "wrong"}, 422, "password"),
    ],
)  # fmt: skip
def test_what_cannot_be_recorded_is_said_in_a_sentence_and_nothing_is_signed(finished, changed, status, sentence):
    response = post(finished, **changed)
    assert response.status_code == status
    assert sentence in response.content.decode()
    assert not Signature.objects.exists()
    assert not ClaimEdit.objects.exists()


def test_a_refused_form_keeps_comment_outcome_reason_harm_meaning_and_kinds(finished):
    kept = {"typed": ["3", "4"], "kinds": ["3:identity", "4:removal"], "reason_code": "billing_legal"}
    page = post(finished, password="wrong", **kept).content.decode()
    assert "Seen in the scan." in page
    for value in ("edit", "billing_legal", "minor", "approved", "3:identity", "4:removal"):
        assert f'value="{value}" checked' in page.replace(" required", ""), value
    assert 'value="3:dose" checked' not in page
    assert "correct horse" not in page


def test_at_most_nine_reasons_stand_open_beside_another_and_the_likeliest_is_first(finished):
    shown = page_of(finished).split('<ol class="reasons">')[1].split("</ol>")[0]
    assert shown.count('name="reason_code"') == 9
    assert 'value="unsupported"' in shown.split("</li>")[0]  # given for the claim that was removed
    assert 'value="other"' in page_of(finished)


def test_the_first_button_of_the_form_which_enter_presses_signs_nothing_and_keeps_what_was_typed(finished):
    form_text = page_of(finished).split('id="decision"')[1]
    assert 'name="looked"' in form_text[form_text.index("<button") :].split(">")[0]
    response = post(finished, looked="1")
    assert response.status_code == 422
    assert "The Enter key decides nothing here" in response.content.decode()
    assert "Seen in the scan." in response.content.decode()
    assert not ReviewDecision.objects.exists()


def test_a_decided_row_of_kinds_is_never_changed(signed):
    decision = Signature.objects.get().decision
    for attempt in ("UPDATE review_claimedit SET kinds = '{style}'", "DELETE FROM review_claimedit"):
        with pytest.raises(DatabaseError, match="stays as it was written"), transaction.atomic():
            connection.cursor().execute(attempt)
    assert len(rows(decision)) == 2


def test_an_edit_of_wording_alone_counts_as_style(desk):
    okafor = desk.world.okafor
    open_evidence(desk, okafor, 1, 2, 4, 5)
    confirm(desk, okafor, 1)
    for ordinal in (3, 4):
        remove(desk, okafor, ordinal)
    edit(desk, okafor, 5, "Work, is limited.")
    decision = sign(desk, okafor).decision
    assert rows(decision)[-1] == (5, ["style"], ["style"])
    assert decision.edit_class == "substantive"  # because of what was removed


def test_the_page_says_that_a_newer_version_of_the_policy_is_in_force(desk):
    assert "is in force</h2>" not in page_of(names_a_policy(desk))
    load_newer(days_ago=3)
    assert "Version 2 of policy TS-01 is in force</h2>" in page_of(desk)


def test_the_page_says_that_the_version_the_draft_argues_from_was_retired(desk):
    names_a_policy(desk)
    policies = CoveragePolicy.objects.filter(pk=desk.draft.policy_id)
    policies.update(status="RETIRED", retired_at=desk.draft.created_at, retired_reason="Withdrawn.")
    assert "Version 1 of policy TS-01 was retired</h2>" in page_of(desk)


def test_an_answer_to_the_earlier_question_of_harm_stays_readable(signed):
    decision = Signature.objects.get().decision
    decision.harm = "yes"
    assert decision.get_harm_display() == "Yes, degree not asked"


def test_the_quality_team_sees_what_the_edits_concern_and_how_bad_it_could_have_been(finished):
    sign(finished, finished.world.okafor, harm="serious", kinds={3: frozenset({EditKind.NEGATION})})
    page = finished.client(finished.world.people["marchetti"]).get(reverse("quality:overrides")).content.decode()
    table = page.split("What the edits concern", 1)[1]
    for row in ("Yes or no", "Taken out", "Serious harm"):
        assert row in table
    assert "Dose" not in table
