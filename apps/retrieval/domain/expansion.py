"""Which other words a question asks for: found by the clinical dictionary, added beside the words as asked."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from apps.retrieval.domain.dictionary import TOKEN, Dictionary, ExpansionKind, Key, Meaning, folded, singular

ADDED_WEIGHT = 0.5  # of a word that was not asked, beside 1 for one that was

_REDACTED = re.compile(r"\[[^\[\]]*\]")  # [PATIENT-1]: a stand-in is no word
_GAP = re.compile(r"(?: ?[-–/&] ?| +|\()?")  # what may stand between the words of one term
# "non-Hodgkin lymphoma" is not Hodgkin's, "pre-eclampsia" no eclampsia: what these begin is another thing.
_ANOTHER_THING = re.compile(r"\b(?:non|pre|anti|pseudo|para)[-– ]$|\b(?:hypo|hyper)[-–]$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Expansion:
    """What the question ``asked`` at [start, end), and the terms that are searched beside it."""

    asked: str
    start: int
    end: int
    added: tuple[str, ...]
    kind: ExpansionKind
    source: str

    def as_json(self) -> dict[str, Any]:
        """Return the expansion as it is kept with its search."""
        return {**asdict(self), "added": list(self.added), "kind": self.kind.value}


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to search for. Of the terms of a ``group`` the best one counts.

    A term of weight 1 was asked: each of its words counts. An added term counts where its words stand as a phrase.
    """

    text: str
    weight: float
    group: int

    @property
    def is_added(self) -> bool:
        """Say whether the dictionary put the term there."""
        return self.weight < 1


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


def expand(question: str, dictionary: Dictionary) -> tuple[Expansion, ...]:
    """Return what the dictionary adds to a question, in the order of the question; spans never overlap.

    The longest term that begins at a word wins. Nothing is added for a word whose meaning is open, nothing inside a
    stand-in such as [PATIENT-1], and no word of the question is taken away: "no" and "without" stay as asked.
    """
    words = _words(question)
    keys = [folded(word.text, dictionary.american) for word in words]
    found, at = [], 0
    while at < len(words):
        expansion, length = _longest(question, words, keys, at, dictionary)
        if expansion:
            found.append(expansion)
        at += length
    return tuple(found)


def lexical_query(question: str, expansions: Iterable[Expansion]) -> tuple[Term, ...]:
    """Return what full text is searched for: all that the question says, and the groups of what was expanded.

    What was not expanded is parted at white space alone: how a "COVID-19" is read is left to the index.
    """
    terms, at, group = [], 0, 0
    for expansion in expansions:
        rest = _pieces(question[at : expansion.start])
        terms += [Term(text, 1.0, group + i) for i, text in enumerate(rest)]
        group += len(rest)
        terms.append(Term(expansion.asked, 1.0, group))
        terms += [Term(added, ADDED_WEIGHT, group) for added in expansion.added]
        at, group = expansion.end, group + 1
    terms += [Term(text, 1.0, group + i) for i, text in enumerate(_pieces(question[at:]))]
    return tuple(terms)


def _pieces(text: str) -> list[str]:
    return [piece for piece in text.split() if TOKEN.search(piece)]


def _words(text: str) -> list[_Word]:
    hidden = [match.span() for match in _REDACTED.finditer(text)]
    return [
        _Word(match["word"], match.start(), match.end())
        for match in TOKEN.finditer(text)
        if not any(start <= match.start() < end for start, end in hidden)
    ]


def _longest(
    question: str, words: list[_Word], keys: list[str], at: int, dictionary: Dictionary
) -> tuple[Expansion | None, int]:
    """Return the longest term that begins at a word, if its meaning is plain, and how many words it takes."""
    if _ANOTHER_THING.search(question[: words[at].start]):
        return None, 1
    for length in range(_reach(question, words, at, dictionary.longest), 0, -1):
        span = words[at : at + length]
        start, end = span[0].start, span[-1].end
        for key in _readings(tuple(keys[at : at + length])):
            if key in dictionary.as_asked:
                return None, length
            if key not in dictionary.meanings or not _is_written(question, start, end, key, dictionary):
                continue
            beside = {folded(singular(key), dictionary.american) for key in keys[:at] + keys[at + length :]}
            meaning = _meant(_as_written(dictionary.meanings[key], question[start:end]), beside)
            added = _not_asked(meaning, question[start:end]) if meaning else ()
            if meaning and added:
                return Expansion(question[start:end], start, end, added, meaning.kind, meaning.source), length
            return None, length
    return None, 1


def _reach(question: str, words: list[_Word], at: int, longest: int) -> int:
    """Return how many words from here may be one term: as long as only a blank or a hyphen stands between them."""
    length = 1
    while length < longest and at + length < len(words):
        if not _GAP.fullmatch(question, words[at + length - 1].end, words[at + length].start):
            break
        length += 1
    return length


def _readings(key: Key) -> Iterator[Key]:
    """Yield the words as they stand, then with the last in the singular."""
    yield key
    if (one := singular(key[-1])) != key[-1]:
        yield (*key[:-1], one)


def _is_written(question: str, start: int, end: int, key: Key, dictionary: Dictionary) -> bool:
    """Say whether a term that in small letters is an ordinary word stands there as the abbreviation it can be."""
    forms = dictionary.written.get(key)
    if forms is None:
        return True
    return question[start:end] in forms and any(character.islower() for character in question)


def _as_written(meanings: tuple[Meaning, ...], asked: str) -> tuple[Meaning, ...]:
    """Return the meanings of a term written as asked, where capitals part them: PsA is not PSA."""
    if len({meaning.written.lower() for meaning in meanings}) == len({meaning.written for meaning in meanings}):
        return meanings
    same = tuple(meaning for meaning in meanings if meaning.written == asked)
    if not same or asked.isupper():
        return same or meanings
    return tuple(replace(meaning, needs=frozenset()) for meaning in same)


def _meant(meanings: tuple[Meaning, ...], beside: set[str]) -> Meaning | None:
    """Return the meaning the words beside a term speak for; none where two are as likely."""
    supported = sorted(((len(m.needs & beside), m) for m in meanings if m.needs & beside), key=lambda pair: -pair[0])
    if supported:
        tied = len(supported) > 1 and supported[0][0] == supported[1][0]
        return None if tied else supported[0][1]
    free = [meaning for meaning in meanings if not meaning.needs]
    return _together(free) if free else None


def _together(meanings: list[Meaning]) -> Meaning:
    """Return one meaning of several that hold at once, as a drug has brands and a short form."""
    first = meanings[0]
    added = tuple(dict.fromkeys(term for meaning in meanings for term in meaning.added))
    return Meaning(first.kind, added, first.needs, first.source)


def _not_asked(meaning: Meaning, asked: str) -> tuple[str, ...]:
    present = {asked.lower(), *asked.lower().split()}
    return tuple(term for term in meaning.added if term.lower() not in present)
