"""What a run counts, and what a leak is."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

Shape = tuple[object, ...]


@dataclass
class Tally:
    """Counts of one run. A leak is a passage, an answer or a row that the truth does not give to whoever asked."""

    counts: Counter[str] = field(default_factory=Counter)
    leaks: Counter[str] = field(default_factory=Counter)  # by how it was asked
    milliseconds: list[float] = field(default_factory=list)
    shapes: list[tuple[str, Shape]] = field(default_factory=list)  # how asked, what a refusal looked like
    empty_shapes: dict[str, Shape] = field(default_factory=dict)  # the same of a chart without a document

    def asked(self, how: str, of: str, leaked: int) -> None:
        """Count one query: through a door ("search", "selector") or in plain SQL ("raw")."""
        self.counts[of] += 1
        self.leaks[of] += leaked
        if leaked:
            self.leaks[f"{of}: {how}"] += leaked

    def refused_alike(self) -> float:
        """Return the share of refusals that look like the answer of an empty chart."""
        alike = [shape == self.empty_shapes[how] for how, shape in self.shapes if how in self.empty_shapes]
        return sum(alike) / len(alike) if alike else 0.0


def outside(shown: Iterable[str], allowed: Iterable[str]) -> int:
    """Return how many of what was shown is not allowed."""
    permitted = set(allowed)
    return sum(one not in permitted for one in shown)
