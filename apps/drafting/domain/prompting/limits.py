"""How much an answer may say, and which characters it is written in."""

import re
from collections.abc import Iterable

from apps.drafting.domain.language.words import stems

MOST_CLAIMS = 40
MOST_CITATIONS = 6  # of one claim
MOST_AGAINST = 4
LONGEST_TEXT = 320  # characters of one claim; a surrogate token counts as one
LONGEST_ANSWER = 60_000  # characters

# Letters, digits and signs of plain clinical English, as both a regular expression and a grammar write them. Not among
# them: what markup, links and code are made of (` * _ # | { } \ @ and brackets), control characters, and characters
# that nobody sees or that turn the direction of reading. The slash, the quotation mark and the hyphen are added there.
PLAIN = (
    r" !$%&'()+,.0-9;=?A-Z^a-z~>"
    r"\u00A1-\u00AC\u00AE-\u017F\u0370-\u03FF"
    r"\u2013\u2014\u2018\u2019\u201C\u201D\u2026\u2022\u2190-\u2193\u2264\u2265\u2212"
)
# A colon before a slash begins an address; a less-than sign before a letter, a tag.
PLAIN_TEXT = re.compile(rf'(?:[{PLAIN}/"-]|:(?!/)|<(?=[ =0-9.]))+')
FIRST_SIGNS = '("'  # besides letters and digits: a list or a quotation of markdown begins with another
_ADDRESS = re.compile(r"\bwww\.|\b[\w-]+\.(?:com|org|net|io|gov|edu|info|biz|co|me|app|dev|ru|cn)\b", re.IGNORECASE)


def without_tokens(text: str, tokens: Iterable[str]) -> str:
    """Return a text with each of the given surrogate tokens replaced by one letter."""
    for token in tokens:
        text = text.replace(token, "X")
    return text


def objection_to(text: str, tokens: Iterable[str]) -> str:
    """Return what is wrong with the words of a claim ("is empty"), or an empty text."""
    bare = without_tokens(text, tokens)
    if not any(len(stem) > 1 for stem in stems(bare)):  # a number alone, "the", one letter
        return "says nothing"
    if len(bare) > LONGEST_TEXT:
        return f"is longer than {LONGEST_TEXT} characters"
    if not (PLAIN_TEXT.fullmatch(bare) and (bare[0].isalnum() or bare[0] in FIRST_SIGNS)):
        return "holds markup or characters that plain text does not have"
    return "holds a link" if _ADDRESS.search(bare) else ""
