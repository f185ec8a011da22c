"""The digest of a week, as it was made."""

from typing import ClassVar

from django.db import models

from apps.access.models import Organization
from apps.core.models import Record


class WeeklyDigest(Record):
    """One closed week of an organization in sentences. Never changed, never made anew: what was read then stands."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    week = models.DateField()  # its Monday
    definition_version = models.PositiveIntegerField()
    causes_version = models.PositiveIntegerField()
    content = models.JSONField()  # domain.digest: sentences without a name, a word of a chart or a small number

    class Meta:
        ordering: ClassVar = ["-week"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "week"], name="one_digest_of_a_week"),
            models.CheckConstraint(condition=models.Q(week__iso_week_day=1), name="digest_begins_on_a_monday"),
        ]
