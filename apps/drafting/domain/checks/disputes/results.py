"""A value that the record does not have for that day, or that a newer value has overtaken."""

from collections.abc import Iterator
from decimal import Decimal

from apps.drafting.domain.checks.disputes.against import Dispute, is_of_now
from apps.drafting.domain.claims import ClaimType, ProposedClaim
from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.facts.records import Result
from apps.drafting.domain.language.dates import DateMention, date_mentions, mention_of
from apps.drafting.domain.language.quantities import quantities
from apps.drafting.domain.language.words import stems
from apps.drafting.domain.reconcile.results import day_of, series


def disputes(claim: ProposedClaim, chart: Chart) -> Iterator[Dispute]:
    """Yield the result that contradicts a claim about that one result."""
    if claim.type is not ClaimType.RESULT:
        return
    said, by_name = stems(claim.text), series(chart)
    named = [name for name in by_name if stems(name) and stems(name) <= said]
    whole = [name for name in named if not any(stems(name) < stems(other) for other in named)]
    if len(whole) == 1:
        measured = [one for one in chart.results if one.name == whole[0] and one.day and one.number is not None]
        yield from _of_one(claim, sorted(measured, key=day_of))


def _of_one(claim: ProposedClaim, measured: list[Result]) -> Iterator[Dispute]:
    values = {quantity.value for quantity in quantities(claim.text)}
    days = [mention for mention in date_mentions(claim.text) if mention.day]
    if not values or not measured:
        return
    if len(days) == 1:
        that_day = [point for point in measured if _is_on(point, days[0])]
        if that_day and not values & _numbers(that_day):
            yield Dispute("result_is_that_days", that_day[-1].line.quote, "The value filed for that day differs.")
    elif is_of_now(claim) and values & _numbers(measured) and measured[-1].number not in values:
        yield Dispute("result_is_newest", measured[-1].line.quote, "A newer value has been filed.")


def _is_on(point: Result, day: DateMention) -> bool:
    return mention_of(day_of(point)).agrees_with(day) and day.agrees_with(mention_of(day_of(point)))


def _numbers(points: list[Result]) -> set[Decimal]:
    return {point.number.normalize() for point in points if point.number is not None}
