"""A dose that the current order does not give, and a medicine told as taken that has been stopped."""

from collections.abc import Iterator
from datetime import date

from apps.drafting.domain.checks.disputes.against import PAST, Dispute
from apps.drafting.domain.claims import ClaimType, ProposedClaim
from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.language.dates import date_mentions
from apps.drafting.domain.reconcile.medications import Course, courses, started_on
from apps.drafting.domain.reconcile.mentions import DELIMITER, doses_of, mentions_of


def disputes(claim: ProposedClaim, chart: Chart) -> Iterator[Dispute]:
    """Yield the line of the list that contradicts what a claim says of a medicine as of now."""
    if PAST.search(claim.text):
        return
    for course in courses(chart):
        match = next(mentions_of(course.key, claim.text), None)
        if match is None or _tells_of_before(claim, course):
            continue
        stopped = course.stopped
        if stopped and course.now is None and claim.type is ClaimType.MEDICATION:
            sentence = "The list has this medicine as ended."
            yield Dispute("medicine_is_current", stopped.line.quote, sentence)
        elif course.now and not course.now.reported and _is_other_dose(course, claim.text[match.start() :]):
            yield Dispute("dose_is_current", course.now.line.quote, "The current order gives another dose.")


def _tells_of_before(claim: ProposedClaim, course: Course) -> bool:
    """A claim dated before the order began tells what was then."""
    began = started_on(course.now) if course.now else date.max
    years = [mention for mention in date_mentions(claim.text) if mention.year]
    return any(date(m.year or 1, m.month or 1, 1) < began.replace(day=1) for m in years)


def _is_other_dose(course: Course, said: str) -> bool:
    cut = DELIMITER.search(said)
    claimed = doses_of(said[: cut.start()] if cut else said)
    allowed = frozenset[str]().union(*(doses_of(m.head) for m in (course.now, *course.also_now) if m))
    return bool(claimed and allowed) and not claimed & allowed
