"""The cost of a search is measured in the largest chart of a folder, while the rows of other patients grow."""

import json

from apps.core import fence
from apps.evaluation.benches.retrieval import bench_retrieval, cost
from apps.retrieval.models import PassageWindow
from tests.factories import patient_body


def note(patient, number):
    return {
        "resourceType": "DocumentReference", "id": f"{patient}-{number}", "status": "current",
        "type": {"coding": [{"system": "http://loinc.org", "code": "11506-3"}]},
        "category": [{"coding": [{"code": "clinical-note"}]}],
        "subject": {"reference": f"Patient/{patient}"}, "date": "2026-03-12T10:00:00Z",
        "content": [{"attachment": {"contentType": "text/plain", "data": "S25lZSBwYWluIGZvciB0d28gd2Vla3Mu"}}],
    }  # fmt: skip


def test_other_patients_rows_grow_while_the_chart_that_is_searched_stays(db, tmp_path, monkeypatch):
    monkeypatch.setattr(cost, "SIZES", (1, 3))
    monkeypatch.setattr(cost, "QUESTIONS", cost.QUESTIONS[:2])
    rows = []
    for patient, notes in (("small", 1), ("large", 2)):
        rows.append(patient_body(patient, "Ada", "Quill", "1970-01-01"))
        rows += [note(patient, number) for number in range(notes)]
    (tmp_path / "charts.ndjson").write_text("\n".join(map(json.dumps, rows)))
    figures = bench_retrieval(data=tmp_path, scale=1, say=lambda _: None).figures
    assert figures["passages"] == figures["passages_x3"] > 0
    assert figures["rows_x3"] == 3 * figures["rows"]
    assert {"p50_ms", "p95_ms", "embed_p50_ms", "p95_ms_x3", "indexed_passages_per_s"} <= set(figures)
    with fence.keeping():
        assert PassageWindow.objects.count() == figures["rows_x3"]
