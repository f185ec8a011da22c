"""A page stays a page: what a physician would cut first goes first, what matters never, and the page says what went."""

from datetime import date

import pytest

from apps.drafting.domain.summary import compose_summary
from apps.drafting.domain.summary.page import MOST_WORDS
from tests.drafting.charts import lines, note, summary_of

LETTERS = "abcdefghijkl"
DRUGS = [f"Drug{x} 10 mg tablet, 10 mg by mouth daily · ordered 1 Jan 2026 · active" for x in LETTERS]
REPORTS = [
    f"Radiograph {x}: {'Nothing to see here at all. ' * 6}· {n} Sep 2026 · final report"
    for n, x in enumerate(LETTERS, 1)
]
LISTS = (
    lines("medication_list", "Ordered, current", *DRUGS),
    lines("allergy_list", "Allergies and intolerances", "Penicillin: Rash · active"),
    lines("results", "Results", "Potassium: 5.9 mmol/L (high) · 2 Nov 2026", "TSH: 7.8 mIU/L (high) · 2 Jun 2026",
          "TSH: 3.1 mIU/L (normal) · 2 Nov 2026", *REPORTS),
    lines("orders", "Orders and referrals", "DXA bone density · active · ordered 18 Aug 2026 · note: Not seen"),
)  # fmt: skip
WEIGHTY = (
    note("ALLERGIES: NKDA", date(2026, 11, 10), section="allergies"),
    note("Full code. HCPOA is her sister.", date(2026, 11, 8)),
)
FILLER = tuple(
    note(f"Problem {x} of long standing: {'go on as before and see again ' * 2}", date(2026, 10, 1)) for x in LETTERS
)
PROBLEMS = lines(
    "problem_list", "Active problems", "Hypothyroidism · active · since 2004",
    *(f"Problem {x} of long standing · active · since 2001" for x in LETTERS[:5]),
)  # fmt: skip
LONG = (*LISTS, *WEIGHTY, *FILLER, PROBLEMS)


def told(*passages):
    output = compose_summary(summary_of(*passages))
    return " ".join(claim.text for claim in output.claims), output


def test_a_page_that_gives_way_keeps_its_length() -> None:
    text, _ = told(*LONG)
    assert len(text.split()) <= MOST_WORDS


@pytest.mark.parametrize(
    "words",
    [
        "Penicillin: rash",
        "NKDA",
        "Potassium 5.9",
        "DXA bone density ordered",
        "Full code",
        *(f"Drug{x} 10" for x in LETTERS),
    ],
)
def test_what_matters_never_gives_way(words: str) -> None:
    assert words in told(*LONG)[0]


def test_a_page_that_gives_way_says_so_and_a_short_one_does_not() -> None:
    said = [sentence for sentence in told(*LONG)[1].missing if sentence.startswith("To keep to one page")]
    assert len(said) == 1
    assert "left out" in said[0]
    assert not any("one page" in sentence for sentence in told(*LISTS)[1].missing)


def test_a_normal_course_is_shortened_before_anything_abnormal() -> None:
    assert "TSH 3.1 mIU/L (2 Nov 2026)" in told(*LONG)[0]
    assert "TSH 7.8 mIU/L (2 Jun), 3.1 mIU/L (2 Nov 2026)" in told(*LISTS, PROBLEMS)[0]


def test_a_result_told_first_is_not_told_again_under_a_problem() -> None:
    kidney = lines("problem_list", "Active problems", "Chronic kidney disease stage 3b · active")
    text, _ = told(*LISTS, kidney)
    assert text.count("Potassium 5.9") == 1


def test_a_year_stands_once_in_a_course_of_one_year_and_each_time_in_one_of_several() -> None:
    problem = lines("problem_list", "Active problems", "Type 2 diabetes mellitus · active")
    a1c = "Hemoglobin A1c: {} % (high) · {}"
    days = (("9.1", "5 Mar 2026"), ("8.2", "11 Jun 2026"), ("7.4", "1 Oct 2026"))
    one_year = lines("results", "Results", *(a1c.format(*day) for day in days))
    several = lines("results", "Results", a1c.format("8.8", "30 Sep 2024"), a1c.format("8.1", "14 Jul 2026"))
    assert "A1c 9.1 % (5 Mar), 8.2 % (11 Jun), 7.4 % (1 Oct 2026)" in told(problem, one_year)[0]
    assert "A1c 8.8 % (30 Sep 2024), 8.1 % (14 Jul 2026)" in told(problem, several)[0]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Pulmonary nodule, right upper lobe", "woman with pulmonary nodule, right upper lobe."),
        ("Chest pain, ruled out for infarct", "woman with chest pain, ruled out for infarct."),
    ],
)
def test_a_side_and_a_doubt_stay_with_the_name_of_a_problem(name: str, expected: str) -> None:
    problem = lines("problem_list", "Active problems", f"{name} · active")
    assert expected in told(*LISTS, *WEIGHTY, *FILLER, problem)[0]
