"""What must stay rare: how many decisions, and days, lay between one and the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from uuid import UUID

from django.db.models import Count, F, Func, IntegerField, Q, QuerySet, Value

from apps.quality.domain.charts.rare import RareChart, g_chart, rate_bound, t_chart
from apps.quality.domain.counting import Figure
from apps.quality.domain.facts import OVERRIDES, RATED
from apps.quality.models import DecisionFact
from apps.quality.selectors.facts import facts_in

DAY = 86_400  # seconds
RARELY = 0.1  # more often than this it is a rate, and a p-chart reads better
FEWEST_EVENTS = 2


class RareEvent(StrEnum):
    """Something that should never be seen in a draft; its value stands in addresses."""

    SERIOUS_HARM = "serious-harm"
    WRONG_PATIENT = "wrong-patient"
    REDACTION_DAMAGE = "redaction-damage"


@dataclass(frozen=True, slots=True)
class RareWords:
    name: str
    meaning: str
    of: Q


def _rejected_for(reason: str) -> Q:
    return Q(counts_as__in=OVERRIDES, reason_code=reason)


RARE_EVENTS: Mapping[RareEvent, RareWords] = {
    RareEvent.SERIOUS_HARM: RareWords(
        "Serious harm, had it gone out unread", "The reviewer answered so when deciding.", Q(harm="serious")
    ),
    RareEvent.WRONG_PATIENT: RareWords(
        "Wrong patient or encounter", "Rejected or edited for that reason.", _rejected_for("wrong_patient")
    ),
    RareEvent.REDACTION_DAMAGE: RareWords(
        "Damage by redaction", "Rejected or edited for that reason.", _rejected_for("redaction_damage")
    ),
}


@dataclass(frozen=True, slots=True)
class RareReport:
    """The events of a period, oldest first, and what lay between them. ``bound``: of the rate, where there was none."""

    event: RareEvent
    words: RareWords
    figure: Figure
    is_rare: bool
    moments: tuple[datetime, ...]
    cases: RareChart | None
    days: RareChart | None
    bound: float | None


def rare_report(*, organization_id: UUID, start: datetime, end: datetime, event: RareEvent) -> RareReport:
    """Return how rarely something happened among the decisions that are rated. Three statements."""
    rated = facts_in(organization_id=organization_id, start=start, end=end).filter(counts_as__in=RATED)
    happened = rated.filter(RARE_EVENTS[event].of).order_by("decided_at", "pk")
    moments = tuple(happened.values_list("decided_at", flat=True))
    figure = Figure(event.value, len(moments), rated.count())
    is_rare = figure.rate is not None and figure.rate <= RARELY
    gaps = _cases_between(rated.exclude(RARE_EVENTS[event].of), moments) if is_rare else []
    days = [(after - before).total_seconds() / DAY for before, after in pairwise(moments)] if is_rare else []
    return RareReport(
        event=event,
        words=RARE_EVENTS[event],
        figure=figure,
        is_rare=is_rare,
        moments=moments,
        cases=g_chart(gaps),
        days=t_chart(days) if all(days) else None,
        bound=rate_bound(figure.denominator) if figure.denominator and not moments else None,
    )


def _cases_between(others: "QuerySet[DecisionFact]", moments: Sequence[datetime]) -> list[int]:
    """Return how many decisions without the event lay between each and the next."""
    if len(moments) < FEWEST_EVENTS:
        return []
    place = Func(F("decided_at"), Value(list(moments)), function="width_bucket", output_field=IntegerField(),
                 template="%(function)s(%(expressions)s::timestamptz[])")  # fmt: skip
    since = dict(others.annotate(since=place).values_list("since").annotate(number=Count("*")))
    return [since.get(at, 0) for at in range(1, len(moments))]
