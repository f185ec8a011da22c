"""The one SQL statement of a search: permission, exact vector distance and the asked words, over what it permits."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from apps.retrieval.domain.expansion import Expansion
from apps.retrieval.domain.fusion import DENSE, LEXICAL, NEAR, Candidate
from apps.retrieval.domain.lexical import LexicalScore, Words, lexical_scores
from apps.retrieval.models import Passage

ADDED_WEIGHT = 0.5  # of a word that the dictionary added, beside 1 for one that was asked

# No approximate index inside a patient: it filters after its scan and so returns too few (L12).
# One pass over each channel and one grouping at the end: a planner that knows nothing of a patient's size joins badly.
_SQL = """
WITH permitted AS MATERIALIZED ({permitted}),
scores AS (
    SELECT id, NULL::float AS dense, NULL::text AS lexeme, NULL::smallint[] AS positions FROM permitted
    UNION ALL
    SELECT permitted.id, 1 - (piece.vector <=> %(vector)s::halfvec), NULL, NULL
    FROM permitted
    JOIN retrieval_passagewindow AS piece ON piece.passage_id = permitted.id
    UNION ALL
    SELECT permitted.id, NULL, posting.lexeme, posting.positions
    FROM permitted CROSS JOIN LATERAL unnest(permitted.search) AS posting
    WHERE permitted.search @@ %(query)s::tsquery AND posting.lexeme = ANY(%(lexemes)s)
),
grouped AS (
    SELECT id, coalesce(max(dense), 0) AS dense,
        jsonb_object_agg(lexeme, to_jsonb(positions)) FILTER (WHERE lexeme IS NOT NULL) AS found
    FROM scores GROUP BY id
)
SELECT id, dense, found, words, section_kind, dated_at, copied_from_id
FROM grouped JOIN permitted USING (id) ORDER BY id
"""
_COLUMNS = ("id", "words", "search", "section_kind", "dated_at", "copied_from_id")
_LEXEMES = "SELECT coalesce(array_agg(lexeme ORDER BY lexeme), '{}') FROM unnest(to_tsvector('english', %s))"
_Row = tuple[UUID, float, str | None, int, str, datetime | None, UUID | None]  # found: JSON


def score_candidates(
    permitted: QuerySet[Passage], text: str, vector: Sequence[float], expansions: Sequence[Expansion] = ()
) -> list[Candidate]:
    """Return every permitted passage with its score by channel for ``text`` and what a dictionary added to it."""
    weights = _weights(text, expansions)
    rows = _rows(permitted, weights, vector)
    scores = lexical_scores([Words(length, json.loads(found or "{}")) for _, _, found, length, *_ in rows], weights)
    return [_candidate(row, score) for row, score in zip(rows, scores, strict=True)]


def _weights(text: str, expansions: Sequence[Expansion]) -> dict[str, float]:
    """Return the weight of each lexeme: what was asked outweighs what was added."""
    added = " ".join(word for expansion in expansions for word in expansion.added)
    with connection.cursor() as cursor:
        cursor.execute(f"{_LEXEMES} UNION ALL {_LEXEMES}", [added, text])
        alternatives, asked = (lexemes for (lexemes,) in cursor.fetchall())
    return dict.fromkeys(alternatives, ADDED_WEIGHT) | dict.fromkeys(asked, 1.0)


def _rows(permitted: QuerySet[Passage], weights: Mapping[str, float], vector: Sequence[float]) -> list[_Row]:
    inner, parameters = permitted.order_by().values(*_COLUMNS).query.sql_with_params()
    named = {f"p{i}": parameter for i, parameter in enumerate(parameters)}
    sql = _SQL.format(permitted=inner % tuple(f"%({name})s" for name in named))
    asked: dict[str, Any] = {"lexemes": list(weights), "query": _any_of(weights), "vector": str(list(vector))}
    with connection.cursor() as cursor:
        cursor.execute(sql, named | asked)
        rows: list[_Row] = cursor.fetchall()
    return rows


def _candidate(row: _Row, score: LexicalScore) -> Candidate:
    id_, dense, _, _, section_kind, dated_at, copied_from = row
    channels = {DENSE: float(dense), LEXICAL: score.words, NEAR: score.near}
    return Candidate(str(id_), channels, section_kind, dated_at, str(copied_from) if copied_from else None)


def _any_of(lexemes: Mapping[str, float]) -> str:
    """Return the tsquery that any of the lexemes satisfies."""
    return " | ".join("'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'" for lexeme in lexemes)
