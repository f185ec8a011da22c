"""What the changes of decided drafts concern, and how bad the drafts could have been: counts without words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, F, Func, Q, QuerySet

from apps.review.domain.edit_kinds import EditKind, in_order
from apps.review.domain.status import Outcome
from apps.review.models import ClaimEdit
from apps.review.selectors.decisions import decisions_in


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many decisions changed something of a kind, and how many of them left another kind than was proposed."""

    kind: EditKind
    decisions: int
    corrected: int


def edit_kinds_in(*, organization_id: UUID, start: datetime, end: datetime) -> list[KindCount]:
    """Return the kinds of the changes in [start, end), of decisions that count and gave a verdict. One statement."""
    counted = _counted(organization_id, start, end)
    rows = (
        ClaimEdit.objects.filter(decision__in=counted.values("pk"))
        .annotate(kind=Func(F("kinds"), function="unnest", output_field=CharField()))
        .order_by()
        .values("kind")
        .annotate(
            decisions=Count("decision", distinct=True),
            corrected=Count("decision", distinct=True, filter=~Q(proposed=F("kinds"))),
        )
    )
    found = {EditKind(row["kind"]): row for row in rows}
    return [KindCount(kind, found[kind]["decisions"], found[kind]["corrected"]) for kind in in_order(found)]


def harms_in(*, organization_id: UUID, start: datetime, end: datetime) -> Mapping[str, int]:
    """Return how often each answer to the question of harm was given in decisions that count. One statement."""
    counted = _counted(organization_id, start, end)
    rows = counted.values("harm").annotate(number=Count("pk"))
    return {row["harm"]: row["number"] for row in rows}


def _counted(organization_id: UUID, start: datetime, end: datetime) -> QuerySet[Any]:
    made: QuerySet[Any] = decisions_in(organization_id=organization_id, start=start, end=end).order_by()
    return made.filter(is_last=True, outcome__in=(Outcome.APPROVE, Outcome.EDIT, Outcome.REJECT))
