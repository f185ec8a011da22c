"""What a chart says to a policy before a letter is asked for: answered by a worker, kept for who asked."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from apps.access.models import Organization
from apps.core.crypto.sealed import sealed_json
from apps.core.models import Record


class ChartAnswer(Record):
    """One question of a person about one chart as they may read it, and its answer once a worker has given it.

    ``chart_sha256`` is of what there was to read: of another chart it is another question.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey("chart.Patient", on_delete=models.PROTECT, related_name="+")
    policy = models.ForeignKey("coverage.CoveragePolicy", on_delete=models.PROTECT, related_name="+")
    service_on = models.DateField(null=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    chart_sha256 = models.CharField(max_length=64)
    finished_at = models.DateTimeField(null=True)
    answer_sealed = models.BinaryField(default=b"")

    answer = sealed_json("answer_sealed", subject="patient_id", beside=("person_id",))  # redacted words

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["patient", "policy", "service_on", "person", "chart_sha256"], nulls_distinct=False,
                name="chart_answer_once_per_chart",
            ),
        ]  # fmt: skip
