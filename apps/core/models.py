"""Abstract columns every record shares, and the wrapped data keys that sealed columns are read with."""

import uuid
from enum import StrEnum
from typing import ClassVar

from django.db import models

from apps.core import clock


def choices_of(states: type[StrEnum]) -> list[tuple[str, str]]:
    """Return the choices of a column that holds one of these, each under its value in plain words."""
    return [(member.value, member.value.replace("_", " ").capitalize()) for member in states]


class Record(models.Model):
    """A row with an opaque id (never a running number) and the moment it was made."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True
        ordering: ClassVar = ["created_at", "id"]


class DataKey(Record):
    """One version of the key of one subject: a patient, a message, whatever has to become unreadable as a whole.

    ``wrapped`` is useless without the key provider's key ``key_id``. Destroying it empties ``wrapped`` and keeps the
    row as the proof. Its database trigger lets nothing else be changed.
    """

    subject = models.UUIDField()
    version = models.PositiveIntegerField()
    key_id = models.CharField(max_length=200)
    wrapped = models.BinaryField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "version"], name="data_key_version_unique_in_subject"),
            models.CheckConstraint(
                condition=models.Q(destroyed_at=None) | models.Q(wrapped=b""), name="data_key_destroyed_is_empty"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["key_id"], condition=models.Q(destroyed_at=None), name="data_key_alive_by_key")
        ]

    def __str__(self) -> str:
        return f"Data key of {self.subject}, version {self.version}"
