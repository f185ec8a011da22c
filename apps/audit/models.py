"""The append-only event log. Text ids, no foreign keys: the log outlives what it speaks of."""

import uuid
from typing import Any, ClassVar, NoReturn

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.fields.json import KT

from apps.audit.domain.actions import Action, Outcome
from apps.audit.domain.segments import FEWEST_YEARS, MOST_YEARS


def action_choices() -> list[tuple[str, str]]:
    """Return every action; a callable, so that a new one needs no migration."""
    return [(action.value, action.value.replace("_", " ").capitalize()) for action in Action]


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Reads and creates. The triggers refuse the rest too; this says so before the database has to."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("What the log holds cannot be changed.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("What the log holds cannot be changed.")

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("The log is appended to by apps.audit.services alone.")

    def delete(self) -> NoReturn:
        raise TypeError("What the log holds cannot be deleted.")


class AppendOnly(models.Model):
    """A row that is written once. Triggers refuse the rest to everybody; this says so before the database has to."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("What the log holds cannot be changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("What the log holds cannot be deleted.")


class AuditEvent(AppendOnly):
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
    address = models.CharField(max_length=45, blank=True, default="", db_default="")  # an IP address, where it is known
    details = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

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


class Checkpoint(AppendOnly):
    """One signed tree head: how many events there were, and the root of the tree over them (decision 0052)."""

    epoch = models.PositiveIntegerField()
    size = models.BigIntegerField()
    root = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    note = models.TextField()
    public_key = models.CharField(max_length=400, blank=True, db_default="")  # to compare with the one noted

    class Meta:
        ordering: ClassVar = ["epoch", "size"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["epoch", "size"], name="audit_one_head_of_a_size")]

    def __str__(self) -> str:
        return f"{self.epoch}/{self.size}"


class Receipt(AppendOnly):
    """A witness has taken a checkpoint: the line it signed with, where it signs."""

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="receipts")
    witness = models.CharField(max_length=100)
    received_at = models.DateTimeField()
    line = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["checkpoint", "witness"], name="audit_one_receipt_of_a_witness")
        ]

    def __str__(self) -> str:
        return f"{self.checkpoint_id} {self.witness}"


class TreeNode(AppendOnly):
    """The hash over 256, 65,536, ... events that will never change: what makes a proof short to compute."""

    epoch = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["epoch", "level", "index"], name="audit_one_node_of_a_place")
        ]

    def __str__(self) -> str:
        return f"{self.epoch}/{self.level}/{self.index}"


class Standing(models.TextChoices):
    """Whether the log takes events."""

    STOPPED = "stopped", "Stopped"
    RESUMED = "resumed", "Resumed"
    WHOLE = "whole", "Whole again"


class LogStanding(AppendOnly):
    """The log was found shorter than what was witnessed, and stopped; an officer signed the gap, or the events were put
    back. The last counts."""

    standing = models.CharField(max_length=10, choices=Standing)
    epoch = models.PositiveIntegerField()
    size = models.BigIntegerField()
    witnessed_size = models.BigIntegerField()
    officer_id = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.standing} {self.size}"


class Tombstone(AppendOnly):
    """What stays of a segment whose events were destroyed (decision 0057). The database writes it, as it destroys them.

    ``blocks`` are the roots over each 256 events, ``root`` is that of all events up to the last one, ``note`` says it
    all under the signature of the log.
    """

    first = models.BigIntegerField(primary_key=True)
    last = models.BigIntegerField()
    follows = models.CharField(max_length=64)
    ends = models.CharField(max_length=64)
    root = models.CharField(max_length=64)
    blocks = ArrayField(models.CharField(max_length=64))
    oldest = models.DateTimeField()
    youngest = models.DateTimeField()
    kept_years = models.PositiveSmallIntegerField()
    request_id = models.UUIDField()
    asked_by = models.CharField(max_length=64)
    confirmed_by = models.CharField(max_length=64)
    at = models.DateTimeField()
    note = models.TextField()

    class Meta:
        ordering: ClassVar = ["first"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kept_years__gte=FEWEST_YEARS, kept_years__lte=MOST_YEARS),
                name="audit_kept_six_to_ten_years",
            ),
            models.CheckConstraint(
                condition=~models.Q(asked_by="")
                & ~models.Q(confirmed_by="")
                & ~models.Q(asked_by=models.F("confirmed_by")),
                name="audit_destroyed_by_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"
