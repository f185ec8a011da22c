"""What the reading room keeps of its own: questions that wait for a person. Everything else it shows is others'."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from apps.access.models import Organization
from apps.core import clock
from apps.core.models import Record, choices_of
from apps.retrieval.domain.refusals import Category
from apps.retrieval.models import RetrievalQuery
from apps.viewer.domain.questions import QuestionStatus


class ClinicianQuestion(Record):
    """A refused question that was handed to the people who care for its patient. Its words stay with the query."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey("chart.Patient", on_delete=models.CASCADE, related_name="+")
    query = models.OneToOneField(RetrievalQuery, on_delete=models.CASCADE, related_name="+")
    category = models.CharField(max_length=20, choices=choices_of(Category))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, choices=choices_of(QuestionStatus), default=QuestionStatus.OPEN)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    moved_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["created_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(status=QuestionStatus.OPEN, taken_by=None)
                | (~models.Q(status=QuestionStatus.OPEN) & models.Q(taken_by__isnull=False)),
                name="clinician_question_open_or_somebody_s",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["patient", "status"], name="clinician_question_of_patient")]
