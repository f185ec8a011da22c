"""Text that may leave the chart, and the way back."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from apps.access.models import Organization
from apps.chart.models import Patient, SourceDocument
from apps.core.crypto.sealed import sealed_json, sealed_text
from apps.core.models import Record
from apps.redaction.domain.boundary import Station
from apps.redaction.domain.corrections import Act, LiftReason, Scope
from apps.redaction.domain.kinds import BoundaryPolicy, IdentifierKind, Layer


class Surrogate(Record):
    """A stand-in for one writing of one identifier of one patient, the same in every document.

    ``key`` names the thing meant, ``original`` how it was written: "Ruth Calloway" is [PATIENT-1], "Calloway" is
    [PATIENT-1b]. Both hold identifiers and never leave this table except through ``reidentify``. Never changed: a row
    goes when its patient is destroyed, and not before, so that no token is ever handed out a second time.
    """

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="surrogates")
    kind = models.CharField(max_length=30, choices=[(kind.value, kind.value) for kind in IdentifierKind])
    key_sealed = models.BinaryField()
    number = models.PositiveIntegerField()
    form = models.PositiveIntegerField()
    token = models.CharField(max_length=60)
    original_sealed = models.BinaryField()
    writing_index = models.CharField(max_length=64)  # blind index of kind, key and original in this patient

    # Bound to the token: whoever exchanges two tokens in the database does not exchange what they stand for.
    key = sealed_text("key_sealed", subject="patient_id", beside=("token",))
    original = sealed_text("original_sealed", subject="patient_id", beside=("token",))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["patient", "token"], name="surrogate_token_unique_in_patient"),
            models.UniqueConstraint(
                fields=["patient", "kind", "number", "form"], name="surrogate_number_unique_in_patient"
            ),
            models.UniqueConstraint(fields=["patient", "writing_index"], name="surrogate_writing_unique_in_patient"),
        ]


class BoundarySecret(Record):
    """What only we know of how one patient's texts cross a boundary. Read by ``boundary_secrets`` alone.

    Every date moves by ``shift_days``: whole weeks, so that a weekday stays true, and always into the past.
    """

    patient = models.OneToOneField(Patient, on_delete=models.CASCADE, related_name="boundary_secret")
    shift_days_sealed = models.BinaryField()

    shift_days = sealed_json("shift_days_sealed", subject="patient_id")


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
    A document that is redacted again, after a correction or by a newer redactor, gets a new generation; the earlier
    ones stay for the citations bound to them and are in no search. Nothing of it changes but ``current``.
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
    # [[start, end, why]]: where the source speaks to software (domain.injection), in this text; and of the title, why.
    orders = models.JSONField(default=list)
    title_order = models.CharField(max_length=20, blank=True)
    generation = models.PositiveIntegerField(default=1)
    current = models.BooleanField(default=True)  # the one column that moves: the next generation takes it over
    layer_counts = models.JSONField(default=dict)  # {"known": 3}: marks by layer; no text, no place
    destruction = models.UUIDField(null=True, editable=False)  # the audit event under which its words were destroyed

    map = sealed_json("map_sealed", subject="patient_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "generation"], name="redaction_generation_unique"),
            models.UniqueConstraint(
                fields=["document"], condition=models.Q(current=True), name="document_has_one_current_redaction"
            ),
        ]


class RedactionCorrection(Record):
    """A person's word that a mark was missing, or one too many. Never changed; the latest on a place counts.

    ``start`` and ``end`` are in the source, whose text says what was corrected: no identifier stands in this table.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(SourceDocument, on_delete=models.PROTECT, related_name="+")
    redacted_document = models.ForeignKey(RedactedDocument, on_delete=models.PROTECT, related_name="corrections")
    act = models.CharField(max_length=10, choices=[(act.value, act.value) for act in Act])
    scope = models.CharField(max_length=10, choices=[(scope.value, scope.value) for scope in Scope])
    kind = models.CharField(max_length=30, choices=[(kind.value, kind.value) for kind in IdentifierKind])
    layer = models.CharField(max_length=20, blank=True, choices=[(layer.value, layer.value) for layer in Layer])
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    reason = models.CharField(max_length=20, blank=True, choices=[(r.value, r.label) for r in LiftReason])
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["created_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["redacted_document", "act", "start", "end"], name="correction_made_once"),
            models.CheckConstraint(condition=models.Q(start__lt=models.F("end")), name="correction_span_is_not_empty"),
            models.CheckConstraint(
                condition=~models.Q(act="lifted", layer="known", reason=""), name="correction_of_the_record_says_why"
            ),
        ]


class RedactionCheck(Record):
    """A person looked through one redaction and found it right as it stands. Never changed."""

    redacted_document = models.ForeignKey(RedactedDocument, on_delete=models.PROTECT, related_name="checks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["redacted_document", "person"], name="redaction_checked_once_by_a_person")
        ]


class RedactionCase(Record):
    """A correction as a regression case, accepted by a second person. Never changed.

    ``body`` is what is exported: one sentence in which every identifier is invented, with its spans.
    """

    correction = models.OneToOneField(RedactionCorrection, on_delete=models.PROTECT, related_name="case")
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    body = models.JSONField()
    destruction = models.UUIDField(null=True, editable=False)  # the audit event under which its words were destroyed

    class Meta:
        ordering: ClassVar = ["created_at", "id"]
