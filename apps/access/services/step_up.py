"""Proving again that it is you, for each signature: by a key that signs the record's hash, a code, or the password.

A proof is asked for before the transaction of the act it guards: a failure is recorded for good, in a transaction of
its own. Who fails five times within five minutes, by whatever means, waits; that is an event of its own.
"""

import secrets
from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Any

from django.db import transaction

from apps.access.domain import totp, webauthn
from apps.access.domain.factors import (
    CHALLENGE_LASTS,
    Factor,
    Shown,
    SigningAct,
    Site,
    StepUp,
    challenge_of,
    proof_told,
)
from apps.access.domain.second import SIGN_IN
from apps.access.errors import StepUpFailed
from apps.access.models import Person, SigningFactor, StepUpChallenge
from apps.access.selectors import factors_of, keys_of
from apps.access.services.answers import by_provider
from apps.access.services.attempts import CLOSED, Unproven, attempt_record, failure_record, is_closed, refusal_record
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.core.canonical import sha256_hex

KEPT = timedelta(days=1)  # an unanswered challenge
NOT_A_PERSON = "Only a person signs, and only in their own name."
FIRST = "This is your first signature since you signed in: type your password, too. Nothing was signed."
REPLAYED = "This answer of your key was used already. Use the key again; nothing was signed."
OTHER_RECORD = (
    "The text was changed after your key was asked. Look at the differences once more, then use the key again; "
    "nothing was signed."
)


def step_up_check(*, person: Person, password: str, actor: Actor) -> None:
    """Make a signed-in person type their password again; raise StepUpFailed, with a sentence, when it is not theirs.

    Refuses to run inside a transaction that could undo the record of a failure.
    """
    shown = Shown(password=password)
    act = SigningAct("password", str(person.pk), "", "")
    step_up_prove(person=person, act=act, shown=shown, allowed={Factor.PASSWORD}, is_continued=False, actor=actor)


@transaction.atomic
def step_up_begin(*, person: Person, act: SigningAct, site: Site, actor: Actor) -> dict[str, Any]:
    """Return what a browser asks the person's security keys to sign for this act; it counts for two minutes, once.

    Raises StepUpFailed where the person has no key for this site, or has to wait.
    """
    if sentence := why_not_asked(person, actor):
        raise StepUpFailed(sentence)
    keys = keys_of(person, site.host)
    if not keys:
        raise StepUpFailed("You have set up no security key for this address. Set one up, or show another factor.")
    challenge = challenge_make(person=person, act=act, site=site)
    return webauthn.assertion_options((key.secret for key in keys), challenge, site)


def challenge_make(*, person: Person, act: SigningAct, site: Site) -> bytes:
    """Keep a new challenge for a person and an act and return it; what nobody answered is swept up."""
    return bytes.fromhex(challenge_keep(person=person, act=act, site=site).challenge)


def challenge_keep(*, person: Person, act: SigningAct, site: Site) -> StepUpChallenge:
    """Keep a new challenge, as ``challenge_make`` does, and return its row."""
    moment = clock.now()
    StepUpChallenge.objects.filter(person=person, expires_at__lt=moment - KEPT).delete()
    nonce, expires_at = secrets.token_hex(32), moment + CHALLENGE_LASTS
    challenge = challenge_of(act=act, person_id=str(person.pk), nonce=nonce, expires_at=expires_at)
    return StepUpChallenge.objects.create(
        person=person, object_type=act.object_type, object_id=act.object_id, record_sha256=act.record_sha256,
        meaning=act.meaning, nonce=nonce, challenge=challenge.hex(), host=site.host, origin=site.origin,
        expires_at=expires_at,
    )  # fmt: skip


def step_up_prove(
    *, person: Person, act: SigningAct, shown: Shown, allowed: Collection[str], is_continued: bool, actor: Actor
) -> StepUp:
    """Return the proof that it is this person, for this act, by a factor that is allowed. Raises StepUpFailed.

    ``is_continued``: the person has signed in this sitting before; a code then stands alone (21 CFR 11.200(a)(1)).
    """
    proven = _proof_or_sentence(person, act, shown, frozenset(map(str, allowed)), is_continued, actor)
    if isinstance(proven, str):
        raise StepUpFailed(proven)
    return proven


@transaction.atomic(durable=True)
def _proof_or_sentence(
    person: Person, act: SigningAct, shown: Shown, allowed: Collection[str], is_continued: bool, actor: Actor
) -> StepUp | str:
    # The row lock makes attempts wait for each other: many at once are still counted one by one.
    held = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    factor = shown.factor
    try:
        if sentence := _why_closed(held) or _why_nobody(held, actor) or _why_not_allowed(factor, allowed):
            raise Unproven(sentence)
        if not held.is_active:
            raise Unproven("Your account was deactivated; nothing was signed.", is_wrong=True)
        proven = PROOFS[factor](held, act, shown, is_continued)
    except Unproven as refusal:
        if refusal.reason:
            refusal_record(held, refusal.reason, actor)
        elif refusal.is_wrong:
            failure_record(held, factor, actor)
        return refusal.sentence
    if act.record_sha256:
        _record_proof(proven, actor)
    return proven


def _record_proof(proven: StepUp, actor: Actor) -> None:
    act = proven.act
    event_append(
        actor=actor, action=Action.STEP_UP_PROVEN, object_type="person", object_id=proven.person_id,
        details={
            **proof_told(proven.told()), "record_sha256": act.record_sha256, "meaning": act.meaning,
            "signs": act.object_type,
        },
    )  # fmt: skip


def why_not_asked(person: Person, actor: Actor) -> str:
    """Return why a person's key, or the provider, is not even asked, or an empty text."""
    return _why_closed(person) or _why_nobody(person, actor)


def _why_closed(person: Person) -> str:
    return CLOSED if is_closed(person) else ""


def _why_nobody(person: Person, actor: Actor) -> str:
    return "" if actor.kind == "person" and actor.id == str(person.pk) else NOT_A_PERSON


def _why_not_allowed(factor: Factor, allowed: Collection[str]) -> str:
    if factor.value in allowed:
        return ""
    if factor is Factor.PASSWORD:
        return "A password alone is not enough here: use your security key, or the code of your app."
    return "Your organization does not let this factor sign. Choose one of those that the page offers."


def _by_password(person: Person, act: SigningAct, shown: Shown, is_continued: bool) -> StepUp:
    _check_password(person, shown.password)
    return StepUp(str(person.pk), (Factor.PASSWORD.value,), "", clock.now(), act)


def _check_password(person: Person, password: str) -> None:
    if not person.check_password(password):
        raise Unproven("That is not your password; nothing was signed. Type it again.", is_wrong=True)


def _by_code(person: Person, act: SigningAct, shown: Shown, is_continued: bool) -> StepUp:
    """Take a code once. The first signature of a sitting asks for the password besides."""
    apps = list(factors_of(person).filter(kind=Factor.TOTP))
    if not apps:
        raise Unproven("You have set up no authenticator app. Set one up, or show another factor.")
    factors: tuple[str, ...] = (Factor.TOTP.value,)
    if not is_continued:
        if not shown.password:
            raise Unproven(FIRST)
        _check_password(person, shown.password)
        factors = (Factor.TOTP.value, Factor.PASSWORD.value)
    drift = 0 if act.object_type == SIGN_IN else totp.DRIFT  # at the door a code counts in its own half minute (S23)
    app = code_take(person, apps, shown.code, drift)
    return StepUp(str(person.pk), factors, app.key_sha256, clock.now(), act)


def code_take(person: Person, apps: Collection[SigningFactor], code: str, drift: int = totp.DRIFT) -> SigningFactor:
    """Use a code of one of the apps up and return the app. Call it while the person's row is held."""
    moment, was_used = clock.now(), False
    for app in apps:
        steps = totp.steps_matching(app.secret, code, moment, drift)
        if fresh := [step for step in steps if step > app.last_step]:
            app.last_step, app.last_used_at = fresh[0], moment
            app.save(update_fields=["last_step", "last_used_at"])
            return app
        was_used |= bool(steps)
    if was_used:
        raise Unproven("This code was used already. Wait for the next one of your app; nothing was signed.")
    raise Unproven("That is not the code of your app; nothing was signed. Type the one it shows now.", is_wrong=True)


def _by_key(person: Person, act: SigningAct, shown: Shown, is_continued: bool) -> StepUp:
    """Take a key's signature under a challenge that was made for this person, this record and this meaning."""
    try:
        asked = _asked(person, act, webauthn.challenge_in(shown.assertion))
        site = Site(asked.host, asked.origin)
        keys = {key.key_sha256: key for key in keys_of(person, asked.host)}
        answer = webauthn.asserting_key(
            shown.assertion, bytes.fromhex(asked.challenge), (key.secret for key in keys.values()), site
        )
    except webauthn.NoAnswer:
        raise Unproven(
            "That is no answer of a security key of yours; nothing was signed. Use the key again.", is_wrong=True
        ) from None
    key = keys[sha256_hex(answer[0])]
    count_use(key, answer[1])
    proof = webauthn.kept_proof(shown.assertion, key.secret)
    made = {"host": asked.host, "nonce": asked.nonce, "expires_at": asked.expires_at.isoformat(), **proof}
    return StepUp(str(person.pk), (Factor.WEBAUTHN.value,), key.key_sha256, clock.now(), act, made)


def _asked(person: Person, act: SigningAct, challenge: str) -> StepUpChallenge:
    """Return the challenge that is answered, used up. Raises Unproven unless it was made for this very act."""
    asked = StepUpChallenge.objects.select_for_update().filter(challenge=challenge, person=person).first()
    if asked is None or (asked.object_type, asked.object_id) != (act.object_type, act.object_id):
        raise webauthn.NoAnswer
    if asked.used_at is not None:
        raise Unproven(REPLAYED, is_wrong=True)
    asked.used_at = clock.now()
    asked.save(update_fields=["used_at"])
    if asked.expires_at < clock.now():
        raise Unproven("Your key was asked more than two minutes ago. Use it again; nothing was signed.")
    if (asked.record_sha256, asked.meaning) != (act.record_sha256, act.meaning):
        raise Unproven(OTHER_RECORD)
    return asked


def count_use(key: SigningFactor, count: int) -> None:
    """Note how often a key has signed. A counter that does not go up means that the key may exist twice."""
    moment = clock.now()
    if (count or key.sign_count) and count <= key.sign_count:
        key.halted_at = moment
        key.save(update_fields=["halted_at"])
        actor = Actor.service("step-up", str(key.organization_id))
        attempt_record(key.person, Action.SIGNING_KEY_HALTED, actor, {"factor": key.kind, "key_sha256": key.key_sha256})
        raise Unproven(
            "This key counts fewer signatures than it made here, as a copy of it would. It cannot sign any more and "
            "nothing was signed: tell your administrator, and set up another key.",
            is_wrong=True,
        )
    key.sign_count, key.last_used_at = count, moment
    key.save(update_fields=["sign_count", "last_used_at"])


PROOFS: dict[Factor, Callable[[Person, SigningAct, Shown, bool], StepUp]] = {
    Factor.WEBAUTHN: _by_key,
    Factor.TOTP: _by_code,
    Factor.OIDC: by_provider,
    Factor.PASSWORD: _by_password,
}
