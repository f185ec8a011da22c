"""Decided drafts as regression cases: proposed by one person, labelled by another. Every word is sealed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from apps.access.models import Organization
from apps.core.crypto.sealed import sealed_json
from apps.core.models import Record

_PERSON = settings.AUTH_USER_MODEL
LABELS = [("confirmed", "Confirmed"), ("corrected", "Corrected"), ("declined", "Declined")]


class RegressionCase(Record):
    """One decision as a case, de-identified. It counts once a second person, who may read the draft, labelled it."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey("chart.Patient", on_delete=models.PROTECT, related_name="+")
    draft_id = models.UUIDField(unique=True)
    decision_id = models.UUIDField()
    release = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=30)
    proposed_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    body_sealed = models.BinaryField(default=b"")
    label = models.CharField(max_length=10, blank=True, choices=LABELS)
    labelled_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    labelled_at = models.DateTimeField(null=True)

    body = sealed_json("body_sealed", subject="patient_id", beside=("draft_id",))  # domain.regression.Case

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(label="", labelled_by=None, labelled_at=None)
                | ~Q(label="") & Q(labelled_by__isnull=False, labelled_at__isnull=False),
                name="case_label_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(labelled_by=None) | ~Q(labelled_by=F("proposed_by")), name="case_labelled_by_another"
            ),
        ]
