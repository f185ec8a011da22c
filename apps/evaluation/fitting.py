"""Fit the calibration of answerability: a logistic model; nothing that speaks for an answer counts against it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from apps.retrieval.domain.answerability import AGAINST, FEATURES, Evidence
from apps.retrieval.interface import SearchTask

Floats = NDArray[np.float64]
FOLDS = 10
PENALTY = 1.0  # on the squares of the standardized coefficients
BINS = 10
# How sure an answer has to be. A question is answered or declined; whoever only looks for a place, or collects what a
# summary may rest on, is shown more and judges it.
THRESHOLDS = {
    SearchTask.QUESTION: 0.3,
    SearchTask.CRITERION: 0.4,
    SearchTask.SUMMARY: 0.3,
    SearchTask.SEARCH: 0.2,
}


@dataclass(frozen=True, slots=True)
class Example:
    """What was found for a question, whether it holds the answer, and the set and document it came from."""

    evidence: Evidence
    answered: bool
    source: str
    group: str


@dataclass(frozen=True, slots=True)
class Model:
    """Bias and coefficients, in the order of FEATURES."""

    bias: float
    coefficients: Floats

    def probabilities(self, values: Floats) -> Floats:
        """Return the probability of each row."""
        result: Floats = 1 / (1 + np.exp(-(self.bias + values @ self.coefficients)))
        return result


def calibration_fit(examples: Sequence[Example]) -> dict[str, Any]:
    """Return the body of a calibration file: coefficients, thresholds, and how well they do on what was left out.

    The folds are of whole documents: a question is judged by a model that saw no question of its document. Each set
    counts alike, whatever its size, and within it the answered and the unanswered.
    """
    values, answered, weights = _arrays(examples)
    left_out = _cross_validated(examples, values, answered, weights)
    model = _fit(values, answered, weights)
    return {
        "coefficients": {
            "bias": round(model.bias, 6),
            **{name: round(float(value), 6) for name, value in zip(FEATURES, model.coefficients, strict=True)},
        },
        "thresholds": {task.value: threshold for task, threshold in THRESHOLDS.items()},
        "n": len(examples),
        "sets": _by_set(examples, left_out, answered, THRESHOLDS[SearchTask.QUESTION]),
        "reliability": _reliability(left_out, answered),
        "expected_calibration_error": round(_calibration_error(left_out, answered), 4),
        "origin": f"Logistic regression, signs of the coefficients given; figures from {FOLDS} folds by document.",
    }


def _arrays(examples: Sequence[Example]) -> tuple[Floats, NDArray[np.bool_], Floats]:
    values = np.array([list(asdict(one.evidence).values()) for one in examples], dtype=float)
    answered = np.array([one.answered for one in examples])
    keys = [(one.source, one.answered) for one in examples]
    weights = np.array([1 / keys.count(key) for key in dict.fromkeys(keys)], dtype=float)
    of_key = dict(zip(dict.fromkeys(keys), weights, strict=True))
    each = np.array([of_key[key] for key in keys])
    return values, answered, each * len(examples) / each.sum()


def _fit(values: Floats, answered: NDArray[np.bool_], weights: Floats) -> Model:
    scale = values.std(axis=0) + 1e-9
    rows, signs = values / scale, np.where(answered, 1.0, -1.0)

    def loss(parameters: Floats) -> float:
        margin = signs * (parameters[0] + rows @ parameters[1:])
        return float((weights * np.logaddexp(0, -margin)).sum() + PENALTY * (parameters[1:] ** 2).sum() / 2)

    bounds = [(None, None), *((None, 0) if name in AGAINST else (0, None) for name in FEATURES)]
    found = minimize(loss, np.zeros(values.shape[1] + 1), method="L-BFGS-B", bounds=bounds).x
    return Model(float(found[0]), found[1:] / scale)


def _cross_validated(
    examples: Sequence[Example], values: Floats, answered: NDArray[np.bool_], weights: Floats
) -> Floats:
    """Return each example's probability by a model that saw no example of its document."""
    groups = list(dict.fromkeys(sorted(f"{one.source} {one.group}" for one in examples)))
    fold_of = {group: number % FOLDS for number, group in enumerate(groups)}
    folds = np.array([fold_of[f"{one.source} {one.group}"] for one in examples])
    result = np.zeros(len(examples))
    for fold in range(FOLDS):
        out = folds == fold
        if out.any():
            result[out] = _fit(values[~out], answered[~out], weights[~out]).probabilities(values[out])
    return result


def _by_set(
    examples: Sequence[Example], left_out: Floats, answered: NDArray[np.bool_], threshold: float
) -> dict[str, dict[str, float]]:
    sources = np.array([one.source for one in examples])
    result = {}
    for source in dict.fromkeys(sources.tolist()):
        of_it = sources == source
        there, withheld = left_out[of_it & answered], left_out[of_it & ~answered]
        figures = {
            "answered_when_present": (there >= threshold).mean(),
            "abstained_when_withheld": (withheld < threshold).mean(),
            # What the other error would be if the threshold were chosen for one alone.
            "abstained_where_answered_is_0.9": (withheld < np.quantile(there, 0.1)).mean(),
            "answered_where_abstained_is_0.8": (there >= np.quantile(withheld, 0.8)).mean(),
            # How often what is there looks surer than what is not: the area under the ROC curve.
            "surer_when_present": (there[:, None] > withheld).mean() + (there[:, None] == withheld).mean() / 2,
        }
        result[source] = {"n": int(of_it.sum()), **{name: round(float(value), 4) for name, value in figures.items()}}
    return result


def _reliability(left_out: Floats, answered: NDArray[np.bool_]) -> list[dict[str, float]]:
    """Return, for each tenth of the probabilities, how often the answer was there."""
    bins = np.minimum((left_out * BINS).astype(int), BINS - 1)
    return [
        {
            "from": number / BINS,
            "n": int((bins == number).sum()),
            "mean_probability": round(float(left_out[bins == number].mean()), 4),
            "answered": round(float(answered[bins == number].mean()), 4),
        }
        for number in range(BINS)
        if (bins == number).any()
    ]


def _calibration_error(left_out: Floats, answered: NDArray[np.bool_]) -> float:
    rows = _reliability(left_out, answered)
    return sum(row["n"] * abs(row["mean_probability"] - row["answered"]) for row in rows) / len(left_out)
