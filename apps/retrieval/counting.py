"""How rare each word of a question is among the passages that its requester may read."""

from collections.abc import Sequence
from dataclasses import replace

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from apps.retrieval.domain.asking import Asked, called, is_abbreviation, is_stand_in, thing, typed, words_asked
from apps.retrieval.domain.expansion import Expansion
from apps.retrieval.models import Passage

_LEXEMES = "SELECT word, tsvector_to_array(to_tsvector('english', word)) FROM unnest(%s::text[]) AS word"
_COUNTS = """
WITH permitted AS MATERIALIZED ({permitted})
SELECT posting.lexeme, count(*)
FROM permitted CROSS JOIN LATERAL unnest(permitted.search) AS posting
WHERE posting.lexeme = ANY(%s) GROUP BY posting.lexeme
"""
# Under another name, in the passage or in the title above it.
_NAMED = """
WITH permitted AS MATERIALIZED ({permitted})
SELECT name, count(*)
FROM unnest(%s::text[]) AS name
JOIN permitted ON search || to_tsvector('english', section_title) @@ phraseto_tsquery('english', name)
WHERE numnode(phraseto_tsquery('english', name)) > 0 GROUP BY name
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
            passages = _written(permitted, word) if is_abbreviation(word) else counts.get(lexeme, 0)
            names = called(word, expansions)
            asked.append(Asked(word, lexeme, passages, names, 0, thing(word, expansions), typed(word, question)))
    named = _named(permitted, [name for one in asked if not one.passages for name in (one.word, *one.called)])
    return [replace(one, named=max(named.get(name, 0) for name in _names(one))) for one in asked]


def _names(one: Asked) -> tuple[str, ...]:
    return one.called if is_abbreviation(one.word) and one.called else (one.word, *one.called)


def _written(permitted: QuerySet[Passage], word: str) -> int:
    """Return how many passages hold an abbreviation in capitals: Ms. is not MS."""
    return permitted.filter(text__regex=rf"\m{word}s?\M").count()


def _named(permitted: QuerySet[Passage], names: Sequence[str]) -> dict[str, int]:
    if not names:
        return {}
    try:
        inner, parameters = permitted.order_by().values("search", "section_title").query.sql_with_params()
    except EmptyResultSet:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_NAMED.format(permitted=inner), [*parameters, list(names)])
        return dict(cursor.fetchall())


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
