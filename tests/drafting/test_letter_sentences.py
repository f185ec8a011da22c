"""A letter's sentences read as a medical director expects them: no headings, no doubles, one alternative of two."""

from datetime import date
from typing import Any

from apps.drafting.domain.language.assertion import sides
from apps.drafting.domain.letter import compose_letter
from apps.drafting.domain.tasks import PassageView, PolicyLeaf
from tests.drafting.charts import letter_of, lines, note, passage

EXAM = "motor strength, sensation, reflexes, straight leg raise"
NEUROLOGIST = (
    "CONSULTATION - [CLINICIAN-4] MD\nSeen for left leg pain.\n"
    "Motor strength: EHL 4/5 left.\nSensation: decreased pin left foot.\nReflexes: 2/2.\nStraight leg raise: left 40."
)
UNDER = ("Any of the following",)


def leaf(node_id: str, text: str, **test: Any) -> PolicyLeaf:
    return PolicyLeaf(node_id, text, UNDER, test)


def texts_of(*passages: PassageView, leaves: tuple[PolicyLeaf, ...], node_id: str = "") -> list[str]:
    claims = compose_letter(letter_of(*passages, leaves=leaves)).claims
    return [one.text for one in claims if (one.criterion_id == node_id if node_id else one.criterion_id)]


def test_an_examination_is_told_by_what_was_examined_and_never_by_its_title_line() -> None:
    asked = leaf("2", "A neurological examination is documented.", kind="document", any_of=[EXAM])
    page = passage("consult_note", "Other", NEUROLOGIST, date(2026, 10, 27), title="Consult note")
    texts = texts_of(page, leaves=(asked,))
    assert not any("CONSULTATION" in text for text in texts)
    assert texts[0] == 'Consult of 27 Oct 2026: "Motor strength: EHL 4/5 left."'
    assert len(texts) == 3


def test_a_heading_is_left_out_where_nothing_else_is_there() -> None:
    asked = leaf("2", "A psychologist's evaluation.", kind="document", any_of=["psychology evaluation"])
    page = passage("progress_note", "Other", "PSYCHOLOGY EVALUATION", date(2026, 10, 27), title="Psychology evaluation")
    assert texts_of(page, leaves=(asked,)) == []


def test_the_values_of_one_result_are_told_in_one_sentence() -> None:
    asked = leaf(
        "2a", "15 or more headache days in 3 months.", kind="observation", any_of=["headache days per month"],
        compare={"op": ">=", "value": 15, "unit": "d/mo"}, within={"months": 6, "before": "as_of"}, k=3,
    )  # fmt: skip
    diary = [f"Headache days per month: {days} d/mo · {day}" for days, day in ((18, "31 Oct"), (16, "30 Sep"))]
    told = lines("results", "Results", *(f"{one} 2026" for one in diary), "Headache days per month: 17 d/mo · Aug 2026")
    assert texts_of(told, leaves=(asked,)) == [
        "Headache days per month 17 d/mo (Aug 2026), 16 d/mo (30 Sep 2026), 18 d/mo (31 Oct 2026)."
    ]


def test_a_sentence_that_repeats_the_result_beside_it_is_not_quoted() -> None:
    asked = leaf("3", "MIDAS 11 or more.", kind="observation", any_of=["MIDAS"], compare={"op": ">=", "value": 11})
    score = lines("results", "Results", "MIDAS total score: 41 · 10 Nov 2026")
    texts = texts_of(score, note("MIDAS 41.", date(2026, 11, 10)), leaves=(asked,))
    assert texts == ["MIDAS total score 41 on 10 Nov 2026."]


CHRONIC = leaf("2a", "Chronic migraine.", kind="condition", any_of=["chronic migraine"])
EPISODIC = leaf(
    "2b", "Episodic migraine: 4 to 14 migraine days.", kind="observation", any_of=["migraine days"],
    compare={"op": ">=", "value": 4, "unit": "d/mo"},
)  # fmt: skip
DAYS = lines("results", "Results", "Migraine days: 12 d/mo · 31 Oct 2026")


def test_of_two_alternatives_that_exclude_each_other_the_letter_argues_one() -> None:
    listed = lines("problem_list", "Active problems", "Chronic migraine · active · since 5 Oct 2023")
    assert texts_of(DAYS, listed, leaves=(EPISODIC, CHRONIC), node_id="2a")
    assert texts_of(DAYS, listed, leaves=(EPISODIC, CHRONIC), node_id="2b") == []


def test_an_alternative_stands_where_the_other_does_not_hold() -> None:
    assert texts_of(DAYS, leaves=(CHRONIC, EPISODIC), node_id="2b") == ["Migraine days 12 d/mo on 31 Oct 2026."]


def test_a_course_told_with_both_its_ends_is_not_in_use() -> None:
    over = lines(
        "medication_list", "Ordered, no longer current",
        "Propranolol LA 80 mg capsule, 80 mg daily · started 3 Feb 2025 · stopped 5 May 2025 · reason: No effect",
    )  # fmt: skip
    asked = leaf("3b", "A beta-blocker.", kind="trial", any_of=["propranolol"], outcome="inadequate_response")
    told = note("Propranolol LA 80 mg daily from 3 February to 5 May 2025, no change.", date(2026, 3, 17))
    assert not any("Unresolved" in text for text in texts_of(over, told, leaves=(asked,)))


def test_days_a_month_are_no_dose() -> None:
    current = lines(
        "medication_list",
        "Ordered, current",
        "Sumatriptan 50 mg tablet, 50 mg as needed · ordered 10 Jan 2022 · active",
    )
    asked = leaf("4", "Overuse is excluded.", kind="condition", any_of=["sumatriptan"])
    told = note("Sumatriptan on 5 to 6 days a month.", date(2026, 10, 20))
    assert not any("Unresolved" in text for text in texts_of(current, told, leaves=(asked,)))


def test_months_told_as_a_span_are_a_past_course() -> None:
    over = lines(
        "medication_list", "Ordered, no longer current",
        "Sulfasalazine 500 mg tablet, 500 mg twice daily · started 14 Jan 2025 · stopped 24 Jun 2025 · "
        "reason: No benefit",
    )  # fmt: skip
    asked = leaf("3c", "Sulfasalazine.", kind="trial", any_of=["sulfasalazine"], outcome="inadequate_response")
    told = note("Sulfasalazine 500 mg twice daily, January to June 2025: no benefit.", date(2025, 12, 4))
    assert not any("Unresolved" in text for text in texts_of(over, told, leaves=(asked,)))


def test_a_result_keeps_its_name_where_a_part_of_it_is_masked() -> None:
    score = lines("results", "Results", "[PLACE-1] Cognitive Assessment: 17 · 17 Sep 2026")
    asked = leaf("8", "Cognitive assessment.", kind="observation", any_of=["Montreal Cognitive Assessment"])
    assert texts_of(score, leaves=(asked,)) == ["[PLACE-1] Cognitive Assessment 17 on 17 Sep 2026."]


def test_the_unit_of_a_ratio_names_no_side() -> None:
    assert sides("Hematocrit 0.48 L/L") == frozenset()
    assert sides("L L5 radiculopathy") == frozenset({"left"})
