"""Who this is in one line, and the active problems: status, last objective values, the plan of record."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import timedelta

from apps.drafting.domain.claims import CitedSpan, ClaimType, DraftKind, ProposedClaim, Severity
from apps.drafting.domain.composing import Weighed, claim, inside, listed, said_in
from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.facts.records import Problem, Result
from apps.drafting.domain.facts.telling import DISEASE, LEAST, telling
from apps.drafting.domain.knowledge import NOT_A_PROBLEM, SEMANTIC_TAG, results_of, weight_of
from apps.drafting.domain.language.assertion import negated_stems, sides
from apps.drafting.domain.language.dates import written
from apps.drafting.domain.language.words import stems
from apps.drafting.domain.reconcile.carried import EXCLUDES
from apps.drafting.domain.reconcile.results import briefly, series, trend
from apps.drafting.domain.tasks import DraftTask
from apps.redaction.domain.views import OLDEST_AGE_SHOWN
from apps.retrieval.domain.assertion import is_hedged

SUMMARY, ACTIVE = "Summary", "Active problems"
PLAN_SECTIONS = frozenset({"assessment", "plan", "assessment_and_plan", "impression", "diagnoses"})
SAID_AS = {"assessment": "Assessment", "impression": "Impression", "diagnoses": "Diagnoses"}
MOST_IN_ONE_LINE = 3
DEFINES_CARE = 3  # a problem of this weight or more defines care now
MOST_IN_DETAIL = 8
PLAN_NOT_OLDER = timedelta(days=400)
LONGEST_PLAN = 24  # words
# Results that many charts hold in their notes alone, as notes write them.
IN_NOTES = {
    "Blood pressure": re.compile(
        r"\b(?:home )?BPs?:? (?:today |now |check\.? )?\d{2,3}(?:-\d{2,3})?/\d{2,3}(?:-\d{2,3})?\b", re.IGNORECASE
    )
}
NUMBERED = re.compile(r"\d[.)]\s*$")  # the next point of a list
ORDINARY = stems(
    "chronic acute disease disorder type stage left right history due primary essential mild severe active status with"
)
PEOPLE = {"female": "woman", "male": "man"}
CAME_FOR = re.compile(r"\b(?:comes? (?:for|to|with)|seen for|here (?:for|with|w/)|presents?)\b|\bw/ ", re.IGNORECASE)
GROWN = 18  # years
RIDES_ALONG = 5  # weight of a problem that is told in passing while all is well
LONGEST_REPEATED_UNIT = 6  # characters
PLAN, NORMAL_COURSE, LONG_NAMES, NORMAL_VALUES = 3, 12, 13, 20  # when the page is full: the highest gives way first


def ranked(chart: Chart) -> list[Problem]:
    """Return the active problems, weightiest first; what senders file as conditions but is none is left out."""
    active = [p for p in chart.problems if p.active and not NOT_A_PROBLEM.search(p.name)]
    treated = {p.name: sum(bool(_own(p) & stems(m.indication)) for m in chart.medications if m.current) for p in active}
    unique = {p.name: p for p in active}.values()
    return sorted(unique, key=lambda p: (weight_of(p.name), bool(p.certainty), -treated[p.name]))


def name_of(problem: Problem) -> str:
    """Return a problem's name without the tag of its code system."""
    return SEMANTIC_TAG.sub("", problem.name)


def _own(problem: Problem) -> frozenset[str]:
    return stems(name_of(problem)) - ORDINARY


def one_liner(chart: Chart, task: DraftTask) -> Iterator[Weighed]:
    """Yield age, sex and the problems that define care now."""
    certain = [problem for problem in ranked(chart) if not problem.certainty] or ranked(chart)
    if not certain:
        yield from _without_problem(chart, task)
        return
    heaviest = max(weight_of(certain[0].name), DEFINES_CARE)
    first = [problem for problem in certain if weight_of(problem.name) <= heaviest][:MOST_IN_ONE_LINE]
    whole, brief = _in_one_line(first, task, name_of), _in_one_line(first, task, _short_name)
    yield Weighed(whole, brief=brief if brief != whole else None, shortened=LONG_NAMES)


def _in_one_line(first: list[Problem], task: DraftTask, named: Callable[[Problem], str]) -> ProposedClaim:
    names = [inside(named(p)) + (f" ({p.certainty})" if p.certainty else "") for p in first]
    text = f"{who(task)} with {listed(names)}."
    return claim(SUMMARY, text, ClaimType.DIAGNOSIS, [p.line.quote for p in first])


def _short_name(problem: Problem) -> str:
    """Return a name up to its first comma, where nothing after it doubts, denies or tells a side."""
    name = name_of(problem)
    short, _, rest = name.partition(",")
    return name if is_hedged(rest) or EXCLUDES.search(rest) or sides(rest) else short


def who(task: DraftTask) -> str:
    """Return ``58-year-old woman``."""
    age = "" if task.age is None else f"{task.age}-year-old {'or older ' if task.age == OLDEST_AGE_SHOWN else ''}"
    if task.age is not None and task.age < GROWN and task.sex in PEOPLE:
        return f"{age}{task.sex}"
    return f"{age}{PEOPLE.get(task.sex, 'person')}"


def _without_problem(chart: Chart, task: DraftTask) -> Iterator[Weighed]:
    seen = [event for event in chart.encounters if event.day and event.day.last <= task.as_of]
    if seen:
        last = max(seen, key=lambda event: event.day.last if event.day else task.as_of)
        reason = f" for {inside(last.detail)}" if last.detail else ""
        text = f"{who(task)}, last seen {last.line.dated}: {inside(SEMANTIC_TAG.sub('', last.title))}{reason}."
        yield Weighed(claim(SUMMARY, text, ClaimType.IDENTITY, [last.line.quote]))
        return
    line = _what_brings_them(chart)
    if line:
        text = f'{who(task)}; {said_in(line.quote)}: "{line.text.rstrip(".,; ")}"'
        yield Weighed(claim(SUMMARY, text, ClaimType.DIAGNOSIS, [line.quote]))


def _what_brings_them(chart: Chart) -> NoteLine | None:
    """Return the newest sentence of a note that names a disease, else the one that says what the patient came for."""
    told = [line for line in chart.notes if line.day and not negated_stems(line.text) and telling(line) >= LEAST]
    named = [line for line in told if DISEASE.search(line.text)]
    judged = [line for line in named if line.section_kind in PLAN_SECTIONS]
    came = [line for line in told if CAME_FOR.search(line.text)]
    return next(iter([*judged, *named, *came]), None)


def problems(
    chart: Chart, task: DraftTask, *, with_plans: bool = True, told_first: Collection[CitedSpan] = ()
) -> Iterator[Weighed]:
    """Yield each active problem with its trend and the newest plan; the light ones share a line with their values.

    A single result that stands among ``told_first`` is not told again; a trend is, or its peak would hide.
    """
    plans = chart if with_plans else replace(chart, notes=[])
    by_name, told, planned = series(chart), set[str](), set[Quote]()
    rest: list[tuple[Problem, list[Result]]] = []
    for number, problem in enumerate(ranked(chart)):
        shown = _trends(problem, by_name, told) if number < MOST_IN_DETAIL else []
        shown = [points for points in shown if len(points) > 1 or points[-1].line.quote.cite() not in told_first]
        noted = _noted(problem, chart, by_name, task) if number < MOST_IN_DETAIL else None
        told_of: list[Weighed] = []
        if number < MOST_IN_DETAIL and not _is_light(problem, shown):
            told_of = list(_problem(problem, plans, task, shown, planned, number, noted))
        yield from told_of
        rest += [] if told_of else [(problem, [points[-1] for points in shown[:1]])]
    if rest:
        whole, brief = _rest(rest), _rest([(problem, []) for problem, _ in rest])
        yield Weighed(whole, brief=brief if brief != whole else None, shortened=NORMAL_VALUES)


def _rest(rest: list[tuple[Problem, list[Result]]]) -> ProposedClaim:
    text = f"Also on the problem list: {listed([_in_passing(*one) for one in rest])}."
    quotes = [quote for problem, points in rest for quote in (problem.line.quote, *(p.line.quote for p in points))]
    return claim(ACTIVE, text, ClaimType.DIAGNOSIS, quotes, severity=Severity.MODERATE)


def _is_light(problem: Problem, shown: list[list[Result]]) -> bool:
    """Say whether a problem rides along: nothing to say of it but a value that is not called abnormal."""
    abnormal = any(point.flag for points in shown for point in points)
    return bool(shown) and weight_of(problem.name) >= RIDES_ALONG and not (abnormal or problem.note)


def _in_passing(problem: Problem, points: list[Result]) -> str:
    doubt = [problem.certainty] if problem.certainty else []
    values = [f"{p.name} {p.value}, {p.day.written if p.day else 'undated'}" for p in points]
    return inside(name_of(problem)) + (f" ({'; '.join([*doubt, *values])})" if doubt or values else "")


def _problem(
    problem: Problem,
    chart: Chart,
    task: DraftTask,
    shown: list[list[Result]],
    planned: set[Quote],
    number: int,
    noted: Quote | None,
) -> Iterator[Weighed]:
    plan = _plan(problem, chart, task)
    plan = None if plan and any(_overlap(plan, other) for other in planned) else plan
    if not (shown or plan or problem.note or noted):
        return
    planned |= {plan} if plan else set()
    alone = plan if plan and not (shown or problem.note) else None  # nothing else is known of it
    whole = _told(problem, shown, noted, alone, task)
    brief = _told(problem, [_in_brief(points) for points in shown], noted, None, task)
    rank = PLAN + number if alone else NORMAL_COURSE
    yield Weighed(whole, brief=brief if len(brief.text) < len(whole.text) else None, shortened=rank)
    if plan and not alone:
        yield Weighed(claim(ACTIVE, _plan_words(plan), ClaimType.HISTORY, [plan]), PLAN + number)


def _told(
    problem: Problem, shown: list[list[Result]], noted: Quote | None, plan: Quote | None, task: DraftTask
) -> ProposedClaim:
    leaves = task.kind is DraftKind.PRIOR_AUTH_LETTER
    since = f", since {problem.since}" if problem.since else ""
    doubt = f" ({problem.certainty})" if problem.certainty else ""
    text = f"{name_of(problem)}{doubt}{since}" + "".join(
        f"; {trend_words(points, with_years=leaves)}" for points in shown
    )
    text += f"; {noted.plain} ({written(noted.day)})." if noted else "."
    if problem.note and not stems(problem.note) <= stems(text):
        text = f"{text} {problem.note[:1].upper()}{problem.note[1:]}"
    if plan:
        text = f"{text} {_plan_words(plan)}"
    quotes = [problem.line.quote, *(point.line.quote for points in shown for point in points)]
    return claim(ACTIVE, text, ClaimType.DIAGNOSIS, [*quotes, *(quote for quote in (noted, plan) if quote)])


def _in_brief(points: list[Result]) -> list[Result]:
    """Return a course as a full page tells it: the newest value alone where that is called normal."""
    return points[-1:] if points[-1].meaning.startswith("normal") else points


def _noted(problem: Problem, chart: Chart, by_name: dict[str, list[Result]], task: DraftTask) -> Quote | None:
    """Return the newest value that only a note has, of a result that shows how the problem is doing."""
    for name in results_of(name_of(problem)):
        if name in IN_NOTES and name not in by_name:
            for line in chart.notes:
                found = None if line.relative or line.copied or not line.day else IN_NOTES[name].search(line.quote.text)
                if found and line.day and task.as_of - line.day <= PLAN_NOT_OLDER:
                    start = line.quote.start
                    return Quote(line.quote.passage, start + found.start(), start + found.end())
    return None


def _overlap(one: Quote, other: Quote) -> bool:
    return one.passage is other.passage and one.start < other.end and other.start < one.end


def _plan_words(plan: Quote) -> str:
    said_as = SAID_AS.get(plan.passage.section_kind, "Plan")
    return f'{said_as}, {written(plan.day)}: "{plan.plain.rstrip(".")}"'


def _trends(problem: Problem, by_name: dict[str, list[Result]], told: set[str]) -> list[list[Result]]:
    """The first result of a problem with its course, the second as it stands and its peak; none that was shown."""
    names = [name for name in results_of(name_of(problem)) if name in by_name and name not in told][:2]
    told.update(names)
    return [briefly(by_name[name]) if number else _course(trend(by_name[name])) for number, name in enumerate(names)]


def _course(points: list[Result]) -> list[Result]:
    """A course in which every value is called normal is told by its last two; a score is never called anything."""
    return points[-2:] if all(point.meaning.startswith("normal") for point in points) else points


def trend_words(points: list[Result], *, with_years: bool = False) -> str:
    """Return ``Hemoglobin A1c 9.1 % (5 Mar 2026), 7.4 % (1 Oct 2026)``; a unit of several words stands once, last.

    A year that all days share stands once, unless ``with_years``: outside the house no day goes without its own.
    """
    days = [point.day.written if point.day else "undated" for point in points]
    days = days if with_years else _days(days)
    values = [
        f"{_short_value(p) if p is not points[-1] else p.value} ({day}{_caveat(p)})"
        for p, day in zip(points, days, strict=True)
    ]
    flag = f", {points[-1].flag}" if points[-1].flag else ""
    return f"{points[-1].name} {', '.join(values)}{flag}"


def _days(written_out: list[str]) -> list[str]:
    """Leave out the year of each day but the last where all are of one year; else a reader gives one to another."""
    *earlier, last = written_out
    year = f" {last[-4:]}"
    if not (last[-4:].isdigit() and all(day.endswith(year) and day[0].isdigit() for day in earlier)):
        return written_out
    return [*(day.removesuffix(year) for day in earlier), last]


def _short_value(result: Result) -> str:
    """A number alone where its unit is long and the newest value of the trend says it."""
    number, _, unit = result.value.partition(" ")
    return number if len(unit) > LONGEST_REPEATED_UNIT and result.number is not None else result.value


def _caveat(result: Result) -> str:
    return f'; note: "{result.caveat}"' if result.caveat else ""


def told_in_problems(chart: Chart) -> frozenset[str]:
    """Return the names of the results that the active problems already show."""
    by_name, told = series(chart), set[str]()
    for problem in ranked(chart)[:MOST_IN_DETAIL]:
        _trends(problem, by_name, told)
    return frozenset(told)


def _plan(problem: Problem, chart: Chart, task: DraftTask) -> Quote | None:
    own = _own(problem)
    for line in chart.notes:
        if line.section_kind not in PLAN_SECTIONS or line.copied or line.relative or not line.day:
            continue
        if task.as_of - line.day > PLAN_NOT_OLDER:
            break
        if len(own & stems(line.text)) >= min(2, len(own)) and own and telling(line):
            return _to_end_of_line(line, chart)
    return None


def _to_end_of_line(line: NoteLine, chart: Chart) -> Quote | None:
    """Take the sentence and what follows it on its line, as far as it is new and short enough."""
    passage, end = line.quote.passage, line.quote.end
    for other in chart.notes:
        if other.quote.passage is not passage or other.quote.start < end:
            continue
        between = passage.text[end : other.quote.start]
        words = len(passage.text[line.quote.start : other.quote.end].split())
        if "\n" in between or other.copied or words > LONGEST_PLAN or NUMBERED.search(between):
            break
        end = other.quote.end
    quote = Quote(passage, line.quote.start, end)
    return quote if len(quote.plain.split()) <= LONGEST_PLAN else None
