"""Text that may leave the chart, and the way back."""

from typing import ClassVar

from django.db import models

from apps.chart.models import Patient, SourceDocument
from apps.core.models import Record


class Surrogate(Record):
    """A stand-in for one identifier of one patient: the same person or number gets the same token in every document."""

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="surrogates")
    token = models.CharField(max_length=60)  # e.g. [PATIENT-1], [CLINICIAN-2], [PHONE-1]
    kind = models.CharField(max_length=30)
    original = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["patient", "token"], name="surrogate_token_unique_in_patient"),
            models.UniqueConstraint(
                fields=["patient", "kind", "original"], name="surrogate_original_unique_in_patient"
            ),
        ]


class RedactedDocument(Record):
    """One document version as seen outside the wall, with the map between the two texts."""

    document = models.ForeignKey(SourceDocument, on_delete=models.CASCADE, related_name="redactions")
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    redactor_version = models.CharField(max_length=40)
    source_sha256 = models.CharField(max_length=64)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    # RedactionMap: [[source_start, source_end, redacted_start, redacted_end, kind, token], ...] in order
    map = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "redactor_version"], name="document_redacted_once_per_redactor")
        ]
