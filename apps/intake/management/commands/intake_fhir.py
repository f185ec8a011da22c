"""Send FHIR files through belt 1: `manage.py intake_fhir PATH... --organization SLUG`."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import IO, Any, cast
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from apps.access.selectors import organization_by_slug
from apps.core.actors import Actor
from apps.core.errors import WorkbenchError
from apps.intake.domain.report import Report
from apps.intake.domain.status import MessageStatus
from apps.intake.pipeline import DEFAULT_SOURCE, FhirFile, fhir_files, message_finish, message_take
from apps.intake.selectors import statuses_of

POLL_SECONDS = 0.5
DONE = (MessageStatus.INDEXED, MessageStatus.QUARANTINED)


class Command(BaseCommand):
    help = "Take FHIR R4 files (Bundle JSON, NDJSON, .gz of both, folders) into the charts of an organization."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="+", type=Path, metavar="PATH", help="a file, or a folder read through and through"
        )
        parser.add_argument("--organization", required=True, metavar="SLUG", help="whose charts the records belong to")
        parser.add_argument(
            "--source", default=DEFAULT_SOURCE, metavar="NAME", help="the sending system; ids are told apart by it"
        )
        how = parser.add_mutually_exclusive_group()
        how.add_argument(
            "--wait", action="store_true", help="wait until the workers have redacted and indexed everything"
        )
        how.add_argument("--inline", action="store_true", help="redact and index here, without workers")

    def handle(
        self, *args: Any, paths: list[Path], organization: str, source: str, wait: bool, inline: bool, **options: Any
    ) -> None:
        console = Console(file=cast("IO[str]", self.stdout._out), no_color=options["no_color"])
        actor = Actor.service("intake-command")
        try:
            files = fhir_files(paths)
            owner = organization_by_slug(organization)
        except WorkbenchError as error:
            raise CommandError(error.sentence) from None
        except ObjectDoesNotExist:
            raise CommandError(f"There is no organization {organization!r}.") from None
        with _progress(console) as progress:
            messages, total = self._take(files, owner, source, actor, progress)
            if inline:
                self._finish(messages, actor, progress)
            elif wait:
                self._wait(messages, progress)
        _print_summary(console, total)

    def _take(
        self, files: list[FhirFile], owner: Any, source: str, actor: Actor, progress: Progress
    ) -> tuple[list[UUID], Report]:
        total, messages = Report(), []
        task = progress.add_task("Reading files", total=len(files))
        for file in files:
            try:
                message, report = message_take(
                    organization=owner, source_system=source, source_id=file.name, media_type=file.media_type,
                    body=file.path.read_bytes(), actor=actor,
                )  # fmt: skip
            except (WorkbenchError, OSError) as error:
                raise CommandError(f"{file.path}: {error}") from None
            if report.unreadable:
                progress.console.print(f"{file.name}: {message.reason}", markup=False, highlight=False)
            messages.append(message.pk)
            total.add(report)
            progress.advance(task)
        return messages, total

    def _finish(self, messages: list[UUID], actor: Actor, progress: Progress) -> None:
        for message_id in progress.track(messages, description="Redacting and indexing"):
            message_finish(message_id=message_id, actor=actor)

    def _wait(self, messages: list[UUID], progress: Progress) -> None:
        task = progress.add_task("Workers redact and index", total=len(messages))
        while True:
            counts = statuses_of(messages)
            done = sum(counts.get(status, 0) for status in DONE)
            progress.update(task, completed=done)
            if done >= len(messages):
                return
            time.sleep(POLL_SECONDS)


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console
    )


def _print_summary(console: Console, total: Report) -> None:
    table = Table(title="What came of it", title_justify="left", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for label, count in (
        ("Files", total.messages), ("of these received before, unchanged", total.repeated),
        ("of these destroyed with a patient's record, not taken again", total.destroyed),
        ("of these not readable at all", total.unreadable), ("Resources", total.resources), ("accepted",
        total.accepted),
        ("unchanged", total.unchanged), ("quarantined", total.quarantined), ("lost", total.lost),
    ):  # fmt: skip
        table.add_row(label, f"{count:,}")
    console.print(table)
    _print_counts(console, "Quarantined, and why", total.reasons)
    _print_counts(console, "Kept whole, not understood yet", total.types)
    _print_counts(console, "Attachments kept, not readable yet", total.attachments)


def _print_counts(console: Console, title: str, counts: dict[str, int]) -> None:
    if not counts:
        return
    table = Table(title=title, title_justify="left", show_header=False)
    table.add_column(overflow="fold")
    table.add_column(justify="right")
    for label, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        table.add_row(label, f"{count:,}")
    console.print(table)
