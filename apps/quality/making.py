"""What a worker does: it counts what is published, and draws files from that, or says why it could not."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from uuid import UUID

from django.db import transaction

from apps.access.domain.roles import Permission
from apps.access.selectors import check_may
from apps.audit.domain.actions import Action
from apps.audit.selectors import head
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.core.canonical import digest
from apps.core.domain.spreadsheets import csv_text
from apps.core.errors import WorkbenchError
from apps.quality.domain.definitions import DEFINITION_VERSION, ELIGIBLE
from apps.quality.domain.files.as_csv import report_csv
from apps.quality.domain.files.as_json import report_json
from apps.quality.domain.files.as_xlsx import report_xlsx
from apps.quality.domain.files.report import Report
from apps.quality.domain.published import Column, Table, may_leave
from apps.quality.domain.report_status import FileFormat
from apps.quality.domain.rows import COLUMNS, METHOD, SUPPRESS
from apps.quality.domain.suppression import LARGEST_WITHHELD
from apps.quality.facts import facts_bring_up
from apps.quality.models import Publication, ReportFile
from apps.quality.printing import report_pdf
from apps.quality.rows import Rows, rows_of
from apps.quality.selectors.published import minutes_of, tables_counted
from apps.quality.selectors.reports import ALWAYS, tables_published
from apps.quality.services.report_files import UNFORESEEN, file_claim, file_fail, file_keep, file_progress

WORKER = Actor.service("quality-worker")
DRAWN: Mapping[str, Callable[[Report], bytes]] = {
    FileFormat.CSV: lambda report: report_csv(report).encode("utf-8-sig"),
    FileFormat.JSON: lambda report: report_json(report).encode(),
    FileFormat.PDF: report_pdf,
    FileFormat.XLSX: report_xlsx,
}


def publication_fill(*, publication_id: UUID | str) -> bool:
    """Count and suppress the figures of a publication; return whether this did it. Counted outside the transaction."""
    publication = Publication.objects.select_related("made_by").filter(pk=publication_id, made_at=None).first()
    if publication is None:
        return False
    organization_id, first, last = publication.organization_id, publication.first_day, publication.last_day
    facts_bring_up(organization_id=organization_id)
    cut_off = clock.now()
    tables = [table.as_json() for table in may_leave(tables_counted(organization_id, first, last))]
    minutes = minutes_of(organization_id, first, last)
    with transaction.atomic():
        kept = Publication.objects.select_for_update().filter(pk=publication_id, made_at=None).first()
        if kept is None:
            return False
        sequence, tree_head = head()
        kept.tables, kept.minutes, kept.cut_off, kept.made_at = tables, minutes, cut_off, clock.now()
        kept.definition_version, kept.audit_sequence, kept.audit_hash = DEFINITION_VERSION, sequence, tree_head
        kept.save()
        event_append(
            actor=WORKER.within(organization_id), action=Action.REPORT_COUNTED, object_type="publication",
            object_id=kept.pk,
            details={"start": first.isoformat(), "end": last.isoformat(), "definition_version": DEFINITION_VERSION,
                     "tables_sha256": digest(tables)},
        )  # fmt: skip
    return True


def report_make(*, file_id: UUID | str) -> bool:
    """Make a file that waits; return whether this did. What goes wrong is said at the file."""
    file = file_claim(file_id)
    if file is None:
        return False
    try:
        check_may(file.asked_by, Permission.VIEW_QUALITY)
        content, details = _content(file)
        file_keep(file, content, details=details)
    except WorkbenchError as refused:
        file_fail(file, refused.sentence)
    except Exception:
        file_fail(file, UNFORESEEN)
        raise
    return True


def _content(file: ReportFile) -> tuple[Iterable[bytes], dict[str, object]]:
    if file.publication is None:
        return _rows(file)
    report = report_of(file.publication, file)
    return [DRAWN[file.format](report)], {"n": report.decisions, "definition_version": report.definition_version}


def report_of(publication: Publication, file: ReportFile) -> Report:
    """Return what a file says: the tables that were chosen, and what stands in every file."""
    tables = tables_published(publication)
    total = next(table for table in tables if table.key == "total")
    excluded = next((table for table in tables if table.key == "excluded"), None)
    chosen = [table for table in tables if table.key in {*ALWAYS, *file.tables}]
    made_at = publication.made_at or clock.now()
    return Report(
        organization=file.organization.name, first=publication.first_day, last=publication.last_day,
        cut_off=publication.cut_off or made_at, definition_version=publication.definition_version,
        audit_sequence=publication.audit_sequence, audit_hash=publication.audit_hash,
        published_by=publication.made_by.display_name, published_at=made_at, made_by=file.asked_by.display_name,
        made_at=file.created_at, decisions=next(iter(total.rows.values()))[Column.DECISIONS],
        left_out=_left_out(excluded), minutes=publication.minutes, tables=chosen,
    )  # fmt: skip


def _left_out(excluded: Table | None) -> list[tuple[str, int | None]]:
    return [(path[0], row[Column.DECISIONS]) for path, row in excluded.rows.items()] if excluded else []


def _rows(file: ReportFile) -> tuple[Iterable[bytes], dict[str, object]]:
    """Return a file of single decisions; how far it is stands at the file while it is written."""
    rows = rows_of(file.organization_id, file.first_day, file.last_day)
    return _written(file, rows), {"n": rows.kept, "blanked": rows.blanked, "left_out": rows.left_out}


def _written(file: ReportFile, rows: Rows) -> Iterator[bytes]:
    done = 0
    file_progress(file, done, rows.kept)
    yield ("\ufeff" + csv_text(_about_rows(file, rows)) + "\r\n" + csv_text([COLUMNS])).encode()
    for lines in rows.lines:
        yield ("\r\n".join(lines) + "\r\n").encode()
        done += len(lines)
        file_progress(file, done, rows.kept)


def _about_rows(file: ReportFile, rows: Rows) -> list[tuple[str, str]]:
    """Return what stands above the rows: two cells a line, then an empty line."""
    sequence, tree_head = head()
    return [
        ("about", f"Single decisions of {file.first_day.year}, de-identified"),
        ("organization", file.organization.name),
        ("purpose", file.purpose),
        ("decisions (n)", str(rows.kept)),
        ("what counts", ELIGIBLE),
        ("blanked in some place", _at_least(rows.blanked)),
        ("left out", _at_least(rows.left_out)),
        ("method", METHOD),
        ("before counts of it leave", SUPPRESS),
        ("definition version", str(DEFINITION_VERSION)),
        ("data cut-off", clock.now().isoformat(timespec="seconds")),
        ("audit log", f"event {sequence}, tree head {tree_head}"),
        ("asked for by", file.asked_by.display_name),
        ("allowed by", file.judged_by.display_name if file.judged_by else ""),
    ]


def _at_least(number: int) -> str:
    """Return a number in words that tell little of how many there are beside those that stand in the file."""
    return "fewer than 11" if number <= LARGEST_WITHHELD else "11 or more"
