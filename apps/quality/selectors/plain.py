"""What the plain page says: of the organization to everybody at the desk, and of a person to that person alone."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING, Any

from apps.core import clock
from apps.quality.domain.causes import CAUSES, Cause
from apps.quality.domain.counting import Counts, Figure
from apps.quality.domain.facts import RATED
from apps.quality.domain.few import FEWEST_PEOPLE
from apps.quality.domain.passages import Fates
from apps.quality.domain.plain import listed
from apps.quality.models import DecisionFact
from apps.quality.selectors.changes import Change, changes_in
from apps.quality.selectors.facts import deciders_in
from apps.quality.selectors.overrides import override_report
from apps.quality.selectors.signals import cause_counts, passage_fates

if TYPE_CHECKING:
    from datetime import date

    from apps.access.models import Person

DAYS = 90
MOST_REASONS, MOST_CAUSES, MOST_CHANGES = 3, 2, 12


@dataclass(frozen=True, slots=True)
class Own:
    """What one person did, for that person alone."""

    counts: Counts
    minutes: float | None  # the median, of the decisions that were measured as a whole
    measured: int

    @property
    def figures(self) -> dict[str, Figure]:
        return {figure.key: figure for figure in self.counts.figures()}


@dataclass(frozen=True, slots=True)
class PlainReport:
    """The plain page as counted at one moment."""

    first: "date"
    last: "date"
    people: int  # who decided
    total: Counts
    reasons: tuple[str, ...]
    causes: tuple[str, ...]
    passages: Fates
    changes: tuple[Change, ...]
    own: Own

    @property
    def may_be_told(self) -> bool:
        """Say whether the figures of the house may stand: of fewer than three people one's own tell the other's."""
        return self.people >= FEWEST_PEOPLE

    @property
    def figures(self) -> dict[str, Figure]:
        return {figure.key: figure for figure in self.total.figures()}

    @property
    def opened(self) -> Figure:
        return Figure("passage_opened", self.passages.opened, self.passages.cited)


def plain_report(person: "Person") -> PlainReport:
    """Count the last 90 days of a person's organization, and their own."""
    last = clock.today()
    first = last - timedelta(days=DAYS - 1)
    days: dict[str, Any] = {"organization_id": person.organization_id, "first": first, "last": last}
    whole = override_report(organization_id=person.organization_id, start=clock.start_of(first), end=clock.now())
    causes = cause_counts(**days)
    return PlainReport(
        first=first, last=last, people=deciders_in(**days), total=whole.total,
        reasons=listed(dict(whole.by_reason), MOST_REASONS),
        causes=listed({CAUSES[one].explanation: causes[one] for one in Cause if one is not Cause.UNKNOWN}, MOST_CAUSES),
        passages=passage_fates(**days),
        changes=changes_in(**days)[:MOST_CHANGES],
        own=_own(person, first),
    )  # fmt: skip


def _own(person: "Person", first: "date") -> Own:
    rows = DecisionFact.objects.filter(
        organization=person.organization_id, person=person, day__gte=first, counts_as__in=RATED
    ).values_list("counts_as", "opened", "active_tenths")
    told = list(rows)
    counted = Counter(counts_as for counts_as, _, _ in told)
    minutes = [tenths / 10 for _, _, tenths in told if tenths is not None]
    opened = sum(was_opened for _, was_opened, _ in told)
    return Own(Counts(**counted, opened=opened), median(minutes) if minutes else None, len(minutes))
