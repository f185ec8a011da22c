"""Emergencies: the overrides that stand, and those that wait for their review."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

from apps.access.domain.break_glass import ATTEMPTS, ATTEMPTS_WINDOW, CLOSED, EmergencyOutcome
from apps.access.domain.roles import ROLES, Permission, role_may
from apps.access.models import (
    BreakGlassGrant,
    BreakGlassReview,
    Person,
)
from apps.access.selectors.people import may
from apps.audit.domain.actions import Action, Outcome
from apps.audit.selectors import count_since, nights_failed, taken_up_to
from apps.core import clock

OVER_LATELY = ONE_DAY = timedelta(days=1)
REVIEWERS = tuple(role for role in ROLES if role_may(role, Permission.REVIEW_AUDIT))
OFFICERS = tuple(role for role in ROLES if role_may(role, Permission.REVIEW_EMERGENCIES))


def break_glass_open_for(person: Person) -> QuerySet[BreakGlassGrant]:
    """Return the emergency overrides that stand for the person now. None where the role may declare no emergency."""
    if not may(person, Permission.BREAK_GLASS):
        return BreakGlassGrant.objects.none()
    return BreakGlassGrant.objects.filter(
        person=person, organization=person.organization_id, ended_at=None, expires_at__gt=clock.now()
    )


def break_glass_today(person: Person) -> Counter[UUID]:
    """Return how often the person opened which chart in an emergency today."""
    dawn = timezone.make_aware(datetime.combine(clock.today(), time.min))
    own = BreakGlassGrant.objects.filter(person=person, opened_at__gte=dawn)
    return Counter(own.values_list("patient_id", flat=True))


def openings_of_days(grants: Iterable[BreakGlassGrant]) -> Mapping[tuple[UUID, UUID, date], list[datetime]]:
    """Return when whom each of these charts was opened to, on the days on which these were: by person, patient, day."""
    grants = list(grants)
    start, end = min(it.opened_at for it in grants) - ONE_DAY, max(it.opened_at for it in grants) + ONE_DAY
    near = BreakGlassGrant.objects.filter(
        person__in={it.person_id for it in grants}, patient_id__in={it.patient_id for it in grants},
        opened_at__range=(start, end),
    )  # fmt: skip
    found: dict[tuple[UUID, UUID, date], list[datetime]] = defaultdict(list)
    for person_id, patient_id, at in near.order_by("opened_at").values_list("person_id", "patient_id", "opened_at"):
        found[person_id, patient_id, clock.day_of(at)].append(at)
    return found


def break_glass_standing(organization_id: UUID) -> list[BreakGlassGrant]:
    """Return the emergency overrides that stand now in an organization, with who opened them."""
    standing = BreakGlassGrant.objects.filter(organization=organization_id, ended_at=None, expires_at__gt=clock.now())
    return [grant for grant in standing.select_related("person") if may(grant.person, Permission.BREAK_GLASS)]


def people_with_notices() -> QuerySet[Person]:
    """Return people with what each page tells them: their open emergencies, how many are theirs to look at, and whether
    the nightly check of the log found something that no officer has taken up.

    All of it in the statement that reads who is signed in.
    """
    own = BreakGlassGrant.objects.filter(person=OuterRef("pk"), ended_at=None).order_by("expires_at")
    told = own.values_list(JSONObject(patient_id="patient_id", expires_at="expires_at"), flat=True)
    listed = emergencies_listed().filter(organization=OuterRef("organization")).exclude(person=OuterRef("pk"))
    number = listed.order_by().values("organization").annotate(number=Count("pk")).values("number")
    known = Coalesce(Subquery(taken_up_to(OuterRef("organization_id"))), 0)
    alarm = Exists(nights_failed().filter(sequence__gt=OuterRef("log_known")))
    return Person.objects.alias(log_known=known).annotate(
        log_alarm=Case(When(role__in=REVIEWERS, then=alarm), default=False),
        emergencies=ArraySubquery(told),
        emergencies_to_review=Case(When(role__in=OFFICERS, then=Coalesce(Subquery(number), 0)), default=0),
    )


def emergencies_waiting() -> QuerySet[BreakGlassGrant]:
    """Return the emergencies that are over and of which no privacy officer has finally said what they found."""
    over = Q(ended_at__isnull=False) | Q(expires_at__lte=clock.now())
    return emergencies_listed().filter(over)


def emergencies_listed() -> QuerySet[BreakGlassGrant]:
    """Return the emergencies that a privacy officer has to look at: those still open, and those that wait."""
    last = BreakGlassReview.objects.filter(grant=OuterRef("pk")).order_by("-created_at", "-pk").values("outcome")[:1]
    judged = [outcome.value for outcome in EmergencyOutcome if outcome is not EmergencyOutcome.FOLLOW_UP]
    found = BreakGlassGrant.objects.alias(last_found=Subquery(last))
    return found.filter(Q(last_found=None) | ~Q(last_found__in=judged))


def emergencies_open() -> QuerySet[BreakGlassGrant]:
    """Return the emergencies in which a chart stands open now."""
    return BreakGlassGrant.objects.filter(ended_at=None, expires_at__gt=clock.now())


def emergency_officers(organization_id: UUID) -> QuerySet[Person]:
    """Return who is told at once of an emergency at an organization, in the order in which rows are held."""
    return Person.objects.filter(organization=organization_id, is_active=True, role__in=OFFICERS).order_by("pk")


def break_glass_over(person: Person, patient_id: UUID | str) -> bool:
    """Return whether a chart stood open to a person in an emergency that was over within the last day."""
    moment = clock.now()
    own = BreakGlassGrant.objects.filter(person=person, organization=person.organization_id, patient_id=patient_id)
    over = Q(ended_at__isnull=False) | Q(expires_at__lte=moment)
    return own.filter(over, expires_at__gt=moment - OVER_LATELY).exists()


def why_not_tried(person: Person) -> str:
    """Return why a person may not name another patient in an emergency yet, or an empty text."""
    return CLOSED if has_missed_too_often(person, Action.BREAK_GLASS_REFUSED) else ""


def has_missed_too_often(person: Person, action: Action) -> bool:
    """Return whether a person has to wait, after naming patients whom nobody found: one limit for every such act."""
    since = clock.now() - ATTEMPTS_WINDOW
    missed = count_since(actor_id=person.pk, action=action, since=since, outcome=Outcome.FAILURE)
    return missed >= ATTEMPTS


def break_glass_used(person_ids: Collection[UUID], patient_id: UUID, start: datetime, end: datetime) -> bool:
    """Return whether an emergency override of one of these people on a patient stood at any time of [start, end]."""
    grants = BreakGlassGrant.objects.filter(person__in=person_ids, patient_id=patient_id, opened_at__lte=end)
    return grants.filter(Q(ended_at=None, expires_at__gte=start) | Q(ended_at__gte=start)).exists()
