"""The bench counts what the wall misses and what it takes too much of, each data set in its own way."""

import gzip
import json
from pathlib import Path

import pytest

from apps.core.domain.bench import BenchResult, as_json
from apps.core.errors import WorkbenchError
from apps.evaluation.benches.redaction import bench_redaction
from apps.evaluation.benches.redaction.marks import CUT, Marks, Overlap, f_beta

SHARED = Path(__file__).parents[3] / "shared" / "data"


def write(path, rows):
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        stream.writelines(json.dumps(row) + "\n" for row in rows)


def labelled(text, **spans):
    """Return a row whose spans are given as label=quote."""
    return {
        "text": text,
        "spans": [
            {"label": label, "text": quote, "start": text.find(quote), "end": text.find(quote) + len(quote)}
            for label, quote in spans.items()
        ],
    }


def bench(folder) -> BenchResult:
    result = bench_redaction(data=folder, scale=1, say=lambda _: None)
    assert as_json("redaction", folder, result)
    assert all(low <= result.figures[key] <= high for key, (low, high) in result.intervals.items())
    return result


def test_a_query_with_an_identifier_left_is_a_leak_and_a_clean_one_that_changed_is_counted_apart(tmp_path):
    unseen = {**labelled("Reach her at zebra dot quill."), "hard_negative": False}
    unseen["spans"] = [{"label": "URL", "text": "zebra dot quill", "start": -1, "end": -1}]
    rows = [
        {**labelled("Write to ana@example.org today.", EMAIL="ana@example.org"), "hard_negative": False},
        {**labelled("Dose of methotrexate in arthritis?"), "hard_negative": True},
        {**labelled("Does office@example.org answer?"), "hard_negative": True},
        unseen,
    ]
    write(tmp_path / "asq_phi.jsonl.gz", rows)
    figures = bench(tmp_path).figures
    assert (figures["recall"], figures["leaked"], figures["hard_negatives_altered"]) == (0.5, 1, 0.5)
    assert (figures["recall_label_email"], figures["recall_label_url"]) == (1, 0)
    assert figures["recall_layer_pattern"] == 0.5
    assert figures["docs_per_s"] > 0


def test_stock_presidio_is_measured_in_the_same_run_on_the_same_texts(tmp_path):
    rows = [{**labelled("Write to ana@example.org. MRN: 4471-920-55.", EMAIL="ana@example.org", MRN="4471-920-55")}]
    write(tmp_path / "asq_phi.jsonl.gz", [row | {"hard_negative": False} for row in rows])
    result = bench(tmp_path)
    peer = result.peers["presidio_stock"]
    assert {"recall", "leaked", "precision", "docs_per_s"} <= set(peer)
    assert peer["recall_label_email"] == 1
    assert result.figures["recall"] == 1


def test_tokens_are_scored_whatever_their_class_and_beside_them_without_those_that_identify_nobody(tmp_path):
    row = labelled(
        "The Zorblian man of 41 wrote to ana@example.org.", NRP="Zorblian", AGE="41", EMAIL="ana@example.org"
    )
    write(tmp_path / "synth_v2.jsonl.gz", [row])
    write(tmp_path / "generated_large_train.jsonl.gz", [labelled("Call 802-555-0142.", PHONE="802-555-0142")])
    figures = bench(tmp_path).figures
    assert figures["recall"] == pytest.approx(1 / 3)
    assert figures["precision"] == figures["recall_identifiers"] == figures["f2_identifiers"] == 1
    assert figures["f2"] == pytest.approx(f_beta(1, 1 / 3))
    assert figures["older_recall"] == 1


def test_a_span_is_covered_when_every_letter_and_digit_of_it_is():
    marks = Marks("Dr. Ana-Maria Ruiz", [(4, 7), (8, 13), (14, 18)])
    assert marks.covers(4, 18)
    assert not marks.covers(0, 18)
    assert marks.left() == f"Dr. {CUT}-{CUT} {CUT}"
    assert (marks.marked(), marks.solid()) == (12, 14)


def test_characters_of_ignored_spans_count_on_no_side():
    overlap = Overlap()
    overlap.add(Marks("ab cd ef", [(0, 5)]), Marks("ab cd ef", [(3, 8)]), ignored=[(0, 2)])
    assert (overlap.precision, overlap.recall) == (1, 0.5)


@pytest.mark.parametrize("folder", ["empty", None])
def test_a_folder_without_marked_identifiers_is_a_sentence(tmp_path, folder):
    (tmp_path / "empty").mkdir()
    with pytest.raises(WorkbenchError, match="asq_phi"):
        bench_redaction(data=folder and tmp_path / folder, scale=1, say=lambda _: None)


@pytest.mark.shared_data
@pytest.mark.parametrize(("name", "key"), [("asq_phi", "leaked"), ("presidio_synth", "f2")])
def test_the_shared_sets_are_read(name, key, tmp_path):
    if not (SHARED / name).is_dir():
        pytest.skip(f"There is no ../shared/data/{name} beside this clone: the material is not part of the project.")
    result = bench(SHARED / name)
    assert result.n > 100
    assert key in result.figures
