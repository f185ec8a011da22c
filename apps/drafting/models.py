"""Machine text and everything needed to rebuild it."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from apps.access.models import Organization
from apps.core.models import Record, choices_of
from apps.coverage.models import CoveragePolicy
from apps.drafting.domain.claims import ClaimType, DraftKind, Severity, Stance, Support
from apps.drafting.domain.status import DraftStatus
from apps.governance.models import Release
from apps.redaction.models import RedactedDocument
from apps.retrieval.models import Passage, RetrievalQuery


class Draft(Record):
    """One piece of work on one patient, from the request to READY or to a stated end."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey("chart.Patient", on_delete=models.CASCADE, related_name="drafts")
    kind = models.CharField(max_length=30, choices=choices_of(DraftKind))
    subject = models.CharField(max_length=300)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    policy = models.ForeignKey(CoveragePolicy, on_delete=models.PROTECT, null=True, related_name="+")
    service_code = models.CharField(max_length=60, blank=True)
    diagnosis_codes = models.JSONField(default=list)
    urgency = models.CharField(
        max_length=20, default="standard", choices=[("standard", "Standard"), ("expedited", "Expedited")]
    )
    urgency_reason = models.CharField(max_length=500, blank=True)  # the clinician's own words, redacted
    due_at = models.DateTimeField(null=True)

    status = models.CharField(max_length=20, choices=choices_of(DraftStatus), default=DraftStatus.QUEUED)
    reason = models.CharField(max_length=500, blank=True)  # why BLOCKED, FAILED or HALTED: a sentence
    bucket = models.CharField(max_length=30, blank=True)  # of a failure: retrieval, timeout, model, upstream ...
    attempt = models.PositiveIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)  # grows with every lease; a save with an older one is refused
    lease_owner = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True)
    ready_at = models.DateTimeField(null=True)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, related_name="drafts")
    missing = models.JSONField(default=list)  # sentences: what a reader would expect and the chart does not hold
    destruction = models.UUIDField(null=True, editable=False)  # the audit event under which its words were destroyed

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(lease_owner="", lease_until=None)
                | (~models.Q(lease_owner="") & models.Q(lease_until__isnull=False)),
                name="draft_lease_both_or_neither",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["BLOCKED", "FAILED", "HALTED"]) | ~models.Q(reason=""),
                name="draft_end_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(status="READY", ready_at__isnull=False)
                | (~models.Q(status="READY") & models.Q(ready_at=None)),
                name="draft_ready_at_iff_ready",
            ),
            models.CheckConstraint(
                condition=models.Q(urgency="standard") | ~models.Q(urgency_reason=""), name="draft_expedited_says_why"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["status", "lease_until"]),
            models.Index(fields=["patient", "-created_at"]),
        ]


class DraftQuery(Record):
    """A search that a draft rests on."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="queries")
    query = models.OneToOneField(RetrievalQuery, on_delete=models.CASCADE, related_name="+")
    criterion_id = models.CharField(max_length=60, blank=True)


class InferenceRun(Record):
    """One model call, sealed: what went in, what came out, what it cost."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="runs")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")
    fence = models.PositiveIntegerField()
    backend = models.CharField(max_length=40)
    prompt_version = models.CharField(max_length=40)
    input_sha256 = models.CharField(max_length=64)
    passage_ids = models.JSONField(default=list)
    parameters = models.JSONField(default=dict)
    output = models.JSONField()
    output_sha256 = models.CharField(max_length=64)
    input_tokens = models.PositiveIntegerField(default=0)
    output_tokens = models.PositiveIntegerField(default=0)
    duration_ms = models.PositiveIntegerField()
    destruction = models.UUIDField(null=True, editable=False)  # the audit event under which its words were destroyed

    class Meta:
        ordering: ClassVar = ["draft", "created_at"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["draft", "fence"], name="one_inference_run_per_lease")]


class Claim(Record):
    """One checkable sentence of a draft, in redacted text. Never changed: what a person does to it is a ClaimReview."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="claims")
    ordinal = models.PositiveIntegerField()
    section = models.CharField(max_length=100)
    text = models.TextField()
    type = models.CharField(max_length=20, choices=choices_of(ClaimType))
    severity = models.CharField(max_length=10, choices=choices_of(Severity))
    support = models.CharField(max_length=20, choices=choices_of(Support))
    criterion_id = models.CharField(max_length=60, blank=True)
    destruction = models.UUIDField(null=True, editable=False)  # the audit event under which its words were destroyed

    class Meta:
        ordering: ClassVar = ["draft", "ordinal"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["draft", "ordinal"], name="claim_ordinal_unique")]


class Citation(Record):
    """Claim -> span of a source version, bound when the draft is made and never searched for again."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="citations")
    ordinal = models.PositiveIntegerField()  # runs through the whole draft, from 1: the number on the chip
    stance = models.CharField(max_length=12, choices=choices_of(Stance), default=Stance.SUPPORTS)
    # Keeps its id when the passage is purged: what a draft used can still be told from what was found.
    passage = models.ForeignKey(Passage, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+")
    redacted_document = models.ForeignKey(RedactedDocument, on_delete=models.PROTECT, related_name="+")
    redacted_start = models.PositiveIntegerField()
    redacted_end = models.PositiveIntegerField()
    source_document = models.ForeignKey("chart.SourceDocument", on_delete=models.PROTECT, related_name="+")
    source_sha256 = models.CharField(max_length=64)
    source_start = models.PositiveIntegerField()
    source_end = models.PositiveIntegerField()
    quote_sha256 = models.CharField(max_length=64)  # of the source text in the span
    label = models.CharField(max_length=120)  # on the chip: kind and date, e.g. "Progress note 12 Mar 2024"
    destruction = models.UUIDField(null=True, editable=False)  # the audit event under which its words were destroyed

    class Meta:
        ordering: ClassVar = ["claim", "ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["claim", "ordinal"], name="citation_ordinal_unique_in_claim"),
            models.CheckConstraint(
                condition=models.Q(source_start__lt=models.F("source_end")), name="citation_span_is_not_empty"
            ),
        ]


class Finding(Record):
    """What a check said about a claim, or about the draft as a whole (an omission)."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="findings")
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, null=True, related_name="findings")
    criterion_id = models.CharField(max_length=60, blank=True)  # when it speaks of one criterion of the policy
    rule = models.CharField(max_length=60)
    severity = models.CharField(max_length=10, choices=choices_of(Severity))
    sentence = models.CharField(max_length=500)  # redacted
    # The place it speaks of, where it speaks of one: [start, end) of a source version.
    source_document = models.ForeignKey("chart.SourceDocument", on_delete=models.PROTECT, null=True, related_name="+")
    source_start = models.PositiveIntegerField(null=True)
    source_end = models.PositiveIntegerField(null=True)

    class Meta:
        ordering: ClassVar = ["draft", "created_at", "id"]
