"""Write the labelled regression cases as a folder of evaluation cases."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.access.selectors import organizations
from apps.core.actors import Actor
from apps.quality.services import WrittenCase, cases_write

HELD_BACK = "; {count} held back: the last look found something of the record in them"


class Command(BaseCommand):
    """``manage.py regression_cases DIR``."""

    help = "Writes DIR/<case>/{bundle,gold}.json for every case that a second person confirmed or corrected."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder."""
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write what is labelled and say what waits; refuse where nothing is."""
        written = held = waiting = 0
        for organization in organizations():
            made = cases_write(
                organization_id=organization.pk, write=lambda one: _write(one, options["folder"]),
                actor=Actor.service("command-line"),
            )  # fmt: skip
            written, held, waiting = written + made.written, held + made.held_back, waiting + made.waiting
        back = HELD_BACK.format(count=held) if held else ""
        if not written:
            raise CommandError(f"Nothing is written: {waiting} case(s) wait for a second person{back}.")
        self.stdout.write(
            f"{written} case(s) written to {options['folder']}; {waiting} wait for a second person{back}."
        )


def _write(case: WrittenCase, folder: Path) -> None:
    try:
        (folder / case.name).mkdir(parents=True, exist_ok=True)
        for name, body in case.files.items():
            text = json.dumps(body, indent=1, ensure_ascii=False) + "\n"
            (folder / case.name / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{folder} cannot be written ({error.strerror}); name a folder that can.") from None
