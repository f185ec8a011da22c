"""Slots in the queue, and what people did to the claims of a draft until it is signed. All text here is redacted."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from apps.access.models import Organization
from apps.core.models import Record, choices_of
from apps.drafting.models import Citation, Claim, Draft
from apps.review.domain.statements import Part
from apps.review.domain.status import CLAIM_REASONS, ClaimState, ReviewStatus

_PERSON = settings.AUTH_USER_MODEL


class ReviewItem(Record):
    """One slot in the queue: one READY draft waiting for, or held by, a reviewer."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    draft = models.OneToOneField(Draft, on_delete=models.CASCADE, related_name="review_item")
    status = models.CharField(max_length=20, choices=choices_of(ReviewStatus), default=ReviewStatus.OPEN)
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
    text = models.TextField(blank=True)  # the sentence as it was edited, or is cited for, redacted
    reason_code = models.CharField(max_length=30, blank=True, choices=list(CLAIM_REASONS.items()))
    reason = models.CharField(max_length=500, blank=True)  # redacted
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "claim"], name="one_review_per_claim"),
            models.CheckConstraint(
                condition=~models.Q(state__in=["edited", "cited"]) | ~models.Q(text=""), name="edited_claim_has_text"
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


class DraftWait(Record):
    """A draft that a person lets wait for the documents asked for with it; gone when it goes on."""

    draft = models.OneToOneField(Draft, on_delete=models.CASCADE, related_name="wait")
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
