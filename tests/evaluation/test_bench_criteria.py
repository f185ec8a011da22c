"""The bench of criteria takes cases through the belts and holds verdicts and places against what is true."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from apps.core.errors import WorkbenchError
from apps.evaluation.benches.criteria import bench_criteria

FIXTURES = Path(__file__).parents[2] / "fixtures"
CHARTS = {row["chart"]: row for row in json.loads((FIXTURES / "criteria.json").read_text(encoding="utf-8"))}
EVIDENCE = {
    "whitlock-eli": {
        "1": [{"resource": "Condition/whitlock-cond-01"}],
        "2b2": [{"resource": "Condition/whitlock-cond-02"}],
        "3": [{"resource": "Encounter/whitlock-enc-06"}],
    }
}


def case_of(folder: Path, chart: str, **changed: str) -> Path:
    """Lay out a chart of the fixtures as an eval case whose gold is what the chart's README says."""
    row, case = CHARTS[chart], folder / chart
    case.mkdir()
    shutil.copy(FIXTURES / "charts" / chart / "bundle.json", case)
    shutil.copy(FIXTURES / "policies" / f"{row['policy']}.json", case / "policy.json")
    leaves: list[dict[str, Any]] = [
        {
            "id": id_, "verdict": changed.get(id_, accepted[0]), "evidence": EVIDENCE.get(chart, {}).get(id_, []),
            "acceptable_verdicts": [] if id_ in changed else accepted,
        }
        for id_, accepted in row["leaves"].items()
    ]  # fmt: skip
    gold = {"as_of": "2026-11-21", "criteria": {"overall": "INSUFFICIENT", "leaves": leaves}}
    (case / "gold.json").write_text(json.dumps(gold), encoding="utf-8")
    return folder


@pytest.mark.django_db
def test_what_the_gold_calls_otherwise_is_counted_and_named(tmp_path: Path) -> None:
    folder = case_of(tmp_path, "whitlock-eli", **{"1": "NOT_MET", "3": "MET", "2a": "INSUFFICIENT"})
    result = bench_criteria(data=folder, scale=1, say=lambda line: None)
    assert (result.figures["false_met"], result.figures["false_not_met"]) == (2, 1)
    assert result.figures["accuracy"] == (len(CHARTS["whitlock-eli"]["leaves"]) - 3) / len(
        CHARTS["whitlock-eli"]["leaves"]
    )
    assert result.figures["evidence_recall"] == 1.0
    assert any("whitlock-eli 3: NOT_MET, not MET" in note for note in result.notes)


@pytest.mark.django_db
def test_a_policy_that_cannot_be_read_meets_nothing(tmp_path: Path) -> None:
    folder = case_of(tmp_path, "whitlock-eli")
    (folder / "whitlock-eli" / "policy.json").write_text('{"policy_id": "X"}', encoding="utf-8")
    result = bench_criteria(data=folder, scale=1, say=lambda line: None)
    assert result.figures["insufficient_rate"] == 1.0


def test_a_folder_without_policies_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match=r"policy\.json"):
        bench_criteria(data=tmp_path, scale=1, say=lambda line: None)
