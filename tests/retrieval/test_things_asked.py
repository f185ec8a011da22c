"""A question that names a medicine, a month or a list: quotations of that very thing, and of no neighbour."""

import pytest

from apps.retrieval.domain.asking import words_asked
from apps.retrieval.domain.dating import Period, period_asked

ENOUGH, NOT_ENOUGH = "enough", "not_enough"
SUMATRIPTAN = "Headache clinic\n\nPlan\nSumatriptan 100 mg prn, max dose 200 mg a day, max 8-9 days a month."
TOPIRAMATE = "Progress note\n\nPlan\nTopiramate 75 mg at night for her migraine."


@pytest.mark.parametrize("question", ["topiramate max dose", "highest topiramate dose ever", "Topamax dose"])
def test_the_dose_of_a_medicine_is_no_answer_for_another(ask, question):
    verdict, quoted = ask(question, SUMATRIPTAN, TOPIRAMATE, SUMATRIPTAN.replace("9 days", "10 days"))
    assert verdict == ENOUGH
    assert all("Topiramate" in quote for quote in quoted)


def test_a_medicine_that_no_note_names_is_answered_by_none(ask):
    assert ask("topiramate max dose", SUMATRIPTAN)[0] == NOT_ENOUGH


def test_what_one_note_says_of_a_medicine_is_shown_with_what_another_says(ask):
    failed = "Intake\n\nHistory\nTopiramate failed, no benefit."
    helps = "Progress note\n\nHPI\nOn topiramate 75 mg her headaches are down to four a month."
    _, quoted = ask("Did topiramate fail?", helps, failed)
    assert any("failed" in quote for quote in quoted)
    assert any("four a month" in quote for quote in quoted)


CODEINE = "Progress note\n\nAllergies\nCodeine: nausea and hives.\n\nPlan\nReturn in spring."


@pytest.mark.parametrize(
    "question", ["Is he allergic to anything?", "drug allergies", "medication allergies", "any known drug allergies?"]
)
def test_words_that_fill_a_question_for_allergies_are_not_asked_for(ask, question):
    verdict, quoted = ask(question, CODEINE)
    assert verdict == ENOUGH
    assert any("Codeine" in quote for quote in quoted)


def test_superlatives_fill_a_question_and_a_low_back_does_not():
    assert words_asked("highest A1c ever") == ["a1c"]
    assert words_asked("is her potassium low?") == ["is", "her", "potassium"]
    assert words_asked("low back pain") == ["low", "back", "pain"]
    assert words_asked("A1c in June 2026") == ["a1c", "in"]
    assert words_asked("How far can she march?") == ["how", "can", "she", "march"]


@pytest.mark.parametrize(
    "question", ["current meds", "What medications is she taking?", "medication list", "medicines", "drug list"]
)
def test_the_newest_list_of_medicines_is_quoted_first_however_it_is_called(ask, question):
    old = "Progress note\n\nMeds\nLisinopril 10 mg daily\nMeds reviewed with her daughter, meds in a box"
    new = "Progress note\n\nMedications\nAmlodipine 5 mg daily\nMetformin 500 mg twice daily"
    verdict, quoted = ask(question, old, new)
    assert verdict == ENOUGH
    assert "Amlodipine" in quoted[0]


def test_a_result_is_that_of_the_month_or_year_that_is_asked_for(ask):
    told = [f"A1c: {8 + number / 10} % · 11 {month} 2019" for number, month in enumerate(("Jan", "Apr", "Jun", "Sep"))]
    listed = "\n".join(told)
    talk = "Progress note\n\nPlan\nA1c is due in June, A1c goal below 7 %."
    assert ask("A1c in june 2019", talk, listed, structured=True)[1][0] == told[2]


def test_a_period_is_told_by_a_month_and_a_year_or_by_a_year_alone():
    assert period_asked("A1c June 2026") == period_asked("A1c 6/2026") == Period(2026, 6)
    assert period_asked("flu shot in 2025") == Period(2025)
    assert period_asked("A1c in june") is None
    assert Period(2026, 6).is_named("A1c 8.2 (6/11/26)")
    assert not Period(2026, 6).is_named("A1c 8.2 (16/2026)")


def test_a_value_that_is_demanded_is_no_result(ask):
    measured = "Progress note\n\nLabs\nCreatinine 1.1 mg/dL, goal below 1.3."
    demanded = "Protocol\n\nPlan\nNot eligible with creatinine 1.5 or more."
    assert ask("most recent creatinine", measured, demanded)[1] == ["Creatinine 1.1 mg/dL, goal below 1.3."]
    assert "1.5 or more" in ask("eligible creatinine", measured, demanded)[1][0]


def test_what_was_done_this_year_comes_before_what_was_done_once(ask):
    once, now = (f"Progress note\n\nPlan\nInfluenza vaccine given in the {arm} arm." for arm in ("left", "right"))
    assert "right" in ask("flu shot this year", once, now)[1][0]


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("pacemaker", "Dual-chamber pacer interrogated, battery good."),
        ("pacer", "PPM placed for heart block."),
        ("TB exposure", "Contact with TB as a nurse abroad."),
        ("fingersticks", "Glucose checks twice a day at home."),
        ("hypos", "Hypoglycemia twice in May, no help needed."),
    ],
)
def test_everyday_words_are_found_under_the_names_of_a_chart(ask, question, note):
    assert ask(question, f"Progress note\n\nHPI\n{note}")[0] == ENOUGH


def test_a_name_with_a_mark_of_question_shows_both_sides_and_no_examination(ask):
    denied = "CTPA\n\nImpression\nCTPA: no PE, clear lungs."
    carried = "Progress note\n\nPMH\nDiabetes. PE 12/2020."
    exam = "Progress note\n\nExam\nPE: lungs clear, abdomen soft."
    assert ask("PE?", denied, exam)[0] == ENOUGH
    assert ask("PE?", denied, exam, carried)[0] == "contradictory"


def test_a_form_on_which_none_is_listed_denies_no_allergy(ask):
    form = "Spa intake\n\nAllergies\nNone listed on form"
    assert ask("peanut allergy", form)[0] == NOT_ENOUGH
    assert ask("Is she allergic to codeine?", CODEINE, form)[0] == ENOUGH
    assert ask("Is she allergic to codeine?", CODEINE, form.replace(" listed on form", ""))[0] == "contradictory"
