"""The medications now: as ordered; what is only reported, on hold or newly changed says so."""

import re
from collections.abc import Iterator

from apps.drafting.domain.claims import ClaimType
from apps.drafting.domain.composing import Weighed, claim, inside
from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.facts.records import Medication
from apps.drafting.domain.language.words import stems
from apps.drafting.domain.reconcile.medications import Course, courses, started_on

SECTION = "Medications now"
MOST_SINGLE = 14
AMOUNT = re.compile(r"\d+(?:\.\d+)?(?:/\d+)? ?(?:mg|mcg|g|units?|IU|mEq|mL)\b")


def medications(chart: Chart) -> Iterator[Weighed]:
    """Yield one claim for each drug that is current; a drug whose order ended is left to the conflicts."""
    now = [course for course in courses(chart) if course.now and not (course.now.reported and course.stopped)]
    ordered = sorted(
        (c for c in now if c.now and not c.now.reported), key=lambda c: (_on_hold(c.now), _newest_first(c))
    )
    for number, course in enumerate(ordered):
        if course.now:
            quote = course.now.line.quote
            yield Weighed(
                claim(SECTION, _words(course.now), ClaimType.MEDICATION, [quote]), 0 if number < MOST_SINGLE else 6
            )
    reported = [course.now for course in now if course.now and course.now.reported]
    if reported:
        text = f"Reported, not ordered here: {_reported(reported)}"
        yield Weighed(claim(SECTION, text, ClaimType.MEDICATION, [m.line.quote for m in reported]))


def _newest_first(course: Course) -> int:
    return -started_on(course.now).toordinal() if course.now else 0


def _on_hold(medication: Medication | None) -> bool:
    return medication is not None and medication.line.has("on hold")


def _reported(reported: list[Medication]) -> str:
    days = {_stated(medication) for medication in reported}
    if len(days) == 1:
        return f"{'; '.join(inside(brief(medication)) for medication in reported)} ({days.pop()})"
    return "; ".join(f"{inside(brief(medication))} ({_stated(medication)})" for medication in reported)


def _stated(medication: Medication) -> str:
    return f"stated {medication.stated.written}" if medication.stated else "undated"


def brief(medication: Medication) -> str:
    """Return drug and dosage; the strength is left out where the dosage says the amount itself."""
    drug, comma, dosage = medication.head.partition(", ")
    name = re.split(r" \d", drug)[0]
    return f"{name} {dosage}" if comma and AMOUNT.match(dosage) else medication.head


def _words(medication: Medication) -> str:
    parts = [brief(medication)]
    if medication.started and not _on_hold(medication):
        parts.append(f"since {medication.started.written}")
    if medication.indication and not stems(medication.indication) <= stems(medication.head):
        parts.append(f"for {inside(medication.indication)}")
    text = ", ".join(parts)
    if _on_hold(medication):
        text = f"{text}: ON HOLD{f' ({medication.reason})' if medication.reason else ''}"
    note = re.split(r"(?<=[.!?]) ", medication.line.after("note: "))[0]
    return f"{text}. {note}" if note else text
