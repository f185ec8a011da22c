"""What people are told of their accounts: kept until they say that they know (S03)."""

from django.db import models, transaction

from apps.access.domain.notices import About, Notice, kinds_about
from apps.access.models import AccountNotice, Person
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor


def notice_give(person: Person, kind: Notice) -> None:
    """Tell a person something of their account on their next page. Call it in the transaction of what happened."""
    AccountNotice.objects.create(organization_id=person.organization_id, person=person, kind=kind.value)
    Person.objects.filter(pk=person.pk).update(notices_waiting=models.F("notices_waiting") + 1)


def officers_tell(about: Person, kind: Notice) -> None:
    """Tell the privacy officers of a person's organization, but that person, of something done to the account."""
    officers = Person.objects.filter(organization=about.organization_id, is_active=True, role="privacy_officer")
    for officer in officers.exclude(pk=about.pk):
        notice_give(officer, kind)


@transaction.atomic
def notices_read(*, person: Person, about: About | None = None, actor: Actor) -> int:
    """Note that a person knows of what they were told, of everything or under one heading; return of how much."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    waiting = AccountNotice.objects.filter(person=person, read_at=None)
    known = waiting.filter(kind__in=kinds_about(about)) if about else waiting
    read = known.update(read_at=clock.now())
    Person.objects.filter(pk=person.pk).update(notices_waiting=waiting.count())
    if read:
        event_append(
            actor=actor, action=Action.NOTICES_READ, object_type="person", object_id=person.pk, details={"count": read}
        )
    return read
