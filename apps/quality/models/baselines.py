"""What weeks are held against, by whose name."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from apps.access.models import Organization
from apps.core.crypto.sealed import sealed_text
from apps.core.models import Record


class FrozenBaseline(Record):
    """The past that later weeks are held against, signed with a note. Never changed: the newest one counts."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30, blank=True)  # empty: of every kind of work
    first = models.DateField()
    last = models.DateField()
    centre = models.FloatField()  # a fraction
    sigma_z = models.FloatField()  # 1 where counting alone explains the scatter
    subgroups = models.PositiveSmallIntegerField()  # weeks
    definition_version = models.PositiveSmallIntegerField()
    note_sealed = models.BinaryField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    note = sealed_text("note_sealed", subject="organization_id", beside=("first",))

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(last__gt=models.F("first")), name="baseline_has_days"),
            models.CheckConstraint(
                condition=models.Q(centre__gt=0, centre__lt=1, sigma_z__gte=1), name="baseline_bears_limits"
            ),
        ]
