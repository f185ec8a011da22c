"""Which words a text denies, and which side it names.

Who and whether is read in one place for the whole house: ``apps.retrieval.domain.assertion``.
"""

import re

from apps.drafting.domain.language.dates import masked
from apps.drafting.domain.language.words import stems
from apps.retrieval.domain.assertion import readings


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
    found = set()
    if re.search(r"\bleft\b|(?<![A-Za-z0-9])L(?![A-Za-z0-9/'-])|\bLLE\b|\bLUE\b|\bL-sided\b", text):
        found.add("left")
    if re.search(r"\bright\b|(?<![A-Za-z0-9])R(?![A-Za-z0-9/'-])|\bRLE\b|\bRUE\b|\bR-sided\b", text):
        found.add("right")
    if re.search(r"(?i)\bleft\b", text):
        found.add("left")
    if re.search(r"(?i)\bright\b(?![- ]handed)", text):
        found.add("right")
    if re.search(r"(?i)\b(?:bilat(?:eral)?(?:ly)?|both|b/l)\b", text):
        found.add("both")
    return frozenset(found)
