"""Which words a text denies, and which side it names.

Who and whether is read in one place for the whole house: ``apps.retrieval.domain.assertion``.
"""

import re

from apps.drafting.domain.language.dates import masked
from apps.drafting.domain.language.words import stems
from apps.retrieval.domain.assertion import readings

SIDES = {
    "left": re.compile(r"\b(?i:left)\b|(?<![A-Za-z0-9])(?<!L/)L(?![A-Za-z0-9/'-])|\b(?:LLE|LUE|L-sided)\b"),
    "right": re.compile(
        r"\bright\b|\b(?i:right)\b(?!(?i:[- ]handed))|(?<![A-Za-z0-9])R(?![A-Za-z0-9/'-])|\b(?:RLE|RUE|R-sided)\b"
    ),
    "both": re.compile(r"\b(?:bilat(?:eral)?(?:ly)?|both|b/l)\b", re.IGNORECASE),
}


def negated_stems(text: str) -> frozenset[str]:
    """Return the word stems that a text denies and nowhere affirms."""
    denied, affirmed = polarity(text)
    return denied - affirmed


def polarity(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the word stems that a text denies somewhere, and those that it affirms somewhere; dates are neither."""
    denied: set[str] = set()
    affirmed: set[str] = set()
    plain = masked(text)
    for reading in readings(plain):
        (denied if reading.negated else affirmed).update(stems(plain[reading.start : reading.end]))
    return frozenset(denied), frozenset(affirmed)


def sides(text: str) -> frozenset[str]:
    """Return the sides a text names: left, right, both."""
    return frozenset(side for side, words in SIDES.items() if words.search(text))
