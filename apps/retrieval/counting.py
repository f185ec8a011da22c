"""How rare each word of a question is among the passages that its requester may read."""

from collections.abc import Sequence

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from apps.retrieval.domain.evidence import Asked, called, is_stand_in, words_asked
from apps.retrieval.domain.expansion import Expansion
from apps.retrieval.models import Passage

_LEXEMES = "SELECT word, tsvector_to_array(to_tsvector('english', word)) FROM unnest(%s::text[]) AS word"
_COUNTS = """
WITH permitted AS MATERIALIZED ({permitted})
SELECT posting.lexeme, count(*)
FROM permitted CROSS JOIN LATERAL unnest(permitted.search) AS posting
WHERE posting.lexeme = ANY(%s) GROUP BY posting.lexeme
"""


def count_words(permitted: QuerySet[Passage], question: str, expansions: Sequence[Expansion]) -> list[Asked]:
    """Return the words of a question that may say what is asked, with the number of permitted passages that hold each.

    To be called inside the fence. What PostgreSQL's dictionary takes for a stop word is left out.
    """
    words = words_asked(question)
    lexemes = _lexemes([word for word in words if not is_stand_in(word)])
    counts = _counts(permitted, list(lexemes.values()))
    asked = []
    for word in words:
        if is_stand_in(word):
            asked.append(Asked(word, word.lower(), permitted.filter(text__contains=word).count()))
        elif lexeme := lexemes.get(word):
            asked.append(Asked(word, lexeme, counts.get(lexeme, 0), called(word, expansions)))
    return asked


def _lexemes(words: Sequence[str]) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(_LEXEMES, [list(words)])
        return {word: max(found, key=len) for word, found in cursor.fetchall() if found}


def _counts(permitted: QuerySet[Passage], lexemes: Sequence[str]) -> dict[str, int]:
    try:
        inner, parameters = permitted.order_by().values("search").query.sql_with_params()
    except EmptyResultSet:  # who may read no class of document at all
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS.format(permitted=inner), [*parameters, list(lexemes)])
        return dict(cursor.fetchall())
