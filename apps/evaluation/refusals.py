"""Fit the refusals on our own examples: fixtures/refusals, one form of words a line with its alternatives in braces."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from apps.core.canonical import sha256_hex
from apps.core.errors import WorkbenchError
from apps.retrieval.domain.refusals import Category
from apps.retrieval.domain.refusals.model import CLASSES, RECORD, Floats, features, softmax
from apps.retrieval.domain.refusals.rules import Rules
from apps.retrieval.domain.refusals.wording import bare, grams_of

ALTERNATIVES = re.compile(r"\{([^{}]*)\}")
OF_A_LINE = 12  # examples that one line gives at most
OF_RECORD = ("record", "reference", "research", "instructions")  # files of what is answered
FOLDS = 10
LINES_OF_A_GRAM = 3  # what stands in fewer forms of words is chance
PENALTY = 0.02
DECIMALS = 3
THRESHOLD = 0.65
THRESHOLDS = dict.fromkeys(Category, THRESHOLD)


@dataclass(frozen=True, slots=True)
class Example:
    """One text, its class, and the file and line it came from: lines are left out together."""

    text: str
    label: str
    file: str
    line: str


def examples_in(folder: Path) -> list[Example]:
    """Return every example of a folder. Raises WorkbenchError for a folder without a file of each class."""
    needed = {*OF_RECORD, *(category.value for category in Category)}
    if missing := sorted(name for name in needed if not (folder / f"{name}.txt").exists()):
        raise WorkbenchError(
            f"There is no {missing[0]}.txt in {folder}: one file for each category, and for what is asked of a record."
        )
    return [one for name in sorted(needed) for one in _of_file(folder / f"{name}.txt")]


def _of_file(path: Path) -> Iterator[Example]:
    label = RECORD if path.stem in OF_RECORD else path.stem
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield from (Example(text, label, path.stem, line) for text in variants(line))


def variants(line: str) -> list[str]:
    """Return at most ``OF_A_LINE`` ways to read a line: each alternative of the longest group comes up."""
    slots = [part.split("|") if number % 2 else [part] for number, part in enumerate(ALTERNATIVES.split(line.strip()))]
    found = [
        "".join(slot[(turn * (place // 2 + 1) + turn // len(slot)) % len(slot)] for place, slot in enumerate(slots))
        for turn in range(OF_A_LINE)
    ]
    return [bare(" ".join(text.split())) for text in dict.fromkeys(found)]


def refusals_fit(examples: Sequence[Example], vectors: Floats, rules: Rules) -> dict[str, Any]:
    """Return the body of the data file: words, coefficients, thresholds, and how well they do on lines left out."""
    left_out = cross_validated(examples, vectors)
    grams = _grams(examples)
    fitted = _fit(features([one.text for one in examples], vectors, grams), examples)
    return {
        "origin": f"Softmax over the embedding and the words; figures from {FOLDS} folds by line of fixtures/refusals.",
        "thresholds": {category.value: threshold for category, threshold in THRESHOLDS.items()},
        "n": len(examples),
        "lines": len({one.line for one in examples}),
        "left_out_refused_by_model": _by_file(examples, left_out >= THRESHOLD),
        "left_out_refused": _by_file(
            examples, (left_out >= THRESHOLD) | np.array([rules.refuses(one.text) for one in examples])
        ),
        "grams": list(grams),
        "coefficients": {name: np.round(row, DECIMALS).tolist() for name, row in zip(CLASSES, fitted, strict=True)},
    }


def cross_validated(examples: Sequence[Example], vectors: Floats) -> Floats:
    """Return how sure a model that saw no example of its line refuses each example."""
    folds = np.array([int(sha256_hex(one.line.encode()), 16) % FOLDS for one in examples])
    result = np.zeros(len(examples))
    for fold in range(FOLDS):
        out = folds == fold
        seen = [one for one, is_out in zip(examples, out, strict=True) if not is_out]
        grams = _grams(seen)
        fitted = _fit(features([one.text for one in seen], vectors[~out], grams), seen)
        rows = features([one.text for one, is_out in zip(examples, out, strict=True) if is_out], vectors[out], grams)
        result[out] = 1 - softmax(rows @ fitted[:, 1:].T + fitted[:, 0])[:, CLASSES.index(RECORD)]
    return result


def _by_file(examples: Sequence[Example], refused: NDArray[np.bool_]) -> Mapping[str, float]:
    files = np.array([one.file for one in examples])
    return {name: round(float(refused[files == name].mean()), 4) for name in sorted(set(files.tolist()))}


def _grams(examples: Sequence[Example]) -> dict[str, int]:
    lines: dict[str, set[str]] = {}
    for one in examples:
        lines.setdefault(one.line, set()).update(grams_of(one.text))
    often = Counter(gram for grams in lines.values() for gram in grams)
    kept = sorted(gram for gram, number in often.items() if number >= LINES_OF_A_GRAM)
    return {gram: number for number, gram in enumerate(kept)}


def _fit(rows: Floats, examples: Sequence[Example]) -> Floats:
    """Return [class, bias and coefficients]: each line counts alike, however many examples it gave."""
    often = Counter(one.line for one in examples)
    weights = np.array([1 / often[one.line] for one in examples])
    truth = np.eye(len(CLASSES))[[CLASSES.index(one.label) for one in examples]]
    shape = (len(CLASSES), rows.shape[1] + 1)

    def loss(flat: Floats) -> tuple[float, Floats]:
        parameters = flat.reshape(shape)
        found = softmax(rows @ parameters[:, 1:].T + parameters[:, 0])
        wrong = weights[:, None] * (found - truth)
        told = np.log(np.maximum((found * truth).sum(axis=1), 1e-300))
        slope = np.hstack([wrong.sum(axis=0)[:, None], wrong.T @ rows + 2 * PENALTY * parameters[:, 1:]])
        return float(-(weights * told).sum() + PENALTY * (parameters[:, 1:] ** 2).sum()), slope.ravel()

    start: NDArray[np.float64] = np.zeros(shape).ravel()
    found: Floats = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return found.reshape(shape)
