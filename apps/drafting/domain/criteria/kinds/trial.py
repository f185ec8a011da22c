"""One course of a medicine that shows all of it: the drug, the dose, how long, and how it ended."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.episodes import Episode, listed_episodes, told_episodes
from apps.drafting.domain.criteria.findings import Datum, Finding, either, met, not_met, open_finding
from apps.drafting.domain.criteria.kinds.common import as_list, named_words, names_of
from apps.drafting.domain.criteria.kinds.contraindication import contraindication
from apps.drafting.domain.criteria.kinds.sessions import GENERAL
from apps.drafting.domain.criteria.kinds.twins import with_reasons
from apps.drafting.domain.criteria.names import first_named, members_of, same_medicine
from apps.drafting.domain.criteria.outcomes import (
    COMPLETED,
    CONTRAINDICATED,
    INADEQUATE,
    INTOLERANCE,
    outcomes_in,
    tells_other_reason,
)
from apps.drafting.domain.criteria.periods import Interval, Window, days_wanted, lasts
from apps.drafting.domain.criteria.wordings import content
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.facts.records import drug_key

ENDED = {
    INADEQUATE: "without adequate response", INTOLERANCE: "not tolerated", COMPLETED: "completed",
    CONTRAINDICATED: "contraindicated",
}  # fmt: skip
STILL_COUNTS = re.compile(
    r"\bstill (?:being )?(?:tak\w+|us\w+)\b[^.]*\bcounts?\b|\b(?:has|have) been (?:tak\w+|used|on)\b|"
    r"\bongoing\b[^.]*\bcounts?\b",
    re.IGNORECASE,
)
DAYS_APART = 21  # between what a note and the list say of one course
NEARLY = 0.25
MOST_AGAINST = 4  # quotes
SUPPLY_SLACK = 14  # days that may be short: tablets left over, a sample
WANTED = "The pharmacy's fill history of {name}, or the prescriber's note of dose, dates and outcome."


def trial(case: Case, test: Test) -> Finding:
    """Return whether one course of one of the drugs shows dose, duration and outcome."""
    outcomes = [str(one) for one in as_list(test.get("outcome"))]
    return either([_one(case, _for_outcome(test, outcome), outcome) for outcome in outcomes])


def _for_outcome(test: Test, outcome: str) -> dict[str, Any]:
    """Return the test with the dose and duration that hold for one outcome."""
    own = dict(test)
    for field in ("min_dose", "min_duration"):
        given = test.get(field)
        if isinstance(given, Mapping) and set(given) & set(ENDED):
            own[field] = given.get(outcome)
    return own


def _one(case: Case, test: Test, outcome: str) -> Finding:
    if outcome == CONTRAINDICATED:
        return contraindication(case, test, [one for one in _episodes(case, test) if not one.never])
    found = _episodes(case, test)
    window = case.window(test.get("within"))
    if window is None:
        return open_finding("The chart does not say on which day the window of this criterion ends.",
                            wanted="The day of the order or of the event itself.")  # fmt: skip
    if not found:
        return open_finding(
            f"The chart tells of no course of {_names(test)}.", wanted=WANTED.format(name=named_words(test))
        )
    return _judged(case, test, outcome, found, window)


def _episodes(case: Case, test: Test) -> list[Episode]:
    names = names_of(test)
    listed, told = with_reasons(listed_episodes(case, names)), told_episodes(case, names)
    known = {one.head for one in (*listed, *told) if not (one.told or one.never)}
    # What the patient claims of a medicine of which the record itself tells settles nothing.
    told = [one for one in told if one.never or not (one.told and any(same_medicine(one.head, head) for head in known))]
    joined = [_joined(one, listed) for one in told]
    return [*(one for one in listed if not _is_told_fully(one, joined)), *joined]


def _is_told_fully(course: Episode, joined: Sequence[Episode]) -> bool:
    """Say whether a note tells how long a course lasted of which the list does not know the end."""
    open_ended = course.most is None and not course.ongoing and not course.never
    return open_ended and any(course.quotes[0] in one.quotes and one.most is not None for one in joined)


def _joined(one: Episode, listed: Sequence[Episode]) -> Episode:
    """Return what a note says of a course with what the list knows of the same course, where the two agree."""
    for course in () if one.never else listed:
        if not course.never and _is_same_drug(one, course) and agrees(one, course) and _in_time(one, course):
            if course.most is None and not course.ongoing and one.most is not None:
                return replace(one, quotes=(*course.quotes, *one.quotes), rate=course.rate or one.rate)
            return replace(
                one, quotes=(*course.quotes, *one.quotes), start=course.start, end=course.end, ongoing=course.ongoing,
                least=course.least, most=course.most, rate=course.rate or one.rate,
                outcomes=one.outcomes, indication=course.indication, head=course.head, reason=course.reason,
            )  # fmt: skip
    return one


def _is_same_drug(one: Episode, other: Episode) -> bool:
    if one.listed == other.listed:
        return same_medicine(one.head, other.head)
    return same_medicine(one.head, other.head) or _is_class_of(one, other) or _is_class_of(other, one)


def _is_class_of(one: Episode, other: Episode) -> bool:
    """Say whether a note names the class and not the drug: "NSAID 11 wk"."""
    return any(same_medicine(other.head, member) for member in members_of(one.head))


def agrees(one: Episode, course: Episode) -> bool:
    """Return whether what a note says of length and dose can be said of a listed course."""
    if one.least is not None and course.least is not None and course.most is not None:
        slack = max(DAYS_APART, NEARLY * course.most)
        if not course.least - slack <= one.least <= course.most + slack:
            return False
    if one.least is None and one.most is not None and course.least is not None and one.most + DAYS_APART < course.least:
        return False
    if one.rate and course.rate and one.rate.unit == course.rate.unit and one.rate.low > course.rate.high:
        return False
    other_end = course.outcomes - {COMPLETED}
    says_more = one.least is not None or bool(one.start)
    return not (other_end and one.outcomes and not one.outcomes & other_end and not says_more)


def _in_time(one: Episode, course: Episode) -> bool:
    return one.day is None or course.start is None or one.day >= course.start.first


def _judged(case: Case, test: Test, outcome: str, found: Sequence[Episode], window: Window) -> Finding:
    verdicts = [(one, _shows(case, test, outcome, one, window)) for one in found]
    showing = [one for one, parts in verdicts if parts and all(part is True for part in parts.values())]
    if showing:
        return _unless_disputed(case, test, outcome, showing, found)
    possible = [(one, parts) for one, parts in verdicts if parts and False not in parts.values()]
    against = [one for one, parts in verdicts if parts is None or False in parts.values()]
    if not possible and against:
        return _shown_not(case, test, outcome, verdicts)
    near = [one for one, _ in possible] or list(found)
    open_parts = [name for name, part in possible[0][1].items() if part is None] if possible else []
    return open_finding(
        f"{near[0].words}: the chart does not show {' and '.join(open_parts) or 'how it ended'}.",
        (quote for one in near for quote in (*one.quotes, *(notes_on(case, one) if one.listed else ()))),
        (quote for one in against for quote in one.quotes), WANTED.format(name=near[0].drug),
    )  # fmt: skip


def _shows(case: Case, test: Test, outcome: str, one: Episode, window: Window) -> dict[str, bool | None] | None:
    """Return what a course shows of each thing asked for; None for one that was never taken."""
    if one.never:
        return None
    still = outcome == COMPLETED and one.ongoing and one.listed and counts_as_completed(test)
    parts: dict[str, bool | None] = {f"an end {ENDED[outcome]}": True if still else _ended(outcome, one)}
    if one.told and not one.listed:
        parts["it in a clinician's words"] = None
    if test.get("min_dose"):
        parts["the dose asked for"] = one.rate.reaches(test["min_dose"]) if one.rate else None
    if test.get("min_duration"):
        parts["the duration asked for"] = _lasted(one, test["min_duration"]) or _told_to_last(case, test, one)
    if window.first is not None:
        parts[f"that it was in {window.words}"] = _in_window(one, window, test)
    if test.get("about"):
        parts["what it was for"] = True if _is_for(str(test["about"]), one) else None
    return parts


def counts_as_completed(test: Test) -> bool:
    """Return whether a policy says that what is still taken counts, once it has lasted as long as asked."""
    words = f"{test.get('note') or ''} {test.get('sentence') or ''}"
    return bool(test.get("min_duration")) and bool(STILL_COUNTS.search(words))


def _ended(outcome: str, one: Episode) -> bool | None:
    if outcome in one.outcomes:  # a dose that was lowered and goes on was not given up
        return None if outcome == INTOLERANCE and one.ongoing else True
    if tells_other_reason(one.reason):
        return False
    if outcome == COMPLETED:
        return None if one.ongoing or not one.outcomes else False
    # What a note leaves unsaid of a course, the list's reason for its end decides.
    other = (one.outcomes or outcomes_in(one.reason)) & {INADEQUATE, INTOLERANCE}
    if outcome in other:
        return None
    goes_on = one.ongoing and one.listed and outcome == INTOLERANCE
    return False if other or goes_on else None


def _lasted(one: Episode, wanted: Mapping[str, Any]) -> bool | None:
    days = days_wanted(wanted)
    if one.supply is not None and one.supply + SUPPLY_SLACK < days:
        return False if one.most is not None and one.most < days else None
    if one.start and one.end:
        surely, possibly = lasts(one.start.last, one.end.first, wanted), lasts(one.start.first, one.end.last, wanted)
        return True if surely else None if possibly else False
    if one.least is not None and one.least >= days:
        return True
    return False if one.most is not None and one.most < days else None


def _told_to_last(case: Case, test: Test, one: Episode) -> bool | None:
    """Return whether a clinician tells of a length of a course whose supplies in the record are fewer."""
    if one.supply is None or _lasted(replace(one, supply=None), test["min_duration"]) is not True:
        return _lasted(one, test["min_duration"])
    told = [
        each for each in told_episodes(case, names_of(test))
        if not (each.told or each.never) and _is_same_drug(each, one) and agrees(each, one) and _in_time(each, one)
    ]  # fmt: skip
    return True if any(_lasted(each, test["min_duration"]) for each in told) else None


def _is_for(about: str, one: Episode) -> bool:
    """Say whether a course is for what is asked: by its order, or in the words of the note that tells of it."""
    asked = content(about) - GENERAL
    said = " ".join((one.indication, *(quote.plain for quote in one.quotes)))
    return bool(asked & content(said)) or first_named(said, (about,)) is not None


def _in_window(one: Episode, window: Window, test: Test) -> bool | None:
    """A course that began before the window counts with the days that lie in it."""
    end = one.end or (Interval(window.last, window.last) if one.ongoing else None)
    inside = window.holds(end)
    if not inside or one.start is None:
        return inside
    if window.holds(one.start):
        return True
    wanted = days_wanted(test["min_duration"]) if test.get("min_duration") else 1
    first = window.first or one.start.first
    return True if end and (end.first - first).days + 1 >= wanted else None


def _unless_disputed(
    case: Case, test: Test, outcome: str, showing: Sequence[Episode], found: Sequence[Episode]
) -> Finding:
    for best in sorted(showing, key=lambda one: not one.listed):
        against = _against(case, best, found, outcome) or _ended_otherwise(best, found, outcome)
        if not against:
            return met(
                f"{best.words}: {ENDED[outcome]}.",
                [
                    Datum(
                        (*best.quotes, *notes_on(case, best)),
                        best.end or best.start,
                        frozenset(),
                        best.indication,
                        best.supply is not None,
                    )
                ],
            )
    best = showing[0]
    return open_finding(
        f"{best.words} would meet this, but the record is at odds with itself about it.",
        best.quotes, _against(case, best, found, outcome) or _ended_otherwise(best, found, outcome),
        WANTED.format(name=best.drug),
    )  # fmt: skip


def _ended_otherwise(best: Episode, found: Sequence[Episode], outcome: str) -> list[Quote]:
    """Return the list's line of a course of which a note tells this end, where the list gives another reason."""
    if best.listed or outcome == COMPLETED:
        return []
    return [
        quote for one in found
        if one.listed and not one.never and set(one.quotes) <= set(best.quotes)
        and (one.outcomes - {COMPLETED} or tells_other_reason(one.reason)) and outcome not in one.outcomes
        for quote in one.quotes
    ]  # fmt: skip


def _against(case: Case, best: Episode, found: Sequence[Episode], outcome: str) -> list[Any]:
    """Return what speaks against a course: a shorter one, one never taken, or another end of the same course."""
    places = {(quote.passage.passage_id, quote.start) for quote in best.quotes}
    said = []
    for one in found:
        own = any((quote.passage.passage_id, quote.start) in places for quote in one.quotes)
        if own or not _is_same_drug(best, one):
            continue
        if (
            one.never
            or (outcome == INTOLERANCE and one.listed and one.ongoing)
            or _is_shorter(one, best, outcome)
            or (best.listed is False and one.listed and not agrees(best, one))
        ):
            said += list(one.quotes)
    if conflict := case.disputed(best.quotes):
        said += [*conflict.stands, *conflict.against] if not said else []
    return [quote for quote in said if (quote.passage.passage_id, quote.start) not in places] if said else []


def _is_shorter(one: Episode, best: Episode, outcome: str) -> bool:
    """Say whether a note of the same course's days tells that it was over much earlier."""
    if one.listed or one.most is None or best.least is None:
        return False
    during = one.day is None or best.start is None or one.day >= best.start.first
    return (
        during and one.most + DAYS_APART < best.least and bool(one.outcomes or one.end) and outcome not in one.outcomes
    )


def _shown_not(
    case: Case, test: Test, outcome: str, verdicts: Sequence[tuple[Episode, dict[str, bool | None] | None]]
) -> Finding:
    one, parts = max(verdicts, key=lambda pair: (pair[0].listed, pair[0].least or 0))
    if parts is None:
        reason = f"{one.words}: the record says that it was not taken."
    else:
        missing = [name for name, part in parts.items() if part is False]
        reason = f"{one.words} does not show {' and '.join(missing) or 'what is asked'}."
    quotes = [*one.quotes, *notes_on(case, one), *(quote for each, _ in verdicts for quote in each.quotes)]
    return not_met(reason, quotes[:MOST_AGAINST], WANTED.format(name=one.drug))


def notes_on(case: Case, one: Episode) -> tuple[Quote, ...]:
    """Return the sentence of a clinician's note that tells most of a listed course: how long it was, how it ended."""
    if not one.listed:
        return ()
    told = [
        each for each in told_episodes(case, [drug_key(one.head)]) if not each.told and not _is_other_course(each, one)
    ]
    return max(told, key=lambda each: (bool(each.outcomes), each.least is not None), default=one).quotes if told else ()


def _is_other_course(told: Episode, one: Episode) -> bool:
    """Say whether a note was written before a course began, or tells of another length."""
    return bool(one.start and told.day and told.day < one.start.first) or not agrees(told, one)


def _names(test: Test) -> str:
    return ", ".join(names_of(test)[:3])
