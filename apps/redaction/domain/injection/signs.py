"""Signs of an order that no clinical sentence bears: overridden instructions, forged roles, orders about the draft.

Each is read in one sentence in plain letters. Those of ``ANYWHERE`` may stand in any sentence; those of ``ORDERED``
only where an order begins: at the start, after a colon, after "please" or "must". Those of ``TONGUES`` are in other
languages. The signs are in ``signs.txt``.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

from apps.redaction.domain.injection.plain import undressed
from apps.redaction.domain.injection.reading import sections_of_file, words_of_file


class Why(StrEnum):
    """What an order is, as a reviewer reads it."""

    OVERRIDE = "asks software to drop its instructions"
    ROLE = "speaks to software, or in its name"
    DRAFT = "says what a draft must say or leave out"
    TASK = "asks for work that has nothing to do with the patient"
    HIDDEN = "is written so that readers do not see it"


Sign = tuple[Why, re.Pattern[str]]

_FILE = sections_of_file("signs.txt")
_WORDS = dict(_FILE["words"])


def _compiled(signs: Iterable[tuple[str, str]]) -> tuple[Sign, ...]:
    return tuple((Why[key.upper()], re.compile(undressed(body), re.IGNORECASE)) for key, body in signs)


def _ordered(before: str) -> re.Pattern[str]:
    """All signs of an order as one expression: where one can begin is looked for once, which of them by its group."""
    signs = (f"(?P<{key.upper()}_{number}>{body})" for number, (key, body) in enumerate(_FILE["ordered"]))
    return re.compile(f"{before}{_WORDS['ADVERBS']}(?:{'|'.join(signs)})", re.IGNORECASE)


def why_ordered(sentence: str, pattern: re.Pattern[str]) -> Why | None:
    """Return what ``ORDERED`` or ``GOING_ON`` finds in a sentence."""
    found = pattern.search(sentence)
    return Why[str(found.lastgroup).split("_")[0]] if found else None


ANYWHERE = _compiled(_FILE["anywhere"])
ORDERED = _ordered(_WORDS["STARTS"])
GOING_ON = _ordered(_WORDS["GOES_ON"])
TONGUES = _compiled(_FILE["tongues"])
# What a sentence bears that bears one of the signs: the others are not read closely, and most are not.
SIGNAL = re.compile(
    r"[^\x00-\x7f]|[<`\[#]|\b[ads][iu]\.i|eval\(|rm -|curl -|\bdef |"
    r"^\W*(?:system|assistant|ai|bot|model|llm|user|human|admin) ?[:>]|^\W*por favor",
    re.IGNORECASE,
)
SIGNAL_WORDS = words_of_file("signal_words.txt")
TONGUE_WORDS = words_of_file("tongue_words.txt")
BEFORE_ORDERS = frozenset({
    "please", "kindly", "must", "should", "shall", "can", "could", "would", "need", "want", "sure", "remember",
    "make", "ensure", "see", "instructed", "required", "ignore", "disregard", "do", "don't", "never", "no", "refrain", "avoid",
})  # fmt: skip
OPENS = re.compile(r"[:;>\]\"'(–—][ \t]*\w")
