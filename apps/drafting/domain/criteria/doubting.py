"""What speaks against a verdict from outside of it: sentences, as new as its evidence, that doubt what it rests on."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.findings import Finding, Quotes, open_finding
from apps.drafting.domain.criteria.kinds.common import names_of
from apps.drafting.domain.criteria.names import first_named
from apps.drafting.domain.criteria.sayings import QUOTED
from apps.drafting.domain.criteria.verdicts import Verdict
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.language.lexicon import house_lexicon

GATED = frozenset({"trial", "treatment", "condition", "statement", "absence"})
# Whatever the verdict: that what the record has may be wrong, or nobody can tell.
DOUBT = re.compile(
    r"\b(?:entered|charted|recorded|documented|listed|filed|scanned) (?:here )?(?:in error|by mistake|erroneously|"
    r"wrongly)\b|"
    r"\b(?:wrong|another|different) (?:patient|chart)(?:'s)?\b|\bmis-?(?:filed|labell?ed|identified|recorded|"
    r"charted)\b|"
    r"\b(?:cannot|can ?not|can't|could not|couldn't|unable to|not able to) (?:be )?(?:confirm|verif|prove|substantiat|"
    r"establish|reconcil)\w*|\b(?:not|never|un)[ -]?(?:been )?(?:verified|confirmed|substantiated|reconciled)\b|"
    r"\b(?:disput|contradict|conflict(?:s|ing)|disagree|discrepan|inconsisten)\w*|\bdo(?:es)?(?: not|n't) (?:match|"
    r"agree|"
    r"add up|fit)\b|\bat odds with\b|\bunclear (?:if|whether|when|how|which)\b|"
    r"\b(?:please |to be )?correct(?:ed)? the (?:problem )?list\b|\bcorrection:",
    re.IGNORECASE,
)
# Of a course: nothing shows that it was handed over, or somebody names another first day than the record.
OF_COURSES = re.compile(
    r"\bno (?:dispensing|dispense|fill|pharmacy|refill|purchase|administration) (?:record|history|data|receipt)s?\b|"
    r"\bfirst (?:dose|shot|injection|pen|tablet|pill|infusion)s? (?:was |were |on |in |only )?(?:not until )?[\w~(]|"
    r"\b(?:never|not) (?:picked up|filled|dispensed|collected)\b|\b(?:only|just) (?:took|used|had|got) \w+ "
    r"(?:doses?|shots?|"
    r"injections?|tablets?|pills?|weeks?|days?)\b|\bnot (?:really )?tak(?:en|ing) (?:it|them)\b|\bstill (?:full|"
    r"sealed)\b",
    re.IGNORECASE,
)
WORD = re.compile(r"[A-Za-z][A-Za-z-]{3,}")


def unless_doubted(case: Case, test: Test, finding: Finding) -> Finding:
    """Return a verdict as INSUFFICIENT where a sentence as new as its evidence doubts what it rests on."""
    kind = str(test.get("kind"))
    if finding.verdict is Verdict.INSUFFICIENT or finding.not_applicable or kind not in GATED:
        return finding
    evidence = (*finding.supporting, *finding.contradicting)
    of_course, is_met = _rests_on_a_course(test, finding), finding.verdict is Verdict.MET
    found = _doubts(case, test, evidence, of_course=of_course, sure_of_quotes=is_met)
    doubts = tuple(line.quote for line in found)
    if not doubts:
        return finding
    return open_finding(
        f"{finding.reason} It is doubted: {doubts[0].plain[:200]}", evidence, doubts[:3],
        "Which of the two holds, in writing.",
    )  # fmt: skip


def _rests_on_a_course(test: Test, finding: Finding) -> bool:
    """Say whether it is met by a course that no record of the pharmacy carries."""
    if str(test.get("kind")) != "trial" or finding.verdict is not Verdict.MET or not test.get("min_duration"):
        return False
    return not any(datum.supplied for datum in finding.data)


def _is_of_quotes(names: Sequence[str], line: NoteLine) -> bool:
    """Say whether a sentence doubts what it quotes, of a form or a letter, and not what the record itself has."""
    rest = QUOTED.sub(" ", line.text)
    return (
        rest != line.text
        and first_named(line.text, names, classes=True) is not None
        and (first_named(rest, names, classes=True) is None)
    )


def _doubts(case: Case, test: Test, evidence: Quotes, *, of_course: bool, sure_of_quotes: bool) -> Iterator[NoteLine]:
    since = _newest(evidence)
    own = {(one.passage.passage_id, one.start) for one in evidence}
    for line in case.own_notes:
        if (line.quote.passage.passage_id, line.quote.start) in own or line.copied:
            continue
        if since and (line.day is None or line.day < since):
            continue
        doubted = DOUBT.search(line.text) or (of_course and OF_COURSES.search(line.text))
        if doubted and is_of(names_of(test), line) and (sure_of_quotes or not _is_of_quotes(names_of(test), line)):
            yield line


def _newest(evidence: Quotes) -> date | None:
    return max((one.day for one in evidence if one.day and not one.passage.structured), default=None)


def is_of(names: Sequence[str], line: NoteLine) -> bool:
    """Return whether a sentence names the thing, or goes on from one that does in the same line and names no other."""
    if first_named(line.text, names, classes=True):
        return True
    if any(house_lexicon().is_medicine(match.group()) for match in WORD.finditer(line.text)):
        return False
    text = line.quote.passage.text
    begin = text.rfind("\n", 0, line.quote.start) + 1
    return first_named(text[begin : line.quote.start], names, classes=True) is not None
