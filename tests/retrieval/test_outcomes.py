"""What was planned, is pending or was declined is no result; what a relative has answers for the family."""

import pytest

ENOUGH, NOT_ENOUGH = "enough", "not_enough"
REPORT = "Ultrasound report\n\nINDICATION\nPain in the calf.\n\nIMPRESSION\nThrombus in the left popliteal vein."


@pytest.mark.parametrize(
    "said",
    [
        "Colonoscopy to be booked in spring.",
        "Colonoscopy was recommended; she declined.",
        "Colonoscopy has not been done.",
        "Referral for colonoscopy sent.",
        "Colonoscopy on Tuesday, result pending.",
    ],
)
def test_what_was_not_done_or_is_pending_is_no_result(ask, said):
    assert ask("What did the colonoscopy show?", f"Progress note\n\nPlan\n{said}")[0] == NOT_ENOUGH


def test_a_result_is_told_beside_the_plan_to_repeat_it(ask):
    planned = "Progress note\n\nPlan\nColonoscopy to be repeated in 2029."
    done = "Progress note\n\nResults\nColonoscopy: two polyps of the sigmoid removed."
    verdict, quoted = ask("What did the colonoscopy show?", planned, done)
    assert verdict == ENOUGH
    assert any("two polyps" in quote for quote in quoted)


def test_whether_something_was_declined_is_answered_by_its_being_declined(ask):
    verdict, quoted = ask("Was a sleep study declined?", "Progress note\n\nPlan\nSleep study offered, she declined.")
    assert verdict == ENOUGH
    assert "declined" in quoted[0]


FAMILY = "Progress note\n\nHistory\nHer mother had colon cancer at 71."


def test_a_question_about_the_family_is_answered_by_a_relative(ask):
    verdict, quoted = ask("Is there a family history of colon cancer?", FAMILY)
    assert verdict == ENOUGH
    assert "mother" in quoted[0]


def test_the_patients_own_disease_is_no_family_history(ask):
    own = "Progress note\n\nHistory\nColon cancer of the sigmoid, resected in 2019."
    assert ask("Is there a family history of colon cancer?", own)[0] == NOT_ENOUGH


def test_the_patients_finding_that_a_relative_shares_is_the_patients(ask):
    shared = "Consult note\n\nResults\nA variant in BRCA2 was found, the one her aunt carries."
    assert ask("Was a BRCA2 variant found?", shared)[0] == ENOUGH
    aunts = "Consult note\n\nHistory\nHer aunt carries a variant in BRCA2."
    assert ask("Was a BRCA2 variant found?", aunts)[0] == NOT_ENOUGH


def test_an_allergy_list_that_nobody_filled_in_answers_nothing(ask):
    unasked = "Progress note\n\nAllergies\nAllergies: not recorded."
    assert ask("What drug allergies does he have?", unasked)[0] == NOT_ENOUGH
    assert ask("What is she allergic to?", "Progress note\n\nAllergies\nPeanut: anaphylaxis")[0] == ENOUGH


def test_insulin_is_a_medicine_that_diabetes_does_not_answer_for(ask):
    assert ask("Is he taking insulin?", "Progress note\n\nPlan\nType 2 diabetes: continue metformin.")[0] == NOT_ENOUGH
    glargine = "Progress note\n\nPlan\nInsulin glargine 20 units at bedtime."
    assert ask("Is he taking insulin?", glargine)[0] == ENOUGH
