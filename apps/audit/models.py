"""The append-only event log. Text ids, no foreign keys: the log outlives what it speaks of."""

import uuid
from typing import Any, ClassVar, NoReturn

from django.db import models

from apps.audit.domain.actions import Action, Outcome


class AuditEvent(models.Model):
    """One act. Never changed, never removed: triggers refuse both, and the hash chain shows what slips past them."""

    sequence = models.BigIntegerField(primary_key=True)
    id = models.UUIDField(default=uuid.uuid4, unique=True)
    recorded_at = models.DateTimeField()
    organization_id = models.CharField(max_length=36, blank=True)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=64)
    actor_role = models.CharField(max_length=30, blank=True)
    action = models.CharField(max_length=40, choices=[(a.value, a.value) for a in Action])
    outcome = models.CharField(max_length=10, choices=[(o.value, o.value) for o in Outcome], default=Outcome.SUCCESS)
    patient_id = models.CharField(max_length=36, blank=True)
    object_type = models.CharField(max_length=40, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    details = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering: ClassVar = ["sequence"]
        indexes: ClassVar = [
            models.Index(fields=["patient_id", "sequence"]),
            models.Index(fields=["object_type", "object_id", "sequence"]),
            models.Index(fields=["organization_id", "sequence"]),
            models.Index(fields=["actor_id", "sequence"]),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("An audit event cannot be deleted.")
