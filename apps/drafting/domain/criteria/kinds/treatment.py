"""What was done, not only ordered: therapy sessions, programmes, medicines taken, with how often and how long."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.episodes import Episode, listed_episodes, told_episodes
from apps.drafting.domain.criteria.findings import Datum, Finding, met, not_met, open_finding
from apps.drafting.domain.criteria.kinds.common import named_words, names_of, outside_words
from apps.drafting.domain.criteria.kinds.months import in_consecutive_months
from apps.drafting.domain.criteria.kinds.nottaken import covers_window, is_requested, not_taken, without
from apps.drafting.domain.criteria.kinds.observation import SIDE
from apps.drafting.domain.criteria.kinds.sessions import (
    attended,
    duration,
    duration_data,
    is_about,
    is_complete,
    near,
    says_total,
    since_corrected,
)
from apps.drafting.domain.criteria.kinds.supplies import carried_by_supplies
from apps.drafting.domain.criteria.kinds.taken import exclusions, is_in_use, taken, told_done
from apps.drafting.domain.criteria.kinds.taught import taught
from apps.drafting.domain.criteria.kinds.titles import done_words, named_treatment
from apps.drafting.domain.criteria.mentions import Mention, mentions
from apps.drafting.domain.criteria.performers import performed_by
from apps.drafting.domain.criteria.periods import Interval, Window, days_wanted, of_when
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.language.assertion import sides

STARTED_NOT = re.compile(
    r"\b(?:NOT done|preparation|in-progress|not-started|scheduled|on-hold|stopped|revoked|cancelled)\b", re.IGNORECASE
)


COUNTS = re.compile(r"\battended\b|\b(?:visits?|sessions?)\b.*\d|\bfirst (?:visit )?to last\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Done:
    """One time that it was done, on a day, or a medicine being taken."""

    quote: Quote
    when: Interval | None


def treatment(case: Case, test: Test) -> Finding:
    """Return whether it was done in the window, as often and as long as asked."""
    window = case.window(test.get("within"))
    if window is None:
        return open_finding("The chart does not say on which day the window of this criterion ends.",
                            wanted="The day of the order or of the event itself.")  # fmt: skip
    done = _done(case, test)
    timely = [one for one in done if window.holds(one.when)]
    courses = [*listed_episodes(case, names_of(test)), *told_episodes(case, names_of(test))]
    courses = [one for one in courses if not is_requested(case, one)]
    if not timely and (lessons := taught(case, test, window)):
        return met(f"It was taught: {lessons[0].quote.plain[:160]}",
                   [Datum((one.quote,), one.when) for one in lessons])  # fmt: skip
    if test.get("sessions") or test.get("min_duration"):
        finding = _often_enough(case, test, done, timely, courses, window)
        return in_consecutive_months(case, test, [one.when for one in timely if one.when], finding)
    return _at_all(case, test, done, timely, courses, window)


def _done(case: Case, test: Test) -> list[Done]:
    """Return the procedures and kept visits that are what is asked, one for each day, newest first."""
    names = names_of(test)
    by_day: dict[date | Quote, Done] = {}
    for event in (*case.chart.procedures, *case.chart.immunizations):
        if (
            not STARTED_NOT.search(f"{event.title} {event.detail.split(';')[0]}")
            and _is_it(event.title, names)
            and is_about(test, event.line.quote.plain)
        ):
            by_day[event.day.first if event.day else event.line.quote] = Done(event.line.quote, of_when(event.day))
    for visit in case.visits:
        if (
            visit.kept
            and not visit.remote
            and visit.when
            and _is_it(visit.title, names)
            and not _is_only_talk(visit.title)
        ):
            by_day.setdefault(visit.when.first, Done(visit.quote, visit.when))
    found = [one for one in by_day.values() if _allowed(case, test, one)]
    return sorted(found, key=lambda one: -(one.when.last.toordinal() if one.when else 0))


def _is_only_talk(title: str) -> bool:
    return bool(re.search(r"\b(?:discharge|referral|screening call|scheduling)\b", title, re.IGNORECASE))


def _is_it(title: str, names: Sequence[str]) -> bool:
    return named_treatment(title, names) is not None


def _allowed(case: Case, test: Test, one: Done) -> bool:
    by, side = test.get("performed_by"), set(test.get(SIDE) or ())
    said = sides(one.quote.plain)
    if side and said and not said & {*side, "both"}:
        return False
    return by is None or performed_by(case, by, one.quote, one.when) is True


def _often_enough(
    case: Case, test: Test, done: Sequence[Done], timely: Sequence[Done], courses: Sequence[Episode], window: Window
) -> Finding:
    wanted, name = int(test.get("sessions") or 0), named_words(test)
    if not wanted and (carried := carried_by_supplies(case, test, window)):
        return met(f"{name}: handed over without a gap, {carried[0].quotes[0].plain[:120]} and on.", carried)
    counts = since_corrected(attended(case, test, window))
    most_told = max((count for _, count in counts), default=0)
    days = [one.when for one in timely if one.when]
    long_enough = _long_enough(test, days, courses, counts, case, window)
    long = duration_data(case, test, window)
    enough = len(timely) >= wanted if wanted else bool(timely) or long_enough is True
    told_enough = bool(wanted) and most_told >= wanted
    notes = counting(case, test) if timely else []
    data = (
        [Datum((one.quote,), one.when, sides(one.quote.plain)) for one in timely]
        + [Datum((quote,)) for quote in notes]
        + [Datum((one.quote,), one.when) for one, _ in counts]
        + long
    )
    if (enough or (told_enough and not timely)) and long_enough is not False and data:
        if long_enough is None:
            return open_finding(
                f"{name} was done, but for how long the chart does not show.",
                (quote for one in data for quote in one.quotes), wanted=f"The dates of all sessions: {name}.",
            )  # fmt: skip
        return _unless_less(test, data, timely, counts, wanted)
    if told_enough and timely:
        return open_finding(
            f"A note tells of {most_told} sessions, but {len(timely)} are dated in the chart.",
            (one.quote for one, count in counts if count >= wanted), (one.quote for one in timely),
            f"The attendance record: {name}.",
        )  # fmt: skip
    return _too_few(case, test, done, timely, counts, window, long_enough)


def _first_and_last(timely: Sequence[Done]) -> list[Quote]:
    ends = (timely[0], timely[-1]) if len(timely) > 1 else timely
    return [one.quote for one in ends]


def counting(case: Case, test: Test) -> list[Quote]:
    """Return the sentences of a page on this treatment, such as an attendance sheet, that count what was kept."""
    return [
        line.quote for line in case.own_notes
        if _is_it(line.quote.passage.document_title, names_of(test)) and COUNTS.search(line.text)
    ][:2]  # fmt: skip


def _unless_less(
    test: Test, data: Sequence[Datum], timely: Sequence[Done], counts: Sequence[tuple[Mention, int]], wanted: int
) -> Finding:
    newest = counts[0] if counts else None
    if wanted and newest and newest[1] < wanted and says_total(newest[0]) and len(timely) < wanted + 1:
        return open_finding(f"The dated sessions and the count of {newest[1]} in a note disagree.",
                            (one.quote for one in timely), [newest[0].quote],
                            f"The attendance record: {named_words(test)}.")  # fmt: skip
    if not timely and not counts:
        return met(f"{named_words(test)}: {data[0].quotes[0].plain[:160]}", data)
    times = f"{len(timely)} dated" if timely else f"{counts[0][1]} told"
    return met(f"{named_words(test)}: {times}{' times' if len(timely) != 1 else ' time'} in the window.", data)


def _long_enough(
    test: Test,
    days: Sequence[Interval],
    courses: Sequence[Episode],
    counts: Sequence[tuple[Mention, int]],
    case: Case,
    window: Window,
) -> bool | None:
    if not test.get("min_duration"):
        return True
    wanted = days_wanted(test["min_duration"])
    if len(days) > 1:
        span = (max(day.last for day in days) - min(day.first for day in days)).days + 1
        return span >= wanted
    told = [days_told for one in near(case, test) if (days_told := duration(one, window)) is not None]
    told += [
        one.least
        for one in courses
        if one.least is not None and not one.never and not one.told and window.holds(one.end or one.start)
        and not (one.least < wanted and _is_renewed(one, courses))
    ]  # fmt: skip
    if any(days_told >= wanted for days_told in told):
        return True
    return False if told or days else None


def _is_renewed(one: Episode, courses: Sequence[Episode]) -> bool:
    """Say whether an order goes on from an earlier one of the same, of which nobody wrote when it ended."""
    return one.listed and any(
        other.listed and not other.never and other.end is None and other.drug == one.drug
        and other.start and one.start and other.start.last < one.start.first
        for other in courses
    )  # fmt: skip


def _too_few(
    case: Case, test: Test, done: Sequence[Done], timely: Sequence[Done], counts: Sequence[tuple[Mention, int]],
    window: Window, long_enough: bool | None,
) -> Finding:  # fmt: skip
    name, wanted = named_words(test), test.get("sessions")
    asked = f"{wanted} sessions" if wanted else f"{days_wanted(test['min_duration']):.0f} days"
    if (timely or counts) and not (wanted is None or is_complete(counts, counting(case, test), case, test)):
        return open_finding(
            f"{name}: the chart tells of {max(len(timely), *(count for _, count in counts), 0)} in {window.words}; "
            f"{asked} are asked for, and nothing says that these are all.",
            (*_first_and_last(timely), *(one.quote for one, _ in counts)), (), f"The attendance record: {name}.",
        )  # fmt: skip
    if timely or counts:
        number = max(len(timely), max((count for _, count in counts), default=0))
        return not_met(
            f"{name}: {number} in {window.words}{'' if long_enough is not False else ', over too short a time'}; "
            f"{asked} are asked for.",
            (*_first_and_last(timely), *counting(case, test), *(one.quote for one, _ in counts)),
            f"The attendance record: {name}.",
        )  # fmt: skip
    if long_enough is False:
        told = [one for one in near(case, test) if one.how.done]
        return not_met(f"{name} is told of for less than the {asked} asked for.", (one.quote for one in told[:3]))
    return _at_all(case, test, done, (), (), window, decided=False)


def _gone(
    case: Case, gone: Sequence[Mention], said: Sequence[Mention], courses: Sequence[Episode], window: Window
) -> list[Quote]:
    """Return where clinicians say that what the list has is not taken, when no course runs and nobody said so later."""
    running = any(one.listed and one.ongoing and not one.never for one in courses)
    day = max((one.line.day for one in gone if one.line.day), default=None)
    later = [
        one for one in said
        if is_in_use(one) and one.line.quote.passage.author_role and not one.line.copied
        and day and one.when and one.when.last > day
    ]  # fmt: skip
    over = any(covers_window(one, window) for one in gone)
    return [] if running or later or not over else [one.quote for one in gone[:3]]


def _at_all(
    case: Case, test: Test, done: Sequence[Done], timely: Sequence[Done], courses: Sequence[Episode], window: Window,
    *, decided: bool = True,
) -> Finding:  # fmt: skip
    name = named_words(test)
    if timely and decided:
        return met(
            f"{done_words(timely[0].quote.plain, names_of(test))} was done: {timely[0].quote.plain[:160]}",
            [Datum((one.quote,), one.when, sides(one.quote.plain)) for one in timely[:2]],
        )
    gone = not_taken(case, names_of(test), list(mentions(case, names_of(test), classes=True)), window)
    in_use = taken(case, test, without(courses, gone), window) if decided else []
    if in_use:
        return met(f"{name} is taken: {in_use[0].quotes[0].plain[:160]}", in_use)
    said = list(mentions(case, names_of(test), classes=True))
    if decided and not any(one.listed for one in courses) and (doing := told_done(case, test, said, window)):
        return met(f"A clinician states it: {doing[0].quote.plain[:160]}",
                   [Datum((one.quote,), one.when) for one in doing[:2]])  # fmt: skip
    excluded = exclusions(case, test, said, courses, window)
    in_use_told = decided and any(is_in_use(one) and window.holds(one.when) for one in said)
    never = _gone(case, gone, said, without(courses, gone), window)
    if excluded := never or ([] if in_use_told else excluded):
        return not_met(f"The record says that it is not so: {excluded[0].plain[:160]}", excluded[:5],
                       f"The record that {name} was done.")  # fmt: skip
    late = [one for one in done if window.holds(one.when) is False]
    if late:
        return not_met(f"{outside_words(name, late[0].when, window)}.", [late[0].quote], f"{name} in {window.words}.")
    return open_finding(
        f"The chart does not show that {name} was done." if said else f"The chart says nothing of {name}.",
        (one.quote for one in said[:3]), wanted=f"The record that {name} was done: by whom, when, how often.",
    )  # fmt: skip
