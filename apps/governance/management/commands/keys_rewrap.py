"""Wrap every data key with the provider's active key, while everybody goes on working."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from apps.core.actors import Actor
from apps.core.crypto.errors import KeysUnavailable
from apps.core.crypto.keys import KeyCount, key_counts
from apps.governance.services import data_keys_rewrap

ACTOR = Actor.service("keys-rewrap")
BATCH = 100


class Command(BaseCommand):
    help = (
        "Wrap every data key with the provider's active key. Sealed rows are not touched and stay readable throughout. "
        "It may be stopped at any time and started again; run twice it changes nothing more. Exits with 1 while any "
        "data key still needs an older key."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--per-second", type=int, default=1000, help="most data keys in a second (default 1000)")

    def handle(self, *args: Any, per_second: int, **options: Any) -> None:
        if per_second < 1:
            raise CommandError("--per-second is 1 or more.")
        try:
            self._rewrap(min(BATCH, per_second), per_second)
            old = _older(key_counts())
        except KeysUnavailable as error:
            raise CommandError(f"{error.sentence} What was done so far stays done; run this again.") from error
        if old:
            left = ", ".join(f"{one.key_id}: {one.count:,} left" for one in old)
            raise CommandError(f"Not done: older keys are still needed ({left}). Run this again.")
        self.stdout.write(
            "Done: every data key is wrapped with the active key. An older key may go once no backup needs it."
        )

    def _rewrap(self, batch: int, per_second: int) -> None:
        columns = ("{task.description}", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(file=self.stderr), transient=True) as progress:  # type: ignore[arg-type]
            task = progress.add_task("Wrapping", total=sum(one.count for one in _older(key_counts())))
            while True:
                started = time.monotonic()
                done = data_keys_rewrap(most=batch, actor=ACTOR)
                if not done:
                    return
                progress.advance(task, done)
                time.sleep(max(0.0, done / per_second - (time.monotonic() - started)))


def _older(counts: list[KeyCount]) -> list[KeyCount]:
    return [one for one in counts if not one.is_active]
