"""Which words of a question each passage holds, as PostgreSQL's full text reads them."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import connection

# A term of several words has to stand there as a phrase. Terms that come down to the same lexemes count once, and stop
# words come down to none.
_SQL = """
WITH asked AS MATERIALIZED (
    SELECT DISTINCT ON (query::text) place, words, query
    FROM (
        SELECT place, words, phraseto_tsquery('english', retrieval_search_words(words)) AS query
        FROM unnest(%(terms)s::text[]) WITH ORDINALITY AS term(words, place)
    ) AS read
    WHERE numnode(query) > 0
    ORDER BY query::text, place
)
SELECT passage.id, array_agg(asked.words ORDER BY asked.place)
FROM retrieval_passage AS passage JOIN asked ON passage.search @@ asked.query
WHERE passage.id = ANY(%(passages)s) AND passage.patient_id = %(patient)s
GROUP BY passage.id
"""


def terms_held(
    passage_ids: Iterable[str], terms: Sequence[str], *, patient_id: str | UUID
) -> dict[str, tuple[str, ...]]:
    """Return the terms that each passage of one patient holds, in the order of the question.

    Call it inside the fence. One statement; a passage that holds none is left out.
    """
    ids = [UUID(id_) for id_ in passage_ids]
    if not ids or not terms:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"terms": list(terms), "passages": ids, "patient": UUID(str(patient_id))})
        return {str(id_): tuple(held) for id_, held in cursor.fetchall()}
