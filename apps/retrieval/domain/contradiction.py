"""Passages that say opposite things of what was asked. Both sides are shown; the newer one does not silently win."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from apps.retrieval.domain.answerability import Statement
from apps.retrieval.domain.assertion import AssertedSpan, Assertion
from apps.retrieval.domain.evidence import Asked, places, rarity, written

SO, NOT_SO = "so", "not so"
ALLERGIES = "allergies"
ENOUGH_OF_IT = 0.6  # share of the question, rare words counting more, that a statement must hold to be about it
NOT_NOW = frozenset({Assertion.HISTORICAL, Assertion.FAMILY, Assertion.HYPOTHETICAL})
# Only a question that can be answered with yes or no has a "no" that contradicts a "yes".
_YES_OR_NO = re.compile(r"(?i)^\W*(?:is|are|was|were|does|do|did|has|have|had|can|any|no|with|without)\b")
_ASKS_SIDE = re.compile(
    r"(?i)\b(?:which side|left or right|right or left|laterality|which (?:leg|arm|hand|foot|knee|hip|breast|eye|ear))\b"
)
_ASKS_VALUE = re.compile(
    r"(?i)\b(?:dose|dosage|how (?:much|many|high|low)|level|value|result|what (?:is|was) (?:the|her|his|their))\b"
)
# "Dr.", "d. 2015" and an initial end no sentence.
_STATEMENT = re.compile(
    r"[^\n;]*?(?:(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\b[db])(?<!\b[A-Z])[.!?](?=\s|$)|[\n;]|$)"
)
# A label may stand before it: "Chest film: No evidence of ..."
_BEGINS_WITH_NO = re.compile(
    r"(?i)^\W*(?:[^:\n]{1,80}:\s*)?(?:no|not|never|none|nil|denie[sd]|denying|negative|without)\b"
)
_LONG_PAST = re.compile(
    r"(?i)\b(?:quit|stopped|discontinued|ceased|former(?:ly)?|previous(?:ly)?|used to|no longer|until|ex-\w+|resolved|"
    r"in (?:19|20)\d\d|\w+ (?:years?|months?|decades?) ago|as a (?:child|teenager))\b"
)
_ASKS_OF_PAST = re.compile(r"(?i)^\W*(?:was|were|did|had)\b|\bever\b|\bhistory\b|\b(?:19|20)\d\d\b")
_ASKS_ALLERGY = re.compile(r"(?i)\ballerg|\bintoleran")
_REACTION = re.compile(r"(?i)\b(?:hives|rash|urticaria|anaphyl|angioedema|swelling|itch|reaction|intoleran|wheez)")
# "a penicillin allergy", "allergic to latex": one is asked for, not all.
_NAMES_ALLERGEN = re.compile(
    r"(?i)\ballergic to (?!any|some|what)\w+|"
    r"\b(?!(?:any|an|the|her|his|drug|food|known|have|of|what|which)\b)\w+ allerg"
)
_NONE_KNOWN = re.compile(
    r"(?i)\b(?:NKDA|NKA|(?:no|none) known(?: (?:drug|food|medication))*(?: allerg\w+)?|no (?:drug )?allergies|"
    r"allerg\w+\W{1,3}none)\b"
)
_ALLERGEN = re.compile(r"(?i)\ballergic to (?!no\b)\w+|\ballerg\w+: ?(?!no\b|none\b|NKDA\b|NKA\b|reviewed\b|see\b)\w+")
_SIDE = re.compile(r"(?i)\b(?:left|right|bilateral)\b")
_VALUE = re.compile(
    r"(?i)(?<![\w.])(\d+(?:\.\d+)?) ?(mg/dL|mg|mcg|g/dL|g|units?|mL|mm Hg|mmHg|mm|cm|kg|%|percent|L)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Said:
    """A passage that speaks of what was asked: its words, what is said of them, when and in which document."""

    passage_id: str
    document_id: str
    text: str
    assertions: tuple[AssertedSpan, ...]
    day: date | None
    superseded: bool = False
    copied_from: str | None = None
    section_kind: str = ""


@dataclass(frozen=True, slots=True)
class _Told:
    said: Said
    side: Statement


def sides_of(question: str, asked: Sequence[Asked], passages: int, said: Iterable[Said]) -> tuple[Statement, ...]:
    """Return two or more statements that cannot all be true, one for each thing said; empty when none contradict.

    What was replaced, what a relative has, what is only feared or is long past, and copies of a statement count for
    nothing. A value contradicts another only on the same day: over time it may change.
    """
    weights = [rarity(one, passages) for one in asked]
    statements = [
        row
        for one in said
        if not one.superseded and not one.copied_from
        for row in _statements(question, asked, weights, one)
    ]
    for first, second in combinations(statements, 2):
        if _contradict(first, second):
            return (second.side, first.side) if first.side.says == NOT_SO else (first.side, second.side)
    return ()


def _statements(question: str, asked: Sequence[Asked], weights: Sequence[float], said: Said) -> Iterable[_Told]:
    for match in _STATEMENT.finditer(said.text):
        start, end = _trimmed(match)
        words = written(match.group())
        if says := _of_allergies(question, match.group(), said.section_kind):
            yield _Told(said, Statement(said.passage_id, start, end, says))
            continue
        held = sum(weight for one, weight in zip(asked, weights, strict=True) if places(one, words))
        if not words or not weights or held < ENOUGH_OF_IT * sum(weights):
            continue
        over = [
            span for span in said.assertions if span.start < end and start < span.end and _touches(span, asked, said)
        ]
        if any(span.kind in NOT_NOW for span in over):
            continue
        for says in _says(question, match.group(), negated=any(s.kind is Assertion.NEGATED for s in over)):
            yield _Told(said, Statement(said.passage_id, start, end, says))


def _trimmed(match: re.Match[str]) -> tuple[int, int]:
    text = match.group()
    return match.start() + len(text) - len(text.lstrip()), match.start() + len(text.rstrip())


def _of_allergies(question: str, statement: str, section_kind: str) -> str:
    """Return what a statement says of whether there are allergies: none known, or one that is named; else nothing."""
    if not _ASKS_ALLERGY.search(question):
        return ""
    if _NONE_KNOWN.search(statement):
        return NOT_SO
    named = _ALLERGEN.search(statement) and not _BEGINS_WITH_NO.search(statement)
    in_list = section_kind == ALLERGIES and _REACTION.search(statement)
    any_asked = not _NAMES_ALLERGEN.search(question)
    return SO if any_asked and (named or (in_list and not _BEGINS_WITH_NO.search(statement))) else ""


def _touches(span: AssertedSpan, asked: Sequence[Asked], said: Said) -> bool:
    words = written(said.text[span.start : span.end])
    return any(places(one, words) for one in asked)


def _says(question: str, statement: str, *, negated: bool) -> Iterable[str]:
    if _ASKS_SIDE.search(question):
        found = {match.group().lower() for match in _SIDE.finditer(statement)}
        if len(found) == 1 and not negated:
            yield from found
    elif _ASKS_VALUE.search(question):
        values = {f"{number} {unit}" for number, unit in _VALUE.findall(statement)}
        if len(values) == 1 and not negated:
            yield from values
    elif _YES_OR_NO.search(question):
        if negated:
            yield NOT_SO
        elif not _BEGINS_WITH_NO.search(statement) and (
            _ASKS_OF_PAST.search(question) or not _LONG_PAST.search(statement)
        ):
            yield SO


def _contradict(first: _Told, second: _Told) -> bool:
    if first.said.document_id == second.said.document_id or first.side.says == second.side.says:
        return False
    one, other = first.side.says, second.side.says
    if {one, other} == {SO, NOT_SO} or (one.isalpha() and other.isalpha()):
        return True
    same_unit = one.split()[-1] == other.split()[-1]
    return same_unit and first.said.day is not None and first.said.day == second.said.day
