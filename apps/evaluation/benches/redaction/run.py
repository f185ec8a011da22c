"""The wall and its peer on the same texts, in one process, each timed by itself."""

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from apps.chart.domain.identifiers import KnownIdentifier
from apps.core.domain.bench import Say
from apps.evaluation.benches.redaction.marks import Marks, Span
from apps.evaluation.benches.redaction.stock import StockPresidio
from apps.redaction.interface import BoundaryPolicy, Layer, TextSearch

HERE, STOCK = "here", "presidio_stock"
LAYERS = (Layer.KNOWN, Layer.PATTERN, Layer.NAMES, Layer.SCAN)
WARM_UP = 8  # texts that both read before the clock runs
TURN = 50  # texts one of the two reads together before the other one does
REPORT_EVERY = 200

Find = Callable[[Sequence["Sheet"]], list[list[Span]]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One text to be searched, with what the record of its patient knows."""

    text: str
    policy: BoundaryPolicy
    known: tuple[KnownIdentifier, ...] = ()


@dataclass
class Searched:
    """What was found in each of the sheets, by whom, and how long it took."""

    sheets: Sequence[Sheet]
    spans: dict[str, list[list[Span]]] = field(default_factory=lambda: {HERE: [], STOCK: []})
    layers: list[dict[Layer, list[Span]]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=lambda: {HERE: 0.0, STOCK: 0.0})

    def marks(self, system: str) -> list[Marks]:
        """Return what ``here`` or the peer marked, sheet by sheet."""
        return [Marks(sheet.text, spans) for sheet, spans in zip(self.sheets, self.spans[system], strict=True)]

    def layer_marks(self, layer: Layer) -> list[Marks]:
        """Return what one layer marked by itself, sheet by sheet."""
        return [Marks(sheet.text, by[layer]) for sheet, by in zip(self.sheets, self.layers, strict=True)]

    def docs_per_s(self, system: str) -> float:
        """Return texts a second."""
        return len(self.sheets) / self.seconds[system]


class _Wall:
    """One search for each record, as a worker keeps it."""

    def __init__(self) -> None:
        self._searches: dict[tuple[tuple[KnownIdentifier, ...], BoundaryPolicy], TextSearch] = {}

    def search(self, sheet: Sheet) -> TextSearch:
        key = (sheet.known, sheet.policy)
        if key not in self._searches:
            self._searches[key] = TextSearch(sheet.known, policy=sheet.policy)
        return self._searches[key]

    def find_many(self, sheets: Sequence[Sheet]) -> list[list[Span]]:
        """Search neighbours of one record together, as production does with the documents of a patient."""
        spans: list[list[Span]] = []
        for _, group in groupby(sheets, key=lambda sheet: (sheet.known, sheet.policy)):
            same = list(group)
            found = self.search(same[0]).find_many([sheet.text for sheet in same])
            spans += [[(one.start, one.end) for one in detections] for detections in found]
        return spans

    def by_layer(self, sheet: Sheet) -> dict[Layer, list[Span]]:
        layers: dict[Layer, list[Span]] = defaultdict(list)
        for found in self.search(sheet).find_by_layer(sheet.text):
            layers[found.layer].append((found.start, found.end))
        return layers


def search_all(sheets: Sequence[Sheet], say: Say) -> Searched:
    """Search every sheet with the wall and with its peer, turn and turn about, and then layer by layer, untimed."""
    wall, stock = _Wall(), StockPresidio()
    finds: dict[str, Find] = {
        HERE: wall.find_many,
        STOCK: lambda turn: stock.find_many([sheet.text for sheet in turn]),
    }
    for find in finds.values():
        find(sheets[:WARM_UP])
    searched = Searched(sheets)
    for first in range(0, len(sheets), TURN):
        turn = sheets[first : first + TURN]
        order = (HERE, STOCK) if first // TURN % 2 else (STOCK, HERE)
        for system in order:
            start = time.perf_counter()
            searched.spans[system] += finds[system](turn)
            searched.seconds[system] += time.perf_counter() - start
        if first // TURN % (REPORT_EVERY // TURN) == 0:
            say(f"{first + len(turn)} of {len(sheets)} texts searched")
    searched.layers = [wall.by_layer(sheet) for sheet in sheets]
    return searched


def search_here(sheets: Sequence[Sheet]) -> list[Marks]:
    """Search every sheet with the wall alone, untimed."""
    return [Marks(sheet.text, spans) for sheet, spans in zip(sheets, _Wall().find_many(sheets), strict=True)]
