"""The wall on a bare text, without a chart: what it finds, and which of its layers found it. Nothing is stored.

For those who measure the wall: it is the search that production runs, with the record they hand over.
"""

from collections.abc import Iterable, Sequence

from apps.chart.domain.identifiers import KnownIdentifier
from apps.redaction.concealment import Searcher, Unsearched
from apps.redaction.domain.detection import Detection
from apps.redaction.domain.kinds import BoundaryPolicy, Layer

__all__ = ["BoundaryPolicy", "Detection", "Layer", "TextSearch"]


class TextSearch:
    """The wall for one patient's record, under one boundary policy."""

    def __init__(self, identifiers: Iterable[KnownIdentifier] = (), *, policy: BoundaryPolicy) -> None:
        self._searcher = Searcher(identifiers)
        self._policy = policy

    def find(self, text: str) -> tuple[Detection, ...]:
        """Return what production would take out of the text, in order and without overlap."""
        return self._searcher.search(text, policy=self._policy).detections

    def find_many(self, texts: Sequence[str]) -> list[tuple[Detection, ...]]:
        """Return for each text what ``find`` returns, as production searches the documents of a patient: together."""
        searched = self._searcher.search_many([Unsearched(text) for text in texts], policy=self._policy)
        return [one.detections for one in searched]

    def find_by_layer(self, text: str) -> tuple[Detection, ...]:
        """Return what each layer finds on its own, overlaps and all; of the leak scan, what it adds to the others."""
        added = (found for found in self.find(text) if found.layer is Layer.SCAN)
        return (*self._searcher.found(text, policy=self._policy), *added)
