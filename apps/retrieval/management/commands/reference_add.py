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
LARGEST = 1_000_000  # bytes: a guideline of some three hundred pages
LONGEST_TITLE = 120
# How files begin that hold more than their words: PDF, Office and other archives, RTF, old Office.
_OTHER_FORMS = (b"%PDF-", b"PK\x03\x04", b"{\\rtf", b"\xd0\xcf\x11\xe0")


class NoPlainText(WorkbenchError):
    """This file is not one of words alone, or too large to be looked through."""


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
        text = _text_of(path)
        title = _title_of(text) or path.stem
        reference = Reference(path.stem, kind, title, version, text)
        added = reference_add(reference=reference, reviewed=reviewed, actor=OPERATOR)
        return f"{title}: {'added' if added else 'is there already'}."


def _text_of(path: Path) -> str:
    """Return the words of a file without its byte order mark. Raises NoPlainText, OSError and UnicodeDecodeError."""
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if content.startswith(_OTHER_FORMS):
        raise NoPlainText("This is no plain text. Save its words as .txt or .md and add that file.")
    if len(content) > LARGEST:
        raise NoPlainText(
            "This file is larger than 1 MB, and a text may not be. Split it, and add each part by itself."
        )
    return content.decode("utf-8-sig")


def _title_of(text: str) -> str:
    """Return the first line that says something, cut to what reads as a title."""
    titles = (line.strip("# \t") for line in text.splitlines())
    title = next(filter(None, titles), "")
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rstrip()}…"


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
