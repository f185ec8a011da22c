"""A witness for logs on other hosts: keeps every head it is shown that continues the last, and signs that it saw it."""

import time
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.audit.domain.note import WITNESS, BadNote, Verifier
from apps.audit.errors import LogKeyUnusable
from apps.audit.log_key import key_make, key_read
from apps.audit.witnesses.remote import WitnessHandler


class Command(BaseCommand):
    help = (
        "Keep the heads of logs on other hosts (C2SP tlog-witness, over HTTP; HTTPS comes from a proxy in front). "
        "Needs a folder and the public key of each log, and no database."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="where heads are kept, and the witness's own key")
        parser.add_argument("--log", action="append", required=True, metavar="KEY", help="a public key, from log_key")
        parser.add_argument("--name", default="witness.local/audit", help="what this witness is called (%(default)s)")
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8090)

    def handle(self, *args: Any, folder: Path, log: list[str], name: str, host: str, port: int, **options: Any) -> None:
        path = folder / "witness.key"
        try:
            logs = [Verifier.read(text) for text in log]
            signer = key_read(path) if path.exists() else key_make(path, name, WITNESS)
        except (BadNote, LogKeyUnusable) as error:
            raise CommandError(str(error)) from error
        known = {"folder": folder, "logs": {one.name: one for one in logs}, "signer": signer, "now": time.time}
        server = ThreadingHTTPServer((host, port), type("Handler", (WitnessHandler,), known))
        self.stdout.write(f"http://{host}:{server.server_port}/ {signer.verifier.text()}")
        self.stdout.flush()
        try:
            server.serve_forever()
        finally:
            server.server_close()
