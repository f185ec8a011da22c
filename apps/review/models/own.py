"""What a reviewer judged before the machine's answers were shown: verdicts by criterion, and no word."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from apps.core.models import Record, choices_of
from apps.drafting.domain.criteria import Verdict
from apps.review.domain.own import Skip
from apps.review.models.items import ReviewItem

_PERSON = settings.AUTH_USER_MODEL


class OwnJudgement(Record):
    """A letter drawn for it: which criteria are asked, and whether somebody judged them or went on without."""

    item = models.OneToOneField(ReviewItem, on_delete=models.CASCADE, related_name="own_judgement")
    criteria = models.JSONField()  # their numbers, in the policy's order
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    skipped = models.CharField(max_length=10, blank=True, choices=choices_of(Skip))

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(person=None, ended_at=None, skipped="")
                | models.Q(person__isnull=False, ended_at__isnull=False),
                name="own_judgement_ended_by_somebody",
            ),
        ]


class OwnVerdict(Record):
    """One verdict of a person beside the machine's that they had not seen. Never changed."""

    judgement = models.ForeignKey(OwnJudgement, on_delete=models.CASCADE, related_name="verdicts")
    criterion_id = models.CharField(max_length=60)
    own = models.CharField(max_length=15, choices=choices_of(Verdict))
    machine = models.CharField(max_length=15, choices=choices_of(Verdict))
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["judgement", "criterion_id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["judgement", "criterion_id"], name="own_verdict_once"),
        ]
