"""The facts that a page is about: of one organization, of a period of whole days, of some values."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from apps.core import clock
from apps.quality.domain.dimensions import ASPECTS, OF_CLAIMS, OF_DECISIONS, Dimension
from apps.quality.domain.facts import RATED
from apps.quality.domain.few import FEWEST_PEOPLE
from apps.quality.errors import QualityError
from apps.quality.models import ClaimFact, DecisionFact

Filters = Mapping[Dimension, str]
TOO_FEW = "Fewer than three people made these decisions: figures of one or two are theirs alone. Take a filter away."


def facts_in(
    *, organization_id: UUID, start: datetime, end: datetime, filters: Filters | None = None
) -> "QuerySet[DecisionFact]":
    """Return the facts of the days from that of ``start`` to that of ``end``, of the values that are asked for.

    Of a value of claims: the decisions by which such a claim was removed or changed in substance.
    """
    filters = filters or {}
    wanted = {OF_DECISIONS[one].column: value for one, value in filters.items() if one in OF_DECISIONS}
    days = {"organization": organization_id, "day__gte": clock.day_of(start), "day__lte": clock.day_of(end)}
    facts = DecisionFact.objects.filter(**days, **wanted).order_by()
    if claims := {OF_CLAIMS[one].column: value for one, value in filters.items() if one in OF_CLAIMS}:
        changed = ClaimFact.objects.filter(**days, **claims, changed__gt=0)
        return facts.filter(pk__in=changed.values("decision"))
    return facts


def check_of_enough_people(facts: "QuerySet[DecisionFact]", filters: Filters) -> None:
    """Raise QualityError where filters that say who decided leave decisions of one or two people."""
    if not any(ASPECTS[one].is_of_reviewers for one in filters):
        return
    people = facts.filter(counts_as__in=RATED).values_list("person").distinct()[:FEWEST_PEOPLE]
    if 0 < len(people) < FEWEST_PEOPLE:
        raise QualityError(TOO_FEW)
