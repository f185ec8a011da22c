"""What a person types at the desk before it is sent, and who asks whom to hand a draft over."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from apps.core.crypto.sealed import sealed_json
from apps.core.models import Record, choices_of
from apps.drafting.models import Claim, Draft
from apps.review.domain.handing import Answer
from apps.review.domain.kept import OF_A_CLAIM, TypedAct
from apps.review.models.items import ReviewItem

_PERSON = settings.AUTH_USER_MODEL


class TypedWords(Record):
    """What somebody typed in a form of a draft and has not sent: theirs alone, sealed, gone with the act or the draft.

    Put under another person it does not open.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="typed_words")
    patient = models.ForeignKey("chart.Patient", on_delete=models.PROTECT, related_name="+")
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=10, choices=choices_of(TypedAct))
    typed_at = models.DateTimeField()
    words_sealed = models.BinaryField(default=b"")

    words = sealed_json("words_sealed", subject="patient_id", beside=("person_id",))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["draft", "person", "act", "claim"], nulls_distinct=False, name="typed_words_once_per_form"
            ),
            models.CheckConstraint(
                condition=models.Q(act__in=sorted(OF_A_CLAIM), claim__isnull=False)
                | ~models.Q(act__in=sorted(OF_A_CLAIM)) & models.Q(claim=None),
                name="typed_words_name_their_claim",
            ),
        ]


class HandOver(Record):
    """Somebody asks the holder of a draft for it, or takes it over from a holder who is away."""

    item = models.ForeignKey(ReviewItem, on_delete=models.CASCADE, related_name="hand_overs")
    asked_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=choices_of(Answer), default=Answer.ASKED)
    answered_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)  # of a take-over, redacted

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item"], condition=models.Q(answer="asked"), name="one_hand_over_is_asked_for"
            ),
            models.CheckConstraint(
                condition=models.Q(answer="asked", answered_at=None)
                | ~models.Q(answer="asked") & models.Q(answered_at__isnull=False),
                name="hand_over_is_answered_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(answer="taken") | ~models.Q(reason=""), name="taking_over_says_why"
            ),
        ]
