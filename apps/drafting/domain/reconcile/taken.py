"""A high-alert medicine that the patient took at another dose than any order in force: told although it was mended."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.facts.records import Medication
from apps.drafting.domain.reconcile.medications import Course, courses, started_on
from apps.drafting.domain.reconcile.mentions import Mention, NoteWords, doses_of, mentions

RECENT = timedelta(days=60)
HIGH_ALERT = re.compile(
    r"\b(?:apixaban|rivaroxaban|dabigatran|edoxaban|warfarin|enoxaparin|heparin|fondaparinux|dalteparin|insulin|"
    r"methotrexate|digoxin|lithium|amiodarone|tacrolimus|cyclosporine|morphine|oxycodone|hydrocodone|hydromorphone|"
    r"fentanyl|methadone|buprenorphine)\b",
    re.IGNORECASE,
)
TAKES = re.compile(
    r"\b(?:bottles?|pill ?box|tak(?:es|ing|en)|took|been on|filled|dispensed|picked up|inject(?:s|ing|ed)|using)\b",
    re.IGNORECASE,
)
NOT_OF_NOW = re.compile(r"\b(?:in error|should (?:be|have)|if|unless|corrected|instead of|was on)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TakenOtherwise:
    """The sentence that tells the dose taken, and the order that stands now."""

    said: Mention
    ordered: Medication


def taken_otherwise(chart: Chart, as_of: date) -> Iterator[TakenOtherwise]:
    """Yield, once a drug, the newest recent sentence that tells another dose was taken before the order that stands.

    What is said after that order contradicts it and is told as that (``medications.conflicts``).
    """
    notes = NoteWords(chart.notes)
    for course in courses(chart):
        now = course.now
        if now is None or now.reported or not HIGH_ALERT.search(course.key):
            continue
        said = (one for one in mentions(course.key, notes) if _is_before(one, now, as_of))
        if found := next((one for one in said if _is_otherwise(one, course)), None):
            yield TakenOtherwise(found, now)


def _is_before(mention: Mention, now: Medication, as_of: date) -> bool:
    day = mention.day
    return bool(day and day <= started_on(now) and as_of - day <= RECENT) and not mention.line.copied


def _is_otherwise(mention: Mention, course: Course) -> bool:
    text = mention.line.text
    if mention.taken_off or mention.past or not TAKES.search(text) or NOT_OF_NOW.search(text):
        return False
    entries = (course.now, *course.also_now, *course.over)
    known = frozenset[str]().union(*(doses_of(entry.head) for entry in entries if entry))
    return bool(mention.doses) and not mention.doses & known
