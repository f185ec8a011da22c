"""What leaves: figures of a closed period, published once, and the files that are drawn from them."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from apps.access.models import Organization
from apps.core.crypto.sealed import sealed_bytes, sealed_text
from apps.core.models import Record, choices_of
from apps.quality.domain.report_status import FileFormat, FileState


class Publication(Record):
    """The figures of one closed period, counted once and suppressed once: each file of the period is drawn from them.

    ``tables`` hold no number that may not leave. They are empty until a worker has counted, and never change after.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    months = models.PositiveSmallIntegerField()  # of the grid: all periods of an organization are as long
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(null=True)
    cut_off = models.DateTimeField(null=True)
    definition_version = models.PositiveSmallIntegerField(default=0)
    audit_sequence = models.BigIntegerField(default=0)
    audit_hash = models.CharField(max_length=64, blank=True)
    tables = models.JSONField(default=list)
    minutes = models.JSONField(default=list)  # quartiles of the time at a draft, where so many were measured

    class Meta:
        ordering: ClassVar = ["-first_day"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "first_day"], name="a_period_is_published_once"),
            models.CheckConstraint(condition=models.Q(months__in=[1, 3]), name="publication_grid_is_known"),
            models.CheckConstraint(
                condition=models.Q(last_day__gt=models.F("first_day")), name="publication_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_day} to {self.last_day}"


class ReportDefinition(Record):
    """Which tables somebody wants in which formats, and whether they are made each time a period closes.

    ``keeper`` answers for it; one whose account ended makes nothing until somebody takes it over.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    keeper = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name_sealed = models.BinaryField()
    tables = ArrayField(models.CharField(max_length=20))
    formats = ArrayField(models.CharField(max_length=4, choices=choices_of(FileFormat)))
    scheduled_from = models.DateField(null=True)  # periods that end on this day or later are made; None: stopped

    name = sealed_text("name_sealed", subject="organization_id")

    def __str__(self) -> str:
        return f"Report of {len(self.tables)} tables"


class ReportFile(Record):
    """One file that was asked for, its progress, and what it was once it is gone.

    Of single decisions (``is_rows``) it is of a whole calendar year, for a stated purpose, and two people stand for it.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    publication = models.ForeignKey(Publication, models.PROTECT, null=True, related_name="files")
    definition = models.ForeignKey(ReportDefinition, models.SET_NULL, null=True, related_name="files")
    is_rows = models.BooleanField(default=False)
    first_day = models.DateField()
    last_day = models.DateField()
    format = models.CharField(max_length=4, choices=choices_of(FileFormat))
    tables = ArrayField(models.CharField(max_length=20), default=list)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    purpose_sealed = models.BinaryField(default=bytes)
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=choices_of(FileState), default=FileState.WAITING.value)
    leased_until = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    whole = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)  # our own sentence
    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField(default=0)

    purpose = sealed_text("purpose_sealed", subject="organization_id")

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(is_rows=True) ^ models.Q(publication__isnull=False),
                name="report_file_is_of_one_kind",
            ),
            models.CheckConstraint(
                condition=~models.Q(judged_by=models.F("asked_by")), name="report_rows_allowed_by_another"
            ),
            models.CheckConstraint(
                condition=models.Q(is_rows=False) | models.Q(judged_by__isnull=False)
                | models.Q(state=FileState.ASKED.value),
                name="report_rows_made_once_allowed",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=["organization", "-created_at"], name="report_file_newest")]

    def __str__(self) -> str:
        return f"{self.format} of {self.first_day} to {self.last_day}"


class ReportPart(Record):
    """A piece of a file, sealed; gone when its link expires."""

    file = models.ForeignKey(ReportFile, models.CASCADE, related_name="parts")
    ordinal = models.PositiveIntegerField()
    content_sealed = models.BinaryField()

    content = sealed_bytes("content_sealed", subject="file.organization_id", beside=("ordinal",))

    class Meta:
        ordering: ClassVar = ["ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file", "ordinal"], name="report_part_ordinal_unique_in_file")
        ]

    def __str__(self) -> str:
        return f"Part {self.ordinal}"
