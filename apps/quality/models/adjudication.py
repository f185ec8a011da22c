"""Second readings of decided drafts: a round that was drawn, its cases, and what each reader answered."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from apps.access.models import Organization
from apps.core.models import Record, choices_of
from apps.quality.domain.adjudication import SEED_LETTERS, Drawn, Gold, Severity, Stratum, Verdict
from apps.quality.domain.facts import RATED

_PERSON = settings.AUTH_USER_MODEL


class AdjudicationRound(Record):
    """One sample of the decisions of a period. With its seed, anybody can draw it again from the same decisions."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    start = models.DateField()
    end = models.DateField()  # the last day, which is in it
    seed = models.CharField(max_length=SEED_LETTERS)
    strata = models.JSONField()  # of each stratum: frame, sha256 of its ids, sample
    drawn_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(start__lte=models.F("end")), name="adjudication_days_in_order"),
        ]

    @property
    def drawn(self) -> Mapping[Stratum, Drawn]:
        return {stratum: Drawn(**self.strata[stratum.value]) for stratum in Stratum}


class AdjudicationCase(Record):
    """One decision of a sample. Who decided is asked of the decision, and told to that person alone."""

    round = models.ForeignKey(AdjudicationRound, models.CASCADE, related_name="cases")
    decision = models.ForeignKey("review.ReviewDecision", models.CASCADE, related_name="+")
    draft = models.ForeignKey("drafting.Draft", models.CASCADE, related_name="+")
    stratum = models.CharField(max_length=10, choices=choices_of(Stratum))
    counted_as = models.CharField(max_length=20, choices=[(one.value, one.value) for one in RATED])
    gold = models.CharField(max_length=15, blank=True, choices=choices_of(Gold))
    settled_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)  # when who decided first read it

    class Meta:
        ordering: ClassVar = ["id"]  # by chance: no order tells the stratum
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "decision"], name="adjudication_case_once_in_a_round"),
            models.CheckConstraint(
                condition=models.Q(gold="", settled_at=None) | ~models.Q(gold="") & models.Q(settled_at__isnull=False),
                name="adjudication_settled_once_gold_stands",
            ),
        ]


class AdjudicationReading(Record):
    """One reader's seat at a case, and the answer. Once given it is never changed. Words are redacted."""

    case = models.ForeignKey(AdjudicationCase, models.CASCADE, related_name="readings")
    seat = models.PositiveSmallIntegerField()
    person = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=15, blank=True, choices=choices_of(Verdict))
    claims = ArrayField(models.PositiveIntegerField(), default=list)  # the numbers of the sentences that are wrong
    severity = models.CharField(max_length=10, blank=True, choices=choices_of(Severity))
    comment = models.CharField(max_length=1000, blank=True)
    knew = models.BooleanField(default=False)  # had opened the draft at the desk, where the decision shows
    destruction = models.UUIDField(null=True, editable=False)  # the audit event under which its words were destroyed

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "person"], name="adjudication_case_once_for_a_reader"),
            models.UniqueConstraint(fields=["case", "seat"], name="adjudication_seat_once"),
            models.CheckConstraint(
                condition=models.Q(verdict="", answered_at=None)
                | ~models.Q(verdict="") & models.Q(answered_at__isnull=False),
                name="adjudication_answered_with_a_verdict",
            ),
        ]

    @property
    def draft_id(self) -> UUID:
        return self.case.draft_id
