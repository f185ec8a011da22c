"""Which words of a claim stand in which sentence of its quotes.

A claim is read from left to right as runs, each as long as one sentence of the quotes carries it. What no sentence
carries is strange to all of them; where one run ends and the next begins, the claim joins what stands apart.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from apps.drafting.domain.checks.grounds import Ground
from apps.drafting.domain.checks.vocabulary import ABOUT_THE_LIST, FRAME, SAID_FOR, TEMPLATE
from apps.drafting.domain.language.lexicon import WRITINGS, Lexicon, Name, Sameness
from apps.drafting.domain.language.terms import Term, TermKind, terms

NEVER_FRAME = frozenset({TermKind.NUMBER, TermKind.DATE, TermKind.SIDE, TermKind.CODE, TermKind.SURROGATE})


@dataclass(frozen=True, slots=True)
class Run:
    """The terms [first, last] of a claim that one sentence carries; ``ground`` is None for a term that none carries."""

    ground: Ground | None
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Reworded:
    """Words of a claim that stand in the record as other words for the same thing."""

    written: str
    quoted: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """A claim laid against its grounds."""

    text: str
    terms: tuple[Term, ...]  # of the claim, without the frame words
    runs: tuple[Run, ...]
    carried: dict[Ground, frozenset[int]]  # which terms each ground carries
    reworded: tuple[Reworded, ...]

    @property
    def strange(self) -> tuple[Term, ...]:
        """The terms that no sentence of the quotes carries."""
        return tuple(self.terms[run.first] for run in self.runs if run.ground is None)

    @property
    def share(self) -> float:
        """How much of the claim stands in its quotes at all: 0 to 1; a claim without terms says nothing strange."""
        return 1 - len(self.strange) / len(self.terms) if self.terms else 1.0

    def used(self) -> tuple[Ground, ...]:
        """Return the grounds that carry a run, in the order of the claim, each once."""
        return tuple(dict.fromkeys(run.ground for run in self.runs if run.ground))

    def slice_of(self, ground: Ground, *, tail: bool = False) -> str:
        """Return the words of the claim that a ground carries, with the small words before them, and after the last."""
        runs = [run for run in self.runs if run.ground is ground]
        written = " ".join(map(self.written, runs))
        last = runs[-1].last + 1 if runs else len(self.terms)
        end = self.terms[last].start if last < len(self.terms) else len(self.text)
        after = re.split(r"[.;]", self.text[self.terms[last - 1].end : end])[0] if tail and runs else ""
        return f"{written} {after}".strip()

    def written(self, run: Run) -> str:
        """Return the words of a run as the claim writes them, with the small words that lead to it."""
        before = self.terms[run.first - 1].end if run.first else 0
        return self.text[before : self.terms[run.last].end].strip()


def align(text: str, grounds: Sequence[Ground], given: str, lexicon: Lexicon) -> Alignment:
    """Lay a claim against the sentences of its quotes; ``given`` is what the request itself says."""
    text = TEMPLATE.sub(_blank, text)
    known = {(term.kind, term.key) for term in terms(given, lexicon)}
    if all(ground.quote.passage.structured for ground in grounds):
        text = ABOUT_THE_LIST.sub(_blank, text)
    said = tuple(term for term in terms(text, lexicon) if (term.kind, term.key) not in known and not is_frame(term))
    names = lexicon.names(text)
    reworded: list[Reworded] = []
    carried = {ground: _carried(said, names, ground, lexicon, reworded) for ground in grounds}
    return Alignment(text, said, tuple(_runs(len(said), carried)), carried, tuple(dict.fromkeys(reworded)))


def _blank(phrase: re.Match[str]) -> str:
    return " " * len(phrase.group())


def is_frame(term: Term) -> bool:
    """Return whether a term only says where and when something is said."""
    return term.kind not in NEVER_FRAME and term.key in FRAME


def _carried(
    said: Sequence[Term], names: Sequence[Name], ground: Ground, lexicon: Lexicon, reworded: list[Reworded]
) -> frozenset[int]:
    found = {place for place, term in enumerate(said) if stands_in(term, ground)}
    for name in names:
        places = {place for place, term in enumerate(said) if name.start <= term.start and term.end <= name.end}
        if places and not places <= found:
            other = _other_name(name, ground, lexicon)
            if other:
                found |= places
                if other[1].kind not in WRITINGS:
                    reworded.append(Reworded(" ".join(name.key), " ".join(other[0])))
    return frozenset(found)


def stands_in(term: Term, ground: Ground) -> bool:
    """Return whether a sentence says a term itself, in whatever spelling."""
    if term.kind is TermKind.DATE:
        return ground.says_day(term)
    if term.quantity:
        claimed = term.quantity
        numbers = (other.quantity for other in (*ground.terms, *ground.heading_terms) if other.quantity)
        return any(
            known.value == claimed.value and (not claimed.unit or claimed.unit == known.unit) for known in numbers
        )
    meant = {term.key, *SAID_FOR.get(term.key, ())}
    return any((term.kind, key) in ground.keys for key in meant)


def _other_name(name: Name, ground: Ground, lexicon: Lexicon) -> tuple[tuple[str, ...], Sameness] | None:
    """Return another name of the same thing that stands in a ground, its own writing before another word."""
    same = lexicon.same(name.key)
    beside = {word for term in (*ground.terms, *ground.heading_terms) for word in (term.key,)}
    found = [
        (other.key, same[other.key])
        for other in ground.names
        if other.key in same and (not same[other.key].needs or same[other.key].needs & _words(ground, beside))
    ]
    return min(found, key=lambda pair: pair[1].kind not in WRITINGS, default=None)


def _words(ground: Ground, beside: Iterable[str]) -> set[str]:
    return {*beside, *(word.strip(".,;:()").lower() for word in f"{ground.around} {ground.heading}".split())}


def _runs(count: int, carried: dict[Ground, frozenset[int]]) -> list[Run]:
    runs: list[Run] = []
    place, last = 0, None
    while place < count:
        reach = {ground: _reach(place, places) for ground, places in carried.items()}
        longest = max(reach.values(), default=0)
        if not longest:
            runs.append(Run(None, place, place))
            place += 1
            continue
        last = last if last and reach[last] == longest else next(g for g, length in reach.items() if length == longest)
        runs.append(Run(last, place, place + longest - 1))
        place += longest
    return runs


def _reach(place: int, places: frozenset[int]) -> int:
    length = 0
    while place + length in places:
        length += 1
    return length
