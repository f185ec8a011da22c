"""The visits of a chart: when, of which kind, with whom, for what, and whether anybody was in the same room."""

import re
from dataclasses import dataclass

from apps.drafting.domain.criteria.periods import Interval
from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.facts.lines import Line, When, when
from apps.drafting.domain.facts.quotes import Quote

REMOTE = re.compile(
    r"\b(?:telephone|phone|virtual|video|tele-?(?:health|medicine|visit|consult\w*|psychiatry|derm\w*)|audio|e-?visit|"
    r"e-?consult|portal|remote|online|by message)\b",
    re.IGNORECASE,
)
IN_PERSON = re.compile(
    r"\((?:[^()]*\b)?(?:ambulatory|inpatient|emergency|home health|short stay|observation|field)\b", re.IGNORECASE
)
NOT_KEPT = re.compile(
    r"\b(?:cancell?ed|no[- ]show|planned|scheduled|booked|arrived|triaged|missed|not attended|did not attend|"
    r"rescheduled|pre-?admission)\b",
    re.IGNORECASE,
)
STAY = re.compile(r"\b(?:inpatient|admission|hospitali[sz]ation|observation)\b", re.IGNORECASE)
CLINICIAN = re.compile(r"\[(?:CLINICIAN|PLACE|PERSON|ORGANIZATION)-\d+")


@dataclass(frozen=True, slots=True)
class Visit:
    """One encounter line."""

    quote: Quote
    title: str
    when: Interval | None
    reason: str
    people: str
    kept: bool
    remote: bool
    in_person: bool
    is_stay: bool

    @property
    def clinicians(self) -> frozenset[str]:
        """The tokens of the people it names, without the letter that tells writings apart."""
        return frozenset(match.group() for match in CLINICIAN.finditer(self.people))


def visits_of(chart: Chart) -> tuple[Visit, ...]:
    """Return the encounters, newest first; an undated one last."""
    found = [_visit(event.line, event.title, event.detail) for event in chart.encounters]
    return tuple(sorted(found, key=lambda one: -(one.when.last.toordinal() if one.when else 0)))


def _visit(line: Line, title: str, reason: str) -> Visit:
    told = " ".join((title, *(part for part in line.parts if not part.startswith(("for ", "with ", "at ")))))
    return Visit(
        quote=line.quote,
        title=title,
        when=_period(line),
        reason=reason,
        people=line.after("with "),
        kept=not NOT_KEPT.search(told),
        remote=bool(REMOTE.search(title)),
        in_person=bool(IN_PERSON.search(title)) and not REMOTE.search(title),
        is_stay=bool(STAY.search(title)),
    )


def _period(line: Line) -> Interval | None:
    first, _, last = line.dated.partition(" to ")
    start: When | None = when(first) or when(line.quote.plain)
    end = when(last) if last else start
    return Interval(start.first, end.last) if start and end else None
