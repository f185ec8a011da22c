"""What every bench gives back, and how it is written down (design: measures.md, part B)."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class BenchResult:
    """The figures of one run. Rates are fractions; times are seconds unless the key ends in ``_ms``.

    ``n`` counts what was measured; ``intervals`` hold [low, high] for a figure of the same key; ``peers`` hold the same
    figures for another way of doing the same work, measured in the same run on the same input.
    """

    n: int
    figures: Mapping[str, float]
    intervals: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    peers: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    notes: Sequence[str] = ()


class Bench(Protocol):
    """A bench measures the code production runs, through its front door. ``say`` tells a person how far it is."""

    def __call__(self, *, data: Path | None, scale: int, say: Say) -> BenchResult: ...


def as_json(name: str, data: Path | None, result: BenchResult) -> dict[str, Any]:
    """Return the one object that ``--json`` prints. Raises ValueError for a figure that JSON cannot carry."""
    return {
        "bench": name,
        "data": data.name if data else "",
        "n": result.n,
        "figures": {key: _finite(key, value) for key, value in result.figures.items()},
        "peers": {
            peer: {key: _finite(key, value) for key, value in figures.items()} for peer, figures in result.peers.items()
        },
        "intervals": {key: [_finite(key, low), _finite(key, high)] for key, (low, high) in result.intervals.items()},
        "notes": list(result.notes),
    }


def _finite(key: str, value: float) -> float:
    if not math.isfinite(value):
        raise ValueError(f"The figure {key!r} is {value}: leave out what could not be measured, and say why in a note.")
    return value
