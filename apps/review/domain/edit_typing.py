"""What a change to a sentence concerns, read from the words that changed. Proposed by code, corrected by a person.

Both sentences are read as the terms that the drafting room reads; what stands in one and not in the other, in order,
decides. Nothing here knows a patient, a claim's place or a clock: the same two texts have the same kinds.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from apps.drafting.domain.codes import CPT, ICD_10_CM, NDC
from apps.drafting.domain.language.assertion import polarity
from apps.drafting.domain.language.dates import masked
from apps.drafting.domain.language.lexicon import house_lexicon
from apps.drafting.domain.language.terms import Term, TermKind, terms
from apps.drafting.domain.language.units import DURATIONS
from apps.redaction.domain.kinds import IdentifierKind
from apps.redaction.domain.tokens import kind_of
from apps.redaction.domain.words import word_set
from apps.retrieval.domain.triggers import HEDGES
from apps.review.domain.edit_kinds import EditKind, Kinds
from apps.review.domain.npi import npi_holds
from apps.review.domain.status import ClaimState, EditClass
from apps.review.domain.wording import edit_class

OF_TERM = {
    TermKind.MEDICINE: EditKind.DRUG,
    TermKind.FREQUENCY: EditKind.DOSE,
    TermKind.ROUTE: EditKind.DOSE,
    TermKind.DATE: EditKind.DATE,
    TermKind.SIDE: EditKind.LATERALITY,
    TermKind.CODE: EditKind.CODE,
}
# Beyond what the retrieval room reads as a doubt: small doubts, and words that say that there is none.
SURENESS = re.compile(
    rf"{HEDGES.pattern}|\b(?:may|could|seem\w*|reportedly|apparently|approximately|roughly|tentative\w*|questionabl\w+|"
    r"potential\w*|thought to|believed to|consistent with|compatible with|in keeping with|"
    r"clear(?:ly)?|definite(?:ly)?|certain(?:ly)?|undoubtedly|unequivocal\w*|proven|conclusive\w*|confirmed|established)\b",
    re.IGNORECASE,
)
DENIALS = re.compile(
    r"\b(?:no|not|nor|without|none|never|cannot|deni(?:es|ed)|deny(?:ing)?|absen(?:t|ce)|neg(?:ative)?|free of)\b|"
    r"n['’]t\b|\bw/o\b",
    re.IGNORECASE,
)
AFFIRMS = re.compile(r"\b(?:positive|present)\b", re.IGNORECASE)
CRITERION = re.compile(
    r"\bcriteri(?:on|a)\b(?:\s+(?P<ref>(?:\d+[a-z]?|[a-z])(?:[.][0-9a-z]+)*\b))?|"
    r"\b(?:un)?met\b|\bmeet(?:s|ing)?\b|\bsatisf\w+|\bfulfil\w*|\binsufficient\b|\bnot applicable\b",
    re.IGNORECASE,
)
NAMES_A_CRITERION = re.compile(r"\bcriteri(?:on|a)\b|\brequirements?\b|\bpolicy\b|\bstep therapy\b", re.IGNORECASE)
SIGNS = re.compile(r"[<>≤≥=±~%]")
AGE = re.compile(r"\b\d{1,3}[- ](?:years?|yrs?|y)[- ]?(?:old|/?o)\b|\baged? (?:of )?\d{1,3}\b", re.IGNORECASE)
SEX = {"he": "m", "him": "m", "his": "m", "man": "m", "male": "m", "mr": "m",
       "she": "f", "her": "f", "hers": "f", "woman": "f", "female": "f", "ms": "f", "mrs": "f"}  # fmt: skip
WORD = re.compile(r"[A-Za-z]+")
NAMES_A_CODE = re.compile(r"\b(?:ICD|CPT|HCPCS|NDC|NPI|codes?)\b", re.IGNORECASE)
DOSE_UNITS = word_set("mg mcg ug µg g ng unit units u iu tablet capsule puff drop patch spray vial pen dose meq mmol")
TURNS = frozenset({EditKind.NEGATION, EditKind.CRITERION, EditKind.IDENTITY})
BESIDE = 1  # terms away: "methotrexate 20 weekly", "5 doses"


@dataclass(frozen=True, slots=True)
class _Step:
    """Neighbouring terms that are in one text and not in the other."""

    gone: tuple[Term, ...]
    put: tuple[Term, ...]


def claim_kinds(
    state: ClaimState | None, before: str, after: str, *, is_broken: bool = False, is_recited: bool = False
) -> Kinds:
    """Return what a person's act on one claim concerns.

    ``is_broken``: a citation of it no longer resolves; ``is_recited``: a person chose what it rests on.
    """
    if state is ClaimState.REMOVED:
        return frozenset({EditKind.REMOVAL})
    if is_recited:
        return edit_kinds(before, after) | {EditKind.CITATION}
    if state is not ClaimState.EDITED:
        return frozenset()
    kinds = edit_kinds(before, after)
    return kinds | {EditKind.CITATION} if is_broken and kinds else kinds


def edit_kinds(before: str, after: str) -> Kinds:
    """Return what the change from one sentence to the other concerns.

    Empty for the same sentence; ``STYLE``, and then alone, only where no word or mark that carries a fact changed.
    """
    proposed = edit_class(before, after)
    if proposed is EditClass.NONE:
        return frozenset()
    if proposed is EditClass.STYLE:
        return frozenset({EditKind.STYLE})
    return frozenset(_kinds(before, after)) or frozenset({EditKind.MEANING})


def keeps_facts(before: str, after: str) -> bool:
    """Return whether an edited sentence still states every hard fact of the first, whatever was put beside them.

    Hard are numbers, doses, units, dates, sides, codes, medicines and persons, and whether it is so. A sentence without
    one of them keeps its facts as long as most of its words stand.
    """
    if edit_class(before, after) is not EditClass.SUBSTANTIVE:
        return True
    if any(kind in TURNS for kind in _turned(before, after)):
        return False
    old, new = _Reading(before), _Reading(after)
    if any(kind for step in _steps(old, new) for term in step.gone for kind in _lost(term, old, step)):
        return False
    if Counter(SIGNS.findall(before)) - Counter(SIGNS.findall(after)):
        return False
    if any(term.kind is not TermKind.WORD for term in old.terms):
        return True
    words, left = Counter(_key(term) for term in old.terms), Counter(_key(term) for term in new.terms)
    return (words & left).total() * 2 >= words.total()


def _lost(term: Term, old: "_Reading", step: "_Step") -> Iterator[EditKind]:
    return iter(()) if old.is_spoken_for(term) else _of_term(term, old, is_unit=False)


def _kinds(before: str, after: str) -> Iterator[EditKind]:
    turned = list(_turned(before, after))
    yield from turned
    old, new = _Reading(before), _Reading(after)
    steps = list(_steps(old, new))
    moved = {term.key for step in steps for term in step.gone} & {term.key for step in steps for term in step.put}
    for step in steps:
        yield from _typed(step, old, new)
        yield from _plain(step, old, new, moved)
    if Counter(SIGNS.findall(before)) != Counter(SIGNS.findall(after)) and not _units_changed(old, new):
        yield EditKind.NUMBER


def _turned(before: str, after: str) -> Iterator[EditKind]:
    """Yield what is read from the whole sentence: is it so, is it sure, is it met, who is meant."""
    if _is_turned(before, after):
        yield EditKind.NEGATION
    if _said(SURENESS, before) != _said(SURENESS, after):
        yield EditKind.CERTAINTY
    is_of_criterion = bool(NAMES_A_CRITERION.search(before) or NAMES_A_CRITERION.search(after))
    if is_of_criterion and (
        _said(CRITERION, before) != _said(CRITERION, after) or (_is_turned(before, after) and CRITERION.search(after))
    ):
        yield EditKind.CRITERION
    old, new = _sexes(before), _sexes(after)
    if (old and new and old != new) or _said(AGE, before) != _said(AGE, after):
        yield EditKind.IDENTITY


def _is_turned(before: str, after: str) -> bool:
    """Return whether something that both sentences speak of is so in one and not in the other."""
    denied, affirmed = polarity(before)
    denied_now, affirmed_now = polarity(after)
    if ((denied - affirmed) & (affirmed_now - denied_now)) | ((denied_now - affirmed_now) & (affirmed - denied)):
        return True
    denials = _said(DENIALS, before) != _said(DENIALS, after) and _count(DENIALS, before) != _count(DENIALS, after)
    return denials and (_count(AFFIRMS, before) != _count(AFFIRMS, after) or _content(before) == _content(after))


def _content(text: str) -> Counter[str]:
    return Counter(term.key for term in terms(DENIALS.sub(" ", text), house_lexicon()))


def _said(pattern: re.Pattern[str], text: str) -> Counter[str]:
    found = pattern.finditer(masked(text))  # May is a month
    return Counter(" ".join(match.group().casefold().split()) for match in found)


def _count(pattern: re.Pattern[str], text: str) -> int:
    return sum(_said(pattern, text).values())


def _sexes(text: str) -> frozenset[str]:
    words = (word.group().casefold() for word in WORD.finditer(text))
    return frozenset(SEX[word] for word in words if word in SEX)


class _Reading:
    """A sentence as its terms, with what the whole-sentence rules speak for already."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.terms = terms(text, house_lexicon())
        patterns = (SURENESS, DENIALS, AFFIRMS, AGE, *((CRITERION,) if NAMES_A_CRITERION.search(text) else ()))
        plain = masked(text)
        self._spoken = [match.span() for pattern in patterns for match in pattern.finditer(plain)]
        self.has_medicine = any(term.kind is TermKind.MEDICINE for term in self.terms)
        self.names_a_code = bool(NAMES_A_CODE.search(text))
        self._ndc = [match.span() for match in NDC.finditer(text)]

    def is_spoken_for(self, term: Term) -> bool:
        """Return whether the term is a doubt, a denial, a verdict or an age: read from the whole sentence."""
        word = self.text[term.start : term.end].casefold()
        return word in SEX or any(start < term.end and term.start < end for start, end in self._spoken)

    def near(self, term: Term) -> tuple[Term, ...]:
        place = self.terms.index(term)
        return self.terms[max(place - BESIDE, 0) : place + BESIDE + 1]

    def is_code(self, term: Term) -> bool:
        """Return whether digits or a word are a code: by their shape, and where one shape means two things, by name."""
        written = self.text[term.start : term.end].strip()
        if any(start <= term.start < end for start, end in self._ndc) or npi_holds(written):
            return True
        return self.names_a_code and bool(CPT.fullmatch(written) or ICD_10_CM.fullmatch(written) or written.isdigit())

    def is_dosing(self, term: Term) -> bool:
        """Return whether a number says how much of a medicine: by its unit, or by what stands beside it."""
        unit = term.quantity.unit if term.quantity else ""
        if unit:
            return unit.split("/")[0] in DOSE_UNITS and ("/" not in unit or unit.endswith(("/kg", "/m2", "/d", "/h")))
        return any(
            other.kind in {TermKind.MEDICINE, TermKind.FREQUENCY, TermKind.ROUTE} or other.key == "dose"
            for other in self.near(term)
        )


def _steps(old: _Reading, new: _Reading) -> Iterator[_Step]:
    was, now = [_key(term) for term in old.terms], [_key(term) for term in new.terms]
    for op, i, j, k, m in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if op != "equal":
            yield _Step(old.terms[i:j], new.terms[k:m])


def _key(term: Term) -> tuple[object, ...]:
    """Return what makes two terms the same: of a date the day it means, of a token every letter."""
    if term.date:
        return (term.kind, term.date.year, term.date.month, term.date.day)
    return (term.kind, term.key)


def _typed(step: _Step, old: _Reading, new: _Reading) -> Iterator[EditKind]:
    if _same_values(step):
        yield EditKind.UNIT
    for reading, changed in ((old, step.gone), (new, step.put)):
        for term in changed:
            if not reading.is_spoken_for(term):
                yield from _of_term(term, reading, is_unit=_same_values(step))


def _of_term(term: Term, reading: _Reading, *, is_unit: bool) -> Iterator[EditKind]:
    if term.kind is TermKind.SURROGATE:
        is_date = kind_of(term.key) is IdentifierKind.DATE
        yield EditKind.DATE if is_date else EditKind.IDENTITY
    elif term.kind is TermKind.NUMBER:
        if not is_unit:
            yield _of_number(term, reading)
    elif term.kind is TermKind.WORD:
        if reading.is_code(term):
            yield EditKind.CODE
    else:
        yield OF_TERM[term.kind]


def _of_number(term: Term, reading: _Reading) -> EditKind:
    if reading.is_code(term):
        return EditKind.CODE
    if term.quantity and term.quantity.unit in DURATIONS:
        return EditKind.DATE
    return EditKind.DOSE if reading.is_dosing(term) else EditKind.NUMBER


def _same_values(step: _Step) -> bool:
    """Return whether the very numbers stand on both sides, and a unit differs."""
    old, new = ([term.quantity for term in side if term.quantity] for side in (step.gone, step.put))
    values = Counter(one.value for one in old) == Counter(one.value for one in new)
    return bool(old) and values and Counter(one.unit for one in old) != Counter(one.unit for one in new)


def _units_changed(old: _Reading, new: _Reading) -> bool:
    return any(_same_values(step) for step in _steps(old, new))


def _plain(step: _Step, old: _Reading, new: _Reading, moved: Collection[str]) -> Iterator[EditKind]:
    """Yield what words without a type of their own do: put in, taken out, or one in the place of another.

    A word that only moved is none of these.
    """
    gone = [term for term in _words(step.gone, old) if term.key not in moved]
    put = [term for term in _words(step.put, new) if term.key not in moved]
    if gone and put:
        yield EditKind.MEANING
    elif put:
        yield EditKind.ADDITION
    elif gone:
        yield EditKind.REMOVAL


def _words(changed: Iterable[Term], reading: _Reading) -> Iterator[Term]:
    plain = (term for term in changed if term.kind is TermKind.WORD)
    return (term for term in plain if not reading.is_spoken_for(term) and not reading.is_code(term))
