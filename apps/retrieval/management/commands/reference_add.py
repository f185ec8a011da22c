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
                self.stderr.write(f"{path}: {_sentence(error)}")
        if refused:
            raise CommandError(_count(refused, len(files)))

    def _add(self, path: Path, kind: ReferenceKind, version: str, reviewed: bool) -> str:
        text = path.read_text(encoding="utf-8")
        title = next((line.strip("# ") for line in text.splitlines() if line.strip()), path.stem)[:300]
        reference = Reference(path.stem, kind, title, version, text)
        added = reference_add(reference=reference, reviewed=reviewed, actor=OPERATOR)
        return f"{title}: {'added' if added else 'is there already'}."


def _sentence(error: Exception) -> str:
    """Return what is wrong with a file, and what to do about it."""
    match error:
        case WorkbenchError():
            return error.sentence
        case FileNotFoundError():
            return "There is no such file. Check the path."
        case IsADirectoryError():
            return "This is a folder. Name the files in it."
        case PermissionError():
            return "This file may not be read. Give the user who runs the command the right to."
        case UnicodeDecodeError():
            return "This is not text in UTF-8. Save it as plain text in UTF-8 and add it again."
        case _:
            return "This file could not be read. Check the disk it lies on and try again."


def _count(refused: int, of: int) -> str:
    if refused == of:
        return "The file was not added." if of == 1 else f"None of the {of} files was added."
    rest = of - refused
    return f"{refused} of {of} files {_were(refused)} not added; the other {rest if rest > 1 else 'one'} {_were(rest)}."


def _were(number: int) -> str:
    return "was" if number == 1 else "were"
