"""The refusals in use: a file that ``manage.py refusals_fit`` writes; its digest stands with each refused question."""

import json
from functools import lru_cache
from pathlib import Path

from apps.core.canonical import sha256_hex
from apps.retrieval.domain.refusals import (
    Refusal,
    RefusalModel,
    Rules,
    clauses_of,
    is_guessed,
    judge,
    judge_clauses,
    model_of,
    pieces_of,
    read_rules,
)
from apps.retrieval.embedder import embedder

DATA = Path(__file__).parent / "data"
SHIPPED, RULES = DATA / "refusals" / "model.json", DATA / "refusals" / "rules.txt"


@lru_cache(maxsize=1)
def refusal_model() -> RefusalModel:
    """Return the process's model. Raises ValueError for a file that no fit can have written."""
    body = SHIPPED.read_bytes()
    return model_of(json.loads(body), sha256_hex(body + RULES.read_bytes()))


@lru_cache(maxsize=1)
def refusal_rules() -> Rules:
    """Return the process's rules. Raises ValueError for a file that cannot be read as such."""
    return read_rules(RULES.read_text(encoding="utf-8"))


def refusal_of(text: str) -> Refusal | None:
    """Return why a text that was typed wants a clinician and not a record, or None.

    The text is redacted before it comes here; its embedding is remembered for the search that follows.
    """
    if not text.strip():
        return None
    pieces = pieces_of(text)
    return judge(pieces, embedder().embed(pieces), refusal_rules(), refusal_model())


def refusal_of_purpose(text: str) -> Refusal | None:
    """Return why the words of a draft request want a clinician, or None: judged clause by clause, then whole.

    A request tells what a draft is for, so an order to decide in any of its clauses is refused, however plain the rest.
    """
    refused = judge_clauses(text, refusal_rules(), refusal_model())
    if refused or refusal_rules().asks_what_is_told([clause.lower() for clause in clauses_of(text)]):
        return refused
    found = refusal_of(text)
    return None if found and is_guessed(found, text, refusal_model()) else found
