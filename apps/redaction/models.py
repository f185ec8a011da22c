"""Text that may leave the chart, and the way back."""

from typing import ClassVar

from django.db import models

from apps.access.models import Organization
from apps.chart.models import Patient, SourceDocument
from apps.core.models import Record
from apps.redaction.domain.boundary import Station
from apps.redaction.domain.kinds import BoundaryPolicy, IdentifierKind


class Surrogate(Record):
    """A stand-in for one writing of one identifier of one patient, the same in every document.

    ``key`` names the thing meant, ``original`` how it was written: "Ruth Calloway" is [PATIENT-1], "Calloway" is
    [PATIENT-1b]. Both hold identifiers and never leave this table except through ``reidentify``.
    """

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="surrogates")
    kind = models.CharField(max_length=30, choices=[(kind.value, kind.value) for kind in IdentifierKind])
    key = models.TextField()
    number = models.PositiveIntegerField()
    form = models.PositiveIntegerField()
    token = models.CharField(max_length=60)
    original = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["patient", "token"], name="surrogate_token_unique_in_patient"),
            models.UniqueConstraint(
                fields=["patient", "kind", "number", "form"], name="surrogate_number_unique_in_patient"
            ),
            models.UniqueConstraint(
                fields=["patient", "kind", "key", "original"], name="surrogate_original_unique_in_patient"
            ),
        ]


class BoundarySecret(Record):
    """What only we know of how one patient's texts cross a boundary. Read by ``surrogates`` and ``reidentify`` alone.

    Every date moves by ``shift_days``: whole weeks, so that a weekday stays true, and always into the past.
    """

    patient = models.OneToOneField(Patient, on_delete=models.CASCADE, related_name="boundary_secret")
    shift_days = models.IntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(shift_days__lt=0), name="dates_move_into_the_past"),
        ]


class ReferenceSecret(Record):
    """The key under which one organization's patients have references that no other organization can match."""

    organization = models.OneToOneField(Organization, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)  # 256 bits, in hex


class BoundaryCrossing(Record):
    """One line of the ledger: what was about to cross which boundary, for which draft. Never changed, never removed.

    Written before the text leaves: a call that fails afterwards has crossed all the same. It holds no text, only what
    proves which text it was. ``draft_id`` and ``fence`` name the inference run, once there is one.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    draft_id = models.UUIDField()
    fence = models.PositiveIntegerField()
    sender = models.CharField(max_length=10, choices=[(it.value, it.value) for it in Station])
    receiver = models.CharField(max_length=10, choices=[(it.value, it.value) for it in Station])
    backend = models.CharField(max_length=40)
    model_name = models.CharField(max_length=200)
    host = models.CharField(max_length=253, blank=True)  # empty: a model inside this process
    policy = models.CharField(max_length=10, choices=[(it.value, it.value) for it in BoundaryPolicy])
    reference = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    passages = models.PositiveIntegerField()
    found = models.JSONField(default=dict)  # {kind: {layer: how many}}: concealed in the sources of what crossed
    tokens = models.JSONField(default=dict)  # {kind: how many}: stand in the text that crossed
    dates_shifted = models.PositiveIntegerField(default=0)
    redactor_version = models.CharField(max_length=40)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["created_at", "id"]
        indexes: ClassVar = [models.Index(fields=["draft_id", "created_at"], name="crossings_of_draft")]


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
    map = models.JSONField(default=list)
    sections = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "redactor_version"], name="document_redacted_once_per_redactor")
        ]
