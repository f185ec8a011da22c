"""Stopping the machine, and naming it."""

from typing import TYPE_CHECKING

from django.db import connection, transaction

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core.actors import Actor
from apps.core.canonical import digest
from apps.governance.errors import KillSwitchError
from apps.governance.models import KillSwitch, Release
from apps.governance.selectors import SCOPE, kill_switch_newest

if TYPE_CHECKING:
    from apps.access.models import Person

SWITCH_LOCK = 0x4B494C4C  # "KILL": one decision follows another, so versions have no gap
LONGEST_REASON = 500


@transaction.atomic
def kill_switch_set(*, stopped: bool, reason: str, person: "Person", actor: Actor) -> KillSwitch:
    """Stop or resume all drafting, from the next step of any worker on. The reason is required and shown to everyone.

    Raises KillSwitchError, with a sentence, without a reason or when the switch already stands so.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise KillSwitchError("Say why: the reason is shown to everyone whose drafts it concerns.")
    if len(reason) > LONGEST_REASON:
        raise KillSwitchError(f"Shorten the reason to {LONGEST_REASON} characters; it has {len(reason)}.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SWITCH_LOCK])
    newest = kill_switch_newest()
    if stopped == bool(newest and newest.stopped):
        raise KillSwitchError(f"Drafting is already {'stopped' if stopped else 'on'}; nothing was changed.")
    switch = KillSwitch.objects.create(
        version=newest.version + 1 if newest else 1, scope=SCOPE, stopped=stopped, reason=reason, set_by=person
    )
    event_append(
        actor=actor, action=Action.KILL_SWITCH_SET, object_type="kill_switch", object_id=switch.pk,
        details={"version": switch.version, "stopped": stopped},
    )  # fmt: skip
    return switch


@transaction.atomic
def release_ensure(
    *,
    backend: str,
    model_name: str,
    model_sha256: str,
    prompt_version: str,
    index_version: str,
    redactor_version: str,
    actor: Actor,
) -> Release:
    """Return the release with exactly these parts, registered when it is new. Its digest names all of them at once."""
    parts = {
        "backend": backend,
        "model_name": model_name,
        "model_sha256": model_sha256,
        "prompt_version": prompt_version,
        "index_version": index_version,
        "redactor_version": redactor_version,
    }
    release, created = Release.objects.get_or_create(digest=digest(parts), defaults=parts)
    if created:
        event_append(
            actor=actor, action=Action.RELEASE_REGISTERED, object_type="release", object_id=release.pk,
            details={"digest": release.digest},
        )  # fmt: skip
    return release
