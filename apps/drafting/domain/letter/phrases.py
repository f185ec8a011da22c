"""How a quote reads in a letter: a structured line as a sentence of its own words, a note as a quotation."""

import re
from collections.abc import Callable, Mapping

from apps.drafting.domain.claims import ClaimType
from apps.drafting.domain.composing import inside
from apps.drafting.domain.facts import records
from apps.drafting.domain.facts.lines import When
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.knowledge import SEMANTIC_TAG
from apps.drafting.domain.labels import SHORT_KINDS
from apps.drafting.domain.language.dates import written
from apps.drafting.domain.letter.events import event_phrase, order_phrase, visit_phrase
from apps.drafting.domain.summary.medications import brief
from apps.drafting.domain.tasks import DraftTask
from apps.redaction.domain.views import OLDEST_AGE_SHOWN

# Names of people and places, and what says nothing about the patient.
OVER = frozenset({"cancelled", "stopped", "completed", "not taken"})
# Taken while acutely ill: it tells of that hour.
ACUTE = re.compile(r"\bacute\b|\bexacerbation\b|\bemergency\b", re.IGNORECASE)


def note_phrase(quote: Quote, line: NoteLine | None) -> str:
    """Return ``Progress note of 11 Mar 2025: "..."``; ``line`` is the sentence of the notes that the quote is."""
    kind = SHORT_KINDS.get(quote.passage.document_kind, "Note")
    kind = "Phone note" if kind == "Phone" else kind
    copied = f" (copied from {written(line.first_day)})" if line and line.copied else ""
    return f'{kind} of {written(quote.day)}{copied}: "{quote.plain.rstrip(" .;,")}."'


def line_phrase(quote: Quote, task: DraftTask) -> tuple[str, ClaimType]:
    """Return a structured line as a sentence, and what it speaks of."""
    kind = quote.passage.document_kind
    if kind == "demographics":
        age = "90 years old or older" if task.age == OLDEST_AGE_SHOWN else f"{task.age} years old"
        return f"The patient is {age}.", ClaimType.IDENTITY
    if kind in {"results", "vital_signs"} and (result := records.result_of(quote)):
        flag = f", {result.flag}" if result.flag else ""
        parts = result.name.split(", ")
        name = ", ".join(part for part in parts if not ACUTE.search(part))
        acute = [f"during {part}" for part in parts if ACUTE.search(part)]
        caveat = [f'note: "{result.caveat}"'] if result.caveat else []
        said = f"{name} {result.value}" if result.number is not None else f"{name}: {result.value}"
        told = [f"{said}{flag} {_day(result.day)}", *acute, *caveat]
        return f"{', '.join(told)}.", ClaimType.RESULT
    if kind in PHRASES:
        phrase, claim_type = PHRASES[kind]
        return phrase(quote), claim_type
    return event_phrase(quote), ClaimType.PROCEDURE if kind == "procedures" else ClaimType.EVENT


def _day(day: When | None) -> str:
    if day is None:
        return "on an unknown day"
    return f"{'on' if day.first == day.last else 'in'} {day.written}"


def _problem(quote: Quote) -> str:
    problem = records.problem_of(quote)
    name = SEMANTIC_TAG.sub("", problem.name)
    if not problem.active:
        return f"{name}, {problem.line.parts[0]}."
    doubt = f" ({problem.certainty})" if problem.certainty else ""
    since = f" since {problem.since}" if problem.since else ""
    return f"{name}{doubt}, active{since}."


def _allergy(quote: Quote) -> str:
    allergy = records.allergy_of(quote)
    since = f", since {allergy.since}" if allergy.since else ""
    return f"Allergy list: {allergy.substance}: {inside(allergy.reaction)}{since}."


def _medication(quote: Quote) -> str:
    medication = records.medication_of(quote)
    if medication is None:
        return event_phrase(quote)
    course = [brief(medication)]
    if medication.planned:
        when = f" ({medication.started.written})" if medication.started else ""
        return f"{brief(medication)}: planned, not yet ordered{when}."
    if medication.started:
        course.append(f"{'started' if medication.begun else 'ordered'} {medication.started.written}")
    if medication.ended:
        course.append(f"ended {medication.ended.written}")
    elif not medication.current:
        course.append(next((part for part in medication.line.parts if part in OVER), "no longer current"))
    reason = f" ({medication.reason})" if medication.reason else ""
    said = " (as reported)" if medication.reported else ""
    return f"{', '.join(course)}{reason}{said}."


PHRASES: Mapping[str, tuple[Callable[[Quote], str], ClaimType]] = {
    "medication_list": (_medication, ClaimType.MEDICATION),
    "problem_list": (_problem, ClaimType.DIAGNOSIS),
    "allergy_list": (_allergy, ClaimType.ALLERGY),
    "orders": (order_phrase, ClaimType.EVENT),
    "encounters": (visit_phrase, ClaimType.EVENT),
}
