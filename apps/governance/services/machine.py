"""Naming the machine, and what becomes of the keys that its records are sealed with."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from uuid import UUID

from django.db import transaction

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core.actors import Actor
from apps.core.crypto import keyring, keys
from apps.governance.domain.releases import release_digest
from apps.governance.models import Release, ReleasePart
from apps.governance.selectors.cards import card_for
from apps.governance.selectors.parts import parts_in_use


@transaction.atomic
def release_ensure(*, parts: Mapping[str, str], actor: Actor) -> Release:
    """Return the release with exactly these parts, registered when it is new. Its digest names all of them at once.

    A new one keeps its card as it stands now, and the parts list of the process that runs it.
    """
    digest = release_digest(parts)
    if known := Release.objects.filter(digest=digest).first():
        return known
    card = card_for(parts.get("backend", ""), parts.get("model_sha256", ""))
    release, created = Release.objects.get_or_create(digest=digest, defaults={**parts, "card": card})
    if created:
        ReleasePart.objects.bulk_create(
            ReleasePart(release=release, kind=part.kind, name=part.name, version=part.version, sha256=part.sha256)
            for part in parts_in_use()
        )
        event_append(
            actor=actor, action=Action.RELEASE_REGISTERED, object_type="release", object_id=release.pk,
            details={"digest": release.digest},
        )  # fmt: skip
    return release


@transaction.atomic
def data_keys_destroy(
    *, subjects: Sequence[UUID], reason_code: str, actor: Actor, patient_id: object = "", object_type: str = "patient"
) -> int:
    """Destroy every data key of these subjects (crypto-shred) and return how many there were. There is no way back.

    Whatever they sealed is unreadable from the commit on, in every process within a second. ``reason_code`` is a code,
    never a sentence about a person. What was copied out of the sealed columns (passages, vectors, blind indexes) is the
    caller's to delete in the same transaction.
    """
    count = keys.data_keys_destroy(subjects)
    event_append(
        actor=actor, action=Action.KEY_DESTROYED, patient_id=patient_id, object_type=object_type,
        object_id=subjects[0] if len(subjects) == 1 else "",
        details={"keys": count, "subjects": len(subjects), "reason_code": reason_code},
    )  # fmt: skip
    return count


@transaction.atomic
def data_key_rotate(*, subject: UUID, actor: Actor) -> int:
    """Give a subject a new version of its key for what is sealed from now on; return its number. Raises KeyDestroyed.

    Rows that stand keep their version: many of them are promised never to change.
    """
    version = keys.data_key_rotate(subject)
    event_append(
        actor=actor, action=Action.KEY_ROTATED, object_type="data_key", object_id=subject, details={"version": version}
    )
    return version


@transaction.atomic
def data_keys_rewrap(*, most: int, actor: Actor) -> int:
    """Wrap up to so many data keys with the provider's active key; return how many that were, 0 when none is left."""
    if count := keys.data_keys_rewrap(most):
        event_append(actor=actor, action=Action.KEYS_REWRAPPED, object_type="data_key", details={"keys": count})
    return count


@transaction.atomic
def key_add(*, path: Path, actor: Actor) -> str:
    """Add an active key to a keyring file and return its id. Without a database to record it in, nothing is added."""
    key_id = keyring.add_key(path)
    event_append(
        actor=actor, action=Action.KEY_ADDED, object_type="keyring", object_id=key_id, details={"key_id": key_id}
    )
    return key_id


@transaction.atomic
def key_remove(*, path: Path, key_id: str, actor: Actor) -> None:
    """Take a key out of a keyring file, recorded first: who could not be recorded takes none out."""
    event_append(
        actor=actor, action=Action.KEY_REMOVED, object_type="keyring", object_id=key_id, details={"key_id": key_id}
    )
    keyring.remove_key(path, key_id)
