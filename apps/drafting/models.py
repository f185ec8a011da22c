"""Machine text and everything needed to rebuild it."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from apps.access.models import Organization
from apps.core.crypto.sealed import sealed_json, sealed_text
from apps.core.models import Record, choices_of
from apps.coverage.models import CoveragePolicy
from apps.drafting.domain.claims import ClaimType, DraftKind, Severity, Stance, Support
from apps.drafting.domain.criteria.verdicts import Verdict
from apps.drafting.domain.planting import PlantKind
from apps.drafting.domain.replaying import ReplayVerdict
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
    service_on = models.DateField(null=True)  # of a letter: the day that picks the version of its policy
    denial = models.JSONField(default=dict)  # of an appeal: what the payer refused and why, redacted

    status = models.CharField(max_length=20, choices=choices_of(DraftStatus), default=DraftStatus.QUEUED)
    reason = models.CharField(max_length=500, blank=True)  # why BLOCKED, FAILED or HALTED: a sentence
    bucket = models.CharField(max_length=30, blank=True)  # of a failure: retrieval, timeout, model, upstream ...
    attempt = models.PositiveIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)  # grows with every lease; a save with an older one is refused
    lease_owner = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True)
    ready_at = models.DateTimeField(null=True)
    # When it was last asked for, when it came into its present status, when somebody took it up there. For DraftStage.
    queued_at = models.DateTimeField(null=True)
    entered_at = models.DateTimeField(null=True)
    leased_at = models.DateTimeField(null=True)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, related_name="drafts")
    missing = models.JSONField(default=list)  # sentences: what a reader would expect and the chart does not hold
    is_seeded = models.BooleanField(default=False)  # of a test patient, known to be wrong: it never leaves (0048)
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
    """One model call, sealed: what went in, what came out, what it cost. What rebuilds the prompt: decision 0031."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="runs")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    fence = models.PositiveIntegerField()
    backend = models.CharField(max_length=40)
    host = models.CharField(max_length=253, blank=True)  # empty: inside this process
    model_sha256 = models.CharField(max_length=64, blank=True)
    tokenizer_sha256 = models.CharField(max_length=64, blank=True)
    engine = models.CharField(max_length=120, blank=True)
    prompt_version = models.CharField(max_length=40)
    prompt_sha256 = models.CharField(max_length=64, blank=True)
    marker = models.CharField(max_length=64, blank=True)  # fenced the record in the prompt
    input_sha256 = models.CharField(max_length=64)
    given_sha256 = models.CharField(max_length=64, blank=True)  # of the input as the boundary policy let it cross
    passage_ids = models.JSONField(default=list)
    passages = models.JSONField(default=list)  # id, sha256 of the text, by which question it was found and where
    input_sealed = models.BinaryField(default=b"")
    parameters = models.JSONField(default=dict)  # seed, sampling, limits
    raw_sealed = models.BinaryField(default=b"")
    raw_sha256 = models.CharField(max_length=64, blank=True)
    output = models.JSONField()
    output_sha256 = models.CharField(max_length=64)
    input_tokens = models.PositiveIntegerField(default=0)
    output_tokens = models.PositiveIntegerField(default=0)
    cost_micros = models.PositiveBigIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    first_token_ms = models.PositiveIntegerField(default=0)
    duration_ms = models.PositiveIntegerField()
    broken_off = models.CharField(max_length=30, blank=True)  # the bucket of a call that gave no draft; empty: it did
    destruction = models.UUIDField(null=True, editable=False)  # the audit event under which its words were destroyed

    class Meta:
        ordering: ClassVar = ["draft", "created_at"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["draft", "fence"], name="one_inference_run_per_lease")]
        indexes: ClassVar = [models.Index(fields=["created_at"])]

    input = sealed_json("input_sealed", subject="draft.patient_id")  # of a run of before it was kept: not there
    raw = sealed_text("raw_sealed", subject="draft.patient_id")  # the answer before it was read


class DraftStage(Record):
    """One status that a worker took a draft out of: how long it waited there, and how long the work took."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="stages")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=20, choices=choices_of(DraftStatus))
    end = models.CharField(max_length=20, choices=choices_of(DraftStatus))
    bucket = models.CharField(max_length=30, blank=True)
    queued_at = models.DateTimeField()  # the click
    entered_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)  # of the last attempt
    ended_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["draft", "ended_at"]
        indexes: ClassVar = [models.Index(fields=["organization", "ended_at"])]


class DraftReplay(Record):
    """A run made once more to be compared; the draft does not change. Goes with the input it was made from."""

    run = models.ForeignKey(InferenceRun, on_delete=models.CASCADE, related_name="replays")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=20, blank=True, choices=choices_of(ReplayVerdict))
    result_sealed = models.BinaryField(default=b"")
    input_tokens = models.PositiveIntegerField(default=0)
    output_tokens = models.PositiveIntegerField(default=0)
    cost_micros = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]

    result = sealed_json("result_sealed", subject="run.draft.patient_id")


class WorkerBeat(models.Model):
    """When a process that drafts last took a bell: that it runs is not enough, it must hear."""

    worker = models.CharField(max_length=120, primary_key=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker


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


class BoundQuote(Record):
    """A span of a source version, bound when the draft is made and never searched for again."""

    ordinal = models.PositiveIntegerField()
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
        abstract = True


class Citation(BoundQuote):
    """Claim -> span of a source version. Its ordinal runs through the whole draft, from 1: the number on the chip."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="citations")

    class Meta:
        ordering: ClassVar = ["claim", "ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["claim", "ordinal"], name="citation_ordinal_unique_in_claim"),
            models.CheckConstraint(
                condition=models.Q(source_start__lt=models.F("source_end")), name="citation_span_is_not_empty"
            ),
        ]


class CriterionAnswer(Record):
    """What code, never a model, read out of the chart for one criterion of the policy, in redacted words. Stays."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="criterion_answers")
    ordinal = models.PositiveIntegerField()  # in the policy's order, from 1
    node_id = models.CharField(max_length=60)
    verdict = models.CharField(max_length=15, choices=choices_of(Verdict))
    not_applicable = models.BooleanField(default=False)  # MET because the criterion does not concern this patient
    reason = models.TextField()
    wanted = models.JSONField(default=list)  # [{what, supplier, visit}]: what would settle it
    destruction = models.UUIDField(null=True, editable=False)  # the audit event under which its words were destroyed

    class Meta:
        ordering: ClassVar = ["draft", "ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "ordinal"], name="criterion_answer_ordinal_unique"),
            models.UniqueConstraint(fields=["draft", "node_id"], name="criterion_answered_once"),
            models.CheckConstraint(
                condition=models.Q(not_applicable=False) | models.Q(verdict=Verdict.MET),
                name="criterion_not_applicable_is_met",
            ),
        ]


class CriterionCitation(BoundQuote):
    """Answer -> span of a source version; those that speak for it come before those that speak against it."""

    answer = models.ForeignKey(CriterionAnswer, on_delete=models.CASCADE, related_name="citations")

    class Meta:
        ordering: ClassVar = ["answer", "ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["answer", "ordinal"], name="criterion_citation_ordinal_unique"),
            models.CheckConstraint(
                condition=models.Q(source_start__lt=models.F("source_end")), name="criterion_citation_is_not_empty"
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


class PlantedError(Record):
    """One error that code put into a seeded draft: what it says, and what stood there. Redacted words. Stays."""

    claim = models.OneToOneField(Claim, on_delete=models.CASCADE, related_name="planted_error")
    kind = models.CharField(max_length=20, choices=choices_of(PlantKind))
    planted = models.TextField()
    right = models.TextField(blank=True)  # empty: a sentence that was put in
    sentence = models.TextField(blank=True)  # as it was before
    destruction = models.UUIDField(null=True, editable=False)  # the audit event under which its words were destroyed

    class Meta:
        ordering: ClassVar = ["claim__ordinal"]
