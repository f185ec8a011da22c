"""A question in the words of the index, as PostgreSQL's full text writes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from apps.retrieval.domain.expansion import Term

_READ = """
SELECT tsvector_to_array(to_tsvector('english', words)), phraseto_tsquery('english', words)::text
FROM unnest(%s::text[]) WITH ORDINALITY AS read(text, place) CROSS JOIN LATERAL retrieval_search_words(text) AS words
ORDER BY place
"""


@dataclass(frozen=True, slots=True)
class Lexemes:
    """Each asked word and each added phrase once; a stop word is none."""

    asked: Mapping[str, int]  # lexeme -> group
    added: Mapping[tuple[str, int], tuple[str, float]]  # phrase, group -> a lexeme, weight
    of_word: Mapping[str, str]  # a word of the question that may say what is asked -> its lexeme
    phrase_of: Mapping[str, str]  # an added term -> its phrase

    @property
    def all(self) -> list[str]:
        """Return every lexeme that is looked for or counted."""
        return sorted({*self.asked, *self.of_word.values(), *(first for first, _ in self.added.values())})

    def parameters(self) -> dict[str, Any]:
        """Return the parameters of the statement that scores."""
        return {
            "query": _any_of(self.all),
            "lexemes": self.all,
            "asked": list(self.asked),
            "asked_groups": list(self.asked.values()),
            "firsts": [first for first, _ in self.added.values()],
            "phrases": [phrase for phrase, _ in self.added],
            "added_groups": [part for _, part in self.added],
            "weights": [weight for _, weight in self.added.values()],
        }


def lexemes_of(terms: Sequence[Term], words: Sequence[str] = ()) -> Lexemes:
    """Return the terms of a question, and those of its words that may say what is asked, in the words of the index."""
    with connection.cursor() as cursor:
        cursor.execute(_READ, [[*(term.text for term in terms), *words]])
        read: list[tuple[list[str], str]] = cursor.fetchall()
    asked: dict[str, int] = {}
    added: dict[tuple[str, int], tuple[str, float]] = {}
    phrases: dict[str, str] = {}
    for term, (lexemes, phrase) in zip(terms, read, strict=False):
        if not term.is_added:
            for lexeme in lexemes:
                asked.setdefault(lexeme, term.group)
        elif phrase:
            phrases[term.text] = phrase
            added.setdefault((phrase, term.group), (lexemes[0], term.weight))
    of_word = {word: max(found, key=len) for word, (found, _) in zip(words, read[len(terms) :], strict=True) if found}
    return Lexemes(asked, added, of_word, phrases)


def _any_of(lexemes: Sequence[str]) -> str:
    """Return the tsquery that any of the lexemes satisfies."""
    return " | ".join("'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'" for lexeme in lexemes)
