"""What came in, as it came in, and what could not be taken."""

from typing import ClassVar

from django.db import models

from apps.access.models import Organization
from apps.core import clock
from apps.core.crypto.sealed import sealed_bytes, sealed_text
from apps.core.models import Record
from apps.intake.domain.status import UNFINISHED, MessageStatus


class InboundMessage(Record):
    """One file or POST, kept whole: unique by where it came from and what it says."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    source_system = models.CharField(max_length=200)
    source_id_sealed = models.BinaryField()
    source_id_index = models.CharField(max_length=64)  # blind index of organization and source_id
    body_sha256 = models.CharField(max_length=64)
    body_sealed = models.BinaryField()
    media_type = models.CharField(max_length=100)
    status = models.CharField(
        max_length=20, choices=[(s.value, s.value) for s in MessageStatus], default=MessageStatus.RECEIVED
    )
    reason = models.CharField(max_length=500, blank=True)
    resources = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    quarantined = models.PositiveIntegerField(default=0)
    # Kept whole but not citable yet: {"types": {"Claim": 34}, "attachments": {"application/pdf": 2}}.
    not_understood = models.JSONField(default=dict)
    rung_at = models.DateTimeField(default=clock.now)  # when a worker was last called for it
    lease_until = models.DateTimeField(null=True)  # a worker holds it until then
    destroyed_at = models.DateTimeField(null=True)  # with a patient's record: the same bytes are not taken again

    source_id = sealed_text("source_id_sealed", subject="pk")  # file name or the sender's message id
    body = sealed_bytes("body_sealed", subject="pk")  # exactly as received

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "source_system", "source_id_index", "body_sha256"], name="message_unique"
            ),
            models.CheckConstraint(
                condition=~models.Q(status="QUARANTINED") | ~models.Q(reason=""), name="message_quarantined_says_why"
            ),
            models.CheckConstraint(
                condition=models.Q(resources=models.F("accepted") + models.F("unchanged") + models.F("quarantined")),
                name="message_loses_nothing",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization", "-created_at"]),
            models.Index(
                fields=["rung_at"], condition=models.Q(status__in=UNFINISHED), name="message_unfinished_index"
            ),
            models.Index(
                fields=["organization", "body_sha256"],
                condition=models.Q(destroyed_at__isnull=False),
                name="message_destroyed_index",
            ),
        ]


class Quarantine(Record):
    """One resource of a message, held with a reason a person can act on. Raw, so that nothing is lost."""

    message = models.ForeignKey(InboundMessage, on_delete=models.CASCADE, related_name="held")
    position = models.PositiveIntegerField()  # entry or line number, from 1
    resource_type = models.CharField(max_length=64, blank=True)
    source_id = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=500)
    raw_sealed = models.BinaryField()

    # Under a key of its own: destroying one patient's share of a bulk file loses nobody else's.
    raw = sealed_bytes("raw_sealed", subject="pk")

    class Meta:
        ordering: ClassVar = ["message", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "position"], name="quarantine_position_unique")
        ]
