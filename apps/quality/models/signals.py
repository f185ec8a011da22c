"""What decided drafts tell of the machine. Derived, but for what a person said of a proposal."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from apps.access.models import Organization
from apps.core.models import Record, choices_of
from apps.quality.domain.causes import Cause, Rule
from apps.quality.domain.passages import Dimension


class DecisionSignal(models.Model):
    """What is told of one decision: a proposed cause where it overrode, groups of complaints, fates of passages.

    No name, no words. Its keys hold nothing there, so that a signal never stands in the way of a record.
    """

    decision = models.OneToOneField(
        "review.ReviewDecision", models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="+"
    )
    item = models.ForeignKey("review.ReviewItem", models.DO_NOTHING, db_constraint=False, related_name="+")
    draft_id = models.UUIDField(db_index=True)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", db_index=False)
    decided_at = models.DateTimeField()
    day = models.DateField()
    reason_code = models.CharField(max_length=30, blank=True)
    counts_as = models.CharField(max_length=20)
    kind = models.CharField(max_length=30)
    cause = models.CharField(max_length=20, blank=True, choices=choices_of(Cause))  # empty: it overrode nothing
    rule = models.CharField(max_length=20, blank=True, choices=choices_of(Rule))
    rules_version = models.PositiveSmallIntegerField()
    complaints = ArrayField(models.CharField(max_length=20), default=list)
    remarked = models.BooleanField(default=False)  # whether there was a remark to look for complaints in
    counts = models.JSONField(default=dict)  # of its passages, by dimension and group: domain.passages.as_counts

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organization", "day"], name="signal_of_a_day")]

    def __str__(self) -> str:
        return f"{self.cause or 'no override'} on {self.day}"


class PassageTally(models.Model):
    """What became of the passages of one group on one day: what a page adds up instead of reading every decision."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    dimension = models.CharField(max_length=20, choices=choices_of(Dimension))
    key = models.CharField(max_length=40)
    cited = models.PositiveIntegerField()
    opened = models.PositiveIntegerField()
    removed = models.PositiveIntegerField()
    recited = models.PositiveIntegerField()
    retrieved = models.PositiveIntegerField()
    unused = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "dimension", "day", "key"], name="one_passage_tally_of_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.cited} cited of {self.key} on {self.day}"


class CauseJudgement(Record):
    """What a person said of a proposed cause. The proposal is kept as it stood; who says it again says it anew."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(
        "review.ReviewDecision", models.DO_NOTHING, db_constraint=False, related_name="+"
    )  # a judgement names no patient and stands in no record's way
    proposed = models.CharField(max_length=20, choices=choices_of(Cause))
    rule = models.CharField(max_length=20, choices=choices_of(Rule))
    rules_version = models.PositiveSmallIntegerField()
    cause = models.CharField(max_length=20, choices=choices_of(Cause))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["decision", "-created_at"], name="judgement_newest_first")]
