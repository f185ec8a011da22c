"""Human acts on a draft. All text here is redacted: the viewer restores it for a person who may see it."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from apps.access.models import Organization
from apps.core.crypto.sealed import sealed_bytes, sealed_text
from apps.core.models import Record, choices_of
from apps.coverage.domain.payers import PayerClass
from apps.drafting.models import Citation, Claim, Draft
from apps.review.domain.authorizations import ANSWERS, Channel, Stage, Talk
from apps.review.domain.requests import RequestOrigin, RequestStatus
from apps.review.domain.statements import Part
from apps.review.domain.status import REASON_CODES, ClaimState, EditClass, Outcome, ReviewStatus
from apps.review.payer_models import (
    PayerExchange,
    PayerGuid,
    PayerReceipt,
    PayerReply,
    PayerSubscription,
    corrects_with_reason,
)

# models of this room, written beside it
OF_PAYERS = (PayerExchange, PayerGuid, PayerReceipt, PayerReply, PayerSubscription)
_PERSON = settings.AUTH_USER_MODEL
_REASONS = list(REASON_CODES.items())


class ReviewItem(Record):
    """One slot in the queue: one READY draft waiting for, or held by, a reviewer."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    draft = models.OneToOneField(Draft, on_delete=models.CASCADE, related_name="review_item")
    status = models.CharField(max_length=10, choices=choices_of(ReviewStatus), default=ReviewStatus.OPEN)
    claimed_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(claimed_by=None, claimed_at=None)
                | models.Q(claimed_by__isnull=False, claimed_at__isnull=False),
                name="review_claim_both_or_neither",
            ),
            models.CheckConstraint(
                condition=models.Q(status="OPEN", claimed_by=None)
                | (~models.Q(status="OPEN") & models.Q(claimed_by__isnull=False)),
                name="review_open_iff_unclaimed",
            ),
        ]


class ClaimReview(Record):
    """What a person did to one claim, until it is undone or signed."""

    item = models.ForeignKey(ReviewItem, on_delete=models.CASCADE, related_name="claim_reviews")
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=choices_of(ClaimState))
    text = models.TextField(blank=True)  # the edited sentence, redacted
    reason_code = models.CharField(max_length=30, blank=True, choices=_REASONS)
    reason = models.CharField(max_length=500, blank=True)  # redacted
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "claim"], name="one_review_per_claim"),
            models.CheckConstraint(
                condition=~models.Q(state="edited") | ~models.Q(text=""), name="edited_claim_has_text"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["removed", "waived"]) | ~models.Q(reason_code=""),
                name="removed_or_waived_claim_says_why",
            ),
        ]


class ClinicianStatement(Record):
    """A sentence that a clinician adds to a draft: under a criterion, or in a part of the letter; gone when undone."""

    item = models.ForeignKey(ReviewItem, on_delete=models.CASCADE, related_name="statements")
    part = models.CharField(max_length=20, choices=choices_of(Part))
    criterion_id = models.CharField(max_length=60, blank=True)
    text = models.TextField()  # redacted
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["created_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(part=Part.CRITERION) & ~models.Q(criterion_id="")
                | ~models.Q(part=Part.CRITERION) & models.Q(criterion_id=""),
                name="statement_names_its_criterion",
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="statement_has_text"),
        ]


class SendingConsent(Record):
    """The patient's written consent that restricted records go to the payer with one letter; gone when taken back."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="sending_consents")
    labels = models.JSONField()
    signed_on = models.DateField()
    expires_on = models.DateField(null=True)
    kept = models.CharField(max_length=300)  # where the signed form is, redacted
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")


class EvidenceOpening(Record):
    """A reviewer opened the evidence behind one citation."""

    item = models.ForeignKey(ReviewItem, on_delete=models.CASCADE, related_name="openings")
    citation = models.ForeignKey(Citation, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")


class ReviewDecision(Record):
    """One human judgement on one draft. A re-opened draft gets another; the last counts, the first is kept."""

    item = models.ForeignKey(ReviewItem, on_delete=models.CASCADE, related_name="decisions")
    ordinal = models.PositiveIntegerField()
    outcome = models.CharField(max_length=20, choices=choices_of(Outcome))
    reason_code = models.CharField(max_length=30, blank=True, choices=_REASONS)
    comment = models.CharField(max_length=1000, blank=True)  # redacted
    proposed_edit_class = models.CharField(max_length=20, choices=choices_of(EditClass))
    edit_class = models.CharField(max_length=20, choices=choices_of(EditClass))  # as the clinician left it
    harm = models.CharField(max_length=10, choices=[("no", "No"), ("unsure", "Unsure"), ("yes", "Yes")])
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    draft_sha256 = models.CharField(max_length=64)
    final_sha256 = models.CharField(max_length=64)
    final = models.JSONField()  # the final text, claim by claim, with its citation ids
    claims_total = models.PositiveIntegerField()
    claims_edited = models.PositiveIntegerField()
    claims_removed = models.PositiveIntegerField()
    evidence_opened = models.PositiveIntegerField()
    destruction = models.UUIDField(null=True, editable=False)  # the audit event under which its words were destroyed

    class Meta:
        ordering: ClassVar = ["item", "ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "ordinal"], name="decision_ordinal_unique"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["approve"]) | ~models.Q(reason_code=""),
                name="decision_other_than_approve_says_why",
            ),
        ]


class Signature(Record):
    """Who attests to which hash, with which meaning. Never moved, never changed."""

    decision = models.OneToOneField(ReviewDecision, on_delete=models.PROTECT, related_name="signature")
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    printed_name = models.CharField(max_length=200)
    credentials = models.CharField(max_length=40, blank=True)
    meaning = models.CharField(
        max_length=20, choices=[("reviewed", "Reviewed"), ("approved", "Approved"), ("authored", "Authored")]
    )
    content_sha256 = models.CharField(max_length=64)
    pdf_sha256 = models.CharField(max_length=64, blank=True, default="")  # empty: signed before a file was bound


class SignedFile(Record):
    """The very bytes that were signed: another version of the library may not make them again.

    Sealed for its signature: put under another one it does not open.
    """

    signature = models.OneToOneField(Signature, on_delete=models.PROTECT, related_name="file")
    patient = models.ForeignKey("chart.Patient", on_delete=models.PROTECT, related_name="+")
    pdf_sealed = models.BinaryField(default=b"")
    enclosed = models.JSONField(default=list)  # ids of the documents whose pages are in it
    destruction = models.UUIDField(null=True, editable=False)  # the audit event under which its words were destroyed

    pdf = sealed_bytes("pdf_sealed", subject="patient_id", beside=("signature_id",))


class DraftWait(Record):
    """A draft that a person lets wait for the documents asked for with it; gone when it goes on."""

    draft = models.OneToOneField(Draft, on_delete=models.CASCADE, related_name="wait")
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")


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


class DocumentRequest(Record):
    """One document that is missing and was asked for: what, of whom, from which visit, for which criterion."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="document_requests")
    origin = models.CharField(max_length=10, choices=choices_of(RequestOrigin))
    answer = models.ForeignKey(PayerAnswer, on_delete=models.CASCADE, null=True, related_name="requests")
    what = models.CharField(max_length=500)  # redacted, as all words here
    supplier = models.CharField(max_length=200, blank=True)
    visit = models.CharField(max_length=200, blank=True)
    criterion_id = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=10, choices=choices_of(RequestStatus), default=RequestStatus.REQUESTED)
    requested_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    assigned_to = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    document = models.ForeignKey("chart.SourceDocument", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)  # of a cancellation
    closed_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["created_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(status=RequestStatus.REQUESTED, closed_by=None, document=None)
                | models.Q(status=RequestStatus.RECEIVED, closed_by__isnull=False, document__isnull=False)
                | models.Q(status=RequestStatus.CANCELLED, closed_by__isnull=False, document=None)
                & ~models.Q(reason=""),
                name="document_request_closed_by_somebody",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organization", "status"], name="document_request_by_status")]


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
