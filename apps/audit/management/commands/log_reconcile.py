"""Compare what is kept of people's acts with the log, and read the log itself."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.audit.pipeline import log_check, log_reconcile
from apps.core.actors import Actor


class Command(BaseCommand):
    help = (
        "Compare decisions, signatures, corrections and the like with the audit log: each row has its event, and each "
        "event its row; then read the log itself against its signed heads, and look whether its triggers stand. Each "
        "result is an event itself, and stands on the page of the signed heads. Done each night; exits with 1 when "
        "anything is off."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = log_reconcile(actor=Actor.service("log"))
        for one in found:
            self.stdout.write(
                f"{one.name}: {one.rows:,} rows, {one.without_event:,} without an event, {one.without_row:,} events "
                "without a row"
            )
        read, unguarded = log_check(actor=Actor.service("log"))
        wrong = []
        if any(one.is_off for one in found):
            wrong.append("Rows and events do not agree. Somebody wrote past the workbench, or removed what it wrote.")
        if not read.holds:
            wrong.append(f"The log does not hold. {read.sentence}")
        if unguarded:
            wrong.append(f"Triggers that guard the log are missing or switched off: {', '.join(unguarded)}.")
        if wrong:
            raise CommandError(" ".join(wrong))
        self.stdout.write(
            f"Every row has its event, and every event its row. The log holds: {read.rows:,} rows, as they were signed."
        )
