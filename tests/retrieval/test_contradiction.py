"""A chart that says opposite things shows both sides: notes through the front door, as a physician asks."""

import pytest

from apps.retrieval.interface import SearchTask, Verdict
from apps.retrieval.services import passages_search
from tests.retrieval.conftest import WORKER

NAMED = "Progress note\n\nAllergies\nPenicillin: hives as a child.\n\nPlan\nAmoxicillin was avoided."
NKDA = "Nursing note\n\nAllergies: NKDA\n\nPlan\nVitals taken, penicillin question passed on."
DOES_SHE = "Does she have a penicillin allergy?"


@pytest.fixture
def contradicted(world, index):
    """Index notes, one document each, ask, and return what each side says, first side first."""

    def run(question, *texts, **more):
        for number, text in enumerate(texts):
            index(world.anna, text, series=f"DocumentReference/{number}", **more)
        answer = passages_search(
            patient_id=world.anna.id, text=question, requester=world.okafor, limit=10, task=SearchTask.QUESTION,
            purpose="question", actor=WORKER,
        ).answer  # fmt: skip
        return [side.says for side in answer.sides] if answer.verdict is Verdict.CONTRADICTORY else []

    return run


@pytest.mark.parametrize(
    "denial",
    ["Allergies: NKDA", "No known drug allergies.", "Allergies\nNone known.", "She denies any drug allergies. NKA."],
)
def test_no_known_allergy_contradicts_a_named_one(contradicted, denial):
    assert set(contradicted(DOES_SHE, NAMED, f"Nursing note\n\n{denial}")) == {"so", "not so"}


@pytest.mark.parametrize("question", ["Does she have any drug allergies?", "What are her allergies?"])
def test_a_question_for_any_allergy_meets_the_same_contradiction(contradicted, question):
    assert set(contradicted(question, NAMED, NKDA)) == {"so", "not so"}


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("Does she have a peanut allergy?", "Progress note\n\nAllergies\nPeanuts: hives."),
        (DOES_SHE, "Family history\nHer mother is allergic to penicillin."),
        (DOES_SHE, "Progress note\n\nPlan\nTook penicillin for strep throat, without trouble."),
        (DOES_SHE, "Progress note\n\nAllergies\nNo allergy to penicillin."),
    ],
)
def test_nkda_contradicts_no_food_no_relative_no_drug_that_was_taken_and_no_other_denial(contradicted, question, other):
    assert contradicted(question, other, NKDA) == []


def test_what_is_told_of_another_page_is_no_statement_of_this_one(contradicted):
    told = "Nursing note\n\nPenicillin allergy reviewed. The chart said NKDA, corrected today."
    assert contradicted(DOES_SHE, NAMED, told) == []


def test_what_is_said_of_a_finding_is_read_in_its_note(contradicted):
    has, has_not = (
        "Progress note\n\nAssessment\nShe has uveitis.",
        "Consult note\n\nAssessment\nNo uveitis on slit lamp.",
    )
    assert set(contradicted("Does she have uveitis?", has, has_not)) == {"so", "not so"}


@pytest.mark.parametrize("aside", ["Her mother has uveitis.", "Call if uveitis comes back.", "History of uveitis."])
def test_a_relative_a_fear_and_the_past_contradict_no_denial(contradicted, aside):
    has_not = "Consult note\n\nAssessment\nNo uveitis on slit lamp."
    assert contradicted("Does she have uveitis?", f"Progress note\n\nAssessment\n{aside}", has_not) == []


OLD_LIST = "History and physical\n\nHOME MEDS (from outside printout 5/2025)\nmetformin 1000 BID, losartan 50."
HELD = "Discharge summary\n\nMEDICATIONS\nHOLD metformin 500 mg BID - until labs."
NOT_TAKING = "Phone call\n\nBottles read back. Not taking metformin as told."


@pytest.mark.parametrize("question", ["Is she taking metformin?", "Is she still on metformin?"])
def test_a_later_order_to_hold_outweighs_an_older_list(contradicted, question):
    assert contradicted(question, OLD_LIST, HELD, NOT_TAKING) == []


@pytest.mark.parametrize(
    "other",
    [
        "Discharge summary\n\nMEDICATIONS\nHOLD losartan 50 mg - until labs.",
        "Plan\n\nIf creatinine rises hold metformin.",
        "Plan\n\nHold metformin tonight before the scan.",
    ],
)
def test_another_medicine_a_condition_and_one_dose_left_out_are_no_such_order(contradicted, other):
    assert set(contradicted("Is she taking metformin?", "Visit\n\nShe takes metformin.", NOT_TAKING, other)) == {
        "so",
        "not so",
    }
