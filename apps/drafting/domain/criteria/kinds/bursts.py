"""Short courses of a medicine counted as times that it was given: bursts of a steroid, rounds of an antibiotic."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.episodes import Episode, listed_episodes
from apps.drafting.domain.criteria.findings import Datum, Finding, met, open_finding
from apps.drafting.domain.criteria.kinds.common import named_words, names_of
from apps.drafting.domain.criteria.kinds.nottaken import not_taken, without
from apps.drafting.domain.criteria.kinds.sessions import is_about
from apps.drafting.domain.criteria.mentions import mentions
from apps.drafting.domain.criteria.outcomes import COMPLETED
from apps.drafting.domain.criteria.periods import Window, days_wanted, told_dates
from apps.drafting.domain.criteria.sayings import is_patient_written
from apps.drafting.domain.criteria.verdicts import Verdict
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.facts.quotes import Quote

SHORT = 45  # days that a course lasts at most
APART = timedelta(days=10)  # what begins sooner after another ended belongs to that one
OF_COURSES = re.compile(r"(?i)[ -](?:short )?(?:courses?|bursts?|tapers?|rounds?|pulses?|dose ?packs?|therapy)$")


def by_courses(case: Case, test: Test, window: Window, otherwise: Finding) -> Finding:
    """Return what the list's short courses settle, or what was found otherwise.

    Too few are no denial by themselves: another clinic's course stands on no list here.
    """
    names = _medicines(names_of(test))
    listed = [one for one in listed_episodes(case, names) if _is_short(one) and window.holds(one.start)]
    gone = not_taken(case, names, list(mentions(case, names, classes=True)), window)
    given = [one for one in without(listed, gone) if not one.never and _is_taken(one)]
    least = days_wanted(test["min_duration"]) if test.get("min_duration") else 0.0
    told = [(one, _told_of(case, test, one)) for one in _apart(given) if (one.least or 0) >= least]
    right = [(one, quotes) for one, quotes in told if quotes is not None]
    wanted, name = int(test["sessions"]), named_words(test)
    if len(right) >= wanted:
        data = [Datum((*one.quotes, *quotes), one.start, frozenset(), one.indication) for one, quotes in right]
        return met(f"{name}: {len(right)} courses in the window, {right[0][0].words} and on.", data)
    if not given or otherwise.verdict is Verdict.NOT_MET:
        return otherwise
    return open_finding(
        f"{name}: the list has {len(right)} such courses in {window.words}; {wanted} are asked for.",
        (quote for one in given for quote in one.quotes),
        (quote for one in listed if one not in given for quote in one.quotes), f"The record of all courses: {name}.",
    )  # fmt: skip


def _medicines(names: Sequence[str]) -> list[str]:
    """Return the names, and those of the medicines by themselves: "prednisone" of "prednisone burst"."""
    return list(dict.fromkeys([*names, *(OF_COURSES.sub("", name) for name in names)]))


def _is_short(one: Episode) -> bool:
    return one.start is not None and one.end is not None and one.most is not None and one.most <= SHORT


def _is_taken(one: Episode) -> bool:
    """Say whether a course was finished as ordered, or handed over."""
    return COMPLETED in one.outcomes or bool(one.supply)


def _apart(found: Sequence[Episode]) -> list[Episode]:
    """Return the courses, oldest first, each that is not the continuation of another."""
    kept: list[Episode] = []
    for one in sorted(found, key=lambda each: each.start.first if each.start else date.min):
        last = kept[-1].end if kept else None
        if last is None or (one.start and one.start.first - last.last > APART):
            kept.append(one)
    return kept


def _told_of(case: Case, test: Test, one: Episode) -> tuple[Quote, ...] | None:
    """Return what notes say of a course, empty where nothing is needed; None where it is not shown to be for it."""
    lines = [line for line in case.own_notes if _is_of(line, one)]
    if one.indication or not test.get("about"):
        return () if is_about(test, one.indication) else None
    about = {line.quote.passage.document_id for line in case.own_notes if is_about(test, line.text)}
    on_it = [line.quote for line in lines if line.quote.passage.document_id in about]
    return tuple(on_it[:1]) if on_it else None


def _is_of(line: NoteLine, one: Episode) -> bool:
    """Say whether a sentence of those days, or one that tells of them, can be of a course."""
    if one.start is None or line.relative or is_patient_written(line.quote.passage):
        return False
    days = [told.when.first for told in told_dates(line.text, line.first_day)] or ([line.day] if line.day else [])
    named = bool(one.head) and one.head.split()[0][:4].lower() in line.text.lower()
    return named and any(abs(day - one.start.first) <= APART for day in days)
