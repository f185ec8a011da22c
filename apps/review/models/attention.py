"""How long people were at a draft, and what the desk asked of them because of it. Figures and ids, no words."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from apps.core.models import Record, choices_of
from apps.drafting.models import Claim
from apps.review.domain.attention import Basis
from apps.review.domain.tempo import Answer
from apps.review.models.decisions import ReviewDecision
from apps.review.models.items import ReviewItem

_PERSON = settings.AUTH_USER_MODEL


class AttentionClock(models.Model):
    """Up to when the time of one person is given out to pages: no moment is counted twice."""

    person = models.OneToOneField(_PERSON, on_delete=models.PROTECT, primary_key=True, related_name="+")
    counted_until = models.DateTimeField()

    def __str__(self) -> str:
        return f"Attention of {self.person_id} counted until {self.counted_until}"


class AttentionSpell(Record):
    """One page with a draft, as one person had it open. ``dwell`` is by citation id."""

    item = models.ForeignKey(ReviewItem, on_delete=models.CASCADE, related_name="spells")
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    claimed_ms = models.PositiveIntegerField()
    active_ms = models.PositiveIntegerField()
    dwell = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(active_ms__lte=F("claimed_ms")), name="attention_within_what_was_said"),
            models.CheckConstraint(condition=Q(started_at__lte=F("ended_at")), name="attention_ends_after_it_starts"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["item", "person"], name="attention_of_item"),
            models.Index(fields=["person", "ended_at"], name="attention_of_person"),
        ]


class SpotCheck(Record):
    """A reviewer was asked, before signing, to look once more at one claim beside its source. Once per decision."""

    item = models.ForeignKey(ReviewItem, on_delete=models.CASCADE, related_name="spot_checks")
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    attempt = models.PositiveIntegerField()  # the ordinal of the decision it was asked before
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="+")
    shown_at = models.DateTimeField(null=True)  # when the claim stood beside its source
    answer = models.CharField(max_length=10, blank=True, choices=choices_of(Answer))
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "person", "attempt"], name="one_spot_check_per_decision"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | ~Q(answer="") & Q(answered_at__isnull=False, shown_at__isnull=False),
                name="spot_check_answered_after_it_was_shown",
            ),
        ]


class DecisionAttention(Record):
    """How long the decider was at the draft when they decided: measured, or the bounds that requests allow."""

    decision = models.OneToOneField(ReviewDecision, on_delete=models.CASCADE, related_name="attention")
    active_ms = models.PositiveIntegerField()
    low_ms = models.PositiveIntegerField()
    high_ms = models.PositiveIntegerField()
    basis = models.CharField(max_length=10, choices=choices_of(Basis))
    floor_ms = models.PositiveIntegerField()  # what nobody can read the draft in
    high_severity = models.PositiveIntegerField()
    glanced = models.PositiveIntegerField()  # high-severity claims confirmed whose sources nobody could have read
    spot_check = models.CharField(max_length=10, blank=True, choices=choices_of(Answer))  # empty: none was asked

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(active_ms__lte=F("low_ms")) & Q(low_ms__lte=F("high_ms")), name="attention_bounds_in_order"
            ),
            models.CheckConstraint(
                condition=Q(glanced__lte=F("high_severity")), name="attention_glanced_at_what_there_was"
            ),
        ]


class PauseSuggestion(Record):
    """The desk suggested a pause after a long run; whether the person went on without one."""

    organization = models.ForeignKey("access.Organization", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    decisions = models.PositiveIntegerField()
    active_ms = models.PositiveIntegerField()
    went_on_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "created_at"], name="pause_of_person")]
