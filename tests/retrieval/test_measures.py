"""A question for a score, an amount or a value: answered by that very measure, or not at all."""

from datetime import date

import pytest

from apps.core.actors import Actor
from apps.retrieval.domain.asking import Asked
from apps.retrieval.domain.evidence import Found, scores_of
from apps.retrieval.domain.measures import asks_value, measure_asked
from apps.retrieval.domain.quoting import quotes_of
from apps.retrieval.interface import SearchTask
from apps.retrieval.services import passages_search

WORKER = Actor.service("worker")
ENOUGH, NOT_ENOUGH = "enough", "not_enough"
PHQ = "Results\n\nQuestionnaires and scores\nPatient Health Questionnaire 9 item (PHQ-9) total score: 11."


def note(text, section="Plan"):
    return f"Progress note\n\n{section}\n{text}"


@pytest.fixture
def search_answer(world):
    """Ask a question of a chart that is taken in, and return the whole answer."""

    def run(question):
        return passages_search(
            patient_id=world.anna.id, text=question, requester=world.okafor, limit=24, task=SearchTask.QUESTION,
            purpose="question", actor=WORKER,
        ).answer  # fmt: skip

    return run


def test_a_score_is_answered_by_the_score_that_is_named(ask):
    pain = note("Pain today 6/10, worse at night.", "HPI")
    verdict, quoted = ask("What is the pain score?", PHQ, pain)
    assert verdict == ENOUGH
    assert all("6/10" in quote for quote in quoted)


def test_a_score_of_another_thing_is_no_answer(ask):
    assert ask("What is the pain score?", PHQ, note("No chest pain.", "HPI"))[0] == NOT_ENOUGH
    assert ask("What is the PHQ-9 score?", PHQ)[0] == ENOUGH


@pytest.mark.parametrize(("text", "fits"), [("PHQ-9 7", True), ("PHQ9 total 7", True), ("PHQ-2 1", False)])
def test_the_number_in_the_name_of_a_scale_is_part_of_it(text, fits):
    assert measure_asked("What is the PHQ-9 score?", ()).fits(text) is fits


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("Home O2, 2 L with exertion.", True),
        ("Oxygen flow rate: 3 L/min", True),
        ("Uses no oxygen.", True),
        ("Oxygen saturation: 94 %", False),
        ("Fluids 2 L restricted.", False),
    ],
)
def test_an_amount_stands_beside_what_it_is_of_or_the_thing_is_denied(text, fits):
    assert measure_asked("How much oxygen does he use?", ()).fits(text) is fits


def test_an_amount_of_something_is_answered_by_an_amount_of_it(ask):
    verdict, quoted = ask(
        "How many units of insulin does he take?",
        note("Insulin stored in the fridge."),
        note("Insulin glargine 20 units."),
    )
    assert verdict == ENOUGH
    assert all("20 units" in quote for quote in quoted)
    assert ask("How much oxygen does he use?", note("Oxygen saturation 94 % at rest."))[0] == NOT_ENOUGH


def test_what_is_denied_is_said_to_be_denied(world, index, search_answer):
    index(world.anna, note("Steroid hyperglycemia, highest 188, no insulin."))
    assert search_answer("How many units of insulin does she take?").reason.startswith("The chart denies it")
    index(world.anna, note("Insulin glargine 20 units."), series="DocumentReference/2")
    assert not search_answer("How many units of insulin does she take?").reason.startswith("The chart denies it")


DAY = date(2026, 11, 30)
LINE = "Creatinine: 1.{0} mg/dL (high; reference [ID-1] mg/dL) · {0} Nov 2026"


def test_a_value_is_told_by_the_newest_lines_of_results():
    asked, scores = [Asked("creatinine", "creatinin", 2)], scores_of([0.6, 0.5, 0.1])
    lines = Found("1", "\n".join(LINE.format(n) for n in range(2, 8)), 0.6, day=DAY, structured=True, is_result=True)
    talk = Found("2", "AKI · active · note: creatinine 1.58 mg/dL.", 0.5, day=DAY, structured=True)
    told = quotes_of(asked, [talk, lines], scores, question="What is her creatinine?")
    assert lines.text[told[0].start : told[0].end] == LINE.format(7)
    without = quotes_of(asked, [talk], scores, question="What is her creatinine?")
    assert [one.passage_id for one in without] == ["2"]


def test_a_value_without_a_time_is_the_latest_and_a_time_is_kept():
    assert asks_value("What is her creatinine?")
    assert asks_value("What's the oxygen saturation?")
    assert not asks_value("What was her creatinine in 2024?")
    assert not asks_value("Why was her creatinine high?")


def test_a_size_that_is_asked_for_is_told_by_the_sentence_that_measures(ask):
    seen = note("Lung nodule: CT of February mentioned.")
    measured = note("Lung nodule of the right upper lobe, 8 mm.", "Impression")
    assert "8 mm" in ask("How large is the lung nodule?", seen, measured)[1][0]
    assert ask("How large is the lung nodule?", seen)[0] == ENOUGH


def test_how_long_is_answered_by_the_sentence_that_goes_on_with_the_same_subject(ask):
    goes_on = note("Depression, in remission on sertraline 100 mg. Continue until at least February 2027.")
    assert any("February 2027" in quote for quote in ask("How long is sertraline to be continued?", goes_on)[1])
    other = note("Depression, in remission on sertraline 100 mg.\nUntil March walk daily.")
    assert not any("March" in quote for quote in ask("What dose of sertraline does she take?", other)[1])


def test_what_is_held_or_to_be_avoided_is_not_taken(ask):
    held, told = note("AKI: hold losartan + metformin."), note("Not taking metformin, as told.")
    assert ask("Is she taking metformin?", held, told)[0] != "contradictory"
    assert ask("Is she taking metformin?", note("Taking metformin 500 mg daily."), told)[0] == "contradictory"


def test_an_allergy_to_a_class_is_held_by_a_member(ask):
    verdict, quoted = ask("Is she allergic to sulfa?", note("Sulfasalazine: generalized rash.", "Allergies"))
    assert verdict == ENOUGH
    assert any("Sulfasalazine" in quote for quote in quoted)


def test_an_allergy_to_another_class_is_none_and_the_reason_is_true(world, index, search_answer):
    index(world.anna, note("Sulfasalazine: generalized rash.", "Allergies"))
    answer = search_answer("Is she allergic to penicillin?")
    assert answer.verdict == NOT_ENOUGH
    assert answer.reason.startswith("No passage speaks of penicillin;")
