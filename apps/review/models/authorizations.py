"""What became of a signed letter at its payer. All text here is redacted or sealed."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from apps.access.models import Organization
from apps.core.crypto.sealed import sealed_text
from apps.core.models import Record, choices_of
from apps.coverage.domain.payers import PayerClass
from apps.drafting.models import Draft
from apps.review.domain.authorizations import ANSWERS, Channel, Stage, Talk
from apps.review.models.decisions import Signature
from apps.review.models.payers import corrects_with_reason

_PERSON = settings.AUTH_USER_MODEL


class Submission(Record):
    """One signed letter sent to its payer. Without a signature there is none: the column may not be empty."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, related_name="submission")
    signature = models.OneToOneField(Signature, on_delete=models.PROTECT, related_name="submission")
    stage = models.CharField(max_length=20, choices=choices_of(Stage), default=Stage.SUBMITTED)
    channel = models.CharField(max_length=20, choices=choices_of(Channel))
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    confirmation_sealed = models.BinaryField(default=b"")
    payer_class = models.CharField(max_length=30, choices=choices_of(PayerClass))
    is_drug = models.BooleanField()
    doubts = models.JSONField(default=list)  # sentences of ours: what the record told otherwise
    class_reason = models.TextField(blank=True)  # why it was recorded so none the less, redacted
    received_at = models.DateTimeField(null=True)  # confirmed by the payer: its clock counts from here
    payer_due_at = models.DateTimeField(null=True)
    payer_due_says = models.CharField(max_length=300, blank=True)  # the clock in words, or why none runs
    decided_at = models.DateTimeField(null=True)
    appeal_due_at = models.DateTimeField(null=True)
    appeal_due_says = models.CharField(max_length=300, blank=True)
    destruction = models.UUIDField(null=True, editable=False)  # the audit event under which its words were destroyed

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(payer_due_at=None) | models.Q(received_at__isnull=False),
                name="payer_clock_runs_from_receipt",
            ),
            models.CheckConstraint(
                condition=models.Q(doubts=[]) | ~models.Q(class_reason="") | models.Q(destruction__isnull=False),
                name="submission_against_the_record_says_why",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organization", "stage"], name="submission_by_stage")]

    confirmation = sealed_text("confirmation_sealed", subject="draft.patient_id")


class PayerAnswer(Record):
    """One thing the payer answered, or that was told it. Never changed: the last that stands says how it stands.

    One that was recorded by a slip is corrected by another; without a stage it says that nothing was answered.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="answers")
    ordinal = models.PositiveIntegerField()
    stage = models.CharField(max_length=20, choices=[(stage.value, stage.value) for stage in ANSWERS], blank=True)
    answered_on = models.DateField()
    reason_code = models.CharField(max_length=40, blank=True)  # of data/denial_reasons.json
    words = models.TextField(blank=True)  # the reason or the result, redacted
    allowed = models.TextField(blank=True)  # of a part, redacted
    asked = models.JSONField(default=list)  # what a pended request wants, redacted
    notice_on = models.DateField(null=True)
    authorization_sealed = models.BinaryField(default=b"")
    period_start = models.DateField(null=True)
    period_end = models.DateField(null=True)
    quantity = models.CharField(max_length=100, blank=True)
    talk = models.CharField(max_length=20, blank=True, choices=choices_of(Talk))
    talk_at = models.DateTimeField(null=True)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    slip = models.TextField(blank=True)  # why it corrects, redacted
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    destruction = models.UUIDField(null=True, editable=False)  # the audit event under which its words were destroyed

    class Meta:
        ordering: ClassVar = ["submission", "ordinal"]
        constraints: ClassVar = [
            corrects_with_reason("payer_answer_corrects_with_reason"),
            models.CheckConstraint(
                condition=~models.Q(stage="") | models.Q(corrects__isnull=False),
                name="payer_answer_of_nothing_only_corrects",
            ),
            models.UniqueConstraint(fields=["submission", "ordinal"], name="payer_answer_ordinal_unique"),
            models.CheckConstraint(
                condition=~models.Q(stage=Stage.DENIED)
                | (
                    ~models.Q(reason_code="")
                    & models.Q(notice_on__isnull=False)
                    & (~models.Q(words="") | models.Q(destruction__isnull=False))
                ),
                name="denial_says_why_and_when",
            ),
        ]

    authorization = sealed_text("authorization_sealed", subject="submission.draft.patient_id")


class PayerLetter(Record):
    """The letter behind an answer, as a document of the chart: redacted, indexed and citable."""

    answer = models.OneToOneField(PayerAnswer, on_delete=models.CASCADE, related_name="letter")
    document = models.ForeignKey("chart.SourceDocument", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")


class Appeal(Record):
    """A draft that argues against one stated reason. A draft that came to nothing may be followed by another."""

    answer = models.ForeignKey(PayerAnswer, on_delete=models.CASCADE, related_name="appeals")
    draft = models.OneToOneField(Draft, on_delete=models.CASCADE, related_name="appeal")
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
