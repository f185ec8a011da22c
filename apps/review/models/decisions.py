"""Judgements, and the signatures under them with the bytes they bind. All text here is redacted or sealed."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from apps.access.domain.factors import shown_words
from apps.core.crypto.sealed import sealed_bytes
from apps.core.models import Record, choices_of
from apps.review.domain.status import HARM_WORDS, REASON_CODES, EditClass, Outcome
from apps.review.models.items import ReviewItem

_PERSON = settings.AUTH_USER_MODEL


class ReviewDecision(Record):
    """One human judgement on one draft. A re-opened draft gets another; the last counts, the first is kept."""

    item = models.ForeignKey(ReviewItem, on_delete=models.CASCADE, related_name="decisions")
    ordinal = models.PositiveIntegerField()
    outcome = models.CharField(max_length=20, choices=choices_of(Outcome))
    reason_code = models.CharField(max_length=30, blank=True, choices=list(REASON_CODES.items()))
    comment = models.CharField(max_length=1000, blank=True)  # redacted
    proposed_edit_class = models.CharField(max_length=20, choices=choices_of(EditClass))
    edit_class = models.CharField(max_length=20, choices=choices_of(EditClass))  # as the clinician left it
    harm = models.CharField(max_length=10, choices=list(HARM_WORDS.items()))
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    draft_sha256 = models.CharField(max_length=64)
    final_sha256 = models.CharField(max_length=64)
    final = models.JSONField()  # the final text, claim by claim, with its citation ids
    claims_total = models.PositiveIntegerField()
    claims_edited = models.PositiveIntegerField()
    claims_removed = models.PositiveIntegerField()
    evidence_opened = models.PositiveIntegerField()
    second_for = models.JSONField(default=list)  # the risks for which a second signature is asked (A13)
    rules = models.ForeignKey("review.ReviewRulesVersion", on_delete=models.PROTECT, null=True, related_name="+")
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
    step_up = models.JSONField(default=dict, blank=True)  # a StepUp; empty: signed before it was kept

    @property
    def printed(self) -> str:
        """Return the signer's name with the credentials, as they stood when it was signed."""
        return ", ".join(part for part in (self.printed_name, self.credentials) if part)

    @property
    def shown_with(self) -> str:
        """Return how the signer showed who they are, in words; empty for what was signed before that was kept."""
        return shown_words(self.step_up["factors"]) if self.step_up else ""


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
