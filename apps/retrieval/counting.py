"""How rare each word of a question is among the passages that its requester may read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.contrib.postgres.search import SearchQuery

from apps.retrieval.domain.asking import Asked, called, is_abbreviation, is_medicine, is_stand_in, thing, typed

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from apps.retrieval.candidates import Scored
    from apps.retrieval.domain.expansion import Expansion
    from apps.retrieval.lexemes import Lexemes
    from apps.retrieval.models import Passage


def words_named(words: Sequence[str], expansions: Sequence[Expansion]) -> dict[str, tuple[str, ...]]:
    """Return under which names a passage may hold what each word asks for; a stand-in has no other name."""
    return {word: _names(word, called(word, expansions)) for word in words if not is_stand_in(word)}


def _names(word: str, others: tuple[str, ...]) -> tuple[str, ...]:
    return others if is_abbreviation(word) and others else (word, *others)


def count_words(
    permitted: QuerySet[Passage],
    scored: Scored,
    read: Lexemes,
    *,
    question: str,
    words: Sequence[str],
    expansions: Sequence[Expansion],
) -> list[Asked]:
    """Return the words of a question that may say what is asked, with the number of permitted passages that hold each.

    To be called inside the fence. What PostgreSQL's dictionary takes for a stop word is left out.
    """
    names = words_named(words, expansions)
    asked = []
    for word in words:
        if is_stand_in(word):
            asked.append(Asked(word, word.lower(), permitted.filter(text__contains=word).count()))
        elif lexeme := read.of_word.get(word):
            held = scored.words.get(lexeme, 0)
            passages = _written(permitted, word, lexeme) if held and is_abbreviation(word) else held
            named = 0 if passages else max(_held(name, scored, read.phrase_of) for name in names[word])
            others = called(word, expansions)
            of = thing(word, expansions)
            shown, medicine = typed(word, question), is_medicine(word, expansions)
            asked.append(Asked(word, lexeme, passages, others, named, of, shown, medicine))
    return asked


def _held(name: str, scored: Scored, phrase_of: Mapping[str, str]) -> int:
    """Return how many passages hold a name, in their words or in the title above them."""
    return max(scored.phrases.get(phrase_of.get(name, ""), 0), scored.titled.get(name, 0))


def _written(permitted: QuerySet[Passage], word: str, lexeme: str) -> int:
    """Return how many passages hold an abbreviation in capitals: Ms. is not MS."""
    holding = permitted.filter(search=SearchQuery(lexeme, config="simple"))
    return holding.filter(text__regex=rf"\m{word}s?\M").count()
