"""Whether a sentence asks for work that has nothing to do with the patient: a small logistic model over its features.

Fitted by ``manage.py injection_fit`` on sentences written for this project; pure arithmetic, microseconds a sentence.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from apps.redaction.domain.injection.features import features_of, is_line_of_plan, is_weighed
from apps.redaction.domain.injection.reading import FOLDER

DOUBTFUL = 0.2
FAR = 30.0  # beyond it a probability is 0 or 1 to the last digit shown


@dataclass(frozen=True, slots=True)
class Weights:
    """Coefficients by feature, the bias, and the probability from which a sentence counts as foreign work."""

    bias: float
    of: Mapping[str, float]
    threshold: float

    def probability(self, features: Mapping[str, float]) -> float:
        """Return how likely a sentence with these features asks for foreign work."""
        total = self.bias + sum(self.of.get(name, 0.0) * value for name, value in features.items())
        return 1 / (1 + math.exp(-max(min(total, FAR), -FAR)))


@lru_cache(maxsize=1)
def weights() -> Weights:
    """Return the fitted weights."""
    body = json.loads(FOLDER.joinpath("weights.json").read_text(encoding="utf-8"))
    return Weights(body["bias"], body["coefficients"], body["threshold"])


def is_foreign_task(sentence: str) -> bool:
    """Return whether a sentence orders or asks for something that no record of a patient asks for."""
    return not is_line_of_plan(sentence) and _probability(sentence) >= weights().threshold


def is_doubtful(sentence: str) -> bool:
    """Return whether a sentence may ask for foreign work: too little to accuse it, too much to quote it unasked."""
    return _probability(sentence) >= DOUBTFUL


def _probability(sentence: str) -> float:
    return weights().probability(features_of(sentence)) if is_weighed(sentence) else 0.0
