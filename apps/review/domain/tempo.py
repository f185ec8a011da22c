"""Whether a draft was decided faster than anybody reads, and the one look more that is asked for then.

Own figures, and generous: nobody who read is asked. Adults read English prose at 238 words a minute on average and most
of them at 175 to 300 (Brysbaert 2019, 190 studies); 500 is twice that average. Two seconds are less than it takes to
find a marked line and read it.
"""

from collections.abc import Sequence
from enum import StrEnum, auto

from apps.review.domain.attention import Attention
from apps.review.domain.gate import ClaimFacts
from apps.review.domain.status import ClaimState

WORDS_PER_MINUTE = 500
DWELT_MS = 2000


class Answer(StrEnum):
    """What a reviewer says of a claim when they look at it once more."""

    RIGHT = auto()
    WRONG = auto()


def floor_ms(words: int) -> int:
    """Return how long a text of so many words takes at the least, in milliseconds."""
    return words * 60_000 // WORDS_PER_MINUTE


def glanced(facts: Sequence[ClaimFacts], spent: Attention) -> tuple[int, ...]:
    """Return the ordinals of the high-severity claims that were confirmed without time to read what they rest on."""
    return tuple(
        fact.ordinal
        for fact in facts
        if fact.is_high and fact.citations and _is_attested(fact) and spent.dwelt(fact.citations) < DWELT_MS
    )


def _is_attested(fact: ClaimFacts) -> bool:
    return fact.state is ClaimState.CONFIRMED or fact.reworded


def asked_about(facts: Sequence[ClaimFacts], spent: Attention, words: int, chance: int) -> int | None:
    """Return the ordinal of the claim to look at once more, or None where there was time enough to read.

    ``chance`` is a large number that nobody outside can foresee: it picks the claim.
    """
    among = glanced(facts, spent)
    if not among or spent.high_ms >= floor_ms(words):
        return None
    return among[chance % len(among)]


def look_again_words(ordinal: int) -> str:
    """Return the sentence that asks for it."""
    return f"Look once more at claim {ordinal} beside its source."
