"""The one SQL statement of a search: permission, exact vector distance, BM25 and where the asked words stand."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

import numpy as np
from django.core.exceptions import EmptyResultSet
from django.db import connection

from apps.retrieval.domain.evidence import Scores as SimilarityScores
from apps.retrieval.domain.fusion import DENSE, LEXICAL, NEAR, Candidates, Spread, candidates_of, spread_of
from apps.retrieval.domain.late import late_scores
from apps.retrieval.domain.nearness import PLACES, nearness

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from apps.retrieval.interface import Reading
    from apps.retrieval.lexemes import Lexemes
    from apps.retrieval.models import Passage

K1, B = 1.2, 0.75  # BM25 (Robertson and Zaragoza 2009)
NEAREST = 200  # passages that are ranked for their meaning alone, without a word of the question

# No approximate index inside a patient: it filters after its scan and so returns too few (L12). A note that was carried
# forward word for word is scored once, as the newest note says it.
# A word that was asked counts by itself; an added term where it stands as a phrase, looked for only in passages that
# hold one of its words. Of a group of terms the better counts: what was asked, or the best of what was added.
# Windows are named by their patient: the fence's own condition has an OR and reaches no index, so that every patient's
# windows would be read. The first row tells of all that was scored; what neither holds a word nor is near is not named.
_SQL = """
WITH readable AS ({permitted}),
permitted AS MATERIALIZED (
    SELECT DISTINCT ON (source, text_sha256) *
    FROM (
        SELECT id, words, section_kind, section_title, dated_at, text_sha256, coalesce(copied_from_id, id) AS source,
            CASE WHEN search @@ %(query)s::tsquery THEN search END AS search
        FROM readable
    ) AS told
    ORDER BY source, text_sha256, dated_at DESC NULLS LAST, id
),
whole AS MATERIALIZED (SELECT count(*)::float AS passages, avg(words)::float AS words FROM permitted),
meaning AS MATERIALIZED (
    SELECT permitted.id, coalesce(max(1 - (piece.vector <=> %(vector)s::halfvec)), 0) AS dense
    FROM permitted LEFT JOIN retrieval_passagewindow AS piece
        ON piece.passage_id = permitted.id AND piece.patient_id = %(patient)s::uuid
    GROUP BY permitted.id
),
postings AS MATERIALIZED (
    SELECT permitted.id, permitted.words, permitted.search, posting.lexeme, posting.positions,
        cardinality(posting.positions) AS frequency
    FROM permitted CROSS JOIN LATERAL unnest(permitted.search) AS posting
    WHERE posting.lexeme = ANY(%(lexemes)s)
),
asked AS (
    SELECT * FROM unnest(%(asked)s::text[], %(asked_groups)s::int[]) WITH ORDINALITY AS asked(lexeme, part, number)
),
added AS (
    SELECT * FROM unnest(%(firsts)s::text[], %(phrases)s::text[], %(added_groups)s::int[], %(weights)s::float[])
        AS added(lexeme, phrase, part, weight)
),
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
    SELECT is_asked, term, part, count(*) AS held, ln(1 + (whole.passages - count(*) + 0.5) / (count(*) + 0.5)) AS idf
    FROM found CROSS JOIN whole GROUP BY is_asked, term, part, whole.passages
),
weighed AS (
    SELECT found.id, found.part, is_asked, weight * rarity.idf * frequency * (%(k1)s + 1)
        / (frequency + %(k1)s * (1 - %(b)s + %(b)s * found.words / whole.words)) AS score
    FROM found JOIN rarity USING (is_asked, term, part) CROSS JOIN whole
),
parts AS (
    SELECT id, greatest(sum(score) FILTER (WHERE is_asked), max(score) FILTER (WHERE NOT is_asked)) AS score
    FROM weighed GROUP BY id, part
),
lexical AS MATERIALIZED (SELECT id, sum(score) AS score FROM parts GROUP BY id),
stands AS MATERIALIZED (
    SELECT id, array_agg(asked.number * %(places)s + place) AS stands
    FROM postings JOIN asked USING (lexeme) CROSS JOIN LATERAL unnest(positions) AS place GROUP BY id
),
nearest AS (SELECT id FROM meaning ORDER BY dense DESC, id LIMIT %(nearest)s),
titles AS MATERIALIZED (
    SELECT to_tsvector('english', retrieval_search_words(section_title)) AS title, count(*) AS held
    FROM permitted GROUP BY section_title
),
names AS MATERIALIZED (
    SELECT name, phraseto_tsquery('english', retrieval_search_words(name)) AS query
    FROM unnest(%(names)s::text[]) AS name
)
SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, jsonb_build_object(
    'passages', whole.passages,
    'dense', (SELECT ARRAY[avg(dense), stddev_pop(dense), max(dense)] FROM meaning),
    'words', (SELECT jsonb_object_agg(lexeme, held)
        FROM (SELECT lexeme, count(*) AS held FROM postings GROUP BY lexeme) AS words),
    'phrases', (SELECT jsonb_object_agg(term, held)
        FROM (SELECT term, max(held) AS held FROM rarity WHERE NOT is_asked GROUP BY term) AS phrases),
    'titled', (SELECT jsonb_object_agg(name, held) FROM (
        SELECT name, sum(held) AS held FROM names JOIN titles ON title @@ query WHERE numnode(query) > 0 GROUP BY name
    ) AS titled)
)
FROM whole
UNION ALL
SELECT id::text, dense, coalesce(lexical.score, 0), stands, section_kind, extract(epoch FROM dated_at)::float,
    source::text, NULL
FROM permitted JOIN meaning USING (id) LEFT JOIN lexical USING (id) LEFT JOIN stands USING (id)
WHERE lexical.id IS NOT NULL OR id IN (SELECT id FROM nearest)
"""
# Told nothing of a patient's size, the planner joins row by row and sorts what it groups: many times what a hash costs.
# A patient's rows lie together, which it does not know either: it would rather read those of ten others too.
_HASH = """
SELECT set_config('enable_nestloop', %s, true), set_config('enable_sort', %s, true),
    set_config('random_page_cost', '1.1', true)
"""
_SIGNS = """
SELECT piece.passage_id::text, array_agg(piece.signs ORDER BY piece.id) FROM retrieval_passagewindow AS piece
WHERE piece.patient_id = %s AND piece.passage_id = ANY(%s::uuid[]) AND piece.signs <> '' GROUP BY piece.passage_id
"""
_COLUMNS = ("id", "words", "search", "section_kind", "section_title", "dated_at", "copied_from_id", "text_sha256")
_Row = tuple[str, float, float, list[int] | None, str, float | None, str, None]


@dataclass(frozen=True, slots=True)
class Scored:
    """What was scored: those that are ranked, and of all that was within reach how many passages hold each word."""

    candidates: Candidates
    passages: int = 0  # within reach; what was carried forward word for word counts once
    nearest: float = 0.0  # the best cosine
    words: Mapping[str, int] = field(default_factory=dict)  # by lexeme
    phrases: Mapping[str, int] = field(default_factory=dict)  # by added phrase
    titled: Mapping[str, int] = field(default_factory=dict)  # by name: in the title above

    @property
    def similarities(self) -> SimilarityScores:
        """Return where the similarities of all that was scored lie."""
        spread = self.candidates.spreads.get(DENSE, Spread(0.0, 0.0))
        return SimilarityScores(self.passages, spread.mean, spread.deviation, self.nearest)


NOTHING = Scored(candidates_of(()))


def score_candidates(
    permitted: QuerySet[Passage], patient_id: str | UUID, read: Lexemes, names: Sequence[str], question: Reading
) -> Scored:
    """Score every permitted passage: nearness to the question's vector, BM25 and closeness of its words.

    Call it inside the fence. Those that hold a word or are near come back; ``names`` are counted in titles.
    """
    try:
        inner, parameters = permitted.order_by().values(*_COLUMNS).query.sql_with_params()
    except EmptyResultSet:  # who may read no class of document at all
        return NOTHING
    named = {f"p{i}": parameter for i, parameter in enumerate(parameters)}
    sql = _SQL.format(permitted=inner % tuple(f"%({name})s" for name in named))
    asked: dict[str, Any] = {"vector": str(question.vector), "patient": str(patient_id), "names": list(names)}
    limits = {"k1": K1, "b": B, "places": PLACES, "nearest": NEAREST}
    with connection.cursor() as cursor:
        cursor.execute(_HASH, ["off", "off"])
        cursor.execute(sql, {**named, **read.parameters(), **asked, **limits})
        rows = cursor.fetchall()
        cursor.execute(_HASH, ["on", "on"])
    tally = json.loads(next(row[-1] for row in rows if row[-1]))
    return _scored(sorted((row for row in rows if row[0]), key=lambda row: row[0]), tally)


def _scored(rows: Sequence[_Row], tally: Mapping[str, Any]) -> Scored:
    passages = int(tally["passages"])
    if not passages:
        return NOTHING
    mean, deviation, nearest = tally["dense"]
    near = nearness([row[3] or () for row in rows], passages)
    lexical = np.array([row[2] for row in rows], dtype=np.float64)
    candidates = Candidates(
        ids=[row[0] for row in rows],
        channels={DENSE: np.array([row[1] for row in rows], dtype=np.float64), LEXICAL: lexical, NEAR: near},
        section_kinds=[row[4] for row in rows],
        dated_at=np.array([row[5] for row in rows], dtype=np.float64),
        sources=[row[6] for row in rows],
        spreads={
            DENSE: Spread(mean, deviation), LEXICAL: spread_of(lexical, passages), NEAR: spread_of(near, passages)
        },
    )  # fmt: skip
    counts = {name: tally[name] or {} for name in ("words", "phrases", "titled")}
    return Scored(candidates, passages, nearest, **counts)


def late_of(question: Reading, patient_id: str | UUID, passage_ids: Sequence[str]) -> dict[str, float]:
    """Return how well each of these passages holds the question's words; nothing of one that is kept without signs."""
    if not question.signs:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_SIGNS, [str(patient_id), list(passage_ids)])
        windows: dict[str, list[bytes]] = dict(cursor.fetchall())
    return dict(zip(windows, late_scores(question.signs, list(windows.values()), len(question.vector)), strict=True))
