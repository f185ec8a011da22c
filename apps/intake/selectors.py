"""Reads of what came in. Nothing here shows a patient: no names, no ids of theirs, no file names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet, Sum

from apps.core import clock
from apps.intake.domain.status import UNFINISHED, MessageStatus
from apps.intake.models import InboundMessage, Quarantine

if TYPE_CHECKING:
    from apps.access.models import Person

PAGE = 25
ARRIVES_WITHIN = timedelta(hours=1)
MOST_REASONS = 100
WHOLE_MESSAGE = "whole message"


@dataclass(frozen=True, slots=True)
class HeldGroup:
    """How many resources of one type are held for one reason."""

    resource_type: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class IntakeTotals:
    """Counts over every message of an organization."""

    messages: int
    working: int
    unreadable: int
    resources: int
    accepted: int
    unchanged: int
    quarantined: int


def messages_visible_to(person: "Person") -> QuerySet[InboundMessage]:
    """Return the messages of the person's organization, newest first, without their content."""
    messages = InboundMessage.objects.filter(organization_id=person.organization_id).defer(
        "body_sealed", "source_id_sealed"
    )
    return messages.order_by("-created_at", "id")


def is_arriving(organization_id: UUID) -> bool:
    """Say whether a worker still has to do something with what came in lately. What hangs for longer is no arrival."""
    lately = clock.now() - ARRIVES_WITHIN
    coming = InboundMessage.objects.filter(organization_id=organization_id, status__in=UNFINISHED)
    return coming.filter(created_at__gte=lately).exists()


def message_page(person: "Person", number: str) -> Page[InboundMessage]:
    """Return one page of messages, the nearest there is: two statements, however many there are."""
    return Paginator(messages_visible_to(person), PAGE).get_page(number)


def held_of(message_id: UUID | str) -> QuerySet[Quarantine]:
    """Return what is held of one message, in its order, without the content."""
    return Quarantine.objects.filter(message__pk=message_id).defer("raw_sealed").order_by("position")


def held_groups(person: "Person") -> list[HeldGroup]:
    """Return what is held and why, most first, whole messages included: two statements."""
    mine = Quarantine.objects.filter(message__organization_id=person.organization_id)
    resources = mine.values_list("resource_type", "reason").annotate(count=Count("pk")).order_by("-count")
    whole = messages_visible_to(person).filter(status=MessageStatus.QUARANTINED)
    messages = whole.values_list("reason").annotate(count=Count("pk")).order_by("-count")
    groups = [HeldGroup(*row) for row in resources[:MOST_REASONS]]
    groups += [HeldGroup(WHOLE_MESSAGE, *row) for row in messages[:MOST_REASONS]]
    return sorted(groups, key=lambda group: (-group.count, group.resource_type, group.reason))


def totals(person: "Person") -> IntakeTotals:
    """Return the counts of an organization's intake: one statement."""
    columns = ("resources", "accepted", "unchanged", "quarantined")
    counted = InboundMessage.objects.filter(organization_id=person.organization_id).aggregate(
        messages=Count("pk"),
        working=Count("pk", filter=Q(status__in=UNFINISHED)),
        unreadable=Count("pk", filter=Q(status=MessageStatus.QUARANTINED)),
        **{name: Sum(name, default=0) for name in columns},
    )
    return IntakeTotals(**counted)


def statuses_of(message_ids: Iterable[UUID | str]) -> dict[str, int]:
    """Return how many of these messages are in each state."""
    found = InboundMessage.objects.filter(pk__in=list(message_ids)).values_list("status").annotate(count=Count("pk"))
    return dict(found.order_by("status"))
