"""The process that signs heads of the log and hands them to the witnesses."""

import signal
import threading
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, close_old_connections

from apps.audit.errors import LogBroken, LogKeyUnusable
from apps.audit.log_key import key_make, key_read
from apps.audit.pipeline import head_sign, heads_hand_out

LOOK_EVERY_SECONDS = 0.5


class Command(BaseCommand):
    help = (
        "Sign a head over what was appended to the audit log, twice a second while anything is, and hand each to every "
        "witness. Runs until it is stopped; with --once it does so once, and exits with 1 when something is wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="sign and hand out once")
        parser.add_argument("--make-key", action="store_true", help="make the key when there is none yet")

    def handle(self, *args: Any, once: bool, make_key: bool, **options: Any) -> None:
        key = Path(settings.WORKBENCH_LOG_KEY)
        stop = threading.Event()
        said = ""
        try:
            if make_key and not key.exists():
                key_make(key, settings.WORKBENCH_LOG_NAME)
            key_read(key)
        except LogKeyUnusable as error:
            raise CommandError(error.sentence) from error
        if not once:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            now_said = self._round(key)
            if now_said and now_said != said:
                self.stderr.write(now_said)
            said = now_said
            if once:
                break
            stop.wait(LOOK_EVERY_SECONDS)
        if once and said:
            raise CommandError(said)

    def _round(self, key: Path) -> str:
        """Do one round; return what is wrong, in sentences, or nothing."""
        close_old_connections()
        try:
            while head_sign(key=key):
                pass
            refusals = heads_hand_out(verifier=key_read(key).verifier)
        except (LogBroken, LogKeyUnusable) as error:
            return error.sentence
        except DatabaseError:
            return "The database does not answer; heads are signed when it does."
        return " ".join(f"{name}: {sentence}" for name, sentence in refusals.items())
