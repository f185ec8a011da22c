"""What was done, not only ordered: therapy sessions, programmes, medicines taken, with how often and how long."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.episodes import LASTED, Episode, listed_episodes, told_episodes
from apps.drafting.domain.criteria.findings import Datum, Finding, met, not_met, open_finding
from apps.drafting.domain.criteria.kinds.common import named_words, names_of, outside_words
from apps.drafting.domain.criteria.kinds.condition import covers
from apps.drafting.domain.criteria.mentions import Mention, mentions
from apps.drafting.domain.criteria.names import first_named, roots
from apps.drafting.domain.criteria.performers import performed_by
from apps.drafting.domain.criteria.periods import DAYS_OF, Interval, Window, days_wanted, of_when
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.language.quantities import SPELLED

_NUMBER = r"(?P<count>\d{1,3}|" + "|".join(SPELLED) + r")"
ATTENDED = re.compile(
    rf"\b(?:attended|completed|total attended|went|seen for|finished|had|received|underwent|after|did|x)\W{{1,3}}"
    rf"(?:a total of |all |only |of )?{_NUMBER}(?P<of> ?(?:of|/|out of) ?\w+)?\W{{0,2}}(?:\w+ ){{0,3}}?"
    r"(?P<unit>sessions?|visits?|treatments?|cycles?|injections?|classes|class|times|appointments?|weeks?|wks?|"
    r"months?|\.|$)",
    re.IGNORECASE,
)
COUNTED = re.compile(
    rf"\b{_NUMBER}(?P<of> ?(?:of|/|out of) ?\w+)? ?(?P<unit>sessions?|visits?|treatments?|cycles?|injections?|"
    rf"classes|class|times)\b",
    re.IGNORECASE,
)
DID = re.compile(
    r"\b(?:attended|attendance|attending|completed|complet(?:es|ing)|went|underwent|received|finished|had|has had|"
    r"did|done|doing|"
    r"performed|participat\w+|adher\w+|complian\w+|carried out|tried|trial of|failed|failing|after|despite|"
    r"sessions? to date|"
    r"so far|using|uses|used|taking|takes|seen for|s/p|status post|visit \d+|session \d+)\b",
    re.IGNORECASE,
)
PRESCRIBED = re.compile(r"\b\d ?x ?/? ?(?:a |per )?(?:wk|week)\w* (?:x|for) ?\d", re.IGNORECASE)
ORDERED_ONLY = re.compile(
    r"\b(?:authori[sz]ed|auth|ordered|planned|scheduled|approved|prescribed|recommended|offered)\b", re.IGNORECASE
)
STARTED_NOT = re.compile(r"\b(?:NOT done|not-started|scheduled|on-hold|stopped|revoked|cancelled)\b", re.IGNORECASE)
TAKING = re.compile(
    r"\b(?:on|takes?|taking|uses?|using|continues?|cont|tolerat\w+|tol|injects?|injecting|wears?|wearing|maintained|"
    r"managed with|treated with|doses?|adherent)\b|\d ?(?:mg|u|units?|mcg)\b",
    re.IGNORECASE,
)
SESSION_UNITS = ("session", "visit", "treatment", "cycle", "injection", "class", "time", "appointment", ".", "")


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
    if test.get("sessions") or test.get("min_duration"):
        return _often_enough(case, test, done, timely, courses, window)
    return _at_all(case, test, done, timely, courses, window)


def _done(case: Case, test: Test) -> list[Done]:
    """Return the procedures and kept visits that are what is asked, one for each day, newest first."""
    names = names_of(test)
    by_day: dict[date | Quote, Done] = {}
    for event in (*case.chart.procedures, *case.chart.immunizations):
        if (
            not STARTED_NOT.search(f"{event.title} {event.detail.split(';')[0]}")
            and _is_it(event.title, names)
            and _is_about(test, event.line.quote.plain)
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
    return first_named(title, names, classes=True) is not None


def _is_about(test: Test, text: str) -> bool:
    return not test.get("about") or bool(_content(str(test["about"])) & roots(text))


def _content(text: str) -> frozenset[str]:
    return roots(text) - roots("treatment of or and infection disease disorder the a persistent worse symptoms for")


def _allowed(case: Case, test: Test, one: Done) -> bool:
    by = test.get("performed_by")
    return by is None or performed_by(case, by, one.quote, one.when) is True


def _often_enough(
    case: Case, test: Test, done: Sequence[Done], timely: Sequence[Done], courses: Sequence[Episode], window: Window
) -> Finding:
    wanted, name = int(test.get("sessions") or 0), named_words(test)
    counts = _attended(case, test, window)
    most_told = max((count for _, count in counts), default=0)
    days = [one.when for one in timely if one.when]
    long_enough = _long_enough(test, days, courses, counts, case, window)
    long = _duration_data(case, test, window)
    enough = len(timely) >= wanted if wanted else bool(timely) or long_enough is True
    told_enough = bool(wanted) and most_told >= wanted
    data = (
        [Datum((one.quote,), one.when) for one in timely] + [Datum((one.quote,), one.when) for one, _ in counts] + long
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


def _unless_less(
    test: Test, data: Sequence[Datum], timely: Sequence[Done], counts: Sequence[tuple[Mention, int]], wanted: int
) -> Finding:
    newest = counts[0] if counts else None
    if wanted and newest and newest[1] < wanted and _says_total(newest[0]) and len(timely) < wanted + 1:
        return open_finding(f"The dated sessions and the count of {newest[1]} in a note disagree.",
                            (one.quote for one in timely), [newest[0].quote],
                            f"The attendance record: {named_words(test)}.")  # fmt: skip
    if not timely and not counts:
        return met(f"{named_words(test)}: {data[0].quotes[0].plain[:160]}", data)
    times = f"{len(timely)} dated" if timely else f"{counts[0][1]} told"
    return met(f"{named_words(test)}: {times}{' times' if len(timely) != 1 else ' time'} in the window.", data)


def _says_total(one: Mention) -> bool:
    return bool(re.search(r"\btotal\b|\bof\b|\bout of\b|/", one.line.text))


def _attended(case: Case, test: Test, window: Window) -> list[tuple[Mention, int]]:
    """Return the sentences that tell how many sessions were attended, newest first."""
    found = []
    for one in _near(case, test):
        if one.how.relative or one.how.supposed or one.how.planned or one.how.told or not _tells_doing(one):
            continue
        for pattern in (ATTENDED, COUNTED):
            match = pattern.search(one.line.text)
            if (
                match
                and match["unit"].lower().rstrip("s").removesuffix("e") in SESSION_UNITS
                and window.holds(one.when)
            ):
                found.append((one, _count(match["count"])))
                break
    return found


def _tells_doing(one: Mention) -> bool:
    """Say whether a sentence tells of something done, not of what was prescribed or authorized."""
    text = one.line.text
    return bool(DID.search(text)) and not ORDERED_ONLY.search(one.clause) and not PRESCRIBED.search(text)


def _near(case: Case, test: Test) -> list[Mention]:
    """Return the mentions in notes: by name, and in a therapist's own note by the count alone."""
    found = [one for one in mentions(case, names_of(test)) if _is_about(test, _page(one))]
    return [one for one in found if _by_allowed(case, test, one)]


def _page(one: Mention) -> str:
    return one.line.quote.passage.text


def _by_allowed(case: Case, test: Test, one: Mention) -> bool:
    by = test.get("performed_by")
    return by is None or performed_by(case, by, one.quote, one.when) is True


def _count(text: str) -> int:
    return int(text) if text.isdigit() else int(SPELLED[text.lower()])


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
    told = [days_told for one in _near(case, test) if (days_told := _duration(one, window)) is not None]
    told += [
        one.least
        for one in courses
        if one.least is not None and not one.never and not one.told and window.holds(one.end or one.start)
    ]
    if any(days_told >= wanted for days_told in told):
        return True
    return False if told or days else None


def _duration_data(case: Case, test: Test, window: Window) -> list[Datum]:
    if not test.get("min_duration"):
        return []
    wanted = days_wanted(test["min_duration"])
    return [Datum((one.quote,), one.when) for one in _near(case, test) if (_duration(one, window) or 0) >= wanted]


def _duration(one: Mention, window: Window) -> float | None:
    if not one.how.done or one.how.told or not window.holds(one.when) or not _tells_doing(one):
        return None
    match = LASTED.search(one.line.text, one.end) or LASTED.search(one.line.text)
    if match is None or abs(match.start() - one.end) > 60:  # noqa: PLR2004
        return None
    number = match["count"].replace("½", ".5").rstrip(".")
    return (float(SPELLED[number.lower()]) if number.lower() in SPELLED else float(number)) * DAYS_OF[
        match["unit"][0].lower()
    ]


def _too_few(
    case: Case, test: Test, done: Sequence[Done], timely: Sequence[Done], counts: Sequence[tuple[Mention, int]],
    window: Window, long_enough: bool | None,
) -> Finding:  # fmt: skip
    name, wanted = named_words(test), test.get("sessions")
    asked = f"{wanted} sessions" if wanted else f"{days_wanted(test['min_duration']):.0f} days"
    if timely or counts:
        number = max(len(timely), max((count for _, count in counts), default=0))
        return not_met(
            f"{name}: {number} in {window.words}{'' if long_enough is not False else ', over too short a time'}; "
            f"{asked} are asked for.",
            (*(one.quote for one in timely), *(one.quote for one, _ in counts)), f"The attendance record: {name}.",
        )  # fmt: skip
    if long_enough is False:
        near = [one for one in _near(case, test) if one.how.done]
        return not_met(f"{name} is told of for less than the {asked} asked for.", (one.quote for one in near[:3]))
    return _at_all(case, test, done, (), (), window, decided=False)


def _at_all(
    case: Case, test: Test, done: Sequence[Done], timely: Sequence[Done], courses: Sequence[Episode], window: Window,
    *, decided: bool = True,
) -> Finding:  # fmt: skip
    name = named_words(test)
    if timely and decided:
        return met(
            f"{name} was done: {timely[0].quote.plain[:160]}", [Datum((one.quote,), one.when) for one in timely[:4]]
        )
    taken = _taken(case, test, courses, window) if decided else []
    if taken:
        return met(f"{name} is taken: {taken[0].quotes[0].plain[:160]}", taken)
    said = list(mentions(case, names_of(test), classes=True))
    not_done = [one for one in said if one.how.not_done or one.how.refused or one.is_denied]
    never = [
        event.line.quote
        for event in case.chart.procedures
        if event.title.startswith("NOT done") and _is_it(event.title, names_of(test))
    ]
    if (never or covers(names_of(test), not_done)) and not [
        one for one in said if one.how.done and not one.how.told and decided
    ]:
        quotes = [*never, *(one.quote for one in not_done[:3])]
        return not_met(f"The record says that it was not done: {quotes[0].plain[:160]}", quotes,
                       f"The record that {name} was done.")  # fmt: skip
    late = [one for one in done if window.holds(one.when) is False]
    if late:
        return not_met(f"{outside_words(name, late[0].when, window)}.", [late[0].quote], f"{name} in {window.words}.")
    return open_finding(
        f"The chart does not show that {name} was done." if said else f"The chart says nothing of {name}.",
        (one.quote for one in said[:3]), wanted=f"The record that {name} was done: by whom, when, how often.",
    )  # fmt: skip


def _taken(case: Case, test: Test, courses: Sequence[Episode], window: Window) -> list[Datum]:
    """A medicine is taken when the list has it as running and a clinician's note in the window says so too."""
    running = [
        one
        for one in courses
        if one.listed
        and not one.never
        and (one.ongoing or window.holds(one.end))
        and one.start
        and one.start.first <= window.last
    ]
    running = [one for one in running if _is_about(test, f"{one.indication} {one.quotes[0].plain}")]
    said = [
        one for one in mentions(case, names_of(test), classes=True)
        if one.how.asserted and not (one.how.refused or one.how.not_done or one.how.told or one.is_over)
        and not one.how.planned and TAKING.search(one.line.text)
        and window.holds(one.when) and _is_about(test, one.line.text)
    ]  # fmt: skip
    reported = [one for one in running if "Reported" in one.quotes[0].passage.section_title]
    if not running or not (said or reported):
        return []
    return [Datum(one.quotes, one.start, frozenset(), one.indication) for one in running[:3]] + [
        Datum((one.quote,), one.when) for one in said[:2]
    ]
