"""Fit the weights of ``redaction.domain.injection``: logistic regression on sentences written for this project."""

import itertools
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from apps.redaction.domain.injection.cutting import sentences_of
from apps.redaction.domain.injection.features import content_words, features_of, is_weighed

Floats = NDArray[np.float64]
CHOICE = re.compile(r"\{([^{}]*)\}")
OF_A_LINE = 14  # sentences that one line of choices gives
FEWEST_LINES = 3  # a word counts as a feature when it stands in so many lines
FEWEST_CHARTS = 2  # a word is familiar when so many charts use it
FOLDS = 10
PENALTY = 1.0
THRESHOLD = 0.5
SMALLEST = 0.005  # a coefficient nearer to nothing is left out


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence, whether it asks for foreign work, and the line or chart it came from."""

    text: str
    foreign: bool
    group: str


def examples_of(folder: Path, charts: Path) -> list[Example]:
    """Return the examples of ``tasks.txt`` and ``clinical.txt``, and the ordering sentences of our own charts."""
    found = [one for name in ("tasks", "clinical") for one in _of_file(folder / f"{name}.txt", foreign=name == "tasks")]
    for chart, text in chart_texts(charts).items():
        said = {text[start:end] for start, end in sentences_of(text)}
        found += [Example(one, False, chart) for one in sorted(said)]
    return [one for one in found if is_weighed(one.text)]


def chart_texts(charts: Path) -> Mapping[str, str]:
    """Return the notes of each chart of a folder as one text, planted orders left out."""
    return {
        folder.name: "\n".join(
            re.sub(r"(?m)^.*(?:AI system|summarizer).*$", "", path.read_text(encoding="utf-8"))
            for path in sorted((folder / "notes").glob("*.txt"))
        )
        for base in (charts / "charts", charts / "eval")
        for folder in sorted(base.iterdir())
        if (folder / "notes").is_dir()
    }


def familiar_words(charts: Path) -> list[str]:
    """Return the words that several charts use, in order."""
    counts = Counter(word for text in chart_texts(charts).values() for word in set(content_words(text)))
    return sorted(word for word, number in counts.items() if number >= FEWEST_CHARTS)


def medical_words(dictionary: Path) -> list[str]:
    """Return the words of the clinical dictionary, in order."""
    lines = (
        line for path in sorted(dictionary.glob("*.txt")) for line in path.read_text(encoding="utf-8").splitlines()
    )
    return sorted({word for line in lines if not line.startswith("#") for word in content_words(line)})


def weights_fit(examples: Sequence[Example]) -> dict[str, Any]:
    """Return the body of the weights file; its figures are of lines and charts that the judging model never saw."""
    rows = [features_of(one.text) for one in examples]
    foreign = np.array([one.foreign for one in examples])
    left_out = _cross_validated(examples, rows, foreign)
    names = _names(examples, rows)
    bias, values = _fit(_matrix(rows, names), foreign)
    kept = {name: round(float(v), 4) for name, v in zip(names, values, strict=True) if abs(v) >= SMALLEST}
    return {
        "bias": round(bias, 4),
        "threshold": THRESHOLD,
        "coefficients": kept,
        "n": {"foreign": int(foreign.sum()), "clinical": int((~foreign).sum())},
        "left_out": {
            "found": round(float((left_out[foreign] >= THRESHOLD).mean()), 4),
            "false_alarms": round(float((left_out[~foreign] >= THRESHOLD).mean()), 4),
        },
        "origin": f"Logistic regression on our own sentences; left_out: {FOLDS} folds by line and chart.",
    }


def _of_file(path: Path, *, foreign: bool) -> Iterator[Example]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        if line and not line.startswith("#"):
            for text in _chosen(line, number):
                yield Example(text, foreign, f"{path.stem} {number}")


def _chosen(line: str, number: int) -> Iterable[str]:
    """Return some of the sentences that a line makes, spread evenly over all of them."""
    choices = [choice.split("|") for choice in CHOICE.findall(line)]
    frame = CHOICE.sub("\0", line).split("\0")
    made = [_filled(frame, chosen) for chosen in itertools.product(*choices)]
    order = np.random.default_rng(number).permutation(len(made))[:OF_A_LINE]
    return [made[index] for index in order]


def _filled(frame: Sequence[str], chosen: Sequence[str]) -> str:
    parts = itertools.zip_longest(frame, chosen, fillvalue="")
    return "".join(before + word for before, word in parts).strip()


def _names(examples: Sequence[Example], rows: Sequence[Mapping[str, float]]) -> list[str]:
    groups: dict[str, set[str]] = {}
    for one, row in zip(examples, rows, strict=True):
        for name in row:
            groups.setdefault(name, set()).add(one.group)
    return sorted(name for name, of in groups.items() if ":" not in name or len(of) >= FEWEST_LINES)


def _matrix(rows: Sequence[Mapping[str, float]], names: Sequence[str]) -> Floats:
    return np.array([[row.get(name, 0.0) for name in names] for row in rows])


def _fit(values: Floats, foreign: NDArray[np.bool_]) -> tuple[float, Floats]:
    signs = np.where(foreign, 1.0, -1.0)
    weights = np.where(foreign, 0.5 / foreign.mean(), 0.5 / (~foreign).mean())

    def loss(parameters: Floats) -> tuple[float, Floats]:
        margin = signs * (parameters[0] + values @ parameters[1:])
        pull = -weights * signs / (1 + np.exp(np.clip(margin, -60, 60)))
        slope = np.concatenate([[pull.sum()], values.T @ pull + PENALTY * parameters[1:]])
        return float((weights * np.logaddexp(0, -margin)).sum() + PENALTY * (parameters[1:] ** 2).sum() / 2), slope

    found = minimize(loss, np.zeros(values.shape[1] + 1), method="L-BFGS-B", jac=True).x
    return float(found[0]), found[1:]


def _cross_validated(
    examples: Sequence[Example], rows: Sequence[Mapping[str, float]], foreign: NDArray[np.bool_]
) -> Floats:
    groups = sorted({one.group for one in examples})
    fold_of = {group: number % FOLDS for number, group in enumerate(groups)}
    folds = np.array([fold_of[one.group] for one in examples])
    result = np.zeros(len(examples))
    for fold in range(FOLDS):
        inside = [n for n in range(len(examples)) if folds[n] != fold]
        names = _names([examples[n] for n in inside], [rows[n] for n in inside])
        bias, values = _fit(_matrix([rows[n] for n in inside], names), foreign[inside])
        out = folds == fold
        result[out] = 1 / (1 + np.exp(-(bias + _matrix([rows[n] for n in range(len(rows)) if out[n]], names) @ values)))
    return result


def weights_as_text(body: Mapping[str, Any]) -> str:
    """Return the weights file's text."""
    return json.dumps(body, indent=1, sort_keys=True) + "\n"
