"""Add policies, protocols or guidelines to the corpus that belongs to no patient."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.core.actors import Actor
from apps.core.errors import WorkbenchError
from apps.retrieval.domain.reference import ReferenceKind
from apps.retrieval.services import Reference, reference_add

OPERATOR = Actor.service("reference-command")


class Command(BaseCommand):
    help = (
        "Add texts (.md or .txt) to the corpus that everybody may search. A text in which the wall finds something "
        "of a patient is refused. The same text again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--kind", choices=[kind.value for kind in ReferenceKind], default=ReferenceKind.PROTOCOL)
        parser.add_argument("--text-version", default="1", help="which version of the text this is")
        parser.add_argument("--reviewed", action="store_true", help="a person has looked: suspected names name nobody")

    def handle(self, *args: Any, files: list[Path], kind: str, text_version: str, **options: Any) -> None:
        refused = 0
        for path in files:
            try:
                self.stdout.write(self._add(path, ReferenceKind(kind), text_version, options["reviewed"]))
            except (WorkbenchError, OSError, UnicodeDecodeError) as error:
                refused += 1
                self.stderr.write(error.sentence if isinstance(error, WorkbenchError) else f"{path.name}: {error}")
        if refused:
            raise CommandError(f"{refused} of {len(files)} files were not added; the others were.")

    def _add(self, path: Path, kind: ReferenceKind, version: str, reviewed: bool) -> str:
        text = path.read_text(encoding="utf-8")
        title = next((line.strip("# ") for line in text.splitlines() if line.strip()), path.stem)[:300]
        reference = Reference(path.stem, kind, title, version, text)
        added = reference_add(reference=reference, reviewed=reviewed, actor=OPERATOR)
        return f"{title}: {'added' if added else 'is there already'}."
