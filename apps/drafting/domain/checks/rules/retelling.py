"""Where a claim tells a sentence of the record word by word, its denials and its values stay as they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from apps.drafting.domain.checks.alignment import is_frame
from apps.drafting.domain.checks.case import Case
from apps.drafting.domain.checks.grounds import Ground
from apps.drafting.domain.checks.rules.assertion import negation_agrees
from apps.drafting.domain.checks.rules.noting import Verdicts, note_on, shown
from apps.drafting.domain.claims import Support
from apps.drafting.domain.language.terms import DENIALS, Term, TermKind

WORD = re.compile(r"[a-z]+")
WORDS = frozenset({TermKind.WORD, TermKind.MEDICINE})


@dataclass(frozen=True, slots=True)
class Retelling:
    """A part of a claim and the part of one sentence with the very same words, in order."""

    claimed: tuple[Term, ...]
    claimed_text: str
    quoted: tuple[Term, ...]
    quoted_text: str


def denials_stay(case: Case) -> Verdicts:
    """A "no" of the sentence is neither dropped nor added, whatever it stands before."""
    if case.is_verbatim or any(negation_agrees(case)):
        return
    for places in _retellings(case):
        if all(len(_denials(told.claimed_text)) % 2 != len(_denials(told.quoted_text)) % 2 for told in places):
            claimed, quoted = _denials(places[0].claimed_text), _denials(places[0].quoted_text)
            where = "The quoted words say" if len(quoted) > len(claimed) else "The sentence says"
            word = max((quoted, claimed), key=len)[0]
            sentence = f'{where} "{word}", and the other does not.'
            yield Support.CONTRADICTED, note_on(case, "negation_agrees", sentence)
            return


def _denials(text: str) -> list[str]:
    return [word for word in WORD.findall(text.lower()) if word in DENIALS]


def values_keep_their_order(case: Case) -> Verdicts:
    """From 34 to 29 is not from 29 to 34, and left more than right is not right more than left."""
    for places in _retellings(case):
        alike = [told for told in places if len(_values(told.claimed)) == len(_values(told.quoted))]
        if alike and all(_is_reordered(told) for told in alike):
            quoted = _values(alike[0].quoted)
            said = shown(str(term.quantity.written) if term.quantity else term.key for term in quoted)
            sentence = f"The quoted words give the values in this order: {said}."
            yield Support.CONTRADICTED, note_on(case, "order_is_kept", sentence)
            return


def _is_reordered(told: Retelling) -> bool:
    claimed, quoted = _values(told.claimed), _values(told.quoted)
    return any(not _agree(*pair) for pair in zip(claimed, quoted, strict=True))


def _values(said: tuple[Term, ...]) -> list[Term]:
    return [term for term in said if term.kind not in WORDS]


def _agree(claimed: Term, quoted: Term) -> bool:
    if claimed.quantity and quoted.quantity:
        return claimed.quantity.value == quoted.quantity.value
    if claimed.date and quoted.date:
        return claimed.date.agrees_with(quoted.date)
    return (claimed.kind, claimed.key) == (quoted.kind, quoted.key)


def _retellings(case: Case) -> Iterator[list[Retelling]]:
    """Yield, for each sentence that a claim tells word by word, the places of it where those words stand."""
    if not case.is_about_quotes:
        return
    for ground in case.alignment.used():
        if not ground.quote.passage.structured and (places := list(_places(case, ground))):
            yield places


def _places(case: Case, ground: Ground) -> Iterator[Retelling]:
    alignment = case.alignment
    runs = [run for run in alignment.runs if run.ground is ground]
    claimed = tuple(term for run in runs for term in alignment.terms[run.first : run.last + 1])
    words = [term.key for term in claimed if term.kind in WORDS]
    if not words:
        return
    said = [term for term in ground.terms if not is_frame(term)]
    for first in (place for place, term in enumerate(said) if _may_begin(said, place)):
        last = _end_of(said, first, words)
        if last is not None:
            before = said[first - 1].end if first else 0
            after = said[last].start if last < len(said) else len(ground.text)
            quoted = tuple(said[first:last])
            yield Retelling(claimed, alignment.slice_of(ground, tail=True), quoted, ground.text[before:after])


def _may_begin(said: list[Term], place: int) -> bool:
    """A sentence is told from a word on, with the values right before it."""
    return not place or said[place - 1].kind in WORDS


def _end_of(said: list[Term], first: int, words: list[str]) -> int | None:
    """Return where the words that begin at a place end, with the values between and after them, or None."""
    place, found = first, 0
    while place < len(said) and found < len(words):
        if said[place].kind in WORDS:
            if said[place].key != words[found]:
                return None
            found += 1
        place += 1
    while place < len(said) and said[place].kind not in WORDS:
        place += 1
    return place if found == len(words) else None
