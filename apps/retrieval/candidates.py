"""The one SQL statement of a search: permission, exact vector distance and BM25 over the passages it permits."""

from django.db import connection
from django.db.models import QuerySet

from apps.retrieval.domain.fusion import Candidate
from apps.retrieval.models import Passage

K1, B = 1.2, 0.75  # BM25 (Robertson and Zaragoza 2009)

# No approximate index inside a patient: it filters after its scan and so returns too few (L12).
_SQL = r"""
WITH permitted AS MATERIALIZED ({permitted}),
terms AS (SELECT lexeme FROM unnest(to_tsvector('english', %(text)s))),
quoted AS (SELECT '''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || '''' AS lexeme FROM terms),
asked AS (SELECT coalesce(string_agg(lexeme, ' | '), '')::tsquery AS query FROM quoted),
postings AS (
    SELECT permitted.id, permitted.words, posting.lexeme, array_length(posting.positions, 1) AS frequency
    FROM permitted CROSS JOIN asked CROSS JOIN LATERAL unnest(permitted.search) AS posting
    WHERE permitted.search @@ asked.query AND posting.lexeme IN (SELECT lexeme FROM terms)
),
whole AS (SELECT count(*)::float AS passages, avg(words)::float AS words FROM permitted),
rarity AS (
    SELECT lexeme, ln(1 + (whole.passages - count(*) + 0.5) / (count(*) + 0.5)) AS idf
    FROM postings CROSS JOIN whole GROUP BY lexeme, whole.passages
),
lexical AS (
    SELECT postings.id, sum(
        rarity.idf * frequency * (%(k1)s + 1)
        / (frequency + %(k1)s * (1 - %(b)s + %(b)s * postings.words / whole.words))
    ) AS score
    FROM postings JOIN rarity USING (lexeme) CROSS JOIN whole GROUP BY postings.id
),
dense AS (
    SELECT permitted.id, max(1 - (embedding.vector <=> %(vector)s::vector)) AS score
    FROM permitted
    JOIN retrieval_passagewindow AS piece ON piece.passage_id = permitted.id
    JOIN retrieval_embedding AS embedding ON embedding.id = piece.embedding_id
    GROUP BY permitted.id
)
SELECT permitted.id, coalesce(dense.score, 0), coalesce(lexical.score, 0)
FROM permitted LEFT JOIN dense USING (id) LEFT JOIN lexical USING (id)
"""


def score_candidates(permitted: QuerySet[Passage], text: str, vector: list[float]) -> list[Candidate]:
    """Return every permitted passage with its cosine similarity and its BM25 score for ``text``."""
    inner, parameters = permitted.order_by().values("id", "words", "search").query.sql_with_params()
    named = {f"p{i}": parameter for i, parameter in enumerate(parameters)}
    sql = _SQL.format(permitted=inner % tuple(f"%({name})s" for name in named))
    with connection.cursor() as cursor:
        cursor.execute(sql, {**named, "text": text, "vector": str(vector), "k1": K1, "b": B})
        return [Candidate(str(id_), float(dense), float(lexical)) for id_, dense, lexical in cursor.fetchall()]
