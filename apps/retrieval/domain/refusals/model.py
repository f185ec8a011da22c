"""The fitted model: a softmax over the categories and the record, on an embedding and the words beside it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from apps.retrieval.domain.refusals.categories import Category
from apps.retrieval.domain.refusals.wording import grams_of

Floats = NDArray[np.float64]
RECORD = "record"
CLASSES = (RECORD, *(category.value for category in Category))
# How much embedding and words weigh under one penalty: chosen on our own examples (decision 0028).
EMBEDDING_WEIGHT = 4.0
GRAM_WEIGHT = 3.0


@dataclass(frozen=True, slots=True)
class RefusalModel:
    """What was fitted. ``coefficients``: [class, 1 + dimensions + grams], the bias first."""

    grams: Mapping[str, int]
    coefficients: Floats
    thresholds: Mapping[Category, float]
    digest: str  # sha256 of the files it was read from, the rules among them

    def probabilities(self, text: str, vector: Sequence[float]) -> Mapping[str, float]:
        """Return how likely a text is of each class; they sum to one."""
        row = features([text], np.array([vector]), self.grams)
        found = softmax(row @ self.coefficients[:, 1:].T + self.coefficients[:, 0])[0]
        return dict(zip(CLASSES, found.tolist(), strict=True))


def features(texts: Sequence[str], vectors: Floats, grams: Mapping[str, int]) -> Floats:
    """Return [text, dimensions + grams]: the unit vector, and the known grams of the text as another one."""
    rows = np.zeros((len(texts), len(grams)))
    for row, text in zip(rows, texts, strict=True):
        known = [grams[gram] for gram in Counter(grams_of(text)) if gram in grams]
        row[known] = 1 / np.sqrt(len(known)) if known else 0
    return np.hstack([vectors * EMBEDDING_WEIGHT, rows * GRAM_WEIGHT])


def softmax(scores: Floats) -> Floats:
    """Return each row as probabilities."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    result: Floats = powers / powers.sum(axis=1, keepdims=True)
    return result


def model_of(body: Mapping[str, Any], digest: str) -> RefusalModel:
    """Read a model's file. Raises ValueError for one that no fit can have written."""
    grams = {str(gram): number for number, gram in enumerate(body["grams"])}
    coefficients = np.array([body["coefficients"][name] for name in CLASSES], dtype=float)
    if coefficients.shape[-1] <= 1 + len(grams) or not np.isfinite(coefficients).all():
        raise ValueError("The coefficients of the refusals do not fit their words.")
    thresholds = {category: float(body["thresholds"][category.value]) for category in Category}
    if not all(0 < threshold < 1 for threshold in thresholds.values()):
        raise ValueError("A threshold of the refusals is no probability.")
    return RefusalModel(grams, coefficients, thresholds, digest)
