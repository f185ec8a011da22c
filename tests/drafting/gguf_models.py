"""Tiny models with random weights, which the tests write themselves."""

from pathlib import Path

from apps.evaluation.benches.random_model.weights import RandomModel, random_model_write
from tests.drafting.charts import CALLOWAY

BYTES = RandomModel(seed=7, context=16384, ends_lean=2.0)
# It knows the words of the chart and says them in any order, a few at a time: nearest to what could deceive the checks.
WORDS = RandomModel(
    seed=11,
    context=16384,
    words=tuple(sorted({word.strip(".,;:()") for page in CALLOWAY for word in page.text.split()} - {""})),
    words_lean=4.0,
    ends_lean=2.5,
)


def model_file(folder: Path, name: str, model: RandomModel = BYTES) -> Path:
    """Return the GGUF file of a model, about half a megabyte."""
    return random_model_write(folder / f"{name}.gguf", model)
