"""Known errors: each makes one true sentence wrong, or puts one in; and it can be told whether it was taken out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.drafting.domain.claims import CitedSpan, ClaimType, ProposedClaim, Severity
from apps.drafting.domain.planting import PlantKind, plantings
from apps.drafting.domain.planting.wordings import changes
from apps.drafting.domain.tasks import DraftOutput
from apps.review.domain.seeded import is_caught, is_due, is_undone, told
from apps.review.domain.status import ClaimState, Outcome

SENTENCES = (
    "Methotrexate 15 mg weekly was given from 2024-03 and not tolerated.",
    "Right knee effusion was seen on 12 Mar 2024.",
    "The patient denies fever.",
    "Rituximab 0.5 mg was never given.",
    "CDAI was 31.",
    "[PATIENT-1] took 20 mg of [DRUG 5 mg] without relief.",
)
STRANGERS = ("Warfarin 5 mg daily was started for atrial fibrillation.",)


def changed(sentence):
    return {(kind.value, f"{sentence[:start]}{new}{sentence[end:]}") for kind, start, end, new in changes(sentence)}


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("Methotrexate 15 mg weekly.", {("dose", "Methotrexate 30 mg weekly.")}),
        ("Given 0.5 mg.", {("dose", "Given 5 mg.")}),
        ("Right knee pain.", {("side", "Left knee pain.")}),
        ("Start right away, all right.", set()),
        ("The patient denies fever.", {("negation", "The patient reports fever.")}),
        ("It was not tolerated.", {("negation", "It was tolerated.")}),
        ("Not recorded in the chart.", set()),
        ("Seen on 12 Mar 2024.", {("date", "Seen on 12 Mar 2023.")}),
        ("Onset 2024-03-28.", {("date", "Onset 2023-03-28.")}),
        ("[LEFT knee 5 mg] is a token.", set()),
        ("CDAI was 31.", set()),
    ],
)
def test_a_sentence_is_made_wrong_in_one_place_and_what_stands_for_a_name_is_left_alone(sentence, wrong):
    assert changed(sentence) == wrong


def output(*sentences, severity=Severity.HIGH, type_=ClaimType.MEDICATION):
    span = CitedSpan("p1", 0, 4, "RA.")
    return DraftOutput(tuple(ProposedClaim("Summary", text, type_, severity, (span,)) for text in sentences))


@given(st.text("0123456789abcdef", min_size=8, max_size=8), st.permutations(SENTENCES))
def test_one_or_two_errors_of_different_kinds_are_planted_and_the_rest_stands_as_it_was(lot, sentences):
    right = output(*sentences)
    found = list(plantings(right, lot=lot, strangers=STRANGERS))
    assert found == list(plantings(right, lot=lot, strangers=STRANGERS))
    for wrong, plants in found:
        assert 1 <= len(plants) <= 2
        assert len({plant.kind for plant in plants}) == len(plants)
        planted = {plant.at for plant in plants}
        kept = [claim.text for at, claim in enumerate(wrong.claims) if at not in planted]
        assert kept == [text for text in sentences if text not in {plant.sentence for plant in plants}]
        for plant in plants:
            text = wrong.claims[plant.at].text
            assert text != plant.sentence
            assert wrong.claims[plant.at].citations
            assert plant.sentence or plant.kind in {PlantKind.OTHER_PATIENT, PlantKind.UNSUPPORTED}
            assert is_undone(planted=text, right=plant.sentence, final=plant.sentence or "Something else was written.")
            assert not is_undone(planted=text, right=plant.sentence, final=text)


def test_every_kind_is_planted_now_and_then():
    kinds = {
        plant.kind
        for lot in range(300)
        for _, plants in plantings(output(*SENTENCES), lot=str(lot), strangers=STRANGERS)
        for plant in plants
    }
    assert kinds == set(PlantKind)


def test_where_nothing_can_be_made_wrong_nothing_is():
    assert not list(plantings(output("CDAI was 31.", type_=ClaimType.IDENTITY), lot="1", strangers=()))


@pytest.mark.parametrize(
    ("outcome", "state", "final", "caught"),
    [
        (Outcome.REJECT, None, "Took 30 mg.", True),
        (Outcome.APPROVE, ClaimState.CONFIRMED, "Took 30 mg.", False),
        (Outcome.EDIT, ClaimState.WAIVED, "Took 30 mg.", False),
        (Outcome.EDIT, ClaimState.REMOVED, "Took 30 mg.", True),
        (Outcome.EDIT, ClaimState.EDITED, "Took 15 mg.", True),
        (Outcome.EDIT, ClaimState.EDITED, "The patient took 30 mg.", False),
        (Outcome.EDIT, None, "Took 30 mg.", False),
        (Outcome.CANNOT_JUDGE, ClaimState.REMOVED, "Took 30 mg.", None),
        (Outcome.RETURN, None, "Took 30 mg.", None),
    ],
)
def test_an_error_is_caught_where_it_goes_nowhere(outcome, state, final, caught):
    assert is_caught(outcome, state, planted="Took 30 mg.", right="Took 15 mg.", final=final) is caught


def test_a_negation_that_is_put_back_is_caught_and_one_that_is_reworded_away_is_not():
    wrong = {"planted": "It was tolerated.", "right": "It was not tolerated."}
    assert is_undone(**wrong, final="It was not well tolerated.")
    assert not is_undone(**wrong, final="It was tolerated well.")


@given(st.integers(0, 10_000), st.integers(0, 5))
def test_a_week_never_holds_more_than_its_share(ready, percent):
    made = 0
    while is_due(ready, made, percent):
        made += 1
    assert made * 100 <= ready * percent < (made + 1) * 100


@pytest.mark.parametrize(
    ("outcome", "caught", "planted", "said"),
    [
        (Outcome.EDIT, 1, 1, "You caught the error"),
        (Outcome.EDIT, 2, 2, "You caught the 2 errors"),
        (Outcome.EDIT, 1, 2, "You caught 1 of the 2 errors"),
        (Outcome.APPROVE, 0, 1, "The error that was put in got past you, as it happens to every careful reader"),
        (Outcome.REJECT, 2, 2, "You rejected the draft, and with it the 2 errors"),
        (Outcome.CANNOT_JUDGE, 0, 2, "You said that you could not judge it"),
    ],
)
def test_how_it_went_is_told_kindly(outcome, caught, planted, said):
    assert said in told(outcome, caught, planted)
