"""The append-only event log. Text ids, no foreign keys: the log outlives what it speaks of."""

import uuid
from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.models.fields.json import KT

from apps.audit.domain.actions import Action, Outcome


def action_choices() -> list[tuple[str, str]]:
    """Return every action; a callable, so that a new one needs no migration."""
    return [(action.value, action.value.replace("_", " ").capitalize()) for action in Action]


class AppendOnlyQuerySet(models.QuerySet["AuditEvent"]):
    """Reads and creates. The triggers refuse the rest too; this says so before the database has to."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("An audit event cannot be changed.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("An audit event cannot be changed.")

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Audit events are appended one by one, by apps.audit.services.event_append.")

    def delete(self) -> NoReturn:
        raise TypeError("An audit event cannot be deleted.")


class AuditEvent(models.Model):
    """One act. Never changed, never removed: triggers refuse both, and the hash chain shows what slips past them."""

    sequence = models.BigIntegerField(primary_key=True)
    id = models.UUIDField(default=uuid.uuid4, unique=True)
    recorded_at = models.DateTimeField()
    organization_id = models.CharField(max_length=36, blank=True)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=64)
    actor_role = models.CharField(max_length=30, blank=True)
    action = models.CharField(max_length=40, choices=action_choices)
    outcome = models.CharField(max_length=10, choices=[(o.value, o.value) for o in Outcome], default=Outcome.SUCCESS)
    patient_id = models.CharField(max_length=36, blank=True)
    object_type = models.CharField(max_length=40, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    details = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["sequence"]
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "sequence"], name="audit_of_organization"),
            models.Index(fields=["organization_id", "action", "sequence"], name="audit_of_action"),
            models.Index(fields=["patient_id", "sequence"], name="audit_of_patient"),
            models.Index(fields=["actor_id", "action", "sequence"], name="audit_of_actor"),
            models.Index(fields=["object_id", "sequence"], name="audit_of_object"),
            models.Index(KT("details__draft_id"), "sequence", name="audit_of_draft"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("An audit event cannot be changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("An audit event cannot be deleted.")
