"""The worklist of a privacy officer: which charts were opened in an emergency, and what was looked at meanwhile."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import Http404

from apps.access.domain.break_glass import NO_OWN, STILL_OPEN, EmergencyReason
from apps.access.models import BreakGlassGrant, BreakGlassReview, Person
from apps.access.selectors import LogLine, emergencies_listed, emergencies_open, emergencies_waiting, log_lines
from apps.access.selectors.emergencies import openings_of_days
from apps.audit.domain.actions import Action
from apps.audit.domain.looks import look_words
from apps.audit.selectors import counts_since, events_for, in_emergency
from apps.core import clock

if TYPE_CHECKING:
    from apps.audit.models import AuditEvent

ON_A_PAGE = 25
MOST_LINES = 500


@dataclass(frozen=True, slots=True)
class EmergencyRow:
    """One opening: who, when, why, what was looked at, and how far its review is.

    ``seconds_left`` is 0 for what is over.
    """

    grant: BreakGlassGrant
    ended_at: datetime
    seconds_left: int
    due_at: datetime
    is_overdue: bool
    looks: tuple[tuple[str, int], ...]
    review: BreakGlassReview | None
    why_not: str
    openings: tuple[datetime, ...]  # of this chart by this person on that day, this one among them
    added: int  # reasons given beside the first one while it stood open

    @property
    def is_open(self) -> bool:
        return self.seconds_left > 0

    @property
    def minutes_left(self) -> int:
        return ceil(self.seconds_left / 60)

    @property
    def times(self) -> int:
        return sum(number for _, number in self.looks)


@dataclass(frozen=True, slots=True)
class EmergencyPage:
    rows: tuple[EmergencyRow, ...]
    page: "Page[BreakGlassGrant]"
    chosen: str
    waiting: int
    open: int
    overdue: int


def emergencies_page(officer: Person, chosen: str, number: str) -> EmergencyPage:
    """Return one page of the worklist: what is open, then what is due first; or everything, the newest first."""
    own = _grants(officer)
    waiting, standing = (
        found.filter(organization=officer.organization_id) for found in (emergencies_waiting(), emergencies_open())
    )
    late = clock.now() - timedelta(days=settings.WORKBENCH_EMERGENCY_REVIEW_DAYS)
    if chosen == "all":
        listed = own.order_by("-opened_at", "pk")
    else:
        listed = own.filter(pk__in=emergencies_listed().values("pk"))
        chosen, listed = "waiting", listed.order_by(~Exists(standing.filter(pk=OuterRef("pk"))), "expires_at", "pk")
    page = Paginator(listed, ON_A_PAGE).get_page(number)
    return EmergencyPage(
        rows=tuple(_rows(list(page.object_list), officer)), page=page, chosen=chosen, waiting=waiting.count(),
        open=standing.count(), overdue=waiting.filter(expires_at__lt=late).count(),
    )  # fmt: skip


def access_emergency(officer: Person, grant_id: UUID) -> EmergencyRow:
    """Return one opening of the officer's own organization; any other does not exist (404)."""
    grant = _grants(officer).filter(pk=grant_id).first()
    if grant is None:
        raise Http404("No such emergency.")
    return _rows([grant], officer)[0]


def acts_during(row: EmergencyRow) -> list[LogLine]:
    """Return every act on the patient's record, by who opened it, while it stood open, as the log says it."""
    grant = row.grant
    events = in_emergency(
        organization_id=grant.organization_id, actor_ids=[grant.person_id], patient_ids=[grant.patient_id],
        start=grant.opened_at, end=row.ended_at,
    )  # fmt: skip
    return log_lines(events[:MOST_LINES], organization_id=grant.organization_id)


def reasons_added(row: EmergencyRow) -> list[tuple[datetime, str, str]]:
    """Return why it was declared once more while it stood open: when, by the list, and in words; the oldest first."""
    told = events_for(
        organization_id=row.grant.organization_id, object_id=row.grant.pk, action=Action.BREAK_GLASS_REPEATED
    )
    return [
        (event.recorded_at, EmergencyReason(event.details["again_code"]).label, event.details["again"])
        for event in reversed(told)
    ]


def why_not_reviewed(grant: BreakGlassGrant, person: Person) -> str:
    """Return why this person may not say now what they found of an emergency, or an empty text."""
    if grant.person_id == person.pk:
        return NO_OWN
    if grant.ended_at is None and grant.expires_at > clock.now():
        return STILL_OPEN
    return ""


def _grants(officer: Person) -> QuerySet[BreakGlassGrant]:
    reviews = BreakGlassReview.objects.select_related("person").order_by("created_at", "pk")
    grants = BreakGlassGrant.objects.filter(organization=officer.organization_id).select_related("person")
    return grants.prefetch_related(Prefetch("reviews", queryset=reviews))


def _rows(grants: Sequence[BreakGlassGrant], officer: Person) -> list[EmergencyRow]:
    if not grants:
        return []
    events = list(
        in_emergency(
            organization_id=officer.organization_id, actor_ids={grant.person_id for grant in grants},
            patient_ids={grant.patient_id for grant in grants}, start=min(grant.opened_at for grant in grants),
            end=max(grant.expires_at for grant in grants),
        )
    )  # fmt: skip
    openings = openings_of_days(grants)
    added = counts_since(
        organization_id=officer.organization_id, actions=[Action.BREAK_GLASS_REPEATED],
        since=min(grant.opened_at for grant in grants),
    )  # fmt: skip
    return [
        _row(grant, events, officer, added.get(str(grant.pk), 0),
             openings[grant.person_id, grant.patient_id, clock.day_of(grant.opened_at)])
        for grant in grants
    ]  # fmt: skip


def _row(
    grant: BreakGlassGrant, events: "Sequence[AuditEvent]", officer: Person, added: int, openings: Sequence[datetime]
) -> EmergencyRow:
    moment, ended_at = clock.now(), grant.ended_at or grant.expires_at
    looks = Counter(
        look_words(event.action)
        for event in events
        if (event.actor_id, event.patient_id) == (str(grant.person_id), str(grant.patient_id))
        and grant.opened_at <= event.recorded_at <= ended_at
    )
    reviews = list(grant.reviews.all())
    due_at = grant.expires_at + timedelta(days=settings.WORKBENCH_EMERGENCY_REVIEW_DAYS)
    review = reviews[-1] if reviews else None
    return EmergencyRow(
        grant, ended_at, seconds_left=max(0, ceil((ended_at - moment).total_seconds())), due_at=due_at,
        is_overdue=due_at < moment and (review is None or review.outcome == "follow_up"),
        looks=tuple(looks.most_common()), review=review, why_not=why_not_reviewed(grant, officer),
        openings=tuple(openings), added=added,
    )  # fmt: skip
