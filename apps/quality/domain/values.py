"""Which figures, dates and sides a person put into a sentence, and whether a passage holds them. Pure."""

import re
from itertools import pairwise

from apps.redaction.domain.tokens import TOKEN
from apps.review.domain.wording import changes

WORD = re.compile(r"\w+(?:[.,/'-]\w+)*")
SIDES = frozenset({"left", "right", "bilateral", "both"})


def values_in(text: str) -> frozenset[str]:
    """Return the words with a digit, and the sides, of a text; stand-ins of redaction are none."""
    words = (word.casefold() for word in WORD.findall(TOKEN.sub(" ", text)))
    return frozenset(word for word in words if word in SIDES or any(map(str.isdigit, word)))


def values_put_in(before: str, after: str) -> frozenset[str]:
    """Return the values that a sentence has only since it was changed."""
    return values_in(after) - values_in(before)


def passage_holds(passage: str, values: frozenset[str]) -> bool:
    """Say whether a passage holds all of these values; where there are none it holds nothing."""
    return bool(values) and values <= values_in(passage)


def token_replaced(before: str, after: str) -> bool:
    """Say whether a stand-in of redaction, by itself, was put into words."""
    pieces = changes(before, after)
    for gone, put in pairwise(pieces):
        if (gone.kind, put.kind) == ("del", "ins") and TOKEN.search(gone.text) and not TOKEN.search(put.text):
            left = TOKEN.sub("", gone.text)
            if not any(map(str.isalnum, left)) and any(map(str.isalnum, put.text)):
                return True
    return False
