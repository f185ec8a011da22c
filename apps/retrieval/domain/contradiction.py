"""Passages that say opposite things of what was asked. Both sides are shown; the newer one does not silently win."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from apps.retrieval.domain import allergies
from apps.retrieval.domain.answerability import Statement
from apps.retrieval.domain.asking import Asked, written
from apps.retrieval.domain.assertion import AssertedSpan, Assertion
from apps.retrieval.domain.dating import day_told
from apps.retrieval.domain.evidence import places, rarity

SO, NOT_SO = "so", "not so"
ENOUGH_OF_IT = 0.6  # share of the question, rare words counting more, that a statement must hold to be about it
NEVER_OURS = frozenset({Assertion.FAMILY, Assertion.HYPOTHETICAL})
NOT_NOW = NEVER_OURS | {Assertion.HISTORICAL}
# Only a question that can be answered with yes or no has a "no" that contradicts a "yes".
_YES_OR_NO = re.compile(r"(?i)^\W*(?:is|are|was|were|does|do|did|has|have|had|can|any|no|with|without)\b")
# A name with a mark of question asks the same: "PE?". Of a value or the latest it does not.
_BARE = re.compile(
    r"^\W*(?!(?i:[^?]*\b(?:last|latest|newest|current|dose|level|trend|when|who|any)\b))[\w-]+(?: [\w-]+){0,2} ?\?\s*$"
)
_ASKS_WHAT = re.compile(r"(?i)^\W*(?:what|which|when|how|why|where|describe)\b")  # "none" is no answer to it
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
    r"stop|hold(?:ing)?|held|withh[eo]ld|paused?|avoid|on hold|not (?:to )?tak(?:e|ing)|"
    r"do(?:es)? not take|not on|declin\w+|refus\w+|discussed|consider\w*|planned|"
    r"(?:will|to) start|in (?:19|20)\d\d|\w+ (?:years?|months?|decades?) ago|as a (?:child|teenager))\b"
)
# What another page says, what is mended, and what was ruled out in other words: no claim of this page.
_NO_CLAIM = re.compile(
    r"(?i)\b(?:notes?|lists?|chart|records?|referral|template|printout|summary|forms?) (?:says?|said|reads?|states?|"
    r"stated|carries|carried|has|had)\b|\bproblem list\b|"
    r"\b(?:is|was|in) (?:an? )?error\b|\bruled (?:it|this|that) out\b|"
    r"\byet\b|\bcarried over\b|\bwrong patient\b|\bnot hers?\b"
)
_ASKS_OF_PAST = re.compile(
    r"(?i)^\W*(?:was|were|did|had|(?:has|have) \w+ (?:had|been))\b|\bever\b|\bhistory\b|\b(?:19|20)\d\d\b"
)
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
    section_kind: str = ""
    claims_nothing: bool = False  # a list of what is so no longer, or of what is to come
    dates_itself: bool = False  # a rendering, whose lines say of when they are


@dataclass(frozen=True, slots=True)
class _Told:
    said: Said
    side: Statement

    @property
    def day(self) -> date | None:
        """Return of when the statement is."""
        said, side = self.said, self.side
        return day_told(said.text, side.start, side.end, said.day) if said.dates_itself else said.day


def sides_of(
    question: str, asked: Sequence[Asked], passages: int, said: Iterable[Said], ended: date | None = None
) -> tuple[Statement, ...]:
    """Return two or more statements that cannot all be true, one for each thing said; empty when none contradict.

    What was replaced, what a relative has, and what is only feared or is long past count for nothing. A value
    contradicts another only on the same day: over time it may change. ``ended``: what was so before that day is not
    so any more.
    """
    weights = [rarity(one, passages) for one in asked]
    statements = [row for one in said if not one.superseded for row in _statements(question, asked, weights, one)]
    statements = [row for row in statements if not (ended and row.side.says == SO and row.day and row.day < ended)]
    opposed = [pair for pair in combinations(statements, 2) if _contradict(*pair)]
    if not opposed:
        return ()
    first, second = max(opposed, key=_latest)
    return (second.side, first.side) if first.side.says == NOT_SO else (first.side, second.side)


def told_of_allergy(question: str, asked: Sequence[Asked], passages: int, said: Iterable[Said]) -> list[Statement]:
    """Return the statements that tell of the very allergy that is asked for, so or not so, the newest first."""
    weights = [rarity(one, passages) for one in asked]
    told = [row for one in said if not one.superseded for row in _statements(question, asked, weights, one)]
    if all(row.side.says == NOT_SO for row in told) and any(_lists_after(told, one) for one in said):
        return []
    return [row.side for row in sorted(told, key=lambda row: -row.day.toordinal() if row.day else 0)]


def _lists_after(told: Sequence[_Told], said: Said) -> bool:
    """Say whether a list that names an allergy is newer than every denial: "none known" is no answer any more."""
    last = max((row.day for row in told if row.day), default=None)
    is_newer = bool(last and said.day and said.day > last and said.section_kind == allergies.ALLERGIES)
    return is_newer and any(
        allergies.names_any(match.group(), said.section_kind) for match in _STATEMENT.finditer(said.text)
    )


def _latest(pair: tuple[_Told, _Told]) -> tuple[int, int]:
    """Order contradictions: a list that is kept before a mention, what was said last before what was said once."""
    listed = sum(one.said.section_kind == allergies.ALLERGIES for one in pair)
    return listed, sum(one.day.toordinal() if one.day else 0 for one in pair)


def _statements(question: str, asked: Sequence[Asked], weights: Sequence[float], said: Said) -> list[_Told]:
    told = []
    of_allergy = allergies.asks_about_allergy(question)
    for match in _STATEMENT.finditer(said.text):
        if not written(match.group()):
            continue
        if of_allergy:
            says = _says_of_allergy(question, asked, weights, said, match)
        else:
            says = _says_of_it(question, asked, weights, said, match)
        told += [_Told(said, Statement(said.passage_id, *_trimmed(match), one)) for one in says]
    return told


def _trimmed(match: re.Match[str]) -> tuple[int, int]:
    text = match.group()
    return match.start() + len(text) - len(text.lstrip()), match.start() + len(text.rstrip())


def _says_of_it(
    question: str, asked: Sequence[Asked], weights: Sequence[float], said: Said, match: re.Match[str]
) -> Iterable[str]:
    if said.section_kind == allergies.ALLERGIES or said.claims_nothing or _NO_CLAIM.search(match.group()):
        return ()
    if not _is_about(asked, weights, match.group()):
        return ()
    over = _over(asked, said, match)
    once = _ASKS_OF_PAST.search(question)
    if any(span.kind in (NEVER_OURS if once else NOT_NOW) for span in over):
        return ()
    return _says(question, match.group(), negated=any(s.kind is Assertion.NEGATED for s in over))


def _says_of_allergy(
    question: str, asked: Sequence[Asked], weights: Sequence[float], said: Said, match: re.Match[str]
) -> Iterable[str]:
    """Yield what a statement says of an allergy: to what the question names, or to anything when it names nothing.

    An allergy of long ago is one still.
    """
    statement = match.group()
    named = _substances(question, asked, weights)
    substances = [one for one, _ in named]
    if allergies.denies_all(statement, said.section_kind, question):
        if not (substances and _ASKS_WHAT.search(question)):
            yield NOT_SO
        return
    if not named:
        kinds = {s.kind for s in said.assertions if s.start < match.end() and match.start() < s.end}
        if allergies.names_any(statement, said.section_kind, question) and not kinds & {*NEVER_OURS, Assertion.NEGATED}:
            yield SO
    elif _is_about(substances, [weight for _, weight in named], statement) or (
        "food" in {one.lexeme for one in substances} and allergies.names_a_food(statement, said.section_kind)
    ):
        over = _over(substances, said, match)
        kinds = {span.kind for span in over}
        denied = [said.text[span.start : span.end] for span in over if span.kind is Assertion.NEGATED]
        if any(allergies.denies_it(words, said.section_kind) for words in denied):
            yield NOT_SO
        elif (
            Assertion.NEGATED not in kinds
            and not kinds & NEVER_OURS
            and allergies.tells_of_one(statement, said.section_kind)
        ):
            yield SO


def _substances(question: str, asked: Sequence[Asked], weights: Sequence[float]) -> list[tuple[Asked, float]]:
    """Return the words that name what an allergy is to: by where they stand in the question, or as a medicine."""
    names = allergies.substances_asked(question)
    pairs = [(one, weight) for one, weight in zip(asked, weights, strict=True) if allergies.names_substance(one.word)]
    placed = [(one, weight) for one, weight in pairs if one.word.lower() in names]
    return placed or [(one, weight) for one, weight in pairs if one.thing]


def _is_about(asked: Sequence[Asked], weights: Sequence[float], statement: str) -> bool:
    words = written(statement)
    held = sum(weight for one, weight in zip(asked, weights, strict=True) if places(one, words))
    return bool(weights) and held >= ENOUGH_OF_IT * sum(weights)


def _over(asked: Sequence[Asked], said: Said, match: re.Match[str]) -> list[AssertedSpan]:
    """Return what is asserted of the asked words within a statement."""
    start, end = match.span()
    return [s for s in said.assertions if s.start < end and start < s.end and _touches(s, asked, said)]


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
    elif _YES_OR_NO.search(question) or (_BARE.match(question) and not _ASKS_WHAT.search(question)):
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
    return same_unit and first.day is not None and first.day == second.day
