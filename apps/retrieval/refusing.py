"""The refusals in use: a data file that ``manage.py refusals_fit`` writes, in the parts list by its digest."""

import json
from functools import lru_cache
from pathlib import Path

from apps.core.canonical import sha256_hex
from apps.retrieval.domain.refusals import Refusal, RefusalModel, judge, model_of, pieces_of
from apps.retrieval.embedder import embedder

SHIPPED = Path(__file__).parent / "data" / "refusals.json"


@lru_cache(maxsize=1)
def refusal_model() -> RefusalModel:
    """Return the process's model. Raises ValueError for a file that no fit can have written."""
    body = SHIPPED.read_bytes()
    return model_of(json.loads(body), sha256_hex(body))


def refusal_of(text: str) -> Refusal | None:
    """Return why a text that was typed wants a clinician and not a record, or None.

    The text is redacted before it comes here; its embedding is remembered for the search that follows.
    """
    if not text.strip():
        return None
    pieces = pieces_of(text)
    return judge(pieces, embedder().embed(pieces), refusal_model())
