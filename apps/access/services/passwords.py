"""Choosing a password: one's own, after showing the old one, or by a code that an administrator made (6.4.6)."""

import secrets
from datetime import timedelta

from django.db import transaction

from apps.access.accounts import at_the_door_of, link_open
from apps.access.domain.hand_codes import CODE_BYTES, as_typed, hand_code
from apps.access.domain.notices import Notice
from apps.access.domain.roles import Permission
from apps.access.domain.sessions import EndReason
from apps.access.errors import AccessError
from apps.access.models import PasswordLink, Person
from apps.access.passwords import password_refusal
from apps.access.selectors import check_may
from apps.access.services.factors import check_own
from apps.access.services.notices import notice_give, officers_tell
from apps.access.services.step_up import step_up_check
from apps.access.sessions import sessions_end
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.core.canonical import sha256_hex

LINK_LASTS = timedelta(hours=24)
SAME = "That is the password you have. Choose another one."
NOT_THE_SAME_TWICE = "The two are not the same. Type the new password twice, or let your password manager fill it in."
NO_LINK = "This code was mistyped, was used, replaced or is older than a day. Ask your administrator for another one."


def password_change(*, person: Person, old: str, new: str, again: str, this: str = "", actor: Actor) -> Person:
    """Give a person the password they chose, after the old one; their sessions end but ``this``. Raises
    AccessError (StepUpFailed for a wrong old one, which counts as a wrong attempt)."""
    check_own(person, actor)
    step_up_check(person=person, password=old, actor=actor)
    if old == new:
        raise AccessError(SAME)
    return _set(person, new, again, Action.PASSWORD_CHANGED, actor, this)


@transaction.atomic
def password_link_make(*, person: Person, administrator: Person, actor: Actor) -> str:
    """Return a code by which a person of one's own organization chooses a password once; the older ones go.

    Nobody but its person knows the password then. Raises NotAllowed without the right.
    """
    check_may(administrator, Permission.RUN_CONTROL_ROOM)
    if person.pk == administrator.pk or person.organization_id != administrator.organization_id:
        raise AccessError("Nobody resets their own password. Change it on your account's page.")
    if not person.is_active:
        raise AccessError("Give this person access again first: nobody signs in to an account without access.")
    links_void(person)
    token = hand_code(secrets.token_bytes(CODE_BYTES))
    PasswordLink.objects.create(
        organization_id=person.organization_id, person=person, made_by=administrator,
        token_sha256=sha256_hex(as_typed(token)), expires_at=clock.now() + LINK_LASTS,
    )  # fmt: skip
    event_append(actor=actor, action=Action.PASSWORD_LINK_MADE, object_type="person", object_id=person.pk)
    notice_give(person, Notice.PASSWORD_LINK)
    officers_tell(person, Notice.LINK_MADE_FOR_ANOTHER)
    return token


def links_void(person: Person) -> None:
    """Let the codes of a person open nothing any more."""
    PasswordLink.objects.filter(person=person, used_at=None, void_at=None).update(void_at=clock.now())


@transaction.atomic
def password_link_use(*, token: str, new: str, again: str, actor: Actor) -> Person:
    """Give the person of a code the password they chose. It signs nobody in: the second factor is still asked for.

    Raises AccessError for a code that is used, too old or none, and for a password that is not taken.
    """
    if (link := link_open(token, locked=True)) is None:
        raise AccessError(NO_LINK)
    person = Person.objects.select_related("organization").get(pk=link.person_id)
    changed = _set(person, new, again, Action.PASSWORD_LINK_USED, at_the_door_of(actor, person))
    link.used_at = clock.now()
    link.save(update_fields=["used_at"])
    officers_tell(person, Notice.LINK_USED_FOR_ANOTHER)
    return changed


@transaction.atomic
def _set(person: Person, new: str, again: str, action: Action, actor: Actor, this: str = "") -> Person:
    if new != again:
        raise AccessError(NOT_THE_SAME_TWICE)
    if sentence := password_refusal(new, person):
        raise AccessError(sentence)
    held = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    held.set_password(new)
    held.save(update_fields=["password"])
    links_void(held)
    event_append(actor=actor, action=action, object_type="person", object_id=held.pk)
    notice_give(held, Notice.PASSWORD_CHANGED)
    sessions_end(held, EndReason.ACCESS, but=this)
    return held
