"""Sessions in months that follow each other, as programmes before an operation ask for them."""

import re
from collections.abc import Sequence
from itertools import pairwise

from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.findings import Finding, capped, not_met
from apps.drafting.domain.criteria.kinds.common import named_words, names_of
from apps.drafting.domain.criteria.kinds.titles import named_treatment
from apps.drafting.domain.criteria.periods import MONTHS_IN_YEAR, Interval
from apps.drafting.domain.criteria.verdicts import Verdict

CONSECUTIVE = re.compile(
    r"\bconsecutive\b|\b(?:each|every) (?:calendar )?month\b|\bno (?:calendar )?month without\b|\bmonthly\b|"
    r"\bwithout (?:a gap|interruption|missing a month)\b|\bin a row\b|\buninterrupted\b",
    re.IGNORECASE,
)


def asks_consecutive(test: Test) -> bool:
    """Return whether a policy asks for a session in each of months that follow each other."""
    return bool(test.get("sessions")) and bool(
        CONSECUTIVE.search(f"{test.get('note') or ''} {test.get('sentence') or ''}")
    )


def in_consecutive_months(case: Case, test: Test, days: Sequence[Interval], finding: Finding) -> Finding:
    """Return a MET finding held against the months of its sessions: one without any breaks the row.

    A month whose visit was missed, by the list of visits, says no; where none is listed the record may not be whole.
    """
    if finding.verdict is not Verdict.MET or not asks_consecutive(test):
        return finding
    wanted = int(test.get("sessions") or 0)
    months = sorted({day.first.year * MONTHS_IN_YEAR + day.first.month for day in days})
    if not months or _longest_row(months) >= wanted:
        return finding
    missing = set(range(months[0], months[-1] + 1)) - set(months)
    missed = [
        visit.quote for visit in case.visits
        if not visit.kept and visit.when and named_treatment(visit.title, names_of(test))
        and visit.when.first.year * MONTHS_IN_YEAR + visit.when.first.month in missing
    ]  # fmt: skip
    reason = f"{named_words(test)}: the visits are not of {wanted} months that follow each other."
    if missed:
        return not_met(reason, (*missed, *finding.supporting))
    return capped(finding, reason, "The dates of all visits.")


def _longest_row(months: Sequence[int]) -> int:
    best = row = 1
    for one, following in pairwise(months):
        row = row + 1 if following == one + 1 else 1
        best = max(best, row)
    return best
