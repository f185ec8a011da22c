"""Abstract columns every record shares."""

import uuid
from typing import ClassVar

from django.db import models

from apps.core import clock


class Record(models.Model):
    """A row with an opaque id (never a running number) and the moment it was made."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True
        ordering: ClassVar = ["created_at", "id"]
