"""Criteria that nobody typed: met only where clinicians say outright all that the payer's sentence asks, else open.

Three shapes of sentence are read: that the member was told of things, that a result will change what is done, and one
plain statement. Nothing is ever answered with no, and what is not understood stays open.
"""

import re
from collections.abc import Iterator

from apps.drafting.domain.criteria.case import Case
from apps.drafting.domain.criteria.findings import Datum, Finding, met
from apps.drafting.domain.criteria.kinds.statement import statement
from apps.drafting.domain.criteria.names import roots
from apps.drafting.domain.criteria.periods import on
from apps.drafting.domain.criteria.sayings import REFUSED, is_patient_written
from apps.drafting.domain.criteria.verdicts import Verdict
from apps.drafting.domain.criteria.wordings import content_of_all
from apps.drafting.domain.facts.notes import NoteLine

# "has been told about A, B and C", "A and B have been discussed"
TOLD_OF = re.compile(
    r"(?i)\b(?:has|have|was|were) (?:been )?(?:told|informed|advised|counsel+ed|educated|instructed|taught|warned)"
    r"(?: (?:about|of|on|regarding|that))?\s(?P<what>.+)$|"
    r"\b(?:has |have )?(?:gone (?:through|over)|explained|discussed|reviewed) (?P<theirs>.+?) with the "
    r"(?:member|patient)$|"
    r"^(?P<first>.+?) (?:has|have|was|were) (?:been )?(?:discussed|explained|reviewed|gone through)\b.*$"
)
TELLS = re.compile(
    r"(?i)\b(?:discussed|talked (?:thru|through|about|over)|explained|went (?:over|through)|gone (?:over|"
    r"through)|reviewed|"
    r"counsel+ed|educated|taught|instructed|informed|told (?:her|him|pt|patient|them)|advised|warned|disclosed|"
    r"covered)\b"
)
NOT_YET = re.compile(r"(?i)\b(?:to be|will|wants? to|plans? to|next (?:visit|time)|booked|scheduled|pending|not "
    r"(?:yet )?"
                     r"(?:discussed|reviewed|told)|declin\w+|did not|deferred)\b")  # fmt: skip
CHANGES = re.compile(
    r"(?i)\b(?:result|MRI|study|test|imaging)\b.*\b(?:change|alter|affect|influence|differently|depend\w*|determine|guide)\b"
)
BRANCH = re.compile(
    r"(?i)^\W*(?:if|should)\b.*\b(?:MRI|scan|stud(?:y|ies)|result|imaging|shows?|confirms?|positive|negative|compress\w*|"
    r"stenosis|herniat\w*|disc|lesion|tumou?r|normal|abnormal|nothing)\b.*\b(?:surg\w+|inject\w*|refer\w*|opinion|operat\w+|"
    r"biops\w+|EMG|radiation|ablation|send|change|switch)\b"
)
SUBJECT = re.compile(
    r"(?i)^(?:the|a|an) (?:member|patient|clinician|prescriber|(?:treating|ordering) (?:clinician|practitioner|"
    r"physician))\s+"
    r"(?:(?:has|have|had|is|was) )?|^(?:records|says|states|notes) that (?:the (?:member|patient) )?"
)
GENERAL = roots(
    "member patient clinician prescriber risk risks cause causes found them other order before drug medicine treatment "
    "possible use effects side has have been that may of"
)
PARTS = re.compile(r",\s*(?:and\s+)?(?:of\s+|about\s+|that\s+)?|\s+and\s+(?:of\s+|about\s+|that\s+)?|;\s*")
CLAUSES = re.compile(r",? and (?=(?:the member |the patient )?(?:has|is|was|have|agrees|accepts|can)\b)")
BEFORE = re.compile(r"(?i)\s+(?:before|prior to|at the time of)\s+(?:the )?\w+$")
LONG = 7  # letters by which two words of one stem begin
FEWEST = 3  # words of a plain statement, below which a sentence that holds them may speak of anything
AGREES = re.compile(r"(?i)\bagrees\b|\baccepts\b")
GOES_AHEAD = re.compile(
    r"(?i)\b(?:wants? to (?:go ahead|proceed|start|try)|would like to (?:proceed|start)|agrees?|consents?|elects? to|"
    r"opts? (?:for|to)|on board|willing to (?:start|proceed))\b"
)


def read_plainly(case: Case, sentence: str) -> Finding | None:
    """Return MET where clinicians say all that a payer's sentence asks; None where that is not plain."""
    text = sentence.strip().rstrip(".")
    data: list[Datum] = []
    for clause in CLAUSES.split(text):
        found = _clause(case, clause)
        if not found:
            return None
        data += found
    return met(f"Clinicians say so: {data[0].quotes[0].plain[:160]}", data) if data else None


def _clause(case: Case, clause: str) -> list[Datum]:
    told = TOLD_OF.search(clause)
    if told:
        return _told(case, told["what"] or told["theirs"] or told["first"])
    if CHANGES.search(clause):
        return [_datum(line) for line in _clinicians(case) if BRANCH.search(line.text)][:2]
    if AGREES.search(clause):
        return [_datum(line) for line in _clinicians(case) if _goes_ahead(line)][:1]
    return _stated(case, clause)


def _goes_ahead(line: NoteLine) -> bool:
    return bool(GOES_AHEAD.search(line.text)) and not (REFUSED.search(line.text) or NOT_YET.search(line.text))


def _told(case: Case, what: str) -> list[Datum]:
    """Return the sentences of one note in which a clinician tells the patient of every thing that is asked."""
    asked = [topic for part in PARTS.split(BEFORE.sub("", what)) if (topic := content_of_all(part) - GENERAL)]
    if not asked:
        return []
    by_page: dict[str, list[NoteLine]] = {}
    for line in _clinicians(case):
        if TELLS.search(line.text) and not NOT_YET.search(line.text):
            by_page.setdefault(line.quote.passage.document_id, []).append(line)
    for lines in by_page.values():
        said = [content_of_all(line.text) for line in lines]
        if all(any(_speaks_of(topic, words) for words in said) for topic in asked):
            return [_datum(line) for line, words in zip(lines, said, strict=True)
                    if any(_speaks_of(topic, words) for topic in asked)][:2]  # fmt: skip
    return []


def _speaks_of(topic: frozenset[str], words: frozenset[str]) -> bool:
    """Say whether each word of a thing is said, in a form that begins alike: pancreas, pancreatitis."""
    return all(any(_alike(root, word) for word in words) for root in topic)


def _alike(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) >= LONG and one[:LONG] == other[:LONG])


def _stated(case: Case, clause: str) -> list[Datum]:
    """Return what states a plain sentence, in the whole or by the words that are of its subject."""
    phrase = clause
    while (shorter := SUBJECT.sub("", phrase)) != phrase:
        phrase = shorter
    plain = " ".join(word for word in phrase.split() if not roots(word) <= GENERAL or not roots(word))
    if len(roots(plain)) < FEWEST:
        return []
    found = statement(case, {"kind": "statement", "any_of": [plain]})
    return list(found.data) if found.verdict is Verdict.MET else []


def _clinicians(case: Case) -> Iterator[NoteLine]:
    for line in case.own_notes:
        passage = line.quote.passage
        if passage.author_role and not is_patient_written(passage) and not line.copied:
            yield line


def _datum(line: NoteLine) -> Datum:
    return Datum((line.quote,), on(line.day))
