"""What follows from a sign-in: it is recorded, older sessions give way, and a new place is told of."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from apps.access.accounts import at_the_door_of
from apps.access.domain.notices import Notice
from apps.access.domain.places import Place
from apps.access.domain.sessions import EndReason
from apps.access.models import KnownPlace, PasswordLink, Person
from apps.access.selectors import person_by_email
from apps.access.services.notices import notice_give
from apps.access.services.standing import emergency_used
from apps.access.sessions import sessions_end
from apps.audit.domain.actions import Action, Outcome
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor


@transaction.atomic
def sign_in_record(*, person: Person, place: Place, by: str, this: str, actor: Actor) -> None:
    """Record a sign-in by a second factor (or none), and end the sessions that are more than a person may have."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)  # two at once never leave one too many
    sessions_end(person, EndReason.ELSEWHERE, but=this, most=settings.WORKBENCH_MOST_SESSIONS - 1)
    is_new, before = _note(person, place)
    if is_new:
        event_append(actor=actor, action=Action.SIGNED_IN_NEW_PLACE, object_type="person", object_id=person.pk)
        notice_give(person, Notice.NEW_PLACE)
    if _password_was_given(person, is_new, before):
        notice_give(person, Notice.PASSWORD_LINK_USED)
    if person.is_emergency:
        emergency_used(person=person, actor=actor)
    event_append(
        actor=actor, action=Action.SIGNED_IN, object_type="person", object_id=person.pk,
        details={"factor": by} if by else {},
    )  # fmt: skip


@transaction.atomic
def sign_in_failed(*, email: str, reason: str, actor: Actor) -> None:
    """Record that somebody did not get in, and why."""
    # The typed address is not kept: people type passwords there. Nobody proved who they are, so the door is the actor.
    person = person_by_email(email)
    event_append(
        actor=at_the_door_of(actor, person),
        action=Action.SIGN_IN_FAILED,
        object_type="person",
        object_id=person.pk if person else "",
        outcome=Outcome.FAILURE,
        details={"reason": reason},
    )


@transaction.atomic
def browser_note(*, person: Person, browser: str) -> None:
    """Note that a person signed in by the browser that holds this value, so that others' guesses do not shut it out."""
    KnownPlace.objects.update_or_create(
        person=person, place_sha256=_browser_hash(person, browser), defaults={"last_used_at": clock.now()}
    )


def browser_is_known(person: Person, browser: str) -> bool:
    """Return whether a person signed in before by the browser that holds this value."""
    return KnownPlace.objects.filter(person=person, place_sha256=_browser_hash(person, browser)).exists()


def _browser_hash(person: Person, browser: str) -> str:
    return salted_hmac("apps.access.browser", f"{person.pk}:{browser}", algorithm="sha256").hexdigest()


def _password_was_given(person: Person, is_new: bool, before: datetime | None) -> bool:
    """Return whether a link chose the password since the person last signed in from here.

    Whoever used it may have been told of it on their own next page, and have clicked it away: it is told once in every
    other place, too.
    """
    if before is None and not is_new:
        return False  # the first sign-in of all: the link was how this person came here
    used = PasswordLink.objects.filter(person=person, used_at__isnull=False)
    return (used.filter(used_at__gt=before) if before else used).exists()


def _note(person: Person, place: Place) -> tuple[bool, datetime | None]:
    """Note the place; return whether the person had signed in before and never from there, and when they last did."""
    said = f"{person.pk}:{place.agent}:{place.network}"
    hashed = salted_hmac("apps.access.place", said, algorithm="sha256").hexdigest()
    had_any = KnownPlace.objects.filter(person=person).exists()
    known = KnownPlace.objects.filter(person=person, place_sha256=hashed).values_list("last_used_at", flat=True)
    before = known.first()
    KnownPlace.objects.update_or_create(person=person, place_sha256=hashed, defaults={"last_used_at": clock.now()})
    return before is None and had_any, before
