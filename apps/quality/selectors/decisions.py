"""The decisions behind a figure, one by one: what they counted as and where their trace is, and nobody's name."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.paginator import Page, Paginator

from apps.quality.domain.dimensions import ASPECTS, OF_DECISIONS, Dimension
from apps.quality.domain.facts import CountsAs
from apps.quality.models import DecisionFact
from apps.quality.selectors.facts import Filters, check_of_enough_people, facts_in

ON_A_PAGE = 50
SHOWN = (Dimension.KIND, Dimension.POLICY, Dimension.REASON, Dimension.RELEASE)


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision. ``cells`` are the values of ``SHOWN`` in words."""

    draft_id: UUID
    day: date
    counts_as: CountsAs
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of decisions."""

    page: "Page[DecisionFact]"
    rows: list[DecisionRow]


def decisions_listed(
    *,
    organization_id: UUID,
    start: datetime,
    end: datetime,
    filters: Filters,
    counts_as: CountsAs | None,
    number: str | int,
) -> tuple[Listed | None, int]:
    """Return a page of the decisions behind a figure, newest first, and how many there are.

    None instead of a page where they were chosen by what a patient is: two such lists, laid beside each other, say it
    of each trace, however long they are. Raises QualityError where fewer than three people made them.
    """
    facts = facts_in(organization_id=organization_id, start=start, end=end, filters=filters)
    check_of_enough_people(facts, filters)
    if counts_as:
        facts = facts.filter(counts_as=counts_as)
    ordered = facts.select_related("item").order_by("-decided_at", "pk")
    page = Paginator(ordered, ON_A_PAGE).get_page(number)
    if any(ASPECTS[one].is_of_patients for one in filters):
        return None, page.paginator.count
    return Listed(page, [_row(fact) for fact in page]), page.paginator.count


def _row(fact: DecisionFact) -> DecisionRow:
    cells = tuple(OF_DECISIONS[one].words(str(getattr(fact, OF_DECISIONS[one].column))) for one in SHOWN)
    return DecisionRow(fact.item.draft_id, fact.day, CountsAs(fact.counts_as), cells)
