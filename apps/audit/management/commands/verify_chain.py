"""Walk the whole log and say whether it holds."""

from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from apps.audit.domain.chain import Grave
from apps.audit.pipeline import Found, log_read
from apps.audit.selectors import chain_rows, head


class Command(BaseCommand):
    help = (
        "Verify the audit log in place, from its first row to its last: the chain of hashes, and the signed heads that "
        "this database holds. Exits with 1 and names the first row that was changed, re-dated, re-ordered, that "
        "follows a removed one, or is missing at the end. The witnesses are not asked: whoever removed rows and heads "
        "alike is found by verify_log.py alone, from an export."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = self._read()
        if not found.holds:
            before = f" The {found.rows:,} rows before hold." if found.fault == "row" else ""
            raise CommandError(f"The audit log is broken. {found.sentence}{before}")
        if not found.rows:
            self.stdout.write("The audit log is empty: there is nothing to verify.")
            return
        self.stdout.write(f"The audit log holds: {found.rows:,} rows, last hash {found.last_hash}.")
        self.stdout.write("The heads that witnesses hold were not compared: verify_log.py does that, from an export.")

    def _read(self) -> Found:
        columns = ("{task.description}", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(file=self.stderr), transient=True) as progress:  # type: ignore[arg-type]
            rows: Iterable[dict[str, Any] | Grave] = progress.track(
                chain_rows(), total=head()[0], description="Verifying"
            )
            return log_read(rows)
