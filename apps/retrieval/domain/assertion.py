"""Who and whether: the one reader of what a text denies, places in the past, in a relative or in the future.

Rules in the manner of NegEx and ConText (Chapman 2001; Harkema 2009), the words themselves in ``triggers``.

Libraries: medSpaCy and negspaCy read the same way. Neither is in the lock and none is added: each needs a spaCy
pipeline for what are lists of words here, and the drafting rules need the very same reading of a clause.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from apps.redaction.domain.tokens import TOKEN
from apps.retrieval.domain import triggers

FAMILY_HISTORY = "family_history"
_WRAPPED = re.compile(r"(?<=[^\s.:;!?])\n(?=[ \t]*[a-z])")
LEAST_PROSE = 4  # words
# A sentence after a label or after another sentence, up to its full stop.
_PROSE = re.compile(r"(?:(?<=: )|(?<=\. ))[A-Z](?:[^.\n·]|\.(?=\d))+\.(?=\s|$)")
_EDGES = " \t\n,.;:-–—"


class Assertion(StrEnum):
    """What a text says of a finding: that it is not so, was so, is so of a relative, or might become so."""

    NEGATED = "negated"
    HISTORICAL = "historical"
    FAMILY = "family"
    HYPOTHETICAL = "hypothetical"


@dataclass(frozen=True, slots=True)
class AssertedSpan:
    """[start, end) of a passage's text, in code points, and what is said of it."""

    start: int
    end: int
    kind: Assertion


@dataclass(frozen=True, slots=True)
class Reading:
    """A stretch of a clause, its trigger left out, and whether it is denied."""

    start: int
    end: int
    negated: bool


def assertions(text: str, section_kind: str = "") -> list[AssertedSpan]:
    """Return the negated, historical, family and hypothetical spans of a passage, in order, one kind's apart."""
    plain = _WRAPPED.sub(" ", TOKEN.sub(lambda token: " " * len(token.group()), text))
    found = [AssertedSpan(r.start, r.end, Assertion.NEGATED) for r in readings(plain) if r.negated]
    found += [AssertedSpan(*span, Assertion.FAMILY) for span in _family(plain, section_kind)]
    for start, end in clauses(plain):
        found += [AssertedSpan(*span, Assertion.HISTORICAL) for span in _historical(plain, start, end)]
        found += [AssertedSpan(*span, Assertion.HYPOTHETICAL) for span in _supposed(plain, start, end)]
    return _apart(text, found)


def assertions_of_facts(text: str, section_kind: str = "") -> list[AssertedSpan]:
    """Return the spans of a rendering of structured facts: of its free text alone, such as a report's conclusion.

    A fact with a value says its status itself; a sentence of a person in it is read like any other.
    """
    kept = [" "] * len(text)
    for match in _PROSE.finditer(text):
        if len(match.group().split()) >= LEAST_PROSE:
            kept[match.start() : match.end()] = match.group()
    for place, character in enumerate(text):
        if character == "\n":
            kept[place] = character
    prose = "".join(kept)
    return assertions(prose, section_kind) if prose.strip() else []


def clauses(text: str) -> Iterator[tuple[int, int]]:
    """Yield [start, end) of the clauses of a text."""
    begin = 0
    for match in triggers.CLAUSE_END.finditer(text):
        if match.start() > begin:
            yield begin, match.start()
        begin = match.end()
    if begin < len(text):
        yield begin, len(text)


def readings(text: str) -> Iterator[Reading]:
    """Yield every stretch of a text as denied or not, clause by clause."""
    for start, end in clauses(text):
        yield from _denials(text, start, end)


def is_hedged(text: str) -> bool:
    """Return whether the words leave a doubt: likely, suspected, cannot exclude."""
    return bool(triggers.HEDGES.search(text))


def is_planned(text: str) -> bool:
    """Return whether the words speak of something intended, ordered or advised, not done."""
    return bool(triggers.PLANS.search(text))


def is_about_relative(text: str) -> bool:
    """Return whether the sentence speaks of a relative's health, not of who came along."""
    return bool(triggers.RELATIVE.search(triggers.COMPANION.sub(" ", text)))


def _denials(text: str, start: int, end: int) -> Iterator[Reading]:
    begin = start
    trigger = _trigger(text, start, end)
    if trigger is None:
        after = triggers.DENIED_BEFORE.search(text, start, end)
        denied = after and after.start() > start and not triggers.NEGATIVE_BY_NAME.search(text, start, after.end())
        denied = denied and not triggers.DOUBT_BEFORE.search(text, start, end)
        yield Reading(start, end, bool(denied))
        return
    while trigger:
        # "PE ruled out" denies what stands before.
        yield Reading(begin, trigger.start(), trigger.group().lower() == "ruled out")
        begin = _scope_end(text, trigger, end)
        yield Reading(trigger.end(), begin, negated=True)
        trigger = _trigger(text, begin, end)
    yield Reading(begin, end, negated=False)


def _trigger(text: str, start: int, end: int) -> re.Match[str] | None:
    found = triggers.DENIES.finditer(text, start, end)
    return next((match for match in found if not triggers.DENIES_NOTHING.match(text, match.start(), end)), None)


def _scope_end(text: str, trigger: re.Match[str], end: int) -> int:
    """A "denies" reaches through its list; a "not" or "without" only over the next words."""
    if reach := triggers.SHORT_REACH.get(trigger.group().lower()):
        return _words_on(text, trigger.end(), end, reach)
    turn = triggers.TURNS_BACK.search(text, trigger.end(), end)
    return turn.start() if turn else end


def _words_on(text: str, start: int, end: int, count: int) -> int:
    words = re.compile(rf"(?:[ \t]*(?!(?:{triggers.ENDS_BRIEFLY})\b)[\w/-]+){{0,{count}}}").match(text, start, end)
    return words.end() if words else end


def _family(text: str, section_kind: str) -> Iterator[tuple[int, int]]:
    if section_kind == FAMILY_HISTORY:
        other = triggers.OTHER_HISTORY.search(text)
        yield 0, other.start() if other else len(text)
        return
    own = triggers.COMPANION.sub(lambda match: " " * len(match.group()), text)
    begin = 0
    for stop in [*(match.start() for match in triggers.STATEMENT_END.finditer(own)), len(own)]:
        relative = triggers.RELATIVE.search(own, begin, stop)
        if relative:
            back = triggers.PATIENT_AGAIN.search(own, relative.end(), stop)
            has = triggers.RELATIVE_HAS.match(own, relative.end())
            beside = triggers.BESIDE.search(own, begin, relative.start())
            comma = own.rfind(",", begin, relative.start()) + 1 if has or beside else 0
            yield max(begin, comma), back.start() if back else stop
        begin = stop


def _historical(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in triggers.PAST.finditer(text, start, end):
        turn = triggers.TURNS_BACK.search(text, match.end(), end)
        yield match.end(), turn.start() if turn else end
    for match in triggers.PAST_BRIEFLY.finditer(text, start, end):
        yield match.end(), _words_on(text, match.end(), end, triggers.PAST_REACHED)
    for match in triggers.PAST_BEFORE.finditer(text, start, end):
        yield max(start, text.rfind(",", start, match.start()) + 1), match.start()


def _supposed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in triggers.SUPPOSES.finditer(text, start, end):
        yield match.end(), end
    for match in triggers.DOUBTS.finditer(text, start, end):
        stop = triggers.DOUBT_END.search(text, match.end(), end)
        yield match.end(), stop.start() if stop else end
    for match in triggers.DOUBT_BEFORE.finditer(text, start, end):
        yield max(start, text.rfind(",", start, match.start()) + 1), match.start()


def _apart(text: str, found: Iterable[AssertedSpan]) -> list[AssertedSpan]:
    """Trim the spans, drop the empty ones, and join those of one kind that meet."""
    joined: list[AssertedSpan] = []
    for kind in Assertion:
        last: AssertedSpan | None = None
        spans = (_trimmed(text, a.start, a.end) for a in found if a.kind is kind)
        for start, end in sorted(span for span in spans if span[0] < span[1]):
            if last and start <= last.end:
                last = AssertedSpan(last.start, max(last.end, end), kind)
                joined[-1] = last
            else:
                joined.append(last := AssertedSpan(start, end, kind))
    return sorted(joined, key=lambda a: (a.start, a.end, a.kind))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    return start, end
