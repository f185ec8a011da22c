"""May the machine run, which machine is it, and what must not, or no longer, be kept."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from apps.access.models import Organization
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


class LegalHold(Record):
    """Nothing it covers is purged or destroyed: a whole organization, one patient, or one draft (with its patient)."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    patient_id = models.UUIDField(null=True)
    draft_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=500)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(draft_id=None) | models.Q(patient_id__isnull=False),
                name="hold_of_a_draft_names_its_patient",
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_by=None, lifted_at=None)
                | models.Q(lifted_by__isnull=False, lifted_at__isnull=False),
                name="hold_lifted_both_or_neither",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organization", "patient_id"])]


class ShredRequest(Record):
    """One patient's record to be destroyed: asked for by one person, confirmed by another, done in the same act."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    patient_id = models.UUIDField(unique=True)
    reason = models.CharField(max_length=500)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None, confirmed_at=None)
                | models.Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="shred_confirmed_both_or_neither",
            ),
            models.CheckConstraint(
                condition=~models.Q(confirmed_by=models.F("asked_by")), name="shred_is_confirmed_by_another"
            ),
        ]


class Agreement(Record):
    """A signed agreement (BAA) with whoever runs a host outside the perimeter. Its terms are never changed."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    host = models.CharField(max_length=253)  # as the setting names it, in small letters
    counterparty = models.CharField(max_length=200)
    signed_on = models.DateField()
    expires_on = models.DateField()  # its last day
    data_classes = ArrayField(models.CharField(max_length=40))  # governance.domain.agreements.DATA_CLASSES
    document_sha256 = models.CharField(max_length=64)  # of the signed document, which is kept elsewhere
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(signed_on__lte=models.F("expires_on")), name="agreement_ends_after_it_is_signed"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_by=None, withdrawn_at=None)
                | models.Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
                name="agreement_withdrawn_both_or_neither",
            ),
            models.UniqueConstraint(
                fields=["organization", "host", "document_sha256"],
                condition=models.Q(withdrawn_at=None),
                name="agreement_stands_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organization", "host"])]
