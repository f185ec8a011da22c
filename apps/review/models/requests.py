"""Documents that are missing and were asked for. All text here is redacted."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from apps.access.models import Organization
from apps.core.models import Record, choices_of
from apps.drafting.models import Draft
from apps.review.domain.requests import RequestOrigin, RequestStatus
from apps.review.models.authorizations import PayerAnswer

_PERSON = settings.AUTH_USER_MODEL


class DocumentRequest(Record):
    """One document that is missing and was asked for: what, of whom, from which visit, for which criterion."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="document_requests")
    origin = models.CharField(max_length=10, choices=choices_of(RequestOrigin))
    answer = models.ForeignKey(PayerAnswer, on_delete=models.CASCADE, null=True, related_name="requests")
    what = models.CharField(max_length=500)  # redacted, as all words here
    supplier = models.CharField(max_length=200, blank=True)
    visit = models.CharField(max_length=200, blank=True)
    criterion_id = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=10, choices=choices_of(RequestStatus), default=RequestStatus.REQUESTED)
    requested_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    assigned_to = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    document = models.ForeignKey("chart.SourceDocument", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)  # of a cancellation
    closed_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["created_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(status=RequestStatus.REQUESTED, closed_by=None, document=None)
                | models.Q(status=RequestStatus.RECEIVED, closed_by__isnull=False, document__isnull=False)
                | models.Q(status=RequestStatus.CANCELLED, closed_by__isnull=False, document=None)
                & ~models.Q(reason=""),
                name="document_request_closed_by_somebody",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organization", "status"], name="document_request_by_status")]
