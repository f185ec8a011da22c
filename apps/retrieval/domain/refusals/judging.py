"""The judgement of one text: its rules first, then the model, piece by piece; what is surest decides."""

from collections.abc import Mapping, Sequence

from apps.redaction.domain.tokens import TOKEN
from apps.retrieval.domain.refusals.categories import SENTENCE, Category, Refusal
from apps.retrieval.domain.refusals.model import RECORD, RefusalModel
from apps.retrieval.domain.refusals.rules import Rules
from apps.retrieval.domain.refusals.wording import clauses_of, pieces_of, words_of

__all__ = ["clauses_of", "is_guessed", "judge", "judge_clauses", "pieces_of"]

CERTAIN = 1.0
SHORT = 3  # words
SURE_OF_NAMES = 0.75


def judge(
    pieces: Sequence[str], vectors: Sequence[Sequence[float]], rules: Rules, model: RefusalModel
) -> Refusal | None:
    """Return why a text is refused, or None. ``pieces`` are its ``pieces_of``, each with its vector."""
    found = [_judge_one(piece, vector, rules, model) for piece, vector in zip(pieces, vectors, strict=True)]
    refused = [one for one in found if one]
    return max(refused, key=lambda one: (one.score, one.category is not Category.MISUSE), default=None)


def judge_clauses(text: str, rules: Rules, model: RefusalModel) -> Refusal | None:
    """Return why a clause of a draft request is no purpose of a draft, or None: by rules alone, one clause by one."""
    found = filter(None, (rules.category_of_purpose(clause.lower()) for clause in clauses_of(text)))
    return next((Refusal(category, SENTENCE, CERTAIN, model.thresholds[category]) for category in found), None)


def is_guessed(refused: Refusal, text: str, model: RefusalModel) -> bool:
    """Say whether a short request was refused though the model knows none of its words, a name apart, and is not sure.

    Then nothing but the nearness of an unknown word or a name to something bad speaks: "Trap [PATIENT-1]".
    """
    own = words_of(TOKEN.sub(" ", text))
    is_unknown = len(own) <= SHORT and not any(word in model.grams for word in own)
    return is_unknown and refused.score < SURE_OF_NAMES


def _judge_one(piece: str, vector: Sequence[float], rules: Rules, model: RefusalModel) -> Refusal | None:
    sentence = piece.lower()
    by_class = model.probabilities(piece, vector)
    likeliest = _fitting(by_class)
    threshold = model.thresholds[likeliest]
    if category := rules.category_of(sentence):
        return Refusal(category, SENTENCE, CERTAIN, model.thresholds[category])
    if rules.asks_how_or_for_a_text(sentence):
        return Refusal(likeliest, SENTENCE, CERTAIN, threshold)
    score = 1 - by_class[RECORD]
    return Refusal(likeliest, SENTENCE, score, threshold) if score >= threshold else None


def _fitting(by_class: Mapping[str, float]) -> Category:
    """Return the category that fits best: misuse only where it is likelier than all that is clinical together."""
    clinical = {category: by_class[category.value] for category in Category if category is not Category.MISUSE}
    if by_class[Category.MISUSE.value] > sum(clinical.values()):
        return Category.MISUSE
    return max(clinical, key=lambda category: clinical[category])
