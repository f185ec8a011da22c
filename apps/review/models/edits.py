"""What each change of a decided draft concerns: as code proposed it and as the clinician left it. No words."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from apps.core.models import Record, choices_of
from apps.drafting.models import Claim
from apps.review.domain.edit_kinds import EditKind
from apps.review.models.decisions import ReviewDecision


def _kinds() -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.CharField(max_length=12, choices=choices_of(EditKind)))


class ClaimEdit(Record):
    """One claim that was edited or removed, or one sentence that was added, when a draft was decided. Never changed."""

    decision = models.ForeignKey(ReviewDecision, on_delete=models.PROTECT, related_name="edits")
    ordinal = models.PositiveIntegerField()  # in the text that was decided on: claims, then sentences of one's own
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, null=True, related_name="+")  # none: added by a person
    proposed = _kinds()
    kinds = _kinds()  # as the clinician left them

    class Meta:
        ordering: ClassVar = ["decision", "ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "ordinal"], name="claim_edit_once_in_decision"),
            models.CheckConstraint(condition=~models.Q(kinds=[]), name="claim_edit_is_of_a_kind"),
        ]
