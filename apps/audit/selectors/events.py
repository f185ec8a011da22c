"""Reads of the log. Who may see what is decided above: every list here is of one organization."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.fields.json import KT

from apps.audit.domain.actions import Action, Outcome
from apps.audit.domain.chain import COLUMNS, Grave, continues
from apps.audit.domain.disclosures import DISCLOSING, Disclosure, disclosure_of
from apps.audit.domain.looks import EMERGENCY, EMERGENCY_ENDS, LOOKS, MOST_LINES, Look, Looker, look_words
from apps.audit.models import AuditEvent, Tombstone
from apps.core import clock

Id = UUID | str
AT_A_TIME = 2000
# What the officers of every organization see. An event about somebody belongs to their own: one from before that was so
# is nobody else's to see.
OF_THE_INSTALLATION = (
    Q(organization_id="", patient_id="")
    & ~Q(object_type="grant")
    & (Q(object_id="") | ~Q(object_type__in=["person", "care_team", "delegation", "message", "agreement"]))
)
GRAVE = ("first", "last", "follows", "ends", "blocks")


def events_for(
    *,
    organization_id: Id,
    patient_id: Id | None = None,
    object_id: Id | None = None,
    actor_id: Id | None = None,
    actor_kind: str = "",
    draft_id: Id | None = None,
    action: Action | str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    installation: bool = False,
) -> QuerySet[AuditEvent]:
    """Return the events of one organization, newest first, narrowed by whatever is given.

    A draft's events are those about it and those about a part of it (a claim, a citation, its signature). ``until``
    is left out itself. ``installation``: with them, what belongs to no organization, for who answers for one.
    """
    mine = Q(organization_id=str(organization_id))
    events = AuditEvent.objects.filter(mine | OF_THE_INSTALLATION if installation else mine).order_by("-sequence")
    exact = {"patient_id": patient_id, "object_id": object_id, "actor_id": actor_id, "action": action,
             "actor_kind": actor_kind}  # fmt: skip
    events = events.filter(**{column: str(value) for column, value in exact.items() if value})
    if since:
        events = events.filter(recorded_at__gte=since)
    if until:
        events = events.filter(recorded_at__lt=until)
    if draft_id:
        events = events.alias(of_draft=KT("details__draft_id")).filter(
            Q(object_id=str(draft_id)) | Q(of_draft=str(draft_id))
        )
    return events


def count_since(*, actor_id: Id, action: Action, since: datetime, outcome: Outcome | None = None) -> int:
    """Return how many events of one kind an actor caused since a moment, of one outcome where it is given."""
    events = AuditEvent.objects.filter(actor_id=str(actor_id), action=action, recorded_at__gte=since)
    return (events.filter(outcome=outcome) if outcome else events).count()


def looks_at(*, organization_id: Id, patient_id: Id, start: datetime, end: datetime) -> QuerySet[AuditEvent]:
    """Return the events of [start, end) by which people saw something of a patient, newest first."""
    events = events_for(organization_id=organization_id, patient_id=patient_id)
    return events.filter(
        actor_kind="person", action__in=list(LOOKS), outcome=Outcome.SUCCESS, recorded_at__gte=start,
        recorded_at__lt=end,
    )  # fmt: skip


def lookers(looks: QuerySet[AuditEvent]) -> list[Looker]:
    """Return who made these looks, the last one first, each by the role they had then. One statement."""
    told = looks.order_by().values("actor_id", "actor_role").annotate(
        times=Count("sequence"), emergency=Count("sequence", filter=Q(details__purpose_of_use=EMERGENCY)),
        first=Min("recorded_at"), last=Max("recorded_at"),
    ).values_list("actor_id", "actor_role", "times", "emergency", "first", "last")  # fmt: skip
    return sorted((Looker(*row) for row in told), key=lambda looker: looker.last, reverse=True)


def look_lines(looks: QuerySet[AuditEvent]) -> list[Look]:
    """Return the newest of these looks one by one. One statement."""
    return [
        Look(
            event.actor_id, event.actor_role, event.recorded_at, look_words(event.action),
            event.details.get("purpose_of_use") == EMERGENCY,
        )
        for event in looks[:MOST_LINES]
    ]  # fmt: skip


def in_emergency(
    *, organization_id: Id, actor_ids: Iterable[Id], patient_ids: Iterable[Id], start: datetime, end: datetime
) -> QuerySet[AuditEvent]:
    """Return what these people did on the records of these patients in an emergency within [start, end], oldest first.

    Its beginning and its end are not among it.
    """
    events = events_for(organization_id=organization_id).filter(
        actor_kind="person", actor_id__in=[str(one) for one in actor_ids],
        patient_id__in=[str(one) for one in patient_ids], details__purpose_of_use=EMERGENCY,
        recorded_at__gte=start, recorded_at__lte=end,
    )  # fmt: skip
    return events.exclude(action__in=EMERGENCY_ENDS).order_by("sequence")


def disclosures_of(*, organization_id: Id, patient_id: Id, since: datetime) -> list[Disclosure]:
    """Return what of a patient was handed out since a moment, or recorded as disclosed, the newest first.

    One statement, of the log alone: what is no event of this kind is no disclosure.
    """
    events = events_for(organization_id=organization_id, patient_id=patient_id)
    told = events.filter(action__in=DISCLOSING, outcome=Outcome.SUCCESS, recorded_at__gte=since)
    found = [disclosure_of(event, clock.day_of(event.recorded_at)) for event in told]
    return sorted(found, key=lambda one: (one.on, one.sequence), reverse=True)


def counts_since(*, organization_id: Id, actions: Sequence[Action], since: datetime) -> Mapping[str, int]:
    """Return how many events of some kinds are about each thing, by its id, since a moment: one statement."""
    events = AuditEvent.objects.filter(
        organization_id=str(organization_id), action__in=actions, recorded_at__gte=since
    ).exclude(object_id="")
    return dict(events.order_by().values_list("object_id").annotate(Count("sequence")))


@dataclass(frozen=True, slots=True)
class Week:
    """What is in a week of one organization's log: acts by kind, and the last row with its hash (0, "" of none).

    ``failed`` are those of them that failed, were refused, or found something. ``readers`` are who saw the records of
    the most patients, ``guessed`` the accounts with the most failed sign-ins.
    """

    counts: Mapping[str, int]
    failed: Mapping[str, int]
    readers: Sequence[tuple[str, int]]
    guessed: Sequence[tuple[str, int]]
    last: int
    head: str

    @property
    def number(self) -> int:
        return sum(self.counts.values())


def week_told(*, organization_id: Id, since: datetime, until: datetime, most: int = 5) -> Week:
    """Return what is in [since, until) of an organization's log and of the installation's. Four statements."""
    events = events_for(organization_id=organization_id, since=since, until=until, installation=True).order_by()
    looks = events.filter(actor_kind="person", action__in=list(LOOKS)).exclude(patient_id="")
    failed = events.filter(action=Action.SIGN_IN_FAILED).exclude(object_id="")
    last = events.order_by("-sequence").values_list("sequence", "hash").first() or (0, "")
    failures = Count("sequence", filter=Q(outcome=Outcome.FAILURE))
    acts = list(events.values_list("action").annotate(number=Count("sequence"), failures=failures))
    return Week(
        counts={action: number for action, number, _ in acts},
        failed={action: number for action, _, number in acts},
        readers=list(
            looks.values_list("actor_id").annotate(seen=Count("patient_id", distinct=True)).order_by("-seen")[:most]
        ),
        guessed=list(failed.values_list("object_id").annotate(times=Count("sequence")).order_by("-times")[:most]),
        last=last[0],
        head=last[1],
    )


def event_seen(sequence: int, organization_id: Id, *, installation: bool) -> bool:
    """Return whether an event is among those of an organization (see ``events_for``)."""
    return events_for(organization_id=organization_id, installation=installation).filter(sequence=sequence).exists()


def first_recorded(organization_id: Id) -> datetime | None:
    """Return when an organization's log begins, or None of an empty one."""
    events = AuditEvent.objects.filter(organization_id=str(organization_id))
    return events.order_by("sequence").values_list("recorded_at", flat=True).first()


def head() -> tuple[int, str]:
    """Return the last sequence number and its hash; (0, "") of an empty log."""
    return AuditEvent.objects.order_by("-sequence").values_list("sequence", "hash").first() or (0, "")


def event_holds(sequence: int) -> bool:
    """Return whether one event is as it was written and continues the one before it, which is, too."""
    rows = {
        row["sequence"]: row
        for row in AuditEvent.objects.filter(sequence__in=[sequence - 1, sequence]).values(*COLUMNS)
    }
    before = rows.get(sequence - 1)
    if before is None and (grave := Tombstone.objects.filter(last=sequence - 1).first()):
        before = {"sequence": grave.last, "hash": grave.ends}
    return sequence in rows and continues(rows[sequence], before)


def events_to_file(*, up_to: int, **filters: Any) -> Iterator[AuditEvent]:
    """Yield events in their order, up to a sequence number: some at a time, so that memory stays flat.

    No transaction is held open for a reader who is slow: what was appended once does not change. ``filters`` are those
    of ``events_for``.
    """
    events, last = events_for(**filters).order_by("sequence"), 0
    while some := list(events.filter(sequence__gt=last, sequence__lte=up_to)[:AT_A_TIME]):
        yield from some
        last = some[-1].sequence


def destructions_beside(**filters: Any) -> list[AuditEvent]:
    """Return the events by which parts of the log were destroyed and which these filters of ``events_for`` leave out.

    A file of what is left begins with them, so that nobody takes it for whole.
    """
    told = AuditEvent.objects.filter(action=Action.LOG_SEGMENT_DESTROYED)
    among = events_for(**filters).filter(action=Action.LOG_SEGMENT_DESTROYED)
    return list(told.exclude(sequence__in=among.order_by().values("sequence")).order_by("sequence"))


def chain_rows(*, after: int = 0, up_to: int | None = None, chunk_size: int = 5000) -> Iterator[dict[str, Any] | Grave]:
    """Yield the rows of the log in order, and in the place of a segment that was destroyed its tombstone.

    From one snapshot, by a cursor on the server: memory stays flat.
    """
    with snapshot():
        rows, graves = AuditEvent.objects.filter(sequence__gt=after), Tombstone.objects.filter(first__gt=after)
        if up_to is not None:
            rows, graves = rows.filter(sequence__lte=up_to), graves.filter(last__lte=up_to)
        waiting = [Grave(*one) for one in graves.order_by("first").values_list(*GRAVE)]
        for row in rows.order_by("sequence").values(*COLUMNS).iterator(chunk_size=chunk_size):
            while waiting and waiting[0].first <= row["sequence"]:
                yield waiting.pop(0)
            yield row
        yield from waiting


@contextmanager
def snapshot() -> Iterator[None]:
    """Let several statements see one state of the log; inside another transaction each sees what that one sees."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def acts_since(*, organization_id: Id, since: datetime) -> Iterator[tuple[str, str]]:
    """Yield which person of an organization caused which kind of event since a moment, each once."""
    events = AuditEvent.objects.filter(
        organization_id=str(organization_id), actor_kind="person", recorded_at__gte=since, outcome="success"
    )
    yield from events.order_by().values_list("actor_id", "action").distinct().iterator()


def patients_touched_since(*, organization_id: Id, since: datetime) -> Iterator[tuple[str, str]]:
    """Yield which person of an organization did anything about which patient since a moment, each once."""
    events = AuditEvent.objects.filter(
        organization_id=str(organization_id), actor_kind="person", recorded_at__gte=since
    )
    yield from events.exclude(patient_id="").order_by().values_list("actor_id", "patient_id").distinct().iterator()
