"""One sentence, one verdict: words that one claim of a draft cites as disputed support nothing elsewhere in it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from apps.drafting.domain.checks.verdicts import CheckedClaim, Note
from apps.drafting.domain.claims import Stance, Support
from apps.drafting.domain.language.words import normal

FEWEST_WORDS = 3  # fewer stand inside other sentences by chance


def one_verdict(checked: Sequence[CheckedClaim]) -> tuple[CheckedClaim, ...]:
    """Return the claims; one that rests on words which speak against another becomes contradicted, with the reason."""
    disputed = frozenset(_words(checked, Stance.CONTRADICTS))
    return tuple(_held_against(one, disputed) for one in checked)


def _words(checked: Iterable[CheckedClaim], stance: Stance) -> Iterable[str]:
    return (normal(span.quote) for one in checked for span in one.citations if span.stance is stance)


def _held_against(one: CheckedClaim, disputed: frozenset[str]) -> CheckedClaim:
    same = [words for words in _words([one], Stance.SUPPORTS) if any(_overlap(words, other) for other in disputed)]
    if not same or one.support is Support.CONTRADICTED:
        return one
    sentence = f'Elsewhere in this draft the same words are disputed: "{same[0]}".'
    note = Note("same_words_disputed", one.claim.severity, sentence, one.claim.criterion_id)
    return replace(one, support=Support.CONTRADICTED, notes=(*one.notes, note))


def _overlap(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter.split()) >= FEWEST_WORDS and shorter in longer)
