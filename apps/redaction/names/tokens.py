"""Splitting a text into words for the name finder, with exact places, and writing a word as its vocabulary does."""

import re
import unicodedata
from dataclasses import dataclass

# Letters run together, digits run together, anything else stands alone: "Larue605" is two words, "St." is two.
_WORD = re.compile(r"['’][sS](?![^\W\d_])|[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*|\d+|\n\s*|[^\w\s]|_")
LINE = "\n"
UNKNOWN = "<unknown>"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text. Word i is text[starts[i]:ends[i]]; a line's end is a word too."""

    words: list[str]
    starts: list[int]
    ends: list[int]
    spaces: list[bool]


def words_of(text: str, start: int = 0, end: int | None = None) -> Words:
    """Split text[start:end]. Spaces are no words, but it is kept where one follows a word."""
    words, starts, ends, spaces = [], [], [], []
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        word = match.group()
        words.append(LINE if word[0] == LINE else word)
        starts.append(match.start())
        ends.append(match.end())
        spaces.append(match.end() < len(text) and text[match.end()] in " \t\u00a0")
    return Words(words, starts, ends, spaces)


def folded(word: str) -> str:
    """Return a word in small letters without accents, as the vocabulary writes it; digits as their number of places."""
    if word.isdigit():
        return "0" * min(len(word), 9)
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.replace("’", "'")).lower()
    return "".join(c for c in decomposed if not unicodedata.combining(c)) or word


def unaccented(text: str) -> str:
    """Return a text with its letters without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
