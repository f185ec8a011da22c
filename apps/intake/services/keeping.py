"""Keeps what came in, whole, before anybody reads it."""

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db import transaction

from apps.audit.domain.actions import Action, Outcome
from apps.audit.services import event_append
from apps.core.actors import Actor
from apps.core.canonical import sha256_hex
from apps.core.crypto.blind import blind_index
from apps.core.crypto.sealed import sealing
from apps.intake.errors import IntakeError
from apps.intake.models import InboundMessage

if TYPE_CHECKING:
    from apps.access.models import Organization

LONGEST = {"source_system": 200, "source_id": 300, "media_type": 100}


@transaction.atomic
def message_keep(
    *, organization: "Organization", source_system: str, source_id: str, media_type: str, body: bytes, actor: Actor
) -> tuple[InboundMessage, bool]:
    """Keep one message as it came; return it and whether it is new: the same bytes under one name are one message.

    Bytes that were destroyed with a patient's record are not taken again, under any name: the emptied message is it.
    """
    given = {"source_system": source_system, "source_id": source_id, "media_type": media_type}
    for name, text in given.items():
        if "\x00" in text or len(text) > LONGEST[name]:
            raise IntakeError(
                f"The {name.replace('_', ' ')} is longer than {LONGEST[name]} characters, or no plain text. Shorten it."
            )
    sha256 = sha256_hex(body)
    if destroyed := _destroyed(organization, sha256, actor):
        return destroyed, False
    unique: dict[str, Any] = {
        "organization": organization, "source_system": source_system, "body_sha256": sha256,
        "source_id_index": blind_index("message source", organization.pk, source_id),
    }  # fmt: skip
    message, is_new = InboundMessage.objects.get_or_create(
        **unique, defaults={"id": uuid4(), "media_type": media_type, **sealing(body=body, source_id=source_id)}
    )
    if is_new:
        event_append(
            actor=actor.within(organization.pk), action=Action.MESSAGE_RECEIVED, object_type="message",
            object_id=message.pk,
            details={"bytes": len(body), "sha256": message.body_sha256},
        )  # fmt: skip
    return message, is_new


def _destroyed(organization: "Organization", sha256: str, actor: Actor) -> InboundMessage | None:
    """Return the message of these bytes that was destroyed, and record that it was sent again; None for any other."""
    gone = InboundMessage.objects.filter(organization=organization, body_sha256=sha256, destroyed_at__isnull=False)
    message = gone.order_by("-destroyed_at").first()
    if message is not None:
        event_append(
            actor=actor.within(organization.pk), action=Action.MESSAGE_NOT_TAKEN, object_type="message",
            object_id=message.pk, outcome=Outcome.FAILURE, details={"sha256": sha256},
        )  # fmt: skip
    return message
