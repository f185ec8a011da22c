"""What a reviewer made of the errors that code had put into a draft of a test patient."""

from typing import ClassVar

from django.db import models

from apps.core.models import Record
from apps.drafting.models import PlantedError
from apps.review.models.decisions import ReviewDecision


class SeededCatch(Record):
    """Whether one known error was caught. Private to who decided; others get it added up. Never changed."""

    decision = models.ForeignKey(ReviewDecision, on_delete=models.CASCADE, related_name="seeded_catches")
    error = models.OneToOneField(PlantedError, on_delete=models.CASCADE, related_name="+")
    caught = models.BooleanField(null=True)  # None: the draft was not judged

    class Meta:
        ordering: ClassVar = ["decision", "error__claim__ordinal"]
