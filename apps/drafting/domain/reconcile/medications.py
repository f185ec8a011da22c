"""The medications now, and where orders, reports and notes disagree about them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.facts.records import Medication
from apps.drafting.domain.language.dates import written
from apps.drafting.domain.reconcile.conflicts import Conflict
from apps.drafting.domain.reconcile.mentions import FAILED, Mention, NoteWords, doses_of, mentions

SAME_STOP = timedelta(days=21)  # an order is closed some days after the patient stopped, or before
LONG_AGO = date(1, 1, 1)
SHORT = 12  # words of a sentence that is quoted whole


@dataclass(frozen=True, slots=True)
class Course:
    """Everything structured about one drug: what is current, what is over."""

    key: str
    now: Medication | None  # the newest current order, or the newest report where nothing was ordered
    also_now: tuple[Medication, ...]  # further current entries
    over: tuple[Medication, ...]  # newest end first

    @property
    def stopped(self) -> Medication | None:
        """The order that ended last, when no order runs on."""
        return self.over[0] if self.over and (self.now is None or self.now.reported) else None


def started_on(medication: Medication) -> date:
    return medication.started.first if medication.started else LONG_AGO


def _ended_on(medication: Medication) -> date:
    return medication.ended.last if medication.ended else LONG_AGO


def courses(chart: Chart) -> list[Course]:
    """Return one course for each drug of the medication list, in the order of the list."""
    by_key: dict[str, list[Medication]] = {}
    for medication in chart.medications:
        if not medication.planned:
            by_key.setdefault(medication.key, []).append(medication)
    return [_course(key, entries) for key, entries in by_key.items()]


def _course(key: str, entries: Sequence[Medication]) -> Course:
    current = sorted((m for m in entries if m.current), key=lambda m: (not m.reported, started_on(m)), reverse=True)
    over = sorted((m for m in entries if not m.current), key=lambda m: (not m.reported, _ended_on(m)), reverse=True)
    return Course(key, current[0] if current else None, tuple(current[1:]), tuple(over))


def conflicts(chart: Chart) -> Iterator[Conflict]:
    """Yield at most one conflict for each drug, the weightiest."""
    notes = NoteWords(chart.notes)
    for course in courses(chart):
        said = list(mentions(course.key, notes))
        found = (
            _listed_after_stop(course, said)
            or _other_dose(course, said)
            or _two_orders(course)
            or _stopped_early(course, said)
            or _told_otherwise(course, said)
            or _stopped_in_notes(course, said)
        )
        if found:
            yield found


def _listed_after_stop(course: Course, said: Sequence[Mention]) -> Conflict | None:
    stop = course.stopped
    if stop is None or stop.ended is None:
        return None
    listed = [m for m in (course.now, *course.also_now) if m and m.stated and m.stated.first > stop.ended.last][:1]
    noted = _newest(m for m in said if m.day and m.day > stop.ended.last)
    carried = noted if noted and noted.dose and not (noted.taken_off or noted.reacted or noted.past) else None
    if not listed and carried is None:
        return None
    after = [f"reported as taken {m.stated.written}" for m in listed if m.stated]
    if carried:
        after.append(f"listed in {_where(carried)}")
    text = f"{_name(stop)} ended {stop.ended.written}{_because(stop)}, but {' and '.join(after)}."
    return Conflict(
        course.key,
        text,
        (stop.line.quote,),
        (*(m.line.quote for m in listed), *(carried.line.quotes() if carried else ())),
    )


def _other_dose(course: Course, said: Sequence[Mention]) -> Conflict | None:
    now = course.now
    if now is None or now.reported:
        return None
    allowed = doses_of(now.head)
    listed = [
        m for m in course.also_now if m.stated and m.stated.first > started_on(now) and not doses_of(m.head) & allowed
    ][-1:]
    noted = _newest(m for m in said if m.day and m.day > started_on(now) and (m.dose or m.taken_off))
    agrees = (
        noted is None or noted.taken_off or noted.reacted or noted.past or bool(noted.doses & allowed) or not allowed
    )
    other = None if agrees or listed else noted
    if not listed and other is None:
        return None
    against = [f"the list stated {m.stated.written} has {_differing(_name(m), _name(now))}" for m in listed if m.stated]
    if other:
        against.append(
            f'{_where(other)} says "{_said(other)}"'
            if len(other.line.text.split()) <= SHORT
            else f"{_where(other)} has {other.dose}"
        )
    text = f"{_name(now)} ordered {_start(now)}, but {' and '.join(against)}."
    return Conflict(
        course.key, text, (now.line.quote,), (*(m.line.quote for m in listed), *(other.line.quotes() if other else ()))
    )


def _two_orders(course: Course) -> Conflict | None:
    """Two orders of one drug are current and differ in dose."""
    now = course.now
    if now is None or now.reported:
        return None
    allowed = doses_of(now.head)
    other = [m for m in course.also_now if not m.reported and doses_of(m.head) and not doses_of(m.head) & allowed]
    if not other or not allowed:
        return None
    text = f"{now.head} ordered {_start(now)}, but {other[0].head} ordered {_start(other[0])} is also current."
    return Conflict(course.key, text, (now.line.quote,), (other[0].line.quote,))


def _stopped_early(course: Course, said: Sequence[Mention]) -> Conflict | None:
    for entry in course.over:
        if entry.ended is None or entry.started is None:
            continue
        early = [
            m for m in said
            if m.ended and m.day and not m.line.copied
            and started_on(entry) < m.day < _ended_on(entry) - SAME_STOP
        ]  # fmt: skip
        if early:
            first = early[-1]
            text = (
                f"{_name(entry)}: started {entry.started.written}, ended {entry.ended.written} on the list; "
                f'{_where(first)} says "{_said(first)}".'
            )
            return Conflict(course.key, text, (entry.line.quote,), first.line.quotes())
    return None


def _told_otherwise(course: Course, said: Sequence[Mention]) -> Conflict | None:
    """Find a history told with another dose, or as a failure where the order ended for another reason."""
    stop = course.stopped
    if stop is None or stop.ended is None or not stop.reason:
        return None
    known = frozenset().union(*(doses_of(f"{entry.head} {entry.reason}") for entry in course.over))
    told = _newest(m for m in said if m.day and m.day > stop.ended.last and m.past and not m.reacted)
    if told is None:
        return None
    other_dose = bool(told.doses) and not told.doses & known
    other_reason = told.failed and not FAILED.search(stop.reason)
    if not (other_dose or other_reason):
        return None
    text = f'{_name(stop)}: the order ended {stop.ended.written}{_because(stop)}; {_where(told)} says "{_said(told)}".'
    return Conflict(course.key, text, (stop.line.quote,), told.line.quotes())


def _stopped_in_notes(course: Course, said: Sequence[Mention]) -> Conflict | None:
    now = course.now
    newest = _newest(m for m in said if m.day and now and m.day > started_on(now) and (m.dose or m.taken_off))
    if now is None or newest is None or not newest.ended or newest.line.copied or "hold" in " ".join(now.line.parts):
        return None
    text = f'{now.head} is on the list as current, but {_where(newest)} says "{_said(newest)}".'
    return Conflict(course.key, text, (now.line.quote,), newest.line.quotes())


def _said(mention: Mention) -> str:
    return mention.line.text.rstrip(".")


def _newest(said: Iterator[Mention]) -> Mention | None:
    return max(said, key=lambda m: m.day or LONG_AGO, default=None)


def _name(medication: Medication) -> str:
    return medication.head.split(",")[0]


def _differing(name: str, known: str) -> str:
    """Return a name from its amount on, where the words before it are those of the other name."""
    cut = next((place for place, letter in enumerate(name) if letter.isdigit()), 0)
    return name[cut:] if cut and known.startswith(name[:cut]) else name


def _because(medication: Medication) -> str:
    return f" ({medication.reason})" if medication.reason else ""


def _start(medication: Medication) -> str:
    return medication.started.written if medication.started else "on an unknown day"


def _where(mention: Mention) -> str:
    day = written(mention.day) if mention.day else "an undated note"
    first = mention.line.first_day
    if mention.line.copied and first:
        return f"text of {day} copied from {written(first)}"
    return f"the note of {day}"
