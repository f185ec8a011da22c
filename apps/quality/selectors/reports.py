"""What was published and taken away of one organization, and what may be asked for now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404

from apps.core import clock
from apps.core.errors import Gone
from apps.quality.domain.dimensions import OF_CLAIMS, OF_DECISIONS
from apps.quality.domain.periods import CLOSES_AFTER, Period, periods_between
from apps.quality.domain.published import Table, table_of
from apps.quality.domain.report_status import FileState
from apps.quality.models import Publication, ReportDefinition, ReportFile, ReportPart
from apps.quality.selectors.published import ONE_WAY, first_decided

if TYPE_CHECKING:
    from apps.access.models import Person

MOST_FILES = 50
EXPIRED = "This file's link has expired and its bytes are destroyed. Ask for it again: it will say the same."
NOT_OVER = "This period is not over. Its figures can be published from {day} on, when late decisions are in, too."
# What may be chosen, in the order of the files; the totals and what is left out stand in every file.
CHOICES: Mapping[str, str] = {
    "tree": "Kind of work, payer and policy",
    "week": "Week",
    **{one.value: OF_DECISIONS[one].name for one in ONE_WAY},
    "reason": "Reason of an edit or rejection",
    "edit": "What the edits concern",
    **{one.value: f"Claims changed, by {aspect.name.lower()}" for one, aspect in OF_CLAIMS.items()},
    "balance": "Balancing measures",
}
ALWAYS = ("total", "claims")


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """One period of the grid: what is published of it, or why nothing can be yet."""

    period: Period
    publication: Publication | None
    why_not: str


def grid_of(organization_id: UUID) -> int | None:
    """Return how many months a period has; None until the first one is published."""
    published = Publication.objects.filter(organization=organization_id)
    months: int | None = published.values_list("months", flat=True).first()
    return months


def period_rows(organization_id: UUID, months: int) -> list[PeriodRow]:
    """Return the periods since the first decision, the newest first."""
    first = first_decided(organization_id)
    if first is None:
        return []
    published = {one.first_day: one for one in Publication.objects.filter(organization=organization_id)}
    today = clock.today()
    return [
        PeriodRow(period, published.get(period.first), why_not_published(period, today))
        for period in periods_between(first, today, months)
    ]


def why_not_published(period: Period, today: date) -> str:
    """Return why the figures of a period cannot be published yet, or nothing."""
    if period.is_closed(today):
        return ""
    opens = period.last + CLOSES_AFTER
    return NOT_OVER.format(day=f"{opens.day} {opens:%B %Y}")


def access_publication(person: "Person", publication_id: UUID | str) -> Publication:
    """Return a publication of a person's own organization. Raises Http404."""
    found: Publication = _own(Publication.objects.select_related("made_by", "organization"), person, publication_id)
    return found


def access_definition(person: "Person", definition_id: UUID | str) -> ReportDefinition:
    """Return a saved report of a person's own organization. Raises Http404."""
    found: ReportDefinition = _own(ReportDefinition.objects.select_related("keeper"), person, definition_id)
    return found


def access_file(person: "Person", file_id: UUID | str) -> ReportFile:
    """Return a file of a person's own organization that is ready; single decisions are for who asked for them.

    Raises Http404, and Gone where its link expired.
    """
    file: ReportFile = _own(ReportFile.objects.select_related("publication", "asked_by"), person, file_id)
    if file.is_rows and file.asked_by_id != person.pk:
        raise Http404
    if file.state == FileState.EXPIRED or (file.expires_at and file.expires_at <= clock.now()):
        raise Gone(EXPIRED)
    if file.state != FileState.READY:
        raise Http404
    return file


def _own(rows: "QuerySet[Any]", person: "Person", identifier: UUID | str) -> Any:
    try:
        found = rows.filter(organization=person.organization_id, pk=identifier).first()
    except ValidationError:
        found = None
    if found is None:
        raise Http404
    return found


def tables_published(publication: Publication) -> list[Table]:
    """Return the tables of a publication as they may leave."""
    return [table_of(told) for told in publication.tables]


def files_newest(organization_id: UUID) -> list[ReportFile]:
    """Return the newest files that were asked for, made or refused."""
    files = ReportFile.objects.filter(organization=organization_id).select_related(
        "asked_by", "judged_by", "publication", "definition"
    )
    return list(files[:MOST_FILES])


def row_files(organization_id: UUID) -> list[ReportFile]:
    """Return the newest files of single decisions, whatever became of them."""
    files = ReportFile.objects.filter(organization=organization_id, is_rows=True)
    return list(files.select_related("asked_by", "judged_by")[:MOST_FILES])


def definitions_of(organization_id: UUID) -> list[ReportDefinition]:
    """Return the saved reports with who keeps them."""
    rows = ReportDefinition.objects.filter(organization=organization_id).select_related("keeper")
    return list(rows.prefetch_related("files"))


def files_to_ring(now: datetime) -> list[UUID]:
    """Return the files that wait for a worker, or whose worker was lost."""
    waits = Q(state=FileState.WAITING) | Q(state=FileState.MAKING, leased_until__lt=now)
    is_there = Q(is_rows=True) | Q(publication__made_at__isnull=False)
    return list(ReportFile.objects.filter(waits, is_there).values_list("pk", flat=True))


def publications_to_ring() -> list[UUID]:
    """Return the publications whose figures nobody has counted yet."""
    return list(Publication.objects.filter(made_at=None).values_list("pk", flat=True))


def content_of(file: ReportFile) -> Iterator[bytes]:
    """Yield the pieces of a file, one at a time."""
    for part in ReportPart.objects.filter(file=file).select_related("file").order_by("ordinal").iterator(chunk_size=1):
        yield part.content
