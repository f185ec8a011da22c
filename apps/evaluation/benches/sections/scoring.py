"""Sections that were found against sections that are there, and how sure the figures are."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from apps.chart.domain.documents import SectionKind, SectionSpan
from apps.core.domain.bench import BenchResult
from apps.evaluation.benches.intervals import wilson

__all__ = ["SAME_LINE", "Gold", "Score", "found_in", "named", "put", "result", "score"]

RESAMPLES, SEED = 2000, 4
MOST_NAMED = 12
SAME_LINE = "A section that was found counts when its kind is right and its text begins in the same line."


@dataclass(frozen=True, slots=True)
class Gold:
    """A section that is there: the number of the line its own text begins in, and what it is.

    ``kind`` None: that a section begins there is judged, and what it is is not.
    """

    line: int
    kind: SectionKind | None


@dataclass(frozen=True, slots=True)
class Score:
    """One document: what is there, what was found, what of it agrees, and which kinds were missed or made up."""

    gold: int
    found: int
    right: int
    missed: Counter[str]
    added: Counter[str]


def found_in(text: str, sections: Iterable[SectionSpan]) -> list[Gold]:
    """Return the titled sections by the line that their text begins in."""
    return [Gold(text.count("\n", 0, s.start), s.kind) for s in sections if s.title]


def score(gold: Sequence[Gold], found: Sequence[Gold], unjudged: frozenset[int] = frozenset()) -> Score:
    """Pair every section that is there with one that was found in the same line, of the same kind.

    What was found in an ``unjudged`` line is neither right nor wrong.
    """
    left = [one for one in found if one.line not in unjudged]
    counted, missed = len(left), Counter[str]()
    for wanted in gold:
        match = next((one for one in left if one.line == wanted.line and wanted.kind in (None, one.kind)), None)
        if match is None:
            missed[str(wanted.kind or "any kind")] += 1
        else:
            left.remove(match)
    added = Counter(str(one.kind) for one in left)
    return Score(len(gold), counted, len(gold) - missed.total(), missed, added)


def put(scores: Sequence[Score], suffix: str = "") -> tuple[dict[str, float], dict[str, tuple[float, float]]]:
    """Return f1, precision and recall with their intervals: Wilson's for a rate, documents drawn anew for f1."""
    counts = np.array([[one.gold, one.found, one.right] for one in scores], dtype=float)
    gold, found, right = (int(total) for total in counts.sum(axis=0))
    draws = np.random.default_rng(SEED).integers(0, len(scores), (RESAMPLES, len(scores)))
    sums = counts[draws].sum(axis=1)
    f1s = 2 * sums[:, 2] / np.maximum(sums[:, 0] + sums[:, 1], 1)
    low, high = np.percentile(f1s, [2.5, 97.5])
    figures = {
        f"f1{suffix}": 2 * right / max(gold + found, 1),
        f"precision{suffix}": right / max(found, 1),
        f"recall{suffix}": right / max(gold, 1),
    }
    intervals = {f"f1{suffix}": (float(low), float(high))}
    if gold and found:
        intervals |= {f"precision{suffix}": wilson(right, found), f"recall{suffix}": wilson(right, gold)}
    return figures, intervals


def result(scores: Sequence[Score], notes: Iterable[str]) -> BenchResult:
    """Return the result of a set with one reading; ``n`` counts the sections that are there."""
    figures, intervals = put(scores)
    figures |= {"sections": sum(one.gold for one in scores), "documents": len(scores)}
    return BenchResult(
        n=int(figures["sections"]), figures=figures, intervals=intervals, peers={}, notes=(*notes, *named(scores))
    )


def named(scores: Sequence[Score], of: str = "") -> tuple[str, ...]:
    """Return sentences that name the kinds which were missed and those which were found where none is."""
    missed = sum((one.missed for one in scores), Counter[str]())
    added = sum((one.added for one in scores), Counter[str]())
    return tuple(
        f"{word}{of}: {', '.join(f'{kind} {count}' for kind, count in counted.most_common(MOST_NAMED))}."
        for word, counted in (("Missed", missed), ("Found where none is, or of another kind", added))
        if counted
    )
