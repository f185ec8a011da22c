"""The medications now: as ordered; what is only reported, on hold or newly changed says so."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from apps.drafting.domain.claims import ClaimType
from apps.drafting.domain.composing import Weighed, claim, inside
from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.facts.records import Medication
from apps.drafting.domain.knowledge import DRUG_NAME
from apps.drafting.domain.language.words import stems
from apps.drafting.domain.reconcile.conflicts import Conflict
from apps.drafting.domain.reconcile.medications import Course, courses, started_on
from apps.drafting.domain.tasks import DraftTask

SECTION = "Medications now"
MOST_SINGLE = 14
MOST_ENDED = 4
MANY = 6  # current drugs
TOOK_OVER = timedelta(days=31)
LATELY = timedelta(days=731)
AMOUNT = re.compile(r"\d+(?:\.\d+)?(?:/\d+)? ?(?:mg|mcg|g|units?|IU|mEq|mL)\b")


def medications(chart: Chart, task: DraftTask, disputes: Sequence[Conflict]) -> Iterator[Weighed]:
    """Yield one claim for each drug that is current, one for what is only reported, one for what ended lately."""
    every = courses(chart)
    now = [course for course in every if course.now and not (course.now.reported and course.stopped)]
    ordered = sorted(
        (c for c in now if c.now and not c.now.reported), key=lambda c: (_on_hold(c.now), _newest_first(c))
    )
    disputed = {quote: conflict for conflict in disputes for quote in conflict.stands}
    problems = [stems(problem.name) for problem in chart.problems if problem.active]
    problems = problems if len(ordered) >= MANY else []  # the page is short: what a problem's own line says, once
    for number, course in enumerate(ordered):
        if course.now:
            quote, before = course.now.line.quote, _before(course)
            against = disputed[quote].citations() if quote in disputed else ()
            text = _words(course.now, problems, before)
            quotes = [quote, *([before.line.quote] if before else [])]
            told = claim(SECTION, text, ClaimType.MEDICATION, quotes, citations=against)
            yield Weighed(told, 0 if number < MOST_SINGLE else 6)
    reported = [course.now for course in now if course.now and course.now.reported]
    if reported:
        text = f"Reported, not ordered here: {_reported(reported)}"
        supplements = not DRUG_NAME.search(text)
        told = claim(SECTION, text, ClaimType.MEDICATION, [m.line.quote for m in reported])
        yield Weighed(told, 3 if supplements else 0)
    yield from _planned(chart)
    yield from _ended_lately(every, disputes, task)


def _planned(chart: Chart) -> Iterator[Weighed]:
    """What is proposed or drafted and not taken: said as such, with the words of its line."""
    planned = [m for m in chart.medications if m.planned and m.current]
    if planned:
        told = [f"{inside(brief(m))}, {_dated(m)} ({_state(m)})" for m in planned]
        quotes = [m.line.quote for m in planned]
        yield Weighed(claim(SECTION, f"Planned: {'; '.join(told)}", ClaimType.MEDICATION, quotes))


def _dated(medication: Medication) -> str:
    return f"ordered {medication.started.written}" if medication.started else "undated"


def _state(medication: Medication) -> str:
    return next((part for part in medication.line.parts if "not ordered" in part or "not yet ordered" in part), "")


def _newest_first(course: Course) -> int:
    return -started_on(course.now).toordinal() if course.now else 0


def _on_hold(medication: Medication | None) -> bool:
    return medication is not None and medication.line.has("on hold")


def _ended_lately(every: list[Course], disputes: Sequence[Conflict], task: DraftTask) -> Iterator[Weighed]:
    """What ended and why; a drug about which the record disagrees is told among the conflicts."""
    disputed = {conflict.topic for conflict in disputes}
    ended = [course.over[0] for course in every if course.now is None and course.over and course.key not in disputed]
    lately = [m for m in ended if m.ended and m.reason and task.as_of - m.ended.last <= LATELY]
    lately.sort(key=lambda m: m.ended.last if m.ended else date.min, reverse=True)
    if lately[:MOST_ENDED]:
        told = [f"{inside(brief(m))}, {_end(m)} ({inside(m.reason)})" for m in lately[:MOST_ENDED]]
        quotes = [m.line.quote for m in lately[:MOST_ENDED]]
        yield Weighed(claim(SECTION, f"Ended: {'; '.join(told)}", ClaimType.MEDICATION, quotes), 2)


def _end(medication: Medication) -> str:
    return medication.ended.written if medication.ended else "undated"


def _reported(reported: list[Medication]) -> str:
    days = {_stated(medication) for medication in reported}
    if len(days) == 1:
        return f"{'; '.join(inside(brief(medication)) for medication in reported)} ({days.pop()})"
    return "; ".join(f"{inside(brief(medication))} ({_stated(medication)})" for medication in reported)


def _stated(medication: Medication) -> str:
    return f"stated {medication.stated.written}" if medication.stated else "undated"


def brief(medication: Medication) -> str:
    """Return drug and dosage; the strength is left out where the dosage says the amount itself."""
    drug, comma, dosage = medication.head.rstrip(". ").partition(", ")
    name = re.split(r" \d", drug)[0]
    if not comma:
        return drug
    return f"{name} {dosage}" if AMOUNT.match(dosage) else f"{drug}, {inside(dosage)}"


def _before(course: Course) -> Medication | None:
    """Return the order of another dose that the current one took over from."""
    now = course.now
    for other in course.over:
        if now and now.started and other.ended and abs(other.ended.last - now.started.first) <= TOOK_OVER:
            return other if _amount(other) and _amount(other) != _amount(now) else None
    return None


def _until(before: Medication, now: Medication) -> str:
    """Return the earlier dose and its end; where that is the day of the order just told, the day stands once."""
    same_day = before.ended and now.started and before.ended.written == now.started.written and not _on_hold(now)
    return f"{_amount(before)} ended {'then' if same_day else _end(before)}"


def _amount(medication: Medication) -> str:
    """Return the dose as the sentence tells it."""
    found = AMOUNT.search(medication.head.partition(", ")[2]) or AMOUNT.search(medication.head)
    return found.group() if found else ""


def _words(medication: Medication, problems: list[frozenset[str]], before: Medication | None) -> str:
    parts = [brief(medication)]
    if medication.started and not _on_hold(medication):
        parts.append(f"{'since' if medication.begun else 'ordered'} {medication.started.written}")
    if medication.indication and not any(
        stems(medication.indication) <= known for known in (stems(medication.head), *problems)
    ):
        parts.append(f"for {inside(medication.indication)}")
    text = ", ".join(parts)
    if before:
        why = f": {inside(before.reason)}" if before.reason else ""
        text = f"{text} ({_until(before, medication)}{why})"
    if _on_hold(medication):
        text = f"{text}: ON HOLD{f' ({medication.reason})' if medication.reason else ''}"
    note = re.split(r"(?<=[.!?]) ", medication.line.after("note: "))[0]
    return f"{text}. {note}" if note else text
