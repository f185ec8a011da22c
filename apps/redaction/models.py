"""Text that may leave the chart, and the way back."""

from typing import ClassVar

from django.db import models

from apps.chart.models import Patient, SourceDocument
from apps.core.crypto.sealed import sealed_json, sealed_text
from apps.core.models import Record
from apps.redaction.domain.kinds import IdentifierKind


class Surrogate(Record):
    """A stand-in for one writing of one identifier of one patient, the same in every document.

    ``key`` names the thing meant, ``original`` how it was written: "Ruth Calloway" is [PATIENT-1], "Calloway" is
    [PATIENT-1b]. Both hold identifiers and never leave this table except through ``reidentify``.
    """

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="surrogates")
    kind = models.CharField(max_length=30, choices=[(kind.value, kind.value) for kind in IdentifierKind])
    key_sealed = models.BinaryField()
    number = models.PositiveIntegerField()
    form = models.PositiveIntegerField()
    token = models.CharField(max_length=60)
    original_sealed = models.BinaryField()
    writing_index = models.CharField(max_length=64)  # blind index of kind, key and original in this patient

    key = sealed_text("key_sealed", subject="patient_id")
    original = sealed_text("original_sealed", subject="patient_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["patient", "token"], name="surrogate_token_unique_in_patient"),
            models.UniqueConstraint(
                fields=["patient", "kind", "number", "form"], name="surrogate_number_unique_in_patient"
            ),
            models.UniqueConstraint(fields=["patient", "writing_index"], name="surrogate_writing_unique_in_patient"),
        ]


class RedactedDocument(Record):
    """One document version as seen outside the wall, with the map between the two texts.

    ``map`` holds the rows of ``domain.mapping.RedactionMap``, ``sections`` those of ``domain.views.SectionView``.
    """

    document = models.ForeignKey(SourceDocument, on_delete=models.CASCADE, related_name="redactions")
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    redactor_version = models.CharField(max_length=40)
    source_sha256 = models.CharField(max_length=64)
    title = models.CharField(max_length=300)
    author_role = models.CharField(max_length=100, blank=True)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    map_sealed = models.BinaryField()
    sections = models.JSONField(default=list)

    map = sealed_json("map_sealed", subject="patient_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "redactor_version"], name="document_redacted_once_per_redactor")
        ]
