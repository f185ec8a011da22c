"""Load coverage policies from JSON files or folders of them."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.core.actors import Actor
from apps.core.errors import WorkbenchError
from apps.coverage.services import policy_load


class Command(BaseCommand):
    help = "Load coverage policies: policy_load FILE_OR_FOLDER ... (a version that is loaded already is left as it is)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, help="a policy file, or a folder whose *.json are policies")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = Actor.service("policy_load")
        failures = 0
        for path in _files(options["paths"]):
            try:
                policy = policy_load(body=_read(path), actor=actor)
            except WorkbenchError as error:
                failures += 1
                self.stderr.write(self.style.ERROR(f"{path.name}: {error.sentence}"))
            else:
                self.stdout.write(f"{path.name}: {policy}, {policy.title}")
        if failures:
            raise CommandError(f"{failures} of the files were not loaded; nothing of them was stored.")


def _files(paths: list[Path]) -> list[Path]:
    files = [file for path in paths for file in (sorted(path.glob("*.json")) if path.is_dir() else [path])]
    if not files:
        raise CommandError("There is no policy file in what was named.")
    return files


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CommandError(f"There is no file {path}.") from None
    except OSError as error:
        raise CommandError(f"{path} cannot be read ({error.strerror}).") from None
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise CommandError(f"{path.name} is not JSON: {error}.") from None
