"""Sentences, as new as the evidence of a verdict, that put what it rests on in doubt: one order of questions.

1. Is there a verdict to doubt? What the demographics or the order say is not doubted by a note.
2. Which words doubt it: those of a wrong or unclear record doubt any verdict on what was told; those of a result or
   page that is not final or to be repeated doubt what is MET; those of doses not taken doubt a course that rests on
   the prescription alone.
3. Does a sentence with such a word speak of the same thing: by its name, by its day, or going on from its name?
4. Is it as new as the evidence, and not the evidence itself?
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.findings import Finding, Quotes, distinct
from apps.drafting.domain.criteria.kinds.common import names_of
from apps.drafting.domain.criteria.names import first_named
from apps.drafting.domain.criteria.periods import Interval, told_dates
from apps.drafting.domain.criteria.quantities import names_of_codes
from apps.drafting.domain.criteria.sayings import QUOTED, is_patient_written
from apps.drafting.domain.criteria.verdicts import Verdict
from apps.drafting.domain.facts.notes import MISPLACED, PARAGRAPH, NoteLine
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.language.lexicon import house_lexicon

SURE = frozenset({"patient", "request"})
TOLD = frozenset({"trial", "treatment", "condition", "statement", "absence"})  # kinds that rest on what was told
# What differs from a first look that it replaces is no doubt of what stands.
DISCREPANT = (
    r"discrepan\w+(?! (?:with|from) (?:the |an? )?(?:prelim\w*|initial|resident|ED|overnight|first|autoscor\w*))"
)
# The record may be wrong, or nobody can tell.
UNCLEAR = re.compile(
    r"\b(?:entered|charted|recorded|documented|listed|filed|scanned) (?:here )?(?:in error|by mistake|erroneously|"
    r"wrongly)\b|\b(?:wrong|another|different) (?:patient|chart)(?:'s)?\b|"
    r"\bmis-?(?:filed|labell?ed|identified|recorded|charted)\b|"
    r"\b(?:cannot|can ?not|can't|could not|couldn't|unable to|not able to) (?:be )?(?:confirm|verif|prove|substantiat|"
    r"establish|reconcil)\w*|\b(?:not|never|un)[ -]?(?:been )?(?:verified|confirmed|substantiated|reconciled)\b|"
    r"\b(?:disput|contradict|conflict(?:s|ing)|disagree|inconsisten)\w*|"
    rf"\b{DISCREPANT}|"
    r"\bdo(?:es)?(?: not|n't) (?:match|agree|add up|fit)\b|\bat odds with\b|"
    r"\bunclear (?:if|whether|when|how|which)\b|\b(?:please |to be )?correct(?:ed)? the (?:problem )?list\b|"
    r"\bcorrection:",
    re.IGNORECASE,
)
# What is said of a thing of which one sentence says that it is void, of somebody else, or still to come.
OPEN = re.compile(
    r"(?i)\b(?:in error|erroneous\w*|error|mistake\w*|void(?:ed)?|retract\w*|withdrawn|disregard|"
    rf"{DISCREPANT}|"
    r"wrong (?:patient|chart|person|side|leg|arm|knee|eye|hip|shoulder|tube|specimen|name|date|page)|"
    r"mis-?(?:filed|label\w*|identif\w*|read|entered|dated|matched)|"
    r"belongs to (?:another|a different|somebody|someone)|(?:another|a different) patient(?:'?s)?|"
    r"not (?:this|our|her|his) (?:patient'?s?|result|report|page|chart)|"
    r"repeat(?:ed)?(?! (?:in |at |q ?|every |after )?\d)|redo|re-?draw|indeterminate|equivocal|"
    r"inconclusive|correct(?:ed|ion)|unable|pending|disput\w+|"
    r"not (?:done|performed|valid|interpretable|usable|examined|discussed|addressed|completed)|"
    r"(?:cannot|could not|can't|couldn't) (?:be )?(?:confirm|verif|find|found|locat|interpret|read)\w*|"
    r"not (?:been |yet )?(?:verified|confirmed|resulted|back|final)|unverified|unconfirmed|h(?:a)?emoly[sz]ed|"
    r"invalid(?:ated)?|unreliable|questionable|in question|in doubt|doubt(?:ful|s|ed)?|contaminat\w+|QNS)\b"
)
# Of a course: nothing shows that it was handed over, or somebody names another first day than the record.
UNTAKEN = re.compile(
    r"\bno (?:dispensing|dispense|fill|pharmacy|refill|purchase|administration) (?:record|history|data|receipt)s?\b|"
    r"\bfirst (?:dose|shot|injection|pen|tablet|pill|infusion)s? (?:was |were |on |in |only )?(?:not until )?[\w~(]|"
    r"\b(?:never|not) (?:picked up|filled|dispensed|collected)\b|\b(?:only|just) (?:took|used|had|got) \w+ "
    r"(?:doses?|shots?|injections?|tablets?|pills?|weeks?|days?)\b|\bnot (?:really )?tak(?:en|ing) (?:it|them)\b|"
    r"\bstill (?:full|sealed)\b",
    re.IGNORECASE,
)
# Of an illness these say what is awaited or impossible beside it: "COPD, unable to climb stairs".
NOT_OF_ILLNESSES = re.compile(
    r"(?i)\b(?:unable|pending|repeat(?:ed)?|redo|re-?draw|not (?:done|performed|completed))\b"
)
ILLNESSES = frozenset({"condition", "absence"})
WORD = re.compile(r"[A-Za-z][A-Za-z-]{3,}")
MOST = 3
MOST_WORDS = 12  # of a sentence that may go on from the name in the one before


@dataclass(frozen=True, slots=True)
class _Doubted:
    """What a finding rests on: by its names, the one day it is of, and the places where it stands."""

    kind: str
    names: Sequence[str]
    when: Interval | None
    places: Quotes

    def is_named(self, line: NoteLine) -> bool:
        """Whether a sentence speaks of it, by name or by its day."""
        if first_named(line.text, self.names):
            return True
        day = self.when
        if day is None or day.first != day.last:
            return False
        told = told_dates(line.text, line.first_day) if line.first_day != day.last else []
        return any(one.when == day for one in told)

    def is_itself(self, line: NoteLine) -> bool:
        """Whether a sentence is the evidence."""
        passage = line.quote.passage.passage_id
        return any(
            quote.passage.passage_id == passage and quote.start < line.quote.end and line.quote.start < quote.end
            for quote in self.places
        )


def unless_doubted(case: Case, test: Test, finding: Finding) -> Finding:
    """Return a verdict as INSUFFICIENT where a sentence as new as its evidence puts the same thing in doubt."""
    kind = str(test.get("kind"))
    if finding.verdict is Verdict.INSUFFICIENT or finding.not_applicable or kind in SURE:
        return finding
    newest = max((datum.when for datum in finding.data if datum.when), key=lambda when: when.first, default=None)
    names = (*names_of(test), *names_of_codes(test.get("codes")))
    of = _Doubted(kind, names, newest, (*finding.supporting, *finding.contradicting))
    doubts = list(_unclear(case, test, of, finding)) if kind in TOLD else []
    if finding.verdict is Verdict.MET:
        day = newest.first if newest else None
        doubts += [*_open(case, of, day), *_misplaced(case, of, day)]
    if not doubts:
        return finding
    against = distinct((*doubts[:MOST], *finding.contradicting))
    return replace(
        finding, verdict=Verdict.INSUFFICIENT, data=(), contradicting=against,
        reason=f"{finding.reason} A note puts it in doubt: {doubts[0].plain[:160]}",
        wanted=(*finding.wanted, "A clinician's word on which of the two holds."),
    )  # fmt: skip


def _unclear(case: Case, test: Test, of: _Doubted, finding: Finding) -> Iterator[Quote]:
    """Yield what says that the record may be wrong, in notes as new as the newest note of the evidence."""
    since = max((one.day for one in of.places if one.day and not one.passage.structured), default=None)
    of_course, is_met = _rests_on_a_course(test, finding), finding.verdict is Verdict.MET
    for line in case.own_remarks:
        if of.is_itself(line) or line.copied or (since and (line.day is None or line.day < since)):
            continue
        doubted = UNCLEAR.search(line.text) or (of_course and UNTAKEN.search(line.text))
        if doubted and is_of(names_of(test), line) and (is_met or not _is_of_quotes(names_of(test), line)):
            yield line.quote


def _is_of_quotes(names: Sequence[str], line: NoteLine) -> bool:
    """Say whether a sentence doubts what it quotes, of a form or a letter, and not what the record itself has."""
    rest = QUOTED.sub(" ", line.text)
    if rest == line.text or first_named(line.text, names, classes=True) is None:
        return False
    return first_named(rest, names, classes=True) is None


def _rests_on_a_course(test: Test, finding: Finding) -> bool:
    """Say whether it is met by a course that no record of the pharmacy carries."""
    if str(test.get("kind")) != "trial" or finding.verdict is not Verdict.MET or not test.get("min_duration"):
        return False
    return not any(datum.supplied for datum in finding.data)


def is_of(names: Sequence[str], line: NoteLine) -> bool:
    """Return whether a sentence names the thing, or goes on from one that does in the same line and names no other."""
    if first_named(line.text, names, classes=True):
        return True
    if len(line.text.split()) > MOST_WORDS or any(
        house_lexicon().is_medicine(match.group()) for match in WORD.finditer(line.text)
    ):
        return False
    text = line.quote.passage.text
    begin = text.rfind("\n", 0, line.quote.start) + 1
    return first_named(text[begin : line.quote.start], names, classes=True) is not None


def _open(case: Case, of: _Doubted, day: date | None) -> Iterator[Quote]:
    """Yield the sentences of final notes, of that day or later, that name it with such a word, or just before one."""
    lines = [line for line in case.remarks if day is None or line.day is None or (line.first_day or line.day) >= day]
    for line in lines:
        if _leaves_open(of, line) and of.is_named(line) and not of.is_itself(line):
            yield line.quote
    for one, following in pairwise(lines):
        near = one.quote.passage is following.quote.passage
        if near and OPEN.match(following.text) and of.is_named(one) and not of.is_itself(following):
            yield following.quote


def _leaves_open(of: _Doubted, line: NoteLine) -> bool:
    text = NOT_OF_ILLNESSES.sub(" ", line.text) if of.kind in ILLNESSES else line.text
    return bool(OPEN.search(text))


def _misplaced(case: Case, of: _Doubted, day: date | None) -> Iterator[Quote]:
    """Yield the paragraphs, of that day or later, that name it and say of something that it is in the wrong chart."""
    for passage in case.draft_input.passages:
        written = passage.dated_at.date() if passage.dated_at else None
        if passage.structured or passage.superseded or (day and written and written < day):
            continue
        if is_patient_written(passage) or not (first_named(passage.text, of.names) and MISPLACED.search(passage.text)):
            continue
        ends = [*(match.end() for match in PARAGRAPH.finditer(passage.text)), len(passage.text)]
        for start, end in zip([0, *ends], ends, strict=False):
            text = passage.text[start:end]
            if MISPLACED.search(text) and first_named(text, of.names):
                yield Quote(passage, start, start + len(text.rstrip()))
