"""Destroy what two people asked to be destroyed of the log; run where the key of the log is."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from apps.core.actors import Actor
from apps.core.errors import WorkbenchError
from apps.governance import pipeline
from apps.governance.models import LogDestruction
from apps.governance.selectors import log_age

NOT_ASKED = (
    "Nothing is destroyed: nobody has asked for it on the page of the log's age, or nobody else has confirmed it."
)


class Command(BaseCommand):
    help = (
        "Destroy whole segments of the audit log that are older than WORKBENCH_LOG_RETENTION_YEARS, that no legal "
        "hold covers, and that two people asked for on the page of the log's age. Of each a signed tombstone stays, by "
        "which the rest is still verified. Run it where the key of the log is; broken off, it goes on where it was."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="say what is due, held and asked for; destroy nothing"
        )

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        if dry_run:
            self._say()
            return
        request = LogDestruction.objects.filter(finished_at=None, confirmed_at__isnull=False).first()
        if request is None:
            raise CommandError(NOT_ASKED)
        events = sum(row.segment.count for row in pipeline.log_destruction_goes(request))
        gone = 0
        columns = ("{task.description}", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        try:
            with Progress(*columns, console=Console(file=self.stderr), transient=True) as progress:  # type: ignore[arg-type]
                bar = progress.add_task("Destroying", total=events)
                for row in pipeline.log_destruction_carry_out(
                    request=request, key=Path(settings.WORKBENCH_LOG_KEY), actor=Actor.service("log")
                ):
                    gone += row.segment.count
                    progress.advance(bar, row.segment.count)
        except WorkbenchError as refusal:
            raise CommandError(f"{refusal.sentence} {gone:,} events were destroyed before.") from None
        self.stdout.write(
            f"Destroyed: {gone:,} events. Their tombstones stay; the rest of the log is verified by them."
        )

    def _say(self) -> None:
        age = log_age()
        self.stdout.write(
            f"The log is kept {age.years} years, and destroyed by whole segments of {age.segment_size:,}."
        )
        for run in age.runs:
            days = f"{run.oldest:%-d %b %Y} to {run.youngest:%-d %b %Y}"
            self.stdout.write(f"{run.state:>9}  events {run.first:,} to {run.last:,}, {days}")
        request = LogDestruction.objects.filter(finished_at=None).first()
        if request is None:
            self.stdout.write("Nobody has asked for anything to be destroyed.")
        else:
            state = "confirmed" if request.confirmed_at else "waiting for a second person"
            self.stdout.write(f"Asked for up to event {request.up_to:,}: {state}.")
