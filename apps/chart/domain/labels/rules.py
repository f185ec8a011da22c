"""How unlabelled data is classified (F15): by code lists and by words, each rule with an id that is kept.

The rules are data: ``data.py``. A word counts where it is asserted; "denies", "negative for", "screening for" do not.
"""

import re
from collections.abc import Iterable, Iterator

from apps.access.domain.labels import Label
from apps.chart.domain.labels.data import CODES, HEADINGS, NOTICES, SESSION, WORDS

Found = tuple[Label, str]  # a label and the id of the rule that gave it
SYSTEMS = {
    "http://hl7.org/fhir/sid/icd-10-cm": "icd10",
    "http://hl7.org/fhir/sid/icd-10": "icd10",
    "urn:oid:2.16.840.1.113883.6.90": "icd10",
    "http://snomed.info/sct": "snomed",
    "http://loinc.org": "loinc",
}
HEAD_LINES, LONGEST_HEADING = 4, 120  # in which a note says what it is; longer lines are prose
PROSE = re.compile(
    r"\s*(?:cc|chief complaint|reason|hpi|history|subjective|s|interval|plan|referr\w+)\b[^:]*:", re.IGNORECASE
)
# "No change in her HIV regimen" denies a change.
STILL_SO = r"(?! (?:change|longer|missed|new|side|taking|adherent|only|yet|been|issues?|problems?|complications?)\b)"
NEGATED_BEFORE = re.compile(
    rf"\b(?:(?:no|not|without){STILL_SO}|non|denie[sd]|denying|negative|neg|never|declin\w+|rul\w+ out|screen\w*|"
    r"test(?:ed|ing)? for|at risk for|risk of|prevent\w*|concern for|history of none)\b[^.;:\n]{0,60}$",
    re.IGNORECASE,
)
# What stands between the name of a test and its result where notes are short: "HIV 1/2 Ab neg", "HIV/HBV/HCV: NR".
TEST_WORDS = (
    r"(?:[\s:/()=&,-]|\d|\b(?:and|ag|ab|antigen|antibod(?:y|ies)|test(?:ed|ing)?|serolog(?:y|ies)|combo|gen(?:eration)?|"
    r"th|rapid|HBV|HCV|hep(?:atitis)?|[BC]|RPR|VDRL|hx|status)\b){0,12}?"
)
NEGATED_AFTER = re.compile(
    # What is positive beside it is not denied by the next test: "HIV+ hep C negative".
    r"(?:(?!\+|\bpos)[^.;\n,]){0,30}?\b(?:negative|non-?reactive|not detected|none|denied|denies|declined|not done|"
    r"never|unlikely|screen(?:ing|ed)?|identification test)\b|"
    rf"{TEST_WORDS}(?:neg|NR|ND|-ve|\(-\))(?!\w)",
    re.IGNORECASE,
)


def found_in_codes(codings: Iterable[tuple[str, str]]) -> Iterator[Found]:
    """Yield a label for every (system, code) that a list covers; a list holds prefixes."""
    for system, code in codings:
        name = SYSTEMS.get(system, "")
        for rule, label, of_system, prefixes, but_not in CODES:
            if of_system == name and code.startswith(prefixes) and not (but_not and code.startswith(but_not)):
                yield label, rule


def found_in_words(text: str) -> Iterator[Found]:
    """Yield a label for every rule of which at least one word is asserted in the text."""
    for rule, label, pattern in WORDS:
        if any(_asserted(text, match) for match in pattern.finditer(text)):
            yield label, rule


def found_in_note(heading: str, text: str) -> Iterator[Found]:
    """Yield the labels of a note: by what it calls itself, by the notices it carries, by its words."""
    head = "\n".join([heading, *_heading_lines(text)])
    for rule, label, pattern in HEADINGS:
        if any(_asserted(head, match) for match in pattern.finditer(head)):
            yield label, rule
    for rule, label, pattern in NOTICES:
        if pattern.search(text):
            yield label, rule
    yield from found_in_words(f"{heading}\n{text}")


def is_counselling(heading: str, text: str) -> bool:
    """Return whether a note calls itself one of a counselling or therapy session."""
    return bool(SESSION.search("\n".join([heading, *_heading_lines(text)])))


def _heading_lines(text: str) -> list[str]:
    lines = [line for line in text[: 10 * LONGEST_HEADING].splitlines() if line.strip()][:HEAD_LINES]
    return [line for line in lines if len(line) <= LONGEST_HEADING and not PROSE.match(line)]


def _asserted(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 80) : match.start()]
    return not NEGATED_BEFORE.search(before) and not NEGATED_AFTER.match(text, match.end())
