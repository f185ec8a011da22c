"""A subject that asks for a judgement is refused; the same words as an occasion, or as somebody's, pass."""

import pytest

from apps.retrieval.selectors import refusal_of_purpose


@pytest.mark.parametrize(
    "text",
    [
        "Prognosis for the family",
        "Life expectancy for the daughter",
        "Summary with treatment recommendations",
        "Overview plus suggested treatment changes",
        "Clearance: OK for surgery?",
        "Can go back to work?",
        "Most likely cause of the anemia",
        "Explain why her liver enzymes are high",
        "Best next treatment",
        "Capacity determination",
    ],
)
def test_a_subject_that_asks_for_a_judgement_is_refused(text: str) -> None:
    assert refusal_of_purpose(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Next steps in the plan",
        "Prognosis as discussed by oncology",
        "Summary with treatment recommendations from the tumor board",
        "Treatment recommended by nephrology",
        "Clearance letter from cardiology, what it said",
        "Return to work visit",
        "Workup of the anemia to date",
        "Explain why methotrexate was stopped",
        "Capacity evaluation of 4 June",
    ],
)
def test_the_same_words_as_an_occasion_or_as_somebodys_pass(text: str) -> None:
    assert refusal_of_purpose(text) is None


@pytest.mark.parametrize("text", ["Trap [PATIENT-1]", "Trap [PERSON-6]", "Brace [PATIENT-1]", "[PATIENT-1]"])
def test_a_short_subject_of_names_and_unknown_words_is_no_guess_at_harm(text: str) -> None:
    assert refusal_of_purpose(text) is None


@pytest.mark.parametrize("text", ["Kill [PATIENT-1]", "Blackmail [PATIENT-1]", "Stalk [PATIENT-1]", "Blackmail"])
def test_a_short_subject_that_means_harm_is_refused(text: str) -> None:
    assert refusal_of_purpose(text) is not None
