"""Presidio's own synthetic sentences, scored as its authors do: token by token, any class of identifier counts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import spacy

from apps.core.domain.bench import BenchResult, Say
from apps.evaluation.benches.redaction.marks import Marks, Span, f_beta
from apps.evaluation.benches.redaction.report import LABEL, LAYER_NOTE, SPEED_NOTE, STOCK_NOTE, Gathered
from apps.evaluation.benches.redaction.run import HERE, LAYERS, STOCK, Searched, Sheet, search_all
from apps.evaluation.benches.rows import Row, rows_of
from apps.redaction.interface import BoundaryPolicy

FILE, OLDER_FILE = "synth_v2.jsonl.gz", "generated_large_train.jsonl.gz"
NO_IDENTIFIERS = frozenset({"TITLE", "PREFIX", "NRP"})
NINETY = 90
NOTES = (
    "Policy hosted, no record. Tokens are those of spaCy's English tokenizer that hold a letter or a digit.",
    "A labelled token is found when all its letters and digits are covered; another that is touched, a false alarm.",
    "The class given to a token does not matter. f2, precision and recall count every label of the set.",
    "X_identifiers leaves out labels that are no identifiers under 45 CFR 164.514(b)(2)(i): see the next note.",
    "Left out there: TITLE, PREFIX, NRP (nationality, religion, politics) and an AGE under 90.",
    "recall_label_X: the share of labelled spans of class X that are covered whole.",
    "Presidio tuned by its authors reaches F2 .845 on the whole set with a transformer; as it comes, .618.",
)


@dataclass
class Tokens:
    """Tokens right and wrong, with all labels and without those that are no identifiers."""

    found: int = 0
    wanted: int = 0
    false: int = 0
    labels: list[tuple[str, bool]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / self.wanted if self.wanted else 1.0

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.false) if self.found + self.false else 1.0

    @property
    def f2(self) -> float:
        return f_beta(self.precision, self.recall)


def bench_presidio_synth(folder: Path, say: Say) -> BenchResult:
    """Measure the hosted policy on everyday sentences; the older rows have figures of their own."""
    rows = list(rows_of(folder / FILE))
    searched, pieces = _search(rows, say)
    gathered = Gathered(n=len(rows), notes=[*NOTES, LAYER_NOTE, STOCK_NOTE, SPEED_NOTE])
    for system in (HERE, STOCK):
        _put(gathered, rows, pieces, searched.marks(system), system)
        gathered.put("docs_per_s", searched.docs_per_s(system), system=system)
    for layer in LAYERS:
        alone = _tokens(rows, pieces, searched.layer_marks(layer), frozenset())
        gathered.put_rate(f"recall_layer_{layer.value}", alone.found, alone.wanted)
    if (folder / OLDER_FILE).is_file():
        _put_older(gathered, list(rows_of(folder / OLDER_FILE)), say)
    return gathered.result()


def _search(rows: Sequence[Row], say: Say) -> tuple[Searched, list[list[Span]]]:
    tokenizer = spacy.blank("en").tokenizer
    searched = search_all([Sheet(row["text"], BoundaryPolicy.HOSTED) for row in rows], say)
    pieces = [
        [(t.idx, t.idx + len(t.text)) for t in tokenizer(row["text"]) if any(c.isalnum() for c in t.text)]
        for row in rows
    ]
    return searched, pieces


def _put(
    gathered: Gathered, rows: Sequence[Row], pieces: Sequence[Sequence[Span]], marks: Sequence[Marks], system: str
) -> None:
    every = _tokens(rows, pieces, marks, frozenset())
    identifiers = _tokens(rows, pieces, marks, NO_IDENTIFIERS)
    gathered.put_rate("precision", every.found, every.found + every.false, system=system)
    gathered.put_rate("recall", every.found, every.wanted, system=system)
    gathered.put("f2", every.f2, system=system)
    gathered.put("precision_identifiers", identifiers.precision, system=system)
    gathered.put("recall_identifiers", identifiers.recall, system=system)
    gathered.put("f2_identifiers", identifiers.f2, system=system)
    gathered.put_each(LABEL, every.labels, system=system)


def _put_older(gathered: Gathered, rows: Sequence[Row], say: Say) -> None:
    searched, pieces = _search(rows, say)
    for system in (HERE, STOCK):
        every = _tokens(rows, pieces, searched.marks(system), frozenset())
        for key, value in (("precision", every.precision), ("recall", every.recall), ("f2", every.f2)):
            gathered.put(f"older_{key}", value, system=system)
    gathered.notes.append(f"older_X: {len(rows)} older rows of the same authors, not part of the figures above.")


def _tokens(
    rows: Sequence[Row], pieces: Sequence[Sequence[Span]], marks: Sequence[Marks], left_out: frozenset[str]
) -> Tokens:
    """Count tokens; those of spans left out count on no side."""
    tokens = Tokens()
    for row, tokenized, mark in zip(rows, pieces, marks, strict=True):
        skipped = [span for span in row["spans"] if left_out and _is_no_identifier(span, left_out)]
        kept = [span for span in row["spans"] if span not in skipped]
        skip, wanted = (Marks(mark.text, [(s["start"], s["end"]) for s in spans]) for spans in (skipped, kept))
        for start, end in tokenized:
            if wanted.touches(start, end):
                tokens.wanted += 1
                tokens.found += mark.covers(start, end)
            elif not skip.touches(start, end):
                tokens.false += mark.touches(start, end)
        tokens.labels += [(span["label"], mark.covers(span["start"], span["end"])) for span in kept]
    return tokens


def _is_no_identifier(span: Row, left_out: frozenset[str]) -> bool:
    if span["label"] == "AGE":
        digits = "".join(character for character in span["text"] if character.isdigit())
        return not digits or int(digits) < NINETY
    return span["label"] in left_out
