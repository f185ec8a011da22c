"""Human acts on a draft. All text here is redacted: the viewer restores it for a person who may see it."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from apps.access.models import Organization
from apps.core.models import Record, choices_of
from apps.drafting.models import Citation, Claim, Draft
from apps.review.domain.status import REASON_CODES, ClaimState, EditClass, Outcome, ReviewStatus

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
