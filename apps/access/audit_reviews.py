"""What a weekly look at the log shows: which weeks wait, and of one week what is worth a look."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from apps.access.domain.audit_review import (
    A_WEEK,
    LOOK_FIRST,
    WATCHES,
    Conclusion,
    Watch,
    is_overdue,
    monday_of,
    weeks_over,
)
from apps.access.domain.watched_words import WATCHED_WORDS
from apps.access.models import AuditReview, BreakGlassGrant, Person
from apps.access.selectors import LogLine, emergencies_listed, log_lines, names_of
from apps.audit.domain.actions import Action
from apps.audit.domain.log_words import NIGHTLY
from apps.audit.selectors import Week, first_recorded, kinds_read, nights_failed_within, week_told
from apps.core import clock

MOST_NAMED = 5
MOST_ALARMS = 20


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One week that is over, and who signed it off."""

    monday: date
    sunday: date
    review: AuditReview | None
    is_overdue: bool
    earlier: Sequence[str] = ()  # other conclusions that were signed before: the last one does not hide them


@dataclass(frozen=True, slots=True)
class ActRow:
    """Acts of one kind: what to call them, how many, and whether they should be looked at first, and were."""

    action: Action
    words: str
    number: int
    is_first: bool
    is_read: bool


@dataclass(frozen=True, slots=True)
class WatchRow:
    """Acts of one kind, how often, and how often somebody was refused."""

    watch: Watch
    count: int
    acts: Sequence[ActRow]


@dataclass(frozen=True, slots=True)
class WeekPage:
    row: WeekRow
    week: Week
    watches: Sequence[WatchRow]
    readers: Sequence[tuple[str, int]]
    guessed: Sequence[tuple[str, int]]
    alarms: Sequence[LogLine]
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
    begins, ends = _bounds(monday)
    return week_told(organization_id=organization_id, since=begins, until=ends)


def unread_of(person: Person, monday: date, week: Week) -> list[str]:
    """Return what of a week a person should look at first and did not, each as the page calls it."""
    rows = _acts(LOOK_FIRST, week, _firsts(person, monday, week), _read(person, monday))
    return [row.words for row in rows if row.is_first and not row.is_read]


def weeks_page(person: Person) -> list[WeekRow]:
    """Return the weeks that are over, the newest first: two statements."""
    day, first = clock.today(), first_recorded(person.organization_id)
    if first is None:
        return []
    mondays = list(weeks_over(clock.day_of(first), day))
    reviews = _reviews(person.organization_id, mondays)
    return [_row(monday, reviews.get(monday, ()), day) for monday in mondays]


def weeks_waiting(person: Person) -> int:
    """Return how many weeks should have been signed off by now."""
    return sum(row.is_overdue for row in weeks_page(person))


def week_page(person: Person, monday: date) -> WeekPage:
    """Return one week with what is worth a look."""
    week = week_of(person.organization_id, monday)
    reviews = AuditReview.objects.filter(organization=person.organization_id, monday=monday).select_related("person")
    kept = list(reviews)
    begins, ends = _bounds(monday)
    firsts, read = _firsts(person, monday, week), _read(person, monday)
    found = nights_failed_within(organization_id=person.organization_id, since=begins, until=ends)[:MOST_ALARMS]
    named = {who for who, _ in (*week.readers, *week.guessed)}
    names = names_of(named, organization_id=person.organization_id)
    return WeekPage(
        row=_row(monday, kept[::-1], clock.today()),
        week=week,
        watches=[_watched(watch, week, firsts, read) for watch in WATCHES],
        readers=_named(week.readers, names),
        guessed=_named(week.guessed, names),
        alarms=log_lines(found, organization_id=person.organization_id),
        reviews=kept,
        why_not=why_not_signed_off(monday),
    )


def _bounds(monday: date) -> tuple[datetime, datetime]:
    begins, ends = (timezone.make_aware(datetime.combine(day, time.min)) for day in (monday, monday + A_WEEK))
    return begins, ends


def _row(monday: date, reviews: Sequence[AuditReview], day: date) -> WeekRow:
    """Return a week with its reviews, the oldest first."""
    last = reviews[-1] if reviews else None
    before = {one.conclusion_words for one in reviews if one.conclusion != Conclusion.NOTHING}
    earlier = sorted(before - ({last.conclusion_words} if last else set()))
    return WeekRow(monday, monday + A_WEEK - timedelta(days=1), last, not last and is_overdue(monday, day), earlier)


def _reviews(organization_id: UUID, mondays: Sequence[date]) -> Mapping[date, list[AuditReview]]:
    kept = AuditReview.objects.filter(organization=organization_id, monday__in=mondays).select_related("person")
    found: dict[date, list[AuditReview]] = {}
    for review in kept.order_by("created_at"):
        found.setdefault(review.monday, []).append(review)
    return found


def _firsts(person: Person, monday: date, week: Week) -> set[Action]:
    """Return what should be looked at first: emergencies only where one of the week has no review of its own yet."""
    firsts = {action for action in LOOK_FIRST if _number(action, week)}
    if Action.BREAK_GLASS_OPENED in firsts:
        begins, ends = _bounds(monday)
        opened = BreakGlassGrant.objects.filter(
            organization=person.organization_id, opened_at__gte=begins, opened_at__lt=ends
        )
        if not opened.filter(pk__in=emergencies_listed().values("pk")).exists():
            firsts.remove(Action.BREAK_GLASS_OPENED)
    return firsts


def _read(person: Person, monday: date) -> set[str]:
    begins, ends = _bounds(monday)
    return kinds_read(actor_id=person.pk, since=begins, until=ends)


def _number(action: Action, week: Week) -> int:
    """Return how many acts of a kind count: of nightly checks those that found something."""
    return (week.failed if action in NIGHTLY else week.counts).get(action, 0)


def _acts(actions: Sequence[Action], week: Week, firsts: Collection[Action], read: Collection[str]) -> list[ActRow]:
    return [
        ActRow(action, WATCHED_WORDS[action], number, action in firsts, action in read)
        for action in actions
        if (number := _number(action, week))
    ]


def _watched(watch: Watch, week: Week, firsts: Collection[Action], read: Collection[str]) -> WatchRow:
    acts = _acts(watch.actions, week, firsts, read)
    return WatchRow(watch, sum(row.number for row in acts), acts)


def _named(pairs: Sequence[tuple[str, int]], names: Mapping[str, str]) -> list[tuple[str, int]]:
    return [(names.get(who, "somebody we do not know"), number) for who, number in pairs[:MOST_NAMED]]
