"""Write the log as a file that can be verified without this program."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from apps.audit.pipeline import export_lines


class Command(BaseCommand):
    help = (
        "Write the whole audit log, as JSON lines: opaque ids, codes and hashes, no name and no word of a chart. "
        "Verify it with apps/audit/verify_log.py, the public key and the folders of the witnesses."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="where to (default: standard output)")

    def handle(self, *args: Any, file: Path | None, **options: Any) -> None:
        if file is None:
            sys.stdout.buffer.writelines(export_lines())
            return
        with file.open("xb") as out:
            out.writelines(export_lines())
        self.stdout.write(f"Written to {file}. It holds who did what and when: keep it as you keep the log.")
