"""Compare what is kept of people's acts with the log."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.audit.pipeline import log_reconcile
from apps.core.actors import Actor


class Command(BaseCommand):
    help = (
        "Compare decisions, signatures, corrections and the like with the audit log: each row has its event, and each "
        "event its row. The result is an event itself, and stands on the page of the signed heads. Done each night; "
        "exits with 1 when anything is off."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = log_reconcile(actor=Actor.service("log"))
        for one in found:
            self.stdout.write(
                f"{one.name}: {one.rows:,} rows, {one.without_event:,} without an event, {one.without_row:,} events "
                "without a row"
            )
        if any(one.is_off for one in found):
            raise CommandError(
                "Rows and events do not agree. Somebody wrote past the workbench, or removed what it wrote."
            )
        self.stdout.write("Every row has its event, and every event its row.")
