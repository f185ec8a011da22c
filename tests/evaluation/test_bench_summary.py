"""The yardstick of summaries counts what is said with its values, and a case goes through the belts on its own day."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from apps.core import clock
from apps.core.errors import WorkbenchError
from apps.drafting.domain.claims import Support
from apps.evaluation.benches.summary import bench_summary
from apps.evaluation.benches.summary.yardstick import Fact, Place, Said, facts_of, is_asserted, is_covered

CASES = Path(__file__).parents[2] / "fixtures" / "eval"
HERE = Place("DocumentReference/n", 10, 40)
QUOTE = "Metoprolol 50 mg daily, was 100"


def said(text: str, support: Support = Support.SUPPORTED, place: Place = HERE) -> list[Said]:
    return [Said(text, support, (place,))]


def fact(text: str, quoted: str = QUOTE) -> Fact:
    return Fact(text, (HERE,), quoted)


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("Metoprolol 50 mg daily, was 100.", True),
        ("Metoprolol 50 mg by mouth each day; it was 100 mg.", True),
        ("Metoprolol 100 mg daily.", False),  # the dose that matters is not there
        ("Atenolol 50 mg daily, was 100.", False),  # another drug
        ("No metoprolol 50 mg daily, was 100.", False),  # denied
    ],
)
def test_a_fact_is_covered_by_its_values_and_not_by_its_place_alone(text: str, covered: bool) -> None:
    assert is_covered(fact("Metoprolol 50 mg daily, before that 100"), said(text), ()) is covered


def test_words_that_cite_another_place_do_not_cover() -> None:
    elsewhere = Place("DocumentReference/n", 50, 60)
    assert not is_covered(fact(QUOTE), said(QUOTE, place=elsewhere), ())
    assert not is_covered(fact(QUOTE), said(QUOTE, place=Place("DocumentReference/other", 10, 40)), ())


def test_a_fact_without_evidence_may_be_told_among_what_is_missing() -> None:
    absent = Fact("No dilated eye examination of the last 12 months", (), "")
    assert is_covered(absent, [], ["A dilated eye examination of the last 12 months, expected with: diabetes."])
    assert not is_covered(absent, [], ["A mammogram of the last 12 months."])


@pytest.mark.parametrize(
    ("text", "support", "asserted"),
    [
        ("She takes warfarin 5 mg.", Support.SUPPORTED, True),
        ("She takes warfarin 5 mg.", Support.INFERRED, True),
        ("Her list has warfarin 5 mg, but she never took it.", Support.CONTRADICTED, False),
        ("She does not take warfarin 5 mg.", Support.SUPPORTED, False),
        ('Note 3 May 2026: "She takes warfarin 5 mg?"; "No."', Support.SUPPORTED, False),
        ("Warfarin 5 mg was stopped; takes apixaban.", Support.SUPPORTED, False),
        ("She takes warfarin 2 mg.", Support.SUPPORTED, False),
    ],
)
def test_a_false_statement_counts_when_it_is_asserted(text: str, support: Support, asserted: bool) -> None:
    assert is_asserted(fact("She takes warfarin 5 mg", "on warfarin 5 mg"), said(text, support)) is asserted


def test_evidence_is_a_span_or_a_resource_and_survives_other_line_ends() -> None:
    rows = [
        {"fact": "A1c 7.4", "evidence": [{"document": "n", "start": 7, "end": 14, "quote": "A1c\r\n7.4"}]},
        {"statement": "Potassium 5.2", "sources": [{"resource": "Observation/k"}]},
    ]
    sources = {"DocumentReference/n": "Labs:\nA1c\n7.4", "Observation/k": "Potassium: 5.2 mmol/L"}
    first, second = facts_of(rows, sources, {"DocumentReference/n": "Labs:\r\nA1c\r\n7.4"})
    assert first.places == (Place("DocumentReference/n", 6, 13),)
    assert (second.places, second.quoted) == ((Place("Observation/k", 0, 0),), "Potassium: 5.2 mmol/L")


def test_the_clock_stands_for_who_asks_inside_and_goes_on_after() -> None:
    noon = datetime(2020, 2, 3, 12, tzinfo=UTC)
    with clock.standing_at(noon):
        assert (clock.now(), clock.today()) == (noon, noon.date())
    assert clock.now().year > noon.year


@pytest.mark.django_db
def test_a_case_is_drafted_on_its_own_day_and_every_citation_holds(tmp_path: Path) -> None:
    case = tmp_path / "hill-rose"
    case.mkdir()
    (case / "bundle.json").write_bytes((CASES / "hill-rose" / "bundle.json").read_bytes())
    gold = json.loads((CASES / "hill-rose" / "gold.json").read_text(encoding="utf-8"))
    (case / "gold.json").write_text(json.dumps({**gold, "as_of": "2026-06-20"}), encoding="utf-8")
    lines: list[str] = []
    result = bench_summary(data=tmp_path, scale=1, say=lines.append)
    assert (result.figures["citations_resolved"], result.figures["must_not_asserted"]) == (1.0, 0)
    assert result.figures["must_covered"] > 0
    assert lines[0].startswith("hill-rose: READY")


def test_a_folder_without_truths_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match="summary_must"):
        bench_summary(data=tmp_path, scale=1, say=print)
