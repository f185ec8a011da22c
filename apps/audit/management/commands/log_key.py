"""Make the key that signs heads of the log, or show its public half."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.audit.domain.note import LOG, WITNESS
from apps.audit.errors import LogKeyUnusable
from apps.audit.log_key import key_make, key_read


class Command(BaseCommand):
    help = (
        "Make the key that signs heads of the log (WORKBENCH_LOG_KEY), or show its public half when it is there. Keep "
        "a copy of the public half outside this computer: whoever verifies the log needs it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, default=settings.WORKBENCH_LOG_KEY, help="the file (%(default)s)")
        parser.add_argument("--name", default=settings.WORKBENCH_LOG_NAME, help="what the log is called (%(default)s)")
        parser.add_argument("--witness", action="store_true", help="make the key of a witness, which signs with a time")

    def handle(self, *args: Any, file: Path, name: str, witness: bool, **options: Any) -> None:
        try:
            signer = key_read(file) if file.exists() else key_make(file, name, WITNESS if witness else LOG)
        except LogKeyUnusable as error:
            raise CommandError(error.sentence) from error
        self.stdout.write(signer.verifier.text())
