"""What no single kind may overlook before something is MET: a sentence, as new as the evidence, that doubts it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.findings import Finding, distinct
from apps.drafting.domain.criteria.kinds.common import names_of
from apps.drafting.domain.criteria.names import first_named
from apps.drafting.domain.criteria.periods import Interval, told_dates
from apps.drafting.domain.criteria.quantities import names_of_codes
from apps.drafting.domain.criteria.sayings import is_patient_written
from apps.drafting.domain.criteria.verdicts import Verdict
from apps.drafting.domain.facts.notes import MISPLACED, PARAGRAPH, NoteLine
from apps.drafting.domain.facts.quotes import Quote

SURE = frozenset({"patient", "request"})  # what the order or the demographics say is not doubted by a note
DOUBT = re.compile(
    r"(?i)\b(?:in error|erroneous\w*|error|mistake\w*|void(?:ed)?|retract\w*|withdrawn|disregard|discrepan\w+|"
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


@dataclass(frozen=True, slots=True)
class _Doubted:
    """What a finding rests on: by its names, and by the one day it is of."""

    names: Sequence[str]
    when: Interval | None
    places: tuple[Quote, ...]

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


def newer_doubt(case: Case, test: Test, finding: Finding) -> Finding:
    """Return a MET finding as INSUFFICIENT where a sentence as new as its evidence puts the same thing in doubt."""
    if finding.verdict is not Verdict.MET or finding.not_applicable or str(test.get("kind")) in SURE:
        return finding
    newest = max((datum.when for datum in finding.data if datum.when), key=lambda when: when.first, default=None)
    of = _Doubted((*names_of(test), *names_of_codes(test.get("codes"))), newest, finding.supporting)
    day = newest.first if newest else None
    doubts = [*_doubts(case, of, day), *_misplaced(case, of, day)]
    if not doubts:
        return finding
    return replace(
        finding, verdict=Verdict.INSUFFICIENT, data=(), contradicting=distinct((*doubts, *finding.contradicting)),
        reason=f"{finding.reason} A note puts it in doubt: {doubts[0].plain[:160]}",
        wanted=(*finding.wanted, "A clinician's word on which of the two holds."),
    )  # fmt: skip


def _doubts(case: Case, of: _Doubted, day: date | None) -> Iterator[Quote]:
    """Yield the sentences of final notes, of that day or later, that name it with a word of doubt, or just before."""
    lines = [line for line in case.notes if day is None or line.day is None or (line.first_day or line.day) >= day]
    for line in lines:
        if DOUBT.search(line.text) and of.is_named(line) and not of.is_itself(line):
            yield line.quote
    for one, following in pairwise(lines):
        near = one.quote.passage is following.quote.passage
        if near and DOUBT.match(following.text) and of.is_named(one) and not of.is_itself(following):
            yield following.quote


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
