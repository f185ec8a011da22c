from hypothesis import given
from hypothesis import strategies as st

from apps.drafting.domain.claims import Support
from apps.review.domain.edit_kinds import EditKind
from apps.review.domain.reasons import MOST_SHOWN, OTHER, Grounds, reasons_for, why_not_other
from apps.review.domain.status import REASON_CODES, Outcome

GROUNDS = st.builds(
    Grounds,
    given=st.lists(st.sampled_from(list(REASON_CODES)), max_size=4).map(tuple),
    kinds=st.lists(st.sampled_from(EditKind), max_size=4).map(tuple),
    supports=st.lists(st.sampled_from(Support), max_size=4).map(tuple),
)


@given(st.sampled_from([*Outcome, None]), GROUNDS)
def test_at_most_nine_reasons_show_and_every_one_is_within_reach_once(outcome, grounds):
    shown, rest = reasons_for(outcome, grounds)
    assert len(shown) == MOST_SHOWN
    assert sorted((*shown, *rest, OTHER)) == sorted(REASON_CODES)


@given(st.sampled_from([*Outcome, None]), GROUNDS)
def test_the_order_does_not_hang_on_the_order_of_what_was_found(outcome, grounds):
    turned = Grounds(grounds.given[::-1], grounds.kinds[::-1], grounds.supports[::-1])
    assert reasons_for(outcome, grounds) == reasons_for(outcome, turned)


def test_what_was_changed_leads_and_what_a_person_said_already_leads_more():
    dose = Grounds(kinds=(EditKind.DOSE, EditKind.CERTAINTY, EditKind.UNIT), supports=(Support.CONTRADICTED,))
    assert reasons_for(Outcome.EDIT, dose)[0][:3] == ("wrong_code_side_dose", "over_certain", "contradicts")
    said = Grounds(given=("outdated",), kinds=dose.kinds)
    assert reasons_for(Outcome.EDIT, said)[0][0] == "outdated"


def test_a_draft_that_nobody_changed_is_most_often_rejected_because_it_should_not_have_been_written():
    assert reasons_for(Outcome.REJECT, Grounds())[0][0] == "should_abstain"
    assert reasons_for(None, Grounds())[0] == tuple(REASON_CODES)[:MOST_SHOWN]


def test_another_reason_needs_words_and_a_listed_one_does_not():
    assert "Say in the comment which" in why_not_other("other", "  ")
    assert not why_not_other("other", "The payer merged.")
    assert not why_not_other("style", "")
