"""Courses of a medicine: when, how much, how it ended, as the list has them and as notes tell them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from apps.drafting.domain.criteria.case import Case
from apps.drafting.domain.criteria.doses import Rate, rate_of
from apps.drafting.domain.criteria.harms import harmed, is_the_illness
from apps.drafting.domain.criteria.items import following_words, own_words, shared_words, words_before
from apps.drafting.domain.criteria.names import Named, named_in, same_medicine
from apps.drafting.domain.criteria.outcomes import (
    COMPLETED,
    INTOLERANCE,
    TAKEN_THOUGH,
    UNTOLERATED,
    WORDS,
    outcomes_before,
    outcomes_in,
    outcomes_told,
    tells_other_reason,
)
from apps.drafting.domain.criteria.periods import (
    DAYS_OF,
    MONTHS_IN_YEAR,
    Interval,
    Told,
    months_before,
    of_when,
    told_dates,
)
from apps.drafting.domain.criteria.sayings import NOT_DONE, QUOTED, TOLD, is_told, stance
from apps.drafting.domain.criteria.undated import ENDED_SOMETIME, HELPED_FOR
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.facts.records import Fill, Medication
from apps.drafting.domain.language.quantities import SPELLED

NEVER_GIVEN = ("not taken", "cancelled", "intended, not started", "drafted, not yet ordered", "draft")
NEVER_WORDS = re.compile(
    r"\bnever\b|\bnot (?:picked up|filled|taken|started|dispensed)\b|\breturned to stock\b", re.IGNORECASE
)
SAME_COURSE = timedelta(days=14)  # a change of dose: the next order begins as the last one ends
A_LONG = "|".join(rf"(?<={word} )" for word in ("for", "over", "than", "about", "nearly", "almost", "after"))
_COUNT = (
    r"(?P<count>\d{1,3}(?:[½.]\d?)?|"
    + "|".join(SPELLED)
    + rf"|(?:{A_LONG})an?(?= (?:full |whole |good )?[mwy])|half an?)"
)
LASTED = re.compile(
    rf"(?:(?<=\bx)|(?<![\w/.])){_COUNT}\s?(?:\+|-)?\s?(?:full |whole |good |consecutive |continuous |"
    rf"straight )?(?P<unit>days?|d|weeks?|wks?|months?|mos?|years?|yrs?)\b(?! (?:ago|old|"
    rf"follow|f/u|post))",
    re.IGNORECASE,
)
BRIEF_COURSE = re.compile(
    rf"\b(?:after|only|took|for|stopped at|just)\s(?:only |about |just |the first )?{_COUNT}\s"
    r"(?P<unit>doses?|nights?|days?|tablets?|pills?|weeks?|wks?|injections?)\b",
    re.IGNORECASE,
)
# "Completed 9 months of isoniazid": how long it was stands before the name.
BEFORE_IT = re.compile(rf"{LASTED.pattern}(?:'s)?(?: (?:course|trial))? (?:of|on) (?:\w+ )?$", re.IGNORECASE)
UNTIL_NOW = re.compile(r"\bto (?:now|date|present)\b|\bcurrently\b|\bongoing\b|\bsince\b|\bstill on\b", re.IGNORECASE)
EARLIER = re.compile(
    r"\b(?:past|prior|previous(?:ly)?|history|hx|former(?:ly)?|years? ago|remote|childhood|once|before|old|"
    r"earlier|tried)\b",
    re.IGNORECASE,
)
# A list that was taken over from an earlier one says not what is taken now.
LEFT_OVER = re.compile(
    r"\b(?:carried|copied|brought|pulled|imported)\b|\bnot (?:yet )?reconciled\b|\bunreconciled\b|\bold list\b",
    re.IGNORECASE,
)
STILL_FULL = re.compile(r"\balmost full\b|\bstill full\b|\bunopened\b|\bfull bottle\b", re.IGNORECASE)
IN_FIRST_PERSON = re.compile(r"\bI(?:'ve|'m)? (?:\w+ ){0,2}?(?:took|was|had|have|used|tried|am|been|told|stopped)\b")
A_DOSE = {"dose": 7, "injection": 7, "night": 1, "tablet": 1, "pill": 1}  # days that one can stand for, at most


@dataclass(frozen=True, slots=True)
class Episode:
    """One course. ``least`` and ``most`` are its length in days, as far as it is known."""

    drug: str  # as the policy names it
    quotes: tuple[Quote, ...]
    day: date | None  # on which it was told, or the list's line was written
    start: Interval | None
    end: Interval | None
    ongoing: bool
    least: int | None
    most: int | None
    rate: Rate | None
    outcomes: frozenset[str]
    reason: str
    indication: str
    listed: bool  # a line of the medication list, not a sentence of a note
    never: bool = False  # the record says that it was not taken
    told: bool = False  # by the patient
    head: str = ""
    supply: int | None = None  # days that the pharmacy handed over, where its record tells

    @property
    def words(self) -> str:
        """The course as a reader is told it."""
        parts = [self.head or self.drug]
        if self.start and self.end:
            parts.append(f"{self.start.words} to {self.end.words}")
        elif self.start:
            parts.append(f"from {self.start.words}")
        return " ".join(parts) + (f" ({self.reason})" if self.reason and self.listed else "")


def listed_episodes(case: Case, names: Sequence[str]) -> list[Episode]:
    """Return the courses of the medication list, orders of one course after another made one where only the dose "
    "changed."""
    found = [
        supplied(case, _of_line(medication, named, case.as_of))
        for medication in case.chart.medications
        if (named := _drug(medication, names)) and not _is_only_planned(medication)
    ]
    found = [one for one in found if not _is_left_over(one, found)]
    return [*found, *_chained([one for one in found if not one.never])]


def _is_left_over(one: Episode, found: Sequence[Episode]) -> bool:
    """Say whether a list that was taken over still has what an order of the same medicine shows as stopped."""
    if not LEFT_OVER.search(one.quotes[0].plain) or one.ongoing or one.end:
        return False
    return any(other.end and same_medicine(other.head, one.head) for other in found)


def supplied(case: Case, one: Episode) -> Episode:
    """Return a course with what the pharmacy's record says of it: never handed over, or for fewer days than it "
    "lasted."""
    own = [fill for fill in case.chart.fills if _is_supply_of(fill, one)]
    given = [fill for fill in own if fill.given]
    if own and not given:
        return replace(one, never=True, quotes=(*one.quotes, *(fill.line.quote for fill in own[:1])))
    days = sum(fill.supply or 0 for fill in given) if given and all(fill.supply for fill in given) else None
    return replace(one, supply=days)


def _is_supply_of(fill: Fill, one: Episode) -> bool:
    """Say whether a supply is of an order: the same product, handed over or prepared while the order ran."""
    if not same_medicine(fill.head, one.head) or _strength(fill.head) - _strength(one.head):
        return False
    if fill.day is None or one.start is None:
        return True
    last = one.end.last if one.end else date.max
    return one.start.first - SAME_COURSE <= fill.day.first <= last


def _strength(head: str) -> frozenset[str]:
    return frozenset(re.findall(r"\d[\d.,]*(?= ?(?:mg|mcg|g|units?|%))", head))


def _drug(medication: Medication, names: Sequence[str]) -> Named | None:
    return next(named_in(medication.head.split(",")[0], names, classes=True), None)


def _is_only_planned(medication: Medication) -> bool:
    return (
        medication.planned
        or medication.head.startswith(("do NOT give", "NOT"))
        or medication.line.has("drafted, not yet ordered", "intended, not started")
    )


def _of_line(medication: Medication, named: Named, as_of: date) -> Episode:
    strength, _, dosage = medication.head.partition(", ")
    start, end = of_when(medication.started), of_when(medication.ended)
    never = medication.line.has(*NEVER_GIVEN) or bool(NEVER_WORDS.search(medication.reason))
    note = medication.line.after("note: ")
    unsure = medication.line.has("on hold", "status unknown") or (medication.reported and LEFT_OVER.search(note))
    ongoing = medication.current and end is None and not unsure
    outcomes = set(outcomes_in(f"{medication.reason}. {note}"))
    if is_the_illness(medication.reason, medication.indication):
        outcomes.discard(INTOLERANCE)
    elif harmed(medication.reason, medication.indication):
        outcomes.add(INTOLERANCE)
    finished = any(part.startswith("completed") for part in medication.line.parts)
    if finished and not outcomes:
        outcomes.add(COMPLETED)
    least, most = length(start, end, as_of if ongoing else None)
    return Episode(
        drug=named.name, quotes=(medication.line.quote,), day=medication.line.quote.day, start=start, end=end,
        ongoing=ongoing, least=least, most=most, rate=rate_of(dosage, strength) or rate_of(strength),
        outcomes=frozenset(outcomes), reason=medication.reason, indication=medication.indication, listed=True,
        never=never, head=strength if dosage else medication.head,
    )  # fmt: skip


def length(start: Interval | None, end: Interval | None, until: date | None) -> tuple[int | None, int | None]:
    """Return the least and the most days that a course can have lasted; None where it is not known."""
    last = end or (Interval(until, until) if until else None)
    if start is None or last is None:
        return None, None
    return max(0, (last.first - start.last).days + 1), (last.last - start.first).days + 1


def _chained(found: Sequence[Episode]) -> Iterator[Episode]:
    """Yield courses that several lines of one medicine make together."""
    dated = sorted((one for one in found if one.start), key=lambda one: one.start.first if one.start else date.min)
    for first, second in pairwise(dated):
        if first.drug == second.drug and first.head.split()[0] == second.head.split()[0] and _follows(first, second):
            least, most = length(first.start, second.end, None)
            if second.ongoing:
                least, most = None, None
            rate = _weaker(first.rate, second.rate)
            yield replace(
                second, quotes=(*first.quotes, *second.quotes), start=first.start, least=least, most=most, rate=rate
            )


def _follows(first: Episode, second: Episode) -> bool:
    if first.end is None or second.start is None or "dose" not in first.reason.lower():
        return False
    return timedelta(0) <= second.start.first - first.end.first <= SAME_COURSE


def _weaker(one: Rate | None, other: Rate | None) -> Rate | None:
    if one is None or other is None or one.unit != other.unit:
        return None
    return Rate(min(one.low, other.low), max(one.high, other.high), one.unit)


def told_episodes(case: Case, names: Sequence[str]) -> list[Episode]:
    """Return what notes tell of courses: how long, how much, how it ended, or that it was never taken."""
    found = []
    for line in case.own_notes:
        mentions = sorted(named_in(line.text, names, classes=True), key=lambda one: one.start)
        seen: set[int] = set()
        for named in mentions:
            if named.start not in seen:
                seen.add(named.start)
                episode = _told(line, named)
                found += [episode] if episode and _says_something(episode) else []
    return found


def _says_something(one: Episode) -> bool:
    """Say whether a sentence tells more of a course than the medicine's name and dose."""
    return bool(one.outcomes or one.never or one.start or one.end or one.least is not None or one.most is not None)


def _told(line: NoteLine, named: Named) -> Episode | None:
    said = stance(line, named.start, named.end)
    own = segment_of(line.text, named)
    whole = f"{own} {shared_words(line.text, named.start, named.end)}".rstrip()
    segment = QUOTED.sub(lambda match: " " * len(match.group()), whole)  # the patient's own words decide nothing
    before, is_own = words_before(line.text, named.start)
    own_before = before if is_own else ""  # no other medicine stands between
    never = bool(NOT_DONE.search(f"{own_before}{segment}")) or bool(STILL_FULL.search(line.text))
    taken = bool(TAKEN_THOUGH.search(before)) or bool(UNTOLERATED.search(before))
    if said.supposed or said.relative or (said.denied and not (never or taken)):
        return None
    if (said.planned or said.refused or said.hedged) and not never:
        return None
    following = "" if outcomes_told(segment) else following_words(line, named.start, named.end)
    outcomes = outcomes_told(segment) or outcomes_before(before) or outcomes_told(following)
    own_course = _without_brackets(segment, line)
    start, end, until_now = _span(own_course, line)
    least, most = length(start, end, line.first_day if until_now else None)
    least, most = _lasted(own_course, least, most)
    if least is None and most is None and (so_long := BEFORE_IT.search(before)):
        least = most = round(number_of(so_long["count"]) * _days_in(so_long["unit"].lower()))
    day = line.first_day or line.day
    sometime = said.past or EARLIER.search(line.text) or ENDED_SOMETIME.search(line.text)
    if start is None and end is None and least is not None and day and not sometime:
        end = Interval(day, day)  # told as of now: it lasted until the note at the latest
        start = Interval(day - timedelta(days=least - 1), day - timedelta(days=least - 1)) if least else None
    return Episode(
        drug=named.name, quotes=(line.quote,), day=day, start=start, end=end, ongoing=until_now, least=least, most=most,
        rate=rate_of(QUOTED.sub(" ", own)), outcomes=outcomes,
        reason=_other_reason(segment) or _other_reason(following), indication="", listed=False, never=never,
        told=said.told or _is_told(line, named, whole), head=line.text[named.start : named.end],
    )  # fmt: skip


def _other_reason(text: str) -> str:
    return text if tells_other_reason(text) else ""


def _is_told(line: NoteLine, named: Named, segment: str) -> bool:
    """Say whether the patient tells of a course; words quoted beside a clinician's own are no such thing."""
    if not line.quote.passage.author_role and IN_FIRST_PERSON.search(line.text):
        return True
    return is_told(line, named.start, named.end) or bool(TOLD.search(line.text[named.end : named.start + len(segment)]))


def segment_of(text: str, named: Named) -> str:
    """Return what a sentence says of one medicine: from its name to the next medicine's, or to the end of the "
    "clause."""
    return own_words(text, named.start, named.end)


def _without_brackets(segment: str, line: NoteLine) -> str:
    """Return what is said of a course without remarks in brackets, where its length stands outside of them."""
    plain = re.sub(r"\([^()]*\)", lambda match: " " * len(match.group()), segment)
    return (
        plain
        if plain != segment and (told_dates(plain, line.first_day, months=True) or LASTED.search(plain))
        else segment
    )


def _span(segment: str, line: NoteLine) -> tuple[Interval | None, Interval | None, bool]:
    told: list[Told] = told_dates(segment, line.first_day, months=True)
    now = bool(UNTIL_NOW.search(segment))
    match told:
        case [began, ended, *_]:
            return _not_after(began.when, ended.when), ended.when, False
    if len(told) == 1 and now:
        return told[0].when, None, True
    if len(told) == 1 and WORDS[COMPLETED].search(segment):
        return None, told[0].when, False
    return None, None, False


def _not_after(began: Interval, ended: Interval) -> Interval:
    """Return a beginning that lies before its end: "from 3 February to 5 May 2025" is of one year."""
    while began.first > ended.last:
        began = Interval(months_before(began.first, MONTHS_IN_YEAR), months_before(began.last, MONTHS_IN_YEAR))
    return began


def _lasted(segment: str, least: int | None, most: int | None) -> tuple[int | None, int | None]:
    segment = HELPED_FOR.sub(lambda match: " " * len(match.group()), segment)
    brief = BRIEF_COURSE.search(segment)
    if brief and not LASTED.search(segment[: brief.start()]):
        unit = brief["unit"].lower().rstrip("s")
        days = round(number_of(brief["count"]) * A_DOSE.get(unit, DAYS_OF.get(unit[0], 1.0)))
        return (least, days) if unit in A_DOSE else (days, days)
    lasted = LASTED.search(segment)
    if lasted and least is None:
        days = round(number_of(lasted["count"]) * _days_in(lasted["unit"].lower()))
        return days, days
    return least, most


def _days_in(unit: str) -> float:
    """Months are counted short, so that three of them are never fewer than 90 days: policies ask for either."""
    return {"d": 1.0, "w": 7.0, "m": 30.44, "y": 365.25}[unit[0]]


def number_of(text: str) -> float:
    """Return a count as it is written: in figures, in words, or "a" and "half a"."""
    small = text.lower().replace("½", ".5")
    if small in {"a", "an"} or small.startswith("half"):
        return 1.0 if small.startswith("a") else 0.5
    return float(SPELLED[small]) if small in SPELLED else float(small.rstrip("."))
