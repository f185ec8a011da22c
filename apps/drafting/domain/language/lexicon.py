"""The house's own words: what clinicians call one thing, and which words name a medicine.

The clinical dictionary of ``apps.retrieval`` says what means the same. Here only its lines that name the very same
thing count, one line at a time: a class and its members, or what merely stands near, are two things.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from apps.retrieval.domain.dictionary import TOKEN, Dictionary, ExpansionKind, Key, Line, folded, read_dictionary

FILES = ("conditions", "procedures", "laboratory", "medicines", "abbreviations", "spelling")
MEDICINES = "medicines.txt"
LONGEST_NAME = 6  # words
# Another writing of the same words; a synonym or a brand is another word for the same thing.
WRITINGS = frozenset({ExpansionKind.ABBREVIATION, ExpansionKind.LABORATORY, ExpansionKind.SPELLING})
# Stems by which substances are named (WHO, The use of stems in the selection of INN), the longer ones alone.
DRUG_SHAPE = re.compile(
    r"[a-z]{3,}(?:mab|tinib|ciclib|parib|sartan|(?<!ca)pril|olol|statin|cillin|mycin|micin|floxacin|cycline|conazole|prazole|"
    r"tidine|gliptin|gliflozin|glutide|glitazone|triptan|setron|dipine|zosin|azepam|azolam|barbital|caine|"
    r"cavir|buvir|tegravir|ciclovir|navir|vudine|parin|xaban|gatran|grel|fibrate|lukast|(?<!choles)terol|tropium|sone|"
    r"solone|nidazole|oxetine|ipramine|triptyline|azapine|peridone|thiazide|semide|platin|rubicin|taxel|"
    r"trexate|tecan|dronate|profen|fenac|coxib)"
)


@dataclass(frozen=True, slots=True)
class Sameness:
    """Another name of a term: of which kind, and beside which words only (none: always)."""

    kind: ExpansionKind
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Name:
    """A term of the dictionary at [start, end) of a text."""

    key: Key
    start: int
    end: int


class Lexicon:
    """What the checks know of clinical words, compiled from a dictionary."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._american, self._written = dictionary.american, dictionary.written
        self._same: dict[Key, dict[Key, Sameness]] = {}
        self._medicines: set[str] = set()
        for line in dictionary.lines:
            self._enter(line)

    def _enter(self, line: Line) -> None:
        left, right = ([self.key(term) for term in side] for side in (line.left, line.right))
        same = Sameness(line.kind, frozenset(need.lower() for need in line.needs))
        pairs = [(one, other) for one in left for other in right if line.both or _is_short_form(line, one, other)]
        if line.both:
            pairs += [(one, other) for side in (left, right) for one in side for other in side]
        for one, other in pairs:
            if one != other:
                self._same.setdefault(one, {}).setdefault(other, same)
                self._same.setdefault(other, {}).setdefault(one, same)
        if line.source == MEDICINES and line.kind is not ExpansionKind.ABBREVIATION:
            self._medicines |= {key[0] for key in (*left, *right) if len(key) == 1}

    def key(self, term: str) -> Key:
        """Return the words by which a term is looked up."""
        return tuple(folded(match["word"], self._american) for match in TOKEN.finditer(term))

    def same(self, one: Key) -> Mapping[Key, Sameness]:
        """Return the other names of a term."""
        return self._same.get(one, {})

    def names(self, text: str) -> tuple[Name, ...]:
        """Return every term of the dictionary in a text, also one inside another."""
        return tuple(self._names(text))

    def _names(self, text: str) -> Iterator[Name]:
        words = list(TOKEN.finditer(text))
        keys = [folded(match["word"], self._american) for match in words]
        for first in range(len(words)):
            for last in range(first, min(first + LONGEST_NAME, len(words))):
                key = tuple(keys[first : last + 1])
                if key in self._same and self._is_meant(key, text[words[first].start() : words[last].end()]):
                    yield Name(key, words[first].start(), words[last].end())

    def _is_meant(self, key: Key, written: str) -> bool:
        """An ordinary word in small letters ("or", "pt") is an abbreviation only as the dictionary writes it."""
        return key not in self._written or written in self._written[key]

    def american(self, word: str) -> str:
        """Return a word in small letters and American spelling."""
        return folded(word, self._american)

    def is_medicine(self, word: str) -> bool:
        """Return whether a word names a medicine: it stands in the dictionary, or it is built like one."""
        small = self.american(word)
        return small in self._medicines or bool(DRUG_SHAPE.fullmatch(small))

    def is_clinical(self, word: str) -> bool:
        """Return whether a word is a term of the dictionary by itself, or names a medicine."""
        return (self.american(word),) in self._same or self.is_medicine(word)


def _is_short_form(line: Line, one: Key, other: Key) -> bool:
    """A line that leads one way finds what stands near; it names the same thing only from a short form to its words."""
    return line.kind is ExpansionKind.ABBREVIATION and (bool(line.needs) or len(other) > len(one))


@lru_cache(maxsize=1)
def house_lexicon() -> Lexicon:
    """Return the lexicon compiled from the house's own dictionary files."""
    folder = files("apps.retrieval").joinpath("data")
    return Lexicon(
        read_dictionary({f"{name}.txt": folder.joinpath(f"{name}.txt").read_text("utf-8") for name in FILES})
    )
