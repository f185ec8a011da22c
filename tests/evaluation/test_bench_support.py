"""The bench puts pairs to the check that drafts go through, and counts what is shown as supported."""

import gzip
import json

import pytest

from apps.core.errors import WorkbenchError
from apps.evaluation.benches.support import bench_support

EVIDENCE = "A man has a cough. Sputum culture grew Klebsiella pneumoniae. Ceftriaxone 1 g was given."
PAIRS = [
    ("Ceftriaxone 1 g was given.", "supported", "treatment"),
    ("Ceftriaxone 2 g was given.", "not_supported", "treatment"),
    ("Sputum culture grew Klebsiella pneumoniae.", "supported", "organism"),
    ("Sputum culture grew Serratia marcescens.", "not_supported", "organism"),
    ("Ceftriaxone grew in the sputum.", "not_supported", "organism"),
]


def measured(folder, pairs):
    rows = [
        {"id": str(number), "claim": claim, "evidence": EVIDENCE, "label": label, "error_type": kind}
        for number, (claim, label, kind) in enumerate(pairs)
    ]
    with gzip.open(folder / "support_pairs.jsonl.gz", "wt", encoding="utf-8") as stream:
        stream.write("\n".join(map(json.dumps, rows)))
    return bench_support(data=folder, scale=1, say=lambda _: None)


def test_what_the_evidence_does_not_carry_is_caught_and_what_it_carries_is_left_alone(tmp_path):
    result = measured(tmp_path, PAIRS)
    assert result.n == len(PAIRS)
    assert (result.figures["catch_rate"], result.figures["catch_rate_n"]) == (1.0, 3)
    assert (result.figures["false_alarm_rate"], result.figures["false_alarm_rate_treatment_n"]) == (0.0, 1)
    caught = [result.figures[f"caught_{verdict}"] for verdict in ("contradicted", "inferred", "not_found")]
    assert sum(caught) == 3
    assert result.intervals["catch_rate"][0] < 1.0


def test_a_bag_of_words_is_measured_beside_it(tmp_path):
    peer = measured(tmp_path, PAIRS).peers["word_overlap_80"]
    assert peer["catch_rate"] < 1.0  # words that stand in two sentences are one sentence to it
    assert peer["false_alarm_rate"] == 0.0


def test_a_folder_without_pairs_is_said(tmp_path):
    with pytest.raises(WorkbenchError, match="support_pairs"):
        bench_support(data=tmp_path, scale=1, say=lambda _: None)
