"""The leak scan: a second look, with plainer eyes, at what the other layers left of a text.

It asks for the record's own words and numbers folded, inside other words, letter by letter as a scanner of paper writes
them, and for the other half of a name of which one half was found.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from apps.redaction.domain.allow_list import DICTIONARY_WORDS, is_clinical_word
from apps.redaction.domain.detection import Detection
from apps.redaction.domain.folding import Folded, fold, fold_words
from apps.redaction.domain.kinds import IdentifierKind, Layer
from apps.redaction.domain.words import INSTITUTION, NAME_WORDS, SMALL_WORDS

MASK = "\x02"  # stands where something was taken out; no pattern's letter, digit or space
SHORTEST_WORD, SHORTEST_INSIDE, SHORTEST_NUMBER = 4, 6, 7
_SPACED = re.compile(r"\b[^\W_](?:[ .](?:[\-'’][ .])?[^\W_]){3,}(?![^\W_])")
_NUMBER = re.compile(r"\d(?:[ \-./()]{0,2}\d){6,}")
_BESIDE = re.compile(rf"(?<={MASK})[ \-]([A-Z][a-z]+(?:-[A-Z][a-z]+)?)(?![\w'’]|[ ]?:)")
PEOPLE = frozenset({IdentifierKind.PATIENT, IdentifierKind.RELATIVE, IdentifierKind.CLINICIAN, IdentifierKind.PERSON})


class LeakScan:
    """Looks for what is left of one patient's record."""

    def __init__(
        self, names: Iterable[tuple[str, IdentifierKind]], numbers: Iterable[tuple[str, IdentifierKind]]
    ) -> None:
        """Take the record's names with their kinds, and its numbers with theirs."""
        self._words: dict[str, IdentifierKind] = {}
        for text, kind in names:
            if not INSTITUTION.search(text):
                for word in fold_words(text):
                    if len(word) >= SHORTEST_WORD and word not in NAME_WORDS and _may_be_name(word):
                        self._words.setdefault(word, kind)
        self._numbers = {
            digits: kind for text, kind in numbers if len(digits := re.sub(r"\D", "", text)) >= SHORTEST_NUMBER
        }
        inside = sorted((word for word in self._words if len(word) >= SHORTEST_INSIDE), key=len, reverse=True)
        self._inside = re.compile("|".join(map(re.escape, inside))) if inside else None

    def find(self, text: str, taken: Sequence[Detection]) -> list[Detection]:
        """Return what is left in a text beside what the other layers took out of it."""
        masked = mask(text, taken)
        if not self._words and not self._numbers:
            return list(_other_halves(masked, taken))
        folded = fold(masked)
        found = [*self._names(folded), *self._spaced(folded), *self._digits(folded)]
        return [*found, *_other_halves(masked, taken)]

    def _names(self, folded: Folded) -> Iterator[Detection]:
        if not self._words:
            return
        lower = folded.text.lower()
        if self._inside is not None and len(lower) == len(folded.text):
            for match in self._inside.finditer(lower):
                if match.group() in SMALL_WORDS and folded.text[match.start()].islower():
                    continue
                yield self._found(folded, match.start(), match.end(), self._words[match.group()])
        for match in re.finditer(r"[^\W\d_]{4,5}", folded.text):
            kind = self._words.get(match.group().lower())
            own = kind is IdentifierKind.PATIENT and match.group() not in SMALL_WORDS
            if kind and (own or match.group()[0].isupper()) and _stands_alone(folded.text, match):
                yield self._found(folded, match.start(), match.end(), kind)

    def _spaced(self, folded: Folded) -> Iterator[Detection]:
        if not self._words:
            return
        for match in _SPACED.finditer(folded.text):
            joined = re.sub(r"[ .\-'’]", "", match.group()).lower()
            kind = next((kind for word, kind in self._words.items() if word in joined), None)
            if kind is not None:
                yield self._found(folded, match.start(), match.end(), kind)

    def _digits(self, folded: Folded) -> Iterator[Detection]:
        if not self._numbers:
            return
        for match in _NUMBER.finditer(folded.text):
            joined = re.sub(r"\D", "", match.group())
            kind = next((kind for digits, kind in self._numbers.items() if digits in joined), None)
            if kind is not None:
                yield self._found(folded, match.start(), match.end(), kind)

    def _found(self, folded: Folded, start: int, end: int, kind: IdentifierKind) -> Detection:
        """Widen a finding to the word it stands in: what is stuck to an identifier goes with it."""
        text = folded.text
        while start > 0 and text[start - 1].isalpha():
            start -= 1
        while end < len(text) and text[end].isalpha():
            end += 1
        return Detection(*folded.span(start, end), kind, Layer.SCAN)


def mask(text: str, taken: Iterable[Detection]) -> str:
    """Return a text of the same length with what was taken out of it blacked out."""
    parts: list[str] = []
    done = 0
    for found in taken:
        parts += (text[done : found.start], MASK * (found.end - found.start))
        done = found.end
    return "".join([*parts, text[done:]])


def _may_be_name(word: str) -> bool:
    """Say whether a word is a name's where one is sure: a rare diagnosis in the record or behind a name is one."""
    return word in DICTIONARY_WORDS or not is_clinical_word(word)


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    return not (before.isalpha() or after.isalpha())


def _other_halves(masked: str, taken: Iterable[Detection]) -> Iterator[Detection]:
    """Find the capitalized word that stands directly behind a person already taken out."""
    if not any(found.kind in PEOPLE for found in taken):
        return
    people = {found.end: found.kind for found in taken if found.kind in PEOPLE}
    for match in _BESIDE.finditer(masked):
        word = fold(match.group(1)).text.lower()
        if (kind := people.get(match.start())) and _may_be_name(word) and not INSTITUTION.search(word):
            yield Detection(*match.span(1), kind, Layer.SCAN)
