"""What the gauges are read off: decisions as they count, and their sums by day. Derived, and made anew at any time."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from apps.access.models import Organization
from apps.core.models import choices_of
from apps.quality.domain.facts import CountsAs


class DecisionFact(models.Model):
    """One decision as it counts, with what it may be broken down by, as it stood when it was made.

    No name, no words. The keys lead to the decision and to who made it for those who may follow them; they hold
    nothing there, so that a fact never stands in the way of a record.
    """

    decision = models.OneToOneField(
        "review.ReviewDecision", models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="+"
    )
    item = models.ForeignKey("review.ReviewItem", models.DO_NOTHING, db_constraint=False, related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    decided_at = models.DateTimeField()
    day = models.DateField()  # in the time zone people are shown, as the hour is
    hour = models.PositiveSmallIntegerField()
    counts_as = models.CharField(max_length=20, choices=choices_of(CountsAs))
    kind = models.CharField(max_length=30)
    reason_code = models.CharField(max_length=30, blank=True)
    harm = models.CharField(max_length=10)
    role = models.CharField(max_length=30)
    specialty = models.CharField(max_length=100, blank=True)
    site = models.CharField(max_length=100, blank=True)
    release = models.CharField(max_length=64, blank=True)
    policy = models.CharField(max_length=200, blank=True)
    payer = models.CharField(max_length=200, blank=True)
    waited = models.CharField(max_length=20, blank=True)
    age_band = models.CharField(max_length=10, blank=True)
    sex = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=3, blank=True)  # ISO 639
    edit_kinds = ArrayField(models.CharField(max_length=12), default=list)
    corrected_kinds = ArrayField(models.CharField(max_length=12), default=list)
    opened = models.BooleanField()  # at least one source, before it was decided
    attention = models.BooleanField()  # whether anything is known of the time spent
    active_tenths = models.PositiveIntegerField(null=True)  # measured time at the draft, in tenths of a minute
    was_partly_measured = models.BooleanField(default=False)
    is_hasty = models.BooleanField(default=False)  # signed in a hurry with nothing opened (domain.balancing)
    is_signed = models.BooleanField(default=False)
    high_severity = models.PositiveIntegerField(default=0)
    glanced = models.PositiveIntegerField(default=0)
    spot_check = models.CharField(max_length=10, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organization", "day"], name="fact_of_a_day")]

    def __str__(self) -> str:
        return f"{self.counts_as} of {self.day}"


class DayTally(models.Model):
    """How many of one thing an organization had on one day: what a page adds up instead of reading every decision."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    tally = models.CharField(max_length=20)  # domain.tallies
    kind = models.CharField(max_length=30, blank=True)  # empty: of every kind of work
    key = models.CharField(max_length=60)
    number = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "tally", "day", "kind", "key"], name="one_tally_of_a_day", include=["number"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.tally} {self.key} on {self.day}"


class ClaimFact(models.Model):
    """The claims of one signed draft that are alike in where they stand, what they say and what hangs on them."""

    decision = models.UUIDField(db_index=True)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    kind = models.CharField(max_length=30)
    section = models.CharField(max_length=100, blank=True)
    claim_type = models.CharField(max_length=20)
    severity = models.CharField(max_length=10)
    claims = models.PositiveSmallIntegerField()
    changed = models.PositiveSmallIntegerField()  # of these: removed, or changed in substance

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organization", "day"], name="claims_of_a_day")]

    def __str__(self) -> str:
        return f"{self.claims} {self.claim_type} claims of {self.day}"


class ClaimTally(models.Model):
    """How many claims that are alike an organization signed on one day, and how many of them a person changed."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    kind = models.CharField(max_length=30)
    section = models.CharField(max_length=100, blank=True)
    claim_type = models.CharField(max_length=20)
    severity = models.CharField(max_length=10)
    claims = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "day", "kind", "section", "claim_type", "severity"],
                name="one_claim_tally_of_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.changed} of {self.claims} {self.claim_type} claims on {self.day}"
