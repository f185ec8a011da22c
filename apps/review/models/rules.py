"""The house rules of the desk, version by version."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from apps.core.models import Record, choices_of
from apps.review.domain.rules import HighRisk, StepUpFactor


class ReviewRulesVersion(Record):
    """What an organization's desk asked of its reviewers from then on. Never changed: the last one counts."""

    organization = models.ForeignKey("access.Organization", on_delete=models.PROTECT, related_name="review_rules")
    step_up = ArrayField(models.CharField(max_length=10, choices=choices_of(StepUpFactor)))
    second_signature = ArrayField(models.CharField(max_length=20, choices=choices_of(HighRisk)))
    new_release_drafts = models.PositiveIntegerField()
    tempo_check = models.BooleanField()
    pause_after_decisions = models.PositiveIntegerField()  # 0: never
    pause_after_minutes = models.PositiveIntegerField()  # 0: never
    independent_percent = models.PositiveIntegerField()
    seeded_percent = models.PositiveIntegerField()
    learning_export = models.BooleanField()
    reason = models.CharField(max_length=300)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(step_up=[]), name="review_rules_ask_for_a_factor"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="review_rules_say_why"),
        ]
