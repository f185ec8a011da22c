"""The bench compares sections with divisions the product did not make, and says what it takes for gold."""

import gzip
import json

import pytest

from apps.core.errors import WorkbenchError
from apps.evaluation.benches.sections import bench_sections
from tests.chart.ccda import VISIT

NOTE = "CHIEF COMPLAINT\n\nKnee pain.\n\nSOCIAL HISTORY\n\nBaker.\n\nCOPD\n\nSTRANGE NEWS\n\nNone.\n"


def measured(folder):
    return bench_sections(data=folder, scale=1, say=lambda _: None)


def write(path, rows):
    path.parent.mkdir(exist_ok=True)
    with gzip.open(path, "wt") as stream:
        stream.writelines(json.dumps(row) + "\n" for row in rows)


def test_lines_in_capitals_of_a_note_are_gold_where_their_words_say_what_they_are(tmp_path):
    write(tmp_path / "aci_bench.jsonl.gz", [{"note": NOTE}])
    result = measured(tmp_path)
    assert (result.n, result.figures["f1"], result.figures["documents"]) == (2, 1.0, 1)
    assert any(note.startswith("2 lines in capitals") for note in result.notes)


def test_a_sub_heading_that_is_found_counts_against_us(tmp_path):
    write(tmp_path / "aci_bench.jsonl.gz", [{"note": f"{NOTE}\nFamily History:\n\nMother RA.\n"}])
    result = measured(tmp_path)
    assert (result.figures["recall"], result.figures["precision"]) == (1.0, pytest.approx(2 / 3))
    assert any("family_history 1" in note for note in result.notes)


def test_labelled_texts_are_put_together_and_found_again(tmp_path):
    rows = [("CC", "Pain."), ("GENHX", "Worse.\r\nMuch."), ("CC", "Fever."), ("PLAN", "Rest."), ("NEWS", "None.")]
    write(tmp_path / "mts_dialog.jsonl.gz", [{"section_header": label, "section_text": text} for label, text in rows])
    result = measured(tmp_path)
    assert (result.n, result.figures["documents"]) == (5, 2)
    assert result.figures["precision"] == 1.0
    assert result.figures["recall"] == 0.8  # nobody knows what NEWS is
    assert all(low <= result.figures[key] <= high for key, (low, high) in result.intervals.items())


def test_documents_are_read_from_the_xml_and_found_again_in_plain_text(tmp_path):
    (tmp_path / "ours").mkdir()
    for name, content in (("visit", VISIT), ("broken", VISIT[:-20])):
        (tmp_path / "ours" / f"{name}.xml.gz").write_bytes(gzip.compress(content))
    result = measured(tmp_path)
    assert (result.figures["documents"], result.figures["refused"]) == (1, 1)
    assert result.figures["refused_though_well_formed"] == 0
    assert (result.n, result.figures["f1"]) == (6, 1.0)
    assert result.figures["f1_text"] >= 0.8  # "Skin" is no title by itself


@pytest.mark.parametrize("folder", ["empty", None])
def test_a_folder_without_divided_documents_is_a_sentence(tmp_path, folder):
    (tmp_path / "empty").mkdir()
    with pytest.raises(WorkbenchError, match="mts_dialog"):
        measured(folder and tmp_path / folder)
