"""Acts of the gauges that end in the work of a worker: the row is kept, then its bell is rung."""

from typing import Any

from django.db import transaction

from apps.core.tasks import ring
from apps.quality import services
from apps.quality.models import Publication, ReportFile
from apps.quality.tasks import make_report, publish_period


@transaction.atomic
def period_publish(**asked: Any) -> Publication:
    """Have a period published (``services.period_publish``) and ring for the worker that counts it."""
    publication = services.period_publish(**asked)
    if publication.made_at is None:
        ring(publish_period, publication_id=publication.pk)
    return publication


@transaction.atomic
def report_ask(**asked: Any) -> list[ReportFile]:
    """Ask for files (``services.report_ask``) and ring for each."""
    files = services.report_ask(**asked)
    for file in files:
        ring(make_report, file_id=file.pk)
    return files
