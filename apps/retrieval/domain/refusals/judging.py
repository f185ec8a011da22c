"""The judgement of one text: its rules first, then the model, piece by piece; what is surest decides."""

from collections.abc import Sequence

from apps.retrieval.domain.refusals.categories import SENTENCE, Category, Refusal
from apps.retrieval.domain.refusals.model import RECORD, RefusalModel
from apps.retrieval.domain.refusals.rules import Rules
from apps.retrieval.domain.refusals.wording import pieces_of

__all__ = ["judge", "pieces_of"]

CERTAIN = 1.0


def judge(
    pieces: Sequence[str], vectors: Sequence[Sequence[float]], rules: Rules, model: RefusalModel
) -> Refusal | None:
    """Return why a text is refused, or None. ``pieces`` are its ``pieces_of``, each with its vector."""
    found = [_judge_one(piece, vector, rules, model) for piece, vector in zip(pieces, vectors, strict=True)]
    return max((one for one in found if one), key=lambda one: one.score, default=None)


def _judge_one(piece: str, vector: Sequence[float], rules: Rules, model: RefusalModel) -> Refusal | None:
    sentence = piece.lower()
    by_class = model.probabilities(piece, vector)
    likeliest = max(Category, key=lambda category: by_class[category.value])
    threshold = model.thresholds[likeliest]
    if category := rules.category_of(sentence):
        return Refusal(category, SENTENCE, CERTAIN, model.thresholds[category])
    if rules.asks_how_or_for_a_text(sentence):
        return Refusal(likeliest, SENTENCE, CERTAIN, threshold)
    score = 1 - by_class[RECORD]
    return Refusal(likeliest, SENTENCE, score, threshold) if score >= threshold else None
