"""A value belongs to the name it stands beside: in "A 20 mg and B 40 mg" nothing says A 40 mg."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from apps.drafting.domain.checks.case import Case
from apps.drafting.domain.checks.rules.noting import Verdicts, note_on
from apps.drafting.domain.claims import Support
from apps.drafting.domain.language.terms import Term, TermKind

VALUES = frozenset({TermKind.NUMBER, TermKind.FREQUENCY, TermKind.ROUTE})


def values_stay_with_their_medicine(case: Case) -> Verdicts:
    """A dose that the record gives for one medicine is not told of another."""
    for ground in case.alignment.used():
        owners = _owners(ground.terms)
        for term, owner in _pairs(case.alignment.terms):
            known = owners.get(_value(term), set())
            if known and owner not in known and any(owner in names for names in owners.values()):
                written = case.claim.text[term.start : term.end].strip()
                sentence = f"In the quoted words {written} stands with {min(known)}, not with {owner}."
                yield Support.CONTRADICTED, note_on(case, "dose_agrees", sentence)
                return


def _owners(said: Sequence[Term]) -> dict[tuple[TermKind, str], set[str]]:
    found: dict[tuple[TermKind, str], set[str]] = {}
    for term, owner in _pairs(said):
        found.setdefault(_value(term), set()).add(owner)
    return found


def _pairs(said: Sequence[Term]) -> Iterator[tuple[Term, str]]:
    """Yield each value with the medicine named last before it."""
    owner = ""
    for term in said:
        if term.kind is TermKind.MEDICINE:
            owner = term.key
        elif term.kind in VALUES and owner:
            yield term, owner


def _value(term: Term) -> tuple[TermKind, str]:
    return term.kind, f"{term.quantity.value}" if term.quantity else term.key


def sides_stay_with_their_part(case: Case) -> Verdicts:
    """In "left knee and right hip" nothing says right knee."""
    for ground in case.alignment.used():
        sided = _sided(ground.terms)
        for part, claimed in _sided(case.alignment.terms).items():
            said = sided.get(part, claimed)
            if not claimed & said:
                told = f"The sentence says {min(claimed)} {part}; the quoted words say {min(said)}."
                yield Support.CONTRADICTED, note_on(case, "sides_agree", told)
                return


def _sided(said: Sequence[Term]) -> dict[str, set[str]]:
    """Return for each word that follows a side at once which sides those are."""
    found: dict[str, set[str]] = {}
    for side, part in pairwise(said):
        if side.kind is TermKind.SIDE and part.kind is TermKind.WORD:
            found.setdefault(part.key, set()).add(side.key)
    return found
