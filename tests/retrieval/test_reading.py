"""Questions of a clinician and what a chart says to them: the right answer and, beside it, the one that is refused."""

import pytest

from apps.retrieval.domain.asking import words_asked
from apps.retrieval.domain.senses import of_other_things

ENOUGH, NOT_ENOUGH, CONTRADICTORY = "enough", "not_enough", "contradictory"

LISTED = "Progress note\n\nAllergies\nPenicillin: hives.\n\nPlan\nReturn in spring."


@pytest.mark.parametrize(
    ("question", "note", "verdict"),
    [
        ("penicillin allergy", LISTED, ENOUGH),
        ("peanut allergy", LISTED, NOT_ENOUGH),
        ("latex allergy", "Progress note\n\nAllergies\nNKDA", NOT_ENOUGH),
        ("peanut allergy", "Progress note\n\nAllergies\nNo known food allergies.", ENOUGH),
        ("peanut allergy", "Progress note\n\nAllergies\nNo known allergies.", ENOUGH),
        ("Any food allergies?", "Progress note\n\nAllergies\nPeanuts: hives.", ENOUGH),
    ],
)
def test_an_allergy_is_answered_by_a_list_that_speaks_of_it_and_the_list_is_shown_as_what_it_is(
    ask, question, note, verdict
):
    found, quoted = ask(question, note)
    assert found == verdict
    assert any(quote.rstrip(".") in note for quote in quoted)


def test_none_known_is_no_answer_any_more_once_a_list_names_an_allergy(ask):
    none = "Progress note\n\nAllergies\nNo known allergies.\n\nPlan\nReturn."
    assert ask("peanut allergy", none)[0] == ENOUGH
    assert ask("peanut allergy", none, LISTED)[0] == NOT_ENOUGH


@pytest.mark.parametrize(
    ("question", "note", "verdict"),
    [
        ("thyroidectomy", "Progress note\n\nPast surgical history\ns/p total thyroidectomy 2011.", ENOUGH),
        ("thyroidectomy", "Progress note\n\nAssessment\nPost-surgical hypothyroidism, stable.", NOT_ENOUGH),
        ("asbestos exposure", "Progress note\n\nSocial history\nSilica exposure in a foundry.", NOT_ENOUGH),
        ("silica exposure", "Progress note\n\nSocial history\nSilica exposure in a foundry.", ENOUGH),
        ("celiac disease", "Progress note\n\nPMH\nNo celiac known.", ENOUGH),
        ("breast cancer", "Progress note\n\nFamily history\nMother had breast cancer at 50.", NOT_ENOUGH),
        ("PsA", "Progress note\n\nLabs\nPSA 1.2 ng/mL.", NOT_ENOUGH),
        ("PSA level", "Progress note\n\nLabs\nPSA 1.2 ng/mL.", ENOUGH),
        ("RA", "Progress note\n\nExam\nSpO2 95% RA, comfortable.", NOT_ENOUGH),
        ("RA", "Progress note\n\nAssessment\nRA, seropositive, active.", ENOUGH),
    ],
)
def test_what_is_asked_is_answered_by_the_thing_and_not_by_its_neighbour(ask, question, note, verdict):
    assert ask(question, note)[0] == verdict


def test_a_dose_is_that_of_the_newest_note_and_no_word_of_a_dose_without_a_number(ask):
    old = "Progress note\n\nPlan\nMetoprolol 25 mg daily, dose to be raised."
    new = "Progress note\n\nPlan\nMetoprolol 50 mg daily."
    idle = "Progress note\n\nPlan\nMetoprolol: dose discussed with her son."
    verdict, quoted = ask("metoprolol dose", old, new, idle)
    assert verdict == ENOUGH
    assert quoted[0].endswith("50 mg daily.")
    assert not any("discussed" in quote for quote in quoted)


def test_a_value_that_is_written_again_is_no_newer_than_it_was(ask):
    echo = "Echocardiogram\n\nConclusion\nLVEF 50 %, improved."
    copied = "Progress note\n\nAssessment\nHFrEF, EF 35% by echo 7/2018."
    assert ask("current ejection fraction", echo, copied)[1][0] == "LVEF 50 %, improved."


@pytest.mark.parametrize(
    ("question", "yes", "no"),
    [
        ("Is she taking lisinopril?", "Takes lisinopril 10 mg daily.", "STOP lisinopril (cough)"),
        ("Has she had a stroke?", "Had a stroke in 2019.", "L CVA tenderness, pyelonephritis."),
        ("Does she smoke?", "She smokes a pack a day.", "The boy smokes outside."),
    ],
)
def test_a_stopped_medicine_a_tender_rib_and_a_boy_who_smokes_contradict_no_denial(ask, question, yes, no):
    denial = {"l": "Not taking lisinopril.", "s": "No stroke symptoms.", "e": "Does not smoke."}
    denied = denial["l" if "lisinopril" in question else "s" if "stroke" in question else "e"]
    assert ask(question, f"Progress note\n\nPlan\n{denied}", f"Progress note\n\nHPI\n{no}")[0] != CONTRADICTORY
    assert ask(question, f"Progress note\n\nPlan\n{denied}", f"Progress note\n\nHPI\n{yes}")[0] == CONTRADICTORY


def test_a_rendering_is_dated_by_its_line_and_what_is_over_comes_last(ask):
    listed = "Uric acid: 9.1 mg/dL · 12 Sep 2018\nUric acid: 5.8 mg/dL · 28 Sep 2019"
    _, quoted = ask("uric acid", listed, structured=True)
    assert quoted[0].endswith("28 Sep 2019")


def test_words_that_only_frame_a_question_are_not_asked_for_and_the_head_of_a_thing_is():
    assert words_asked("What is the latest PSA test result level?") == ["what", "is", "the", "PSA"]
    assert words_asked("sleep study") == ["sleep", "study"]
    assert words_asked("hepatitis status") == ["hepatitis"]
    assert words_asked("code status") == ["code", "status"]


@pytest.mark.parametrize(
    ("text", "question", "other"),
    [
        ("SpO2 95% RA", "RA", True), ("RA since 2019", "RA", False), ("SpO2 95% RA", "SpO2 on room air?", False),
        ("Hemoglobin A1c 7", "hemoglobin", True), ("Hemoglobin 11", "hemoglobin", False),
        ("medication overuse", "current meds", True), ("medication overuse", "overuse of meds?", False),
        ("lung cancer screening", "lung cancer?", True), ("lung cancer screening", "screening CT?", False),
        ("sepsis due to E. coli", "colonoscopy due", True), ("due 10/2026", "colonoscopy due", False),
    ],
)  # fmt: skip
def test_words_of_another_thing_are_told_by_what_stands_beside_them(text, question, other):
    assert bool(of_other_things(text, question)) is other


CARRIED = "Progress note\n\nAssessment\nHeart failure with a reduced ejection fraction, ejection fraction {} by echo."


def test_what_is_carried_forward_is_no_newer_than_its_first_note(ask):
    old, measured = CARRIED.format("25 %"), "Echo report\n\nFindings\nLeft ventricular ejection fraction 55 %."
    assert "55 %" in ask("current ejection fraction", old, measured, old)[1][0]
    changed = CARRIED.format("30 %")
    assert "30 %" in ask("current ejection fraction", old, measured, changed)[1][0]


def test_what_is_carried_forward_still_contradicts(ask):
    allergic = "Progress note\n\nHistory\nShe is allergic to penicillin, with hives as a child and again in 2011."
    denied = "Progress note\n\nAllergies\nNo known drug allergies."
    for notes in ((allergic, denied), (allergic, allergic, denied), (allergic, denied, allergic)):
        verdict, told = ask("Is she allergic to penicillin?", *notes)
        assert (verdict, len(told)) == (CONTRADICTORY, 2)


JOINED = "Progress note\n\nMedications\nOn Eliquis/Plavix.\n\nAssessment\nHome O2/CPAP.No falls. POLST DNR/DNI on file."


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Plavix?", ENOUGH), ("clopidogrel", ENOUGH), ("apixaban", ENOUGH), ("CPAP?", ENOUGH), ("is she DNR", ENOUGH),
        ("Is the patient DNR/DNI?", ENOUGH), ("warfarin", NOT_ENOUGH), ("dialysis?", NOT_ENOUGH),
    ],
)  # fmt: skip
def test_a_word_that_a_stroke_or_a_stop_joins_to_another_is_found(ask, question, verdict):
    assert ask(question, JOINED)[0] == verdict


def test_full_code_is_answered_with_the_newest_that_says_so_or_says_otherwise(ask):
    full = "Progress note\n\nCode status\nFull code per patient."
    denied = "Progress note\n\nCode status\nPOLST DNR/DNI on file, confirmed."
    assert "Full code" in ask("full code?", full)[1][0]
    assert "DNR/DNI" in ask("full code?", full, denied)[1][0]
