"""The words of a term, so that different writings of it are found as one."""

import re
from collections.abc import Mapping

Key = tuple[str, ...]  # the words of a term in small letters and American spelling
# "d/c" and "D&C" are words of their own: their letters alone would be the same.
_SHORTEST_PLURAL = 4  # letters: "legs"
TOKEN = re.compile(r"(?P<word>(?<![^\W_])[^\W_](?:[/&][^\W_])+(?![^\W_])|[^\W_]+)(?:['’]s\b)?")


def key_of(term: str, american: Mapping[str, str]) -> Key:
    """Return a term's words in small letters and American spelling, without the ending of a possessive."""
    return tuple(folded(match["word"], american) for match in TOKEN.finditer(term))


def folded(word: str, american: Mapping[str, str]) -> str:
    """Return a word in small letters and American spelling."""
    small = word.lower()
    if small in american:
        return american[small]
    return american[small[:-1]] + "s" if small.endswith("s") and small[:-1] in american else small


def singular(word: str) -> str:
    """Return a word without the ending of a plural, as far as its letters tell."""
    if len(word) < _SHORTEST_PLURAL or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") and len(word) > _SHORTEST_PLURAL else word[:-1]
