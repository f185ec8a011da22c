"""What is signed after the first signature: a second one, a refusal of it, an addendum. Nothing here ever changes."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from apps.access.domain.factors import shown_words
from apps.core.crypto.sealed import sealed_bytes
from apps.core.models import Record, choices_of
from apps.review.domain.amendments import AMENDMENT_REASONS, AmendmentKind
from apps.review.domain.status import REASON_CODES
from apps.review.models.decisions import Signature

_PERSON = settings.AUTH_USER_MODEL


class LaterSignature(Record):
    """Who attests, after the first signer, to which hash; with the bytes of the document as it is handed out since.

    The bytes are sealed for the first signature: put under another one they do not open.
    """

    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    printed_name = models.CharField(max_length=200)
    credentials = models.CharField(max_length=40, blank=True)
    meaning = models.CharField(max_length=20, choices=Signature._meta.get_field("meaning").choices)
    content_sha256 = models.CharField(max_length=64)
    patient = models.ForeignKey("chart.Patient", on_delete=models.PROTECT, related_name="+")
    pdf_sha256 = models.CharField(max_length=64)
    pdf_sealed = models.BinaryField(default=b"")
    enclosed = models.JSONField(default=list)  # ids of the documents whose pages are in it
    destruction = models.UUIDField(null=True, editable=False)  # the audit event under which its words were destroyed
    step_up = models.JSONField(default=dict, blank=True)  # a StepUp; empty: signed before it was kept

    class Meta:
        abstract = True

    pdf = sealed_bytes("pdf_sealed", subject="patient_id", beside=("signature_id",))

    @property
    def shown_with(self) -> str:
        """Return how the signer showed who they are, in words; empty for what was signed before that was kept."""
        return shown_words(self.step_up["factors"]) if self.step_up else ""


class SecondSignature(LaterSignature):
    """The signature of somebody else under the same record, where the house rules ask for one (A13)."""

    signature = models.OneToOneField(Signature, on_delete=models.PROTECT, related_name="second")


class SecondRefusal(Record):
    """That somebody did not sign a second time, and why: the first signature never came to count."""

    signature = models.OneToOneField(Signature, on_delete=models.PROTECT, related_name="refusal")
    reason_code = models.CharField(max_length=30, choices=list(REASON_CODES.items()))
    words = models.CharField(max_length=1000, blank=True)  # redacted
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    destruction = models.UUIDField(null=True, editable=False)  # the audit event under which its words were destroyed

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(words="") | models.Q(destruction__isnull=False), name="second_refusal_has_words"
            ),
        ]


class Amendment(LaterSignature):
    """A correction of what was signed, beside it and signed by itself: an addendum, or that it was an error."""

    signature = models.ForeignKey(Signature, on_delete=models.PROTECT, related_name="amendments")
    ordinal = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=choices_of(AmendmentKind))
    reason_code = models.CharField(max_length=30, choices=list(AMENDMENT_REASONS.items()))
    text = models.TextField()  # redacted
    body_sha256 = models.CharField(max_length=64)  # of the redacted words
    text_sha256 = models.CharField(max_length=64)  # of the words as the signer read them
    cites = ArrayField(models.PositiveIntegerField(), default=list)  # the numbers of sources of the signed text

    class Meta:
        ordering: ClassVar = ["signature", "ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["signature", "ordinal"], name="amendment_ordinal_unique"),
            models.CheckConstraint(
                condition=~models.Q(text="") | models.Q(destruction__isnull=False), name="amendment_has_text"
            ),
        ]
