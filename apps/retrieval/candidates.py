"""The one SQL statement of a search: permission, exact vector distance, BM25 and where the asked words stand."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from apps.retrieval.domain.expansion import Term
from apps.retrieval.domain.fusion import DENSE, LATE, LEXICAL, NEAR, Candidate, fuse, without_copies
from apps.retrieval.domain.late import late_scores
from apps.retrieval.domain.nearness import nearness
from apps.retrieval.interface import Reading
from apps.retrieval.models import Passage

K1, B = 1.2, 0.75  # BM25 (Robertson and Zaragoza 2009)

# No approximate index inside a patient: it filters after its scan and so returns too few (L12).
# One pass over each channel and one grouping at the end: a planner that knows nothing of a patient's size joins badly.
# A word that was asked counts by itself; an added term where it stands as a phrase, looked for only in passages that
# hold one of its words. Of a group of terms the better counts: what was asked, or the best of what was added.
# Windows are named by their patient: the fence's own condition has an OR and reaches no index, so that every patient's
# windows would be read.
_SQL = """
WITH permitted AS MATERIALIZED ({permitted}),
postings AS MATERIALIZED (
    SELECT permitted.id, permitted.words, permitted.search, posting.lexeme, posting.positions,
        cardinality(posting.positions) AS frequency
    FROM permitted CROSS JOIN LATERAL unnest(permitted.search) AS posting
    WHERE permitted.search @@ %(query)s::tsquery AND posting.lexeme = ANY(%(lexemes)s)
),
asked AS (SELECT * FROM unnest(%(asked)s::text[], %(asked_groups)s::int[]) AS asked(lexeme, part)),
added AS (
    SELECT * FROM unnest(%(firsts)s::text[], %(phrases)s::text[], %(added_groups)s::int[], %(weights)s::float[])
        AS added(lexeme, phrase, part, weight)
),
whole AS MATERIALIZED (SELECT count(*)::float AS passages, avg(words)::float AS words FROM permitted),
found AS MATERIALIZED (
    SELECT postings.id, postings.words, asked.part, postings.lexeme AS term, frequency,
        1::float AS weight, true AS is_asked
    FROM postings JOIN asked USING (lexeme)
    UNION ALL
    SELECT postings.id, postings.words, added.part, added.phrase,
        CASE WHEN numnode(added.phrase::tsquery) = 1 THEN frequency ELSE 1 END, added.weight, false
    FROM postings JOIN added USING (lexeme) WHERE postings.search @@ added.phrase::tsquery
),
rarity AS MATERIALIZED (
    SELECT is_asked, term, part, ln(1 + (whole.passages - count(*) + 0.5) / (count(*) + 0.5)) AS idf
    FROM found CROSS JOIN whole GROUP BY is_asked, term, part, whole.passages
),
weighed AS (
    SELECT found.id, found.part, is_asked, weight * rarity.idf * frequency * (%(k1)s + 1)
        / (frequency + %(k1)s * (1 - %(b)s + %(b)s * found.words / whole.words)) AS score
    FROM found JOIN rarity USING (is_asked, term, part) CROSS JOIN whole
),
scores AS (
    SELECT id, NULL::float AS dense, 0::float AS lexical, NULL::text AS lexeme, NULL::smallint[] AS positions
    FROM permitted
    UNION ALL
    SELECT permitted.id, 1 - (piece.vector <=> %(vector)s::halfvec), 0, NULL, NULL
    FROM permitted
    JOIN retrieval_passagewindow AS piece ON piece.passage_id = permitted.id
    WHERE piece.patient_id = (SELECT patient_id FROM permitted LIMIT 1)
    UNION ALL
    SELECT id, NULL, greatest(sum(score) FILTER (WHERE is_asked), max(score) FILTER (WHERE NOT is_asked)),
        NULL, NULL
    FROM weighed GROUP BY id, part
    UNION ALL
    SELECT postings.id, NULL, 0, lexeme, positions FROM postings JOIN asked USING (lexeme)
),
grouped AS (
    SELECT id, coalesce(max(dense), 0) AS dense, sum(lexical) AS lexical,
        jsonb_object_agg(lexeme, to_jsonb(positions)) FILTER (WHERE lexeme IS NOT NULL) AS places
    FROM scores GROUP BY id
)
SELECT id, dense, lexical, places, section_kind, dated_at, copied_from_id
FROM grouped JOIN permitted USING (id) ORDER BY id
"""
_SIGNS = """
SELECT piece.passage_id, piece.signs FROM retrieval_passagewindow AS piece
WHERE piece.passage_id = ANY(%s::uuid[]) AND piece.signs <> '' ORDER BY piece.id
"""
MET = 50  # passages whose words are read: as many as stay on record (decision 0010)
_COLUMNS = ("id", "patient_id", "words", "search", "section_kind", "dated_at", "copied_from_id")
_Row = tuple[UUID, float, float, str | None, str, datetime | None, UUID | None]  # places: JSON
_READ = """
SELECT weight, part, tsvector_to_array(to_tsvector('english', term)), phraseto_tsquery('english', term)::text
FROM unnest(%s::text[], %s::float[], %s::int[]) WITH ORDINALITY AS terms(term, weight, part, place) ORDER BY place
"""


@dataclass(slots=True)
class _Read:
    """The terms of a query as the index writes words: each asked word and each added phrase once."""

    asked: dict[str, int] = field(default_factory=dict)  # lexeme -> group
    added: dict[tuple[str, int], tuple[str, float]] = field(default_factory=dict)  # phrase, group -> a lexeme, weight
    lexemes: set[str] = field(default_factory=set)

    def parameters(self) -> dict[str, Any]:
        """Return the parameters of the statement."""
        lexemes = sorted(self.lexemes)
        return {
            "query": _any_of(lexemes),
            "lexemes": lexemes,
            "asked": list(self.asked),
            "asked_groups": list(self.asked.values()),
            "firsts": [first for first, _ in self.added.values()],
            "phrases": [phrase for phrase, _ in self.added],
            "added_groups": [part for _, part in self.added],
            "weights": [weight for _, weight in self.added.values()],
        }


def score_candidates(permitted: QuerySet[Passage], terms: Sequence[Term], question: Reading) -> list[Candidate]:
    """Return every permitted passage with its scores: nearness to the question's vector, BM25 and closeness of terms.

    The best of them also meet the question word by word, where the index keeps words: all else would cost too much.
    """
    try:
        inner, parameters = permitted.order_by().values(*_COLUMNS).query.sql_with_params()
    except EmptyResultSet:  # who may read no class of document at all
        return []
    named = {f"p{i}": parameter for i, parameter in enumerate(parameters)}
    sql = _SQL.format(permitted=inner % tuple(f"%({name})s" for name in named))
    asked = _read(terms).parameters() | {"vector": str(question.vector), "k1": K1, "b": B}
    with connection.cursor() as cursor:
        cursor.execute(sql, {**named, **asked})
        rows: list[_Row] = cursor.fetchall()
    near = nearness([json.loads(row[3] or "{}") for row in rows])
    candidates = [_candidate(row, score) for row, score in zip(rows, near, strict=True)]
    late = _late(question, [row.candidate.passage_id for row in without_copies(fuse(candidates))[:MET]])
    return [_with(candidate, late) for candidate in candidates]


def _late(question: Reading, passage_ids: Sequence[str]) -> dict[str, float]:
    """Return how well each of these passages holds the question's words; nothing of one that is kept without signs."""
    if not question.signs:
        return {}
    windows: defaultdict[str, list[bytes]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_SIGNS, [list(passage_ids)])
        for passage_id, signs in cursor.fetchall():
            windows[str(passage_id)].append(signs)
    return dict(zip(windows, late_scores(question.signs, list(windows.values()), len(question.vector)), strict=True))


def _with(candidate: Candidate, late: Mapping[str, float]) -> Candidate:
    found = late.get(candidate.passage_id)
    return candidate if found is None else replace(candidate, channels={**candidate.channels, LATE: found})


def _candidate(row: _Row, near: float) -> Candidate:
    id_, dense, lexical, _, section_kind, dated_at, copied_from = row
    channels = {DENSE: float(dense), LEXICAL: float(lexical), NEAR: near}
    return Candidate(str(id_), channels, section_kind, dated_at, str(copied_from) if copied_from else None)


def _read(terms: Sequence[Term]) -> _Read:
    """Return the terms in the words of the index; a stop word is none."""
    read = _Read()
    with connection.cursor() as cursor:
        cursor.execute(_READ, [[t.text for t in terms], [t.weight for t in terms], [t.group for t in terms]])
        for weight, part, lexemes, phrase in cursor.fetchall():
            if weight == 1:
                for lexeme in lexemes:
                    read.asked.setdefault(lexeme, part)
            elif phrase:
                read.added.setdefault((phrase, part), (lexemes[0], weight))
    read.lexemes = set(read.asked) | {first for first, _ in read.added.values()}
    return read


def _any_of(lexemes: list[str]) -> str:
    """Return the tsquery that any of the lexemes satisfies."""
    return " | ".join("'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'" for lexeme in lexemes)
