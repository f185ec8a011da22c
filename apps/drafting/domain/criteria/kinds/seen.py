"""Signs in notes that a specialty saw the patient, where the list of encounters has no such visit."""

import re
from collections.abc import Sequence

from apps.drafting.domain.criteria.case import Case
from apps.drafting.domain.criteria.names import first_named
from apps.drafting.domain.criteria.performers import is_role
from apps.drafting.domain.criteria.periods import Interval, Window, on, told_dates
from apps.drafting.domain.criteria.sayings import REFUSED, clause_around, is_patient_written, stance
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.facts.quotes import Quote

SEEN = re.compile(
    r"(?i)\b(?:saw|seen|visit(?:ed)?|went to|consult(?:ed|ation)?|evaluated|examined|follow(?:ed)?[- ]?up|f/u|appt|"
    r"appointment|in clinic|in person|office)\b"
)
NOT_OF_VISITS = frozenset({"imaging_report", "laboratory_report", "telephone_encounter"})
MOST = 3


def seen_since(case: Case, names: Sequence[str], window: Window) -> list[Quote]:
    """Return documents of a specialty, and sentences of a visit with it, whose day lies in a window, newest first."""
    wrote = [line for line in (*case.notes, *case.unsigned) if _is_by(line, names) and window.holds(on(line.day))]
    told = [line for line in case.notes if _tells_visit(line, names, window)]
    firsts: dict[str, Quote] = {}
    for line in (*wrote, *told):
        firsts.setdefault(line.quote.passage.document_id, line.quote)
    return list(firsts.values())[:MOST]


def _is_by(line: NoteLine, names: Sequence[str]) -> bool:
    passage = line.quote.passage
    if passage.document_kind in NOT_OF_VISITS or is_patient_written(passage):
        return False
    return any(is_role(said, name) for said in (passage.author_role, passage.document_title) for name in names)


def _tells_visit(line: NoteLine, names: Sequence[str], window: Window) -> bool:
    named = first_named(line.text, names)
    if named is None or not SEEN.search(clause := clause_around(line.text, named.start, named.end)):
        return False
    how = stance(line, named.start, named.end)
    if how.denied or how.relative or how.supposed or how.planned or how.not_done or REFUSED.search(clause):
        return False
    days: list[Interval | None] = [one.when for one in told_dates(line.text, line.first_day)]
    return any(window.holds(day) for day in days or [on(line.day)])
