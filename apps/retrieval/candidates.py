"""The one SQL statement of a search: permission, exact vector distance and BM25 over the passages it permits."""

from django.db import connection
from django.db.models import QuerySet

from apps.retrieval.domain.fusion import Candidate
from apps.retrieval.models import Passage

K1, B = 1.2, 0.75  # BM25 (Robertson and Zaragoza 2009)

# No approximate index inside a patient: it filters after its scan and so returns too few (L12).
# One pass over each channel and one grouping at the end: a planner that knows nothing of a patient's size joins badly.
_SQL = """
WITH permitted AS MATERIALIZED ({permitted}),
postings AS MATERIALIZED (
    SELECT permitted.id, permitted.words, posting.lexeme, cardinality(posting.positions) AS frequency
    FROM permitted CROSS JOIN LATERAL unnest(permitted.search) AS posting
    WHERE permitted.search @@ %(query)s::tsquery AND posting.lexeme = ANY(%(lexemes)s)
),
whole AS MATERIALIZED (SELECT count(*)::float AS passages, avg(words)::float AS words FROM permitted),
rarity AS MATERIALIZED (
    SELECT lexeme, ln(1 + (whole.passages - count(*) + 0.5) / (count(*) + 0.5)) AS idf
    FROM postings CROSS JOIN whole GROUP BY lexeme, whole.passages
),
scores AS (
    SELECT id, NULL::float AS dense, 0::float AS lexical FROM permitted
    UNION ALL
    SELECT permitted.id, 1 - (piece.vector <=> %(vector)s::halfvec), 0
    FROM permitted
    JOIN retrieval_passagewindow AS piece ON piece.passage_id = permitted.id
    UNION ALL
    SELECT postings.id, NULL, rarity.idf * frequency * (%(k1)s + 1)
        / (frequency + %(k1)s * (1 - %(b)s + %(b)s * postings.words / whole.words))
    FROM postings JOIN rarity USING (lexeme) CROSS JOIN whole
)
SELECT id, coalesce(max(dense), 0), sum(lexical) FROM scores GROUP BY id
"""


def score_candidates(permitted: QuerySet[Passage], text: str, vector: list[float]) -> list[Candidate]:
    """Return every permitted passage with its cosine similarity and its BM25 score for ``text``."""
    inner, parameters = permitted.order_by().values("id", "words", "search").query.sql_with_params()
    named = {f"p{i}": parameter for i, parameter in enumerate(parameters)}
    sql = _SQL.format(permitted=inner % tuple(f"%({name})s" for name in named))
    with connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(to_tsvector('english', %s))", [text])
        (lexemes,) = cursor.fetchone()
        asked = {"lexemes": lexemes, "query": _any_of(lexemes), "vector": str(vector), "k1": K1, "b": B}
        cursor.execute(sql, {**named, **asked})
        return [Candidate(str(id_), float(dense), float(lexical)) for id_, dense, lexical in cursor.fetchall()]


def _any_of(lexemes: list[str]) -> str:
    """Return the tsquery that any of the lexemes satisfies."""
    return " | ".join("'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'" for lexeme in lexemes)
