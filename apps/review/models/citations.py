"""What a clinician cites for a sentence, bound as the machine's citations are bound."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from apps.core.models import Record, choices_of
from apps.drafting.domain.claims import Support
from apps.drafting.models import BoundQuote
from apps.review.models.items import ClaimReview, ClinicianStatement, ReviewItem


class ChosenEvidence(Record):
    """The evidence that a person chose for a sentence, with what code made of the two; gone with the sentence."""

    item = models.ForeignKey(ReviewItem, on_delete=models.CASCADE, related_name="chosen_evidence")
    review = models.OneToOneField(ClaimReview, on_delete=models.CASCADE, null=True, related_name="evidence")
    statement = models.OneToOneField(ClinicianStatement, on_delete=models.CASCADE, null=True, related_name="evidence")
    support = models.CharField(max_length=20, choices=choices_of(Support))
    notes = models.JSONField(default=list)  # sentences of the checks, redacted

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(review=None, statement__isnull=False)
                | models.Q(review__isnull=False, statement=None),
                name="chosen_evidence_of_one_sentence",
            ),
        ]


class ChosenCitation(BoundQuote):
    """A sentence of a person's -> the span of a source version that they chose. Its ordinal goes on after the draft's.

    Never changed: taken off, or gone with the sentence.
    """

    evidence = models.ForeignKey(ChosenEvidence, on_delete=models.CASCADE, related_name="citations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["evidence", "ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["evidence", "ordinal"], name="chosen_citation_ordinal_unique"),
            models.UniqueConstraint(
                fields=["evidence", "source_document", "source_start", "source_end"], name="chosen_citation_made_once"
            ),
            models.CheckConstraint(
                condition=models.Q(source_start__lt=models.F("source_end")), name="chosen_citation_span_is_not_empty"
            ),
        ]
