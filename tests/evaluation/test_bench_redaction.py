"""The bench counts what the wall misses and what it takes too much of, each data set in its own way."""

import base64
import gzip
import json
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from apps.core.domain.bench import BenchResult, as_json
from apps.core.errors import WorkbenchError
from apps.evaluation.benches.redaction import bench_redaction
from apps.evaluation.benches.redaction.marks import CUT, Marks, Overlap, f_beta
from apps.evaluation.benches.redaction.terms import Terms, coded_terms, own_terms

SHARED = Path(__file__).parents[3] / "shared" / "data"


SAMPLE = 120  # rows of a shared set: that it is read; its figures are the bench's own business


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
    result = bench(tmp_path)
    figures = result.figures
    assert result.notes[-1] == "Classes that fall short of a recall of 0.99: url 0.000."
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
@pytest.mark.parametrize(
    ("name", "key"), [("asq_phi", "leaked"), ("presidio_synth", "f2"), ("aci_bench", "literals_left")]
)
def test_the_shared_sets_are_read(name, key, tmp_path):
    if not (SHARED / name).is_dir():
        pytest.skip(f"There is no ../shared/data/{name} beside this clone: the material is not part of the project.")
    for file in (SHARED / name).glob("*.jsonl.gz"):
        with gzip.open(file, "rt", encoding="utf-8") as rows:
            write(tmp_path / file.name, map(json.loads, islice(rows, SAMPLE)))
    result = bench(tmp_path)
    assert result.n > 50
    assert key in result.figures


def fhir_note(patient, text):
    attachment = {"contentType": "text/plain", "data": base64.b64encode(text.encode()).decode()}
    return {
        "resourceType": "DocumentReference", "id": f"note-{patient}", "subject": {"reference": f"Patient/{patient}"},
        "content": [{"attachment": attachment}],
    }  # fmt: skip


def test_a_literal_of_the_record_that_stays_and_a_clinical_term_that_goes_are_counted(db, tmp_path):
    patient = {
        "resourceType": "Patient", "id": "p1", "gender": "female",
        "identifier": [{"system": "https://records.example.org", "value": "44-1972"}],
        "name": [{"family": "Quillfeather", "given": ["Orla"]}],
    }  # fmt: skip
    condition = {"resourceType": "Condition", "code": {"text": "Chronic orla syndrome (disorder)"}}
    note = fhir_note("p1", "Orla Quillfeather has chronic Orla syndrome. Gout too. Tibia waits.")
    write(tmp_path / "patient_p1.ndjson.gz", [patient, condition, note])
    literals = [{"label": "NAME", "text": "Quillfeather"}, {"label": "NAME", "text": "Tibia"}]
    write(tmp_path / "patient_phi_literals.jsonl.gz", [{"patient": "p1", "literals": literals}])
    result = bench(tmp_path)
    assert (result.figures["literals"], result.figures["literals_left"]) == (2, 1)
    assert result.figures["clinical_terms"] == 1
    assert result.peers["presidio_stock"]["literals_left"] == 2


def test_names_of_a_visit_are_looked_for_with_and_without_the_record(tmp_path):
    row = {
        "note": "CHIEF COMPLAINT\n\nOrla Quillfeather returns. Bell's palsy, on metformin. Seen with Zephyrine.",
        "patient": {"patient_firstname": "Orla", "patient_familyname": "Quillfeather", "doctor_name": "Zephyrine"},
        "name_literals": ["Orla", "Quillfeather", "Zephyrine"],
    }
    write(tmp_path / "aci_bench.jsonl.gz", [row])
    figures = bench(tmp_path).figures
    assert (figures["literals"], figures["literals_left"]) == (3, 0)
    assert figures["literals_left_unaided"] >= 0
    assert (figures["clinical_terms"], figures["clinical_terms_altered"]) == (3, 0)


def test_terms_are_found_word_by_word_longest_first_and_without_what_stands_behind_them():
    terms = Terms(coded_terms([{"resourceType": "Condition", "code": {"text": "Gout (disorder)"}}]) | {"gout of knee"})
    assert terms.spans("No GOUT. Gout of\nknee, gout (disorder); gouty.") == [(3, 7), (9, 21), (23, 37)]


def test_the_own_list_of_clinical_terms_holds_no_term_twice():
    listed = own_terms()
    assert len(listed) > 500
    assert [term for term, count in Counter(listed).items() if count > 1] == []


def span(text, quote, **more):
    return {
        "document": "note-p1",
        "start": text.index(quote),
        "end": text.index(quote) + len(quote),
        "quote": quote,
    } | more


def test_a_case_counts_what_leaks_what_must_stay_and_nothing_of_what_is_optional(db, tmp_path):
    text = "Orla Quillfeather, zebra-dot-quill, has Bell's palsy; a@example.org, b@example.org, c@example.org."
    note = fhir_note("p1", text) | {
        "status": "current", "type": {"text": "Note"}, "category": [{"text": "Note"}], "date": "2026-01-02T10:00:00Z"
    }  # fmt: skip
    patient = {
        "resourceType": "Patient", "id": "p1", "gender": "female",
        "identifier": [{"system": "https://records.example.org", "value": "44-1972"}],
        "name": [{"family": "Quillfeather", "given": ["Orla"]}],
    }  # fmt: skip
    requests = [{"method": "PUT", "url": f"{one['resourceType']}/{one['id']}"} for one in (patient, note)]
    entries = [{"resource": one, "request": to} for one, to in zip((patient, note), requests, strict=True)]
    bundle = {"resourceType": "Bundle", "type": "transaction", "entry": entries}
    phi = [
        span(text, "Orla Quillfeather", type="NAME"), span(text, "zebra-dot-quill", type="URL"),
        span(text, "a@example.org", type="EMAIL", optional=True),
    ]  # fmt: skip
    keep = [span(text, "Bell's palsy"), span(text, "b@example.org")]
    (tmp_path / "quill-orla").mkdir()
    (tmp_path / "quill-orla" / "bundle.json").write_text(json.dumps(bundle))
    (tmp_path / "quill-orla" / "gold.json").write_text(json.dumps({"phi": phi, "phi_keep": keep}))
    figures = bench(tmp_path).figures
    assert (figures["leaked"], figures["recall_label_name"], figures["recall_label_url"]) == (1, 1, 0)
    assert (figures["keep_altered"], figures["recall"]) == (0.5, pytest.approx(16 / 29))
    assert figures["precision"] == pytest.approx(16 / (16 + 11 + 11))
    assert figures["leaked_local"] == 1
