"""Queries of clinicians with marked identifiers, and hard negatives that look like them and hold none."""

from collections.abc import Sequence
from pathlib import Path

from apps.core.domain.bench import BenchResult, Say
from apps.evaluation.benches.redaction.marks import Marks, Overlap
from apps.evaluation.benches.redaction.report import LABEL, LAYER_NOTE, SPEED_NOTE, STOCK_NOTE, Gathered
from apps.evaluation.benches.redaction.run import HERE, LAYERS, STOCK, Searched, Sheet, search_all
from apps.evaluation.benches.rows import Row, rows_of
from apps.redaction.interface import BoundaryPolicy

FILE = "asq_phi.jsonl.gz"
NOTES = (
    "Policy hosted, no record: nothing about the people is known beforehand.",
    "A marked identifier counts as found when all its letters and digits are covered; leaked counts the others.",
    "An identifier without offsets is found when its text is nowhere in the output.",
    "precision: the share of letters and digits taken out that lie in a marked identifier, hard negatives included.",
    "Amazon Comprehend Medical on the whole set, as the authors publish: recall .951, .886 of hard negatives altered.",
)


def bench_asq_phi(folder: Path, say: Say) -> BenchResult:
    """Measure the hosted policy on unaided text."""
    rows = list(rows_of(folder / FILE))
    searched = search_all([Sheet(row["text"], BoundaryPolicy.HOSTED) for row in rows], say)
    gathered = Gathered(n=len(rows), notes=[*NOTES, LAYER_NOTE, STOCK_NOTE, SPEED_NOTE])
    for system in (HERE, STOCK):
        _score(gathered, rows, searched, system)
    for layer in LAYERS:
        hits = [hit for _, hit in _found(rows, searched.layer_marks(layer))]
        gathered.put_rate(f"recall_layer_{layer.value}", sum(hits), len(hits))
    return gathered.result()


def _score(gathered: Gathered, rows: Sequence[Row], searched: Searched, system: str) -> None:
    marks = searched.marks(system)
    found = _found(rows, marks)
    hits = sum(hit for _, hit in found)
    gathered.put_rate("recall", hits, len(found), system=system)
    gathered.put("leaked", len(found) - hits, system=system)
    gathered.put("precision", _overlap(rows, marks).precision, system=system)
    altered = [bool(mark.spans) for row, mark in zip(rows, marks, strict=True) if row["hard_negative"]]
    gathered.put_rate("hard_negatives_altered", sum(altered), len(altered), system=system)
    gathered.put("docs_per_s", searched.docs_per_s(system), system=system)
    gathered.put_each(LABEL, found, system=system)


def _found(rows: Sequence[Row], marks: Sequence[Marks]) -> list[tuple[str, bool]]:
    """Return each marked identifier's label, and whether it was found."""
    return [
        (span["label"], _is_found(span, mark)) for row, mark in zip(rows, marks, strict=True) for span in row["spans"]
    ]


def _is_found(span: Row, mark: Marks) -> bool:
    if span["start"] < 0:
        return span["text"].casefold() not in mark.left().casefold()
    return mark.covers(span["start"], span["end"])


def _overlap(rows: Sequence[Row], marks: Sequence[Marks]) -> Overlap:
    overlap = Overlap()
    for row, mark in zip(rows, marks, strict=True):
        overlap.add(mark, Marks(mark.text, [(s["start"], s["end"]) for s in row["spans"] if s["start"] >= 0]))
    return overlap
