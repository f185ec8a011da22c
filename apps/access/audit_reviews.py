"""What a weekly look at the log shows: which weeks wait, and of one week what is worth a look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from apps.access.domain.audit_review import A_WEEK, WATCHES, Watch, is_overdue, monday_of, weeks_over
from apps.access.domain.watched_words import WATCHED_WORDS
from apps.access.models import AuditReview, Person
from apps.access.selectors import names_of
from apps.audit.domain.actions import Action
from apps.audit.selectors import Week, first_recorded, week_told
from apps.core import clock

MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One week that is over, and who signed it off."""

    monday: date
    sunday: date
    review: AuditReview | None
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class WatchRow:
    """Acts of one kind, how often, and how often somebody was refused."""

    watch: Watch
    count: int
    acts: Sequence[tuple[Action, str, int]]


@dataclass(frozen=True, slots=True)
class WeekPage:
    row: WeekRow
    week: Week
    watches: Sequence[WatchRow]
    readers: Sequence[tuple[str, int]]
    guessed: Sequence[tuple[str, int]]
    reviews: Sequence[AuditReview]
    why_not: str


def why_not_signed_off(monday: date) -> str:
    """Return why no week that begins on this day can be signed off, in a sentence, or an empty text."""
    if monday != monday_of(monday):
        return "A week of the log begins on a Monday."
    if monday + A_WEEK > clock.today():
        return "This week is not over. It can be signed off from Monday on."
    return ""


def week_of(organization_id: UUID, monday: date) -> Week:
    """Return what is in a week of an organization's log, by the clock of the house."""
    begins, ends = (timezone.make_aware(datetime.combine(day, time.min)) for day in (monday, monday + A_WEEK))
    return week_told(organization_id=organization_id, since=begins, until=ends)


def weeks_page(person: Person) -> list[WeekRow]:
    """Return the weeks that are over, the newest first: two statements."""
    day, first = clock.today(), first_recorded(person.organization_id)
    if first is None:
        return []
    mondays = list(weeks_over(clock.day_of(first), day))
    reviews = _reviews(person.organization_id, mondays)
    return [_row(monday, reviews.get(monday), day) for monday in mondays]


def weeks_waiting(person: Person) -> int:
    """Return how many weeks should have been signed off by now."""
    return sum(row.is_overdue for row in weeks_page(person))


def week_page(person: Person, monday: date) -> WeekPage:
    """Return one week with what is worth a look."""
    week = week_of(person.organization_id, monday)
    reviews = AuditReview.objects.filter(organization=person.organization_id, monday=monday).select_related("person")
    kept = list(reviews)
    named = {who for who, _ in (*week.readers, *week.guessed)}
    names = names_of(named, organization_id=person.organization_id)
    return WeekPage(
        row=_row(monday, kept[0] if kept else None, clock.today()),
        week=week,
        watches=[_watched(watch, week.counts) for watch in WATCHES],
        readers=_named(week.readers, names),
        guessed=_named(week.guessed, names),
        reviews=kept,
        why_not=why_not_signed_off(monday),
    )


def _row(monday: date, review: AuditReview | None, day: date) -> WeekRow:
    return WeekRow(monday, monday + A_WEEK - timedelta(days=1), review, review is None and is_overdue(monday, day))


def _reviews(organization_id: UUID, mondays: Sequence[date]) -> Mapping[date, AuditReview]:
    kept = AuditReview.objects.filter(organization=organization_id, monday__in=mondays).select_related("person")
    return {review.monday: review for review in kept.order_by("created_at")}


def _watched(watch: Watch, counts: Mapping[str, int]) -> WatchRow:
    found = [(action, counts[action]) for action in watch.actions if counts.get(action)]
    acts = [(action, WATCHED_WORDS[action], number) for action, number in found]
    return WatchRow(watch, sum(number for _, _, number in acts), acts)


def _named(pairs: Sequence[tuple[str, int]], names: Mapping[str, str]) -> list[tuple[str, int]]:
    return [(names.get(who, "somebody we do not know"), number) for who, number in pairs[:MOST_NAMED]]
