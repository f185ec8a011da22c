"""Figures, peers and intervals of one data set, as they are gathered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from apps.core.domain.bench import BenchResult
from apps.evaluation.benches.intervals import wilson
from apps.evaluation.benches.redaction.run import HERE, STOCK

STOCK_NOTE = (
    "presidio_stock: Presidio's engine with its predefined recognizers at threshold .4, on a pipeline without a model, "
    "since no pretrained model can be had here. Its authors publish F2 .618 on their synthetic set with one."
)
SPEED_NOTE = (
    "docs_per_s: one process, warm, on the same texts in turns of 50 that each reads together, as production reads the "
    "documents of one patient and as the peer's own engine for batches does; here it is every layer of the wall."
)
LABEL = "recall_label_"
ENOUGH = 0.99  # of each class (requirement R11)
LAYER_NOTE = "recall_layer_X: what layer X finds by itself (none without a record: known); of the scan, what it adds."


@dataclass
class Gathered:
    """What will become a BenchResult."""

    n: int
    figures: dict[str, float] = field(default_factory=dict)
    peer: dict[str, float] = field(default_factory=dict)
    intervals: dict[str, tuple[float, float]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def put(self, key: str, value: float, *, system: str = HERE) -> None:
        """Keep a figure of ours or of the peer's."""
        (self.figures if system == HERE else self.peer)[key] = value

    def put_rate(self, key: str, hits: int, n: int, *, system: str = HERE) -> None:
        """Keep a rate, ours with its interval; nothing where there was nothing to count."""
        if n:
            self.put(key, hits / n, system=system)
            if system == HERE:
                self.intervals[key] = wilson(hits, n)

    def put_each(self, prefix: str, counted: Iterable[tuple[str, bool]], *, system: str = HERE) -> None:
        """Keep a rate for each label."""
        hits: dict[str, list[bool]] = {}
        for label, hit in counted:
            hits.setdefault(label, []).append(hit)
        for label in sorted(hits):
            self.put_rate(f"{prefix}{label.lower()}", sum(hits[label]), len(hits[label]), system=system)

    def result(self) -> BenchResult:
        """Return the result; the peer is left out where it was not asked."""
        peers = {STOCK: self.peer} if self.peer else {}
        notes = (*self.notes, *self._short())
        return BenchResult(n=self.n, figures=self.figures, intervals=self.intervals, peers=peers, notes=notes)

    def _short(self) -> Iterator[str]:
        """Yield the sentence that names the classes which fall short, if any does."""
        short = {key.removeprefix(LABEL): value for key, value in self.figures.items() if key.startswith(LABEL)}
        named = [f"{label} {value:.3f}" for label, value in sorted(short.items()) if value < ENOUGH]
        if named:
            yield f"Classes that fall short of a recall of {ENOUGH}: {', '.join(named)}."
