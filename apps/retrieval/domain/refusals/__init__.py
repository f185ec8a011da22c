"""What asks for a decision instead of the record, or for harm: it is not answered, a person is.

Readable rules speak first; what they do not know, a logistic model over the house's own embedding and the words judges
(decision 0028). Pure: the vectors and the fitted model are handed in (``apps.retrieval.refusing``).
"""

from apps.retrieval.domain.refusals.categories import ASKS_FOR, INSTEAD, REFUSED, SENTENCE, Category, Refusal
from apps.retrieval.domain.refusals.judging import clauses_of, is_guessed, judge, judge_clauses, pieces_of
from apps.retrieval.domain.refusals.model import RefusalModel, model_of
from apps.retrieval.domain.refusals.rules import Rules, read_rules

__all__ = [
    "ASKS_FOR", "INSTEAD", "REFUSED", "SENTENCE", "Category", "Refusal", "RefusalModel", "Rules", "clauses_of",
    "is_guessed", "judge", "judge_clauses", "model_of", "pieces_of", "read_rules",
]  # fmt: skip
