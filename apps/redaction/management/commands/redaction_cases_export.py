"""Write the accepted regression cases of an organization, or of all, as evaluation cases."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.core.actors import Actor
from apps.redaction.cases import case_files, cases_export_record
from apps.redaction.models import RedactionCase, RedactionCorrection


class Command(BaseCommand):
    """``manage.py redaction_cases_export DIR``."""

    help = "Writes DIR/<case>/{bundle,gold}.json for every correction that a second person accepted as a case."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder."""
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write what was accepted, say what waits; refuse when nothing was accepted."""
        cases = list(RedactionCase.objects.select_related("correction"))
        waiting = RedactionCorrection.objects.filter(case=None).count()
        if not cases:
            raise CommandError(
                f"Nothing is written: of {waiting} correction(s) a second person has accepted none as a case yet."
            )
        for case in cases:
            _write(case, options["folder"] / f"correction-{str(case.pk)[:8]}")
        cases_export_record(cases=cases, actor=Actor.service("command-line"))
        self.stdout.write(f"{len(cases)} case(s) written to {options['folder']}; {waiting} wait for a second person.")


def _write(case: RedactionCase, folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, body in case_files(case).items():
            (folder / name).write_text(json.dumps(body, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{folder} cannot be written ({error.strerror}); name a folder that can.") from None
