"""Walk the whole log and say whether it holds."""

from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from apps.audit.domain.chain import Grave, Report, verify
from apps.audit.selectors import chain_rows, head


class Command(BaseCommand):
    help = (
        "Verify the hash chain of the audit log from its first row to its last. Exits with 1 and names the first row "
        "that was changed, re-dated, re-ordered, or that follows a removed one. A cut at the end, or a log written "
        "anew from its first row, does not show in the chain alone: compare the last hash with one you kept elsewhere."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        report = self._verify()
        if not report.intact:
            raise CommandError(f"The audit log is broken. {report.sentence} The {report.verified:,} rows before hold.")
        if not report.verified:
            self.stdout.write("The audit log is empty: there is nothing to verify.")
            return
        self.stdout.write(f"The audit log holds: {report.verified:,} rows, last hash {report.head}.")

    def _verify(self) -> Report:
        columns = ("{task.description}", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(file=self.stderr), transient=True) as progress:  # type: ignore[arg-type]
            rows: Iterable[dict[str, Any] | Grave] = progress.track(
                chain_rows(), total=head()[0], description="Verifying"
            )
            return verify(rows)
