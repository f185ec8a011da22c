"""What people are told of their accounts: kept until they say that they know (S03)."""

from collections.abc import Collection
from uuid import UUID

from django.db import models, transaction

from apps.access.domain.notices import Notice
from apps.access.domain.roles import ROLES, Permission, role_may, watches_or_runs
from apps.access.models import AccountNotice, Person
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor


def notice_give(person: Person, kind: Notice, *, about: Person | None = None) -> None:
    """Tell a person something of their account, or of another's, on their next page.

    Call it in the transaction of what happened.
    """
    AccountNotice.objects.create(
        organization_id=person.organization_id, person=person, kind=kind.value, about=about,
        role=about.role if about else "",
    )  # fmt: skip
    Person.objects.filter(pk=person.pk).update(notices_waiting=models.F("notices_waiting") + 1)


def officers_tell(about: Person, kind: Notice) -> None:
    """Tell the privacy officers of a person's organization, but that person, of something done to the account."""
    officers = Person.objects.filter(organization=about.organization_id, is_active=True, role="privacy_officer")
    for officer in officers.exclude(pk=about.pk).order_by("pk"):
        notice_give(officer, kind, about=about)


def holders_tell(*, organization_id: UUID, right: Permission, kind: Notice) -> None:
    """Tell everybody of an organization whose role brings a right. Call it in the transaction of what happened."""
    roles = [role for role in ROLES if role_may(role, right)]
    for person in Person.objects.filter(organization=organization_id, is_active=True, role__in=roles).order_by("pk"):
        notice_give(person, kind)


def watcher_tell(person: Person) -> None:
    """Tell the officers that somebody came to a role that watches or runs: nobody gets there unseen."""
    if watches_or_runs(person.role):
        officers_tell(person, Notice.WATCHER_MADE)


@transaction.atomic
def notices_read(*, person: Person, known: Collection[UUID], actor: Actor) -> int:
    """Note that a person knows of these notices, which they were shown; return how many of them were news.

    What is not theirs, and what came since, stays as it was.
    """
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    waiting = AccountNotice.objects.filter(person=person, read_at=None)
    read = waiting.filter(pk__in=known).update(read_at=clock.now())
    if read:
        Person.objects.filter(pk=person.pk).update(notices_waiting=waiting.count())
        event_append(
            actor=actor, action=Action.NOTICES_READ, object_type="person", object_id=person.pk, details={"count": read}
        )
    return read
