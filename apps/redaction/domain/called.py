"""Whether a short text names one of the people whom a list holds: a plain rule, for texts that everybody reads.

Unlike the wall it knows whose names it looks for, and it must let ordinary sentences pass: "May" is a month first.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from apps.redaction.domain.allow_list import is_clinical_word
from apps.redaction.domain.folding import fold, fold_key
from apps.redaction.domain.words import NAME_WORDS, SMALL_WORDS, words_of

ORDINARY_WORDS = NAME_WORDS | SMALL_WORDS | words_of("common_words.txt")
SHORTEST_ALONE, SHORTEST_BESIDE = 4, 2  # letters of a family name alone, of a name beside another one
SHORTEST_NUMBER, SHORTEST_INSIDE = 5, 7  # digits of a number, of one that other digits stand around
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d(?:[\s\-./()]{0,2}\d)+")
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})  # Unicode general categories: controls, formats, not assigned
_BREAKS = frozenset("\t\n\r")


def is_plain_latin(text: str) -> bool:
    """Return whether a text has Latin letters alone, and no control that hides or turns what is read (UTS 39)."""
    return all(character in _BREAKS or _is_plain(character) for character in text)


def _is_plain(character: str) -> bool:
    if character.isascii():
        return character.isprintable()
    category = unicodedata.category(character)
    if category in _UNSEEN or category == "Nd":
        return False
    return not category.startswith("L") or unicodedata.name(character, "").startswith(
        ("LATIN", "MICRO SIGN", "FEMININE ORDINAL", "MASCULINE ORDINAL")
    )


def words_in(text: str) -> dict[str, bool]:
    """Return the folded words of a text, each with whether it is capitalized anywhere."""
    words: dict[str, bool] = {}
    for word in _WORD.findall(fold(text).text):
        words[word.casefold()] = words.get(word.casefold(), False) or word[0].isupper()
    return words


def is_called(said: dict[str, bool], given: str, family: str, *, alone: bool = True) -> bool:
    """Return whether the words of a text name this person: both names, or (``alone``) a rare family name, capitalized.

    Where both names are ordinary words as well ("Rose May"), each must be capitalized.
    """
    first, last = list(_named(said, given)), list(_named(said, family))
    if any(one != other for one in first for other in last):
        both = {*first, *last}
        return all(said[word] for word in both) or any(not _is_ordinary(word) for word in both)
    rare = (word for word in last if len(word) >= SHORTEST_ALONE and not _is_ordinary(word))
    return alone and any(said[word] for word in rare)


def _named(said: dict[str, bool], name: str) -> Iterator[str]:
    return (word for word in words_in(name) if word in said and len(word) >= SHORTEST_BESIDE)


def _is_ordinary(word: str) -> bool:
    return word in ORDINARY_WORDS or is_clinical_word(word)


def digits_in(text: str) -> tuple[str, ...]:
    """Return the numbers of a text long enough to be somebody's, without what stands between their digits."""
    joined = (re.sub(r"\D", "", match.group()) for match in _NUMBER.finditer(fold(text).text))
    return tuple(digits for digits in joined if len(digits) >= SHORTEST_NUMBER)


def holds_number(said: Iterable[str], number: str) -> bool:
    """Return whether one of the numbers of a text is this one; a long one may stand inside another."""
    digits = re.sub(r"\D", "", fold_key(number))
    if len(digits) < SHORTEST_NUMBER:
        return False
    return any(digits == one or (len(digits) >= SHORTEST_INSIDE and digits in one) for one in said)
