"""The second factor at the door: the same keys and apps that sign, passkeys alone, and recovery codes."""

import base64
import secrets

from django.db import transaction

from apps.access.accounts import at_the_door_of, second_ways
from apps.access.domain import webauthn
from apps.access.domain.factors import Factor, Shown, Site, StepUp
from apps.access.domain.notices import Notice
from apps.access.domain.second import NOT_SIGNED_IN, RECOVERY, at_the_door, sign_in_act
from apps.access.errors import StepUpFailed
from apps.access.models import Person, RecoveryCode, SigningFactor
from apps.access.services.attempts import Unproven, failure_record, is_closed
from apps.access.services.factors import check_own
from apps.access.services.notices import notice_give
from apps.access.services.step_up import count_use, step_up_prove
from apps.audit.domain.actions import Action, Outcome
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.core.canonical import digest, sha256_hex

CODES, CODE_BYTES, GROUP = 10, 10, 4  # 80 bits each: nobody guesses one, so a plain hash keeps it
CLOSED = f"Too many wrong attempts. Wait five minutes, then try again; {NOT_SIGNED_IN}."
NO_PASSKEY = "That is no passkey of anybody here; you are not signed in. Use your password and a second factor."
NO_CODE = "That is none of your recovery codes, or it was used; you are not signed in. Each counts once."


def second_prove(*, person: Person, shown: Shown, actor: Actor) -> StepUp:
    """Return the proof of the second factor of who has just shown their password. Raises StepUpFailed."""
    try:
        return step_up_prove(
            person=person, act=sign_in_act(str(person.pk)), shown=shown, allowed=second_ways(person),
            is_continued=True, actor=actor,
        )  # fmt: skip
    except StepUpFailed as refusal:
        raise StepUpFailed(at_the_door(refusal.sentence)) from None


def passkey_prove(*, assertion: str, challenge: bytes, site: Site, actor: Actor) -> Person:
    """Return whose passkey answered, its PIN, finger or face required: two factors in one. Raises StepUpFailed."""
    found = _passkey_or_sentence(assertion, challenge, site, actor)
    if isinstance(found, str):
        raise StepUpFailed(found)
    return found


@transaction.atomic(durable=True)
def _passkey_or_sentence(assertion: str, challenge: bytes, site: Site, actor: Actor) -> Person | str:
    person = None
    try:
        key = _key_of(webauthn.key_in(assertion), site)
        person = Person.objects.select_for_update(no_key=True).get(pk=key.person_id)
        if is_closed(person):
            return CLOSED
        _, count = webauthn.asserting_key(assertion, challenge, [key.secret], site)
        count_use(key, count)
    except (webauthn.NoAnswer, Unproven) as refusal:
        event_append(
            actor=at_the_door_of(actor, person),
            action=Action.SIGN_IN_FAILED, object_type="person", object_id=person.pk if person else "",
            outcome=Outcome.FAILURE, details={"reason": "passkey"},
        )  # fmt: skip
        return at_the_door(refusal.sentence) if isinstance(refusal, Unproven) else NO_PASSKEY
    return person


def _key_of(key_id: bytes, site: Site) -> SigningFactor:
    keys = SigningFactor.objects.filter(
        kind=Factor.WEBAUTHN, key_sha256=sha256_hex(key_id), host=site.host, removed_at=None, halted_at=None
    ).exclude(confirmed_at=None)
    if (key := keys.first()) is None:
        raise webauthn.NoAnswer
    return key


@transaction.atomic
def recovery_codes_make(*, person: Person, actor: Actor) -> list[str]:
    """Make a person's recovery codes and return them, for this one time; the older ones count no more."""
    check_own(person, actor)
    held = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    recovery_codes_void(held)
    codes = [_code() for _ in range(CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(organization_id=held.organization_id, person=held, code_sha256=_hash(held, code)) for code in codes
    )
    event_append(
        actor=actor, action=Action.RECOVERY_CODES_MADE, object_type="person", object_id=held.pk,
        details={"count": CODES},
    )  # fmt: skip
    notice_give(held, Notice.RECOVERY_MADE)
    return codes


def recovery_codes_void(person: Person) -> None:
    """Let the recovery codes of a person count no more."""
    RecoveryCode.objects.filter(person=person, used_at=None, void_at=None).update(void_at=clock.now())


def recovery_code_take(*, person: Person, code: str, actor: Actor) -> None:
    """Use a recovery code up. It opens the person's own account and nothing else. Raises StepUpFailed."""
    if sentence := _taken_or_sentence(person, code, actor):
        raise StepUpFailed(sentence)


@transaction.atomic(durable=True)
def _taken_or_sentence(person: Person, code: str, actor: Actor) -> str:
    held = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if is_closed(held):
        return CLOSED
    found = RecoveryCode.objects.filter(person=held, code_sha256=_hash(held, code), used_at=None, void_at=None).first()
    if found is None or held.is_emergency or not held.is_active:
        failure_record(held, RECOVERY, actor)
        return NO_CODE
    found.used_at = clock.now()
    found.save(update_fields=["used_at"])
    event_append(actor=actor, action=Action.RECOVERY_CODE_USED, object_type="person", object_id=held.pk)
    notice_give(held, Notice.RECOVERY_USED)
    return ""


def _code() -> str:
    text = base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode().lower()
    return "-".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))


def _hash(person: Person, code: str) -> str:
    """Return what is kept of a code, as one may type it: in groups or not, in capitals or not."""
    plain = "".join(code.split()).replace("-", "").lower()
    return digest({"person": str(person.pk), "code": plain})
