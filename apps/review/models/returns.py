"""What became of a draft that its reviewer returned to who asked for it. All text here is redacted."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from apps.core.models import Record, choices_of
from apps.review.domain.status import ReturnAct
from apps.review.models.decisions import ReviewDecision


class ReturnReply(Record):
    """One answer to a return. Never changed; what the requester asked for instead stands in the words."""

    decision = models.ForeignKey(ReviewDecision, on_delete=models.CASCADE, related_name="replies")
    act = models.CharField(max_length=20, choices=choices_of(ReturnAct))
    words = models.CharField(max_length=1000, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    destruction = models.UUIDField(null=True, editable=False)  # the audit event under which its words were destroyed

    class Meta:
        ordering: ClassVar = ["created_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(words="") | models.Q(destruction__isnull=False), name="return_reply_has_words"
            ),
        ]
