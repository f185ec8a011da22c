"""May the machine run, and which machine is it."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from apps.core.models import Record


class KillSwitch(Record):
    """One decision to stop or to resume drafting. The newest row of a scope speaks; rows are never changed."""

    version = models.PositiveIntegerField()
    scope = models.CharField(max_length=40, default="all", choices=[("all", "All drafting")])
    stopped = models.BooleanField()
    reason = models.CharField(max_length=500)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scope", "version"], name="kill_switch_version_unique_in_scope")
        ]


class Release(Record):
    """What read the chart and wrote the draft: model + prompt + index + redactor as one digest."""

    backend = models.CharField(max_length=40)
    model_name = models.CharField(max_length=200)
    model_sha256 = models.CharField(max_length=64, blank=True)
    prompt_version = models.CharField(max_length=40)
    index_version = models.CharField(max_length=80)
    redactor_version = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"{self.model_name} · {self.digest[:8]}"
