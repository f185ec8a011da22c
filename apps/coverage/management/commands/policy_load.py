"""Load coverage policies from JSON files or folders of them."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from apps.access.selectors import person_by_email
from apps.core.actors import Actor
from apps.core.errors import WorkbenchError
from apps.coverage.domain.errors import PolicyInvalid
from apps.coverage.domain.reading import read_json
from apps.coverage.services import policy_adopt, policy_import, policy_load

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.coverage.models import CoveragePolicy

ACTOR = Actor.service("policy_load")
HOW = (
    "Say who answers for these files: --uploaded-by EMAIL --validated-by EMAIL (two people of one organization), "
    "--uploaded-by EMAIL alone (drafts that somebody validates later), or --fixture (fictional payers of a demo, which "
    "nobody validated)."
)


class Command(BaseCommand):
    help = f"Load coverage policies (a version that is loaded already is left as it is). {HOW}"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, help="a policy file, or a folder whose *.json are policies")
        parser.add_argument("--fixture", action="store_true", help="fictional: for every organization, by nobody")
        parser.add_argument("--uploaded-by", metavar="EMAIL", default="")
        parser.add_argument("--validated-by", metavar="EMAIL", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        load = _loader(options)
        failures = 0
        for path in _files(options["paths"]):
            try:
                policy = load(_read(path))
            except WorkbenchError as error:
                failures += 1
                self.stderr.write(self.style.ERROR(f"{path.name}: {error.sentence}"))
            else:
                self.stdout.write(f"{path.name}: {policy}, {policy.title} ({policy.get_status_display().lower()})")
        if failures:
            raise CommandError(f"{failures} of the files were not loaded; nothing of them was stored.")


def _loader(options: dict[str, Any]) -> "Callable[[Any], CoveragePolicy]":
    """Return the act that stores one file, or refuse a choice that names nobody, or both people and none."""
    named = [options["uploaded_by"], options["validated_by"]]
    if options["fixture"] == any(named) or (named[1] and not named[0]):
        raise CommandError(HOW)
    if options["fixture"]:
        return lambda body: policy_load(body=body, actor=ACTOR)
    uploader = _person(named[0])
    actor = Actor.service("policy_load", str(uploader.organization_id))  # its log tells of what becomes its own
    if not named[1]:
        return lambda body: policy_import(body=body, person=uploader, actor=actor)
    validator = _person(named[1])
    return lambda body: policy_adopt(body=body, uploader=uploader, validator=validator, actor=actor)


def _person(email: str) -> "Person":
    person = person_by_email(email)
    if person is None:
        raise CommandError(f"Nobody here has the address {email}.")
    return person


def _files(paths: list[Path]) -> list[Path]:
    files = [file for path in paths for file in (sorted(path.glob("*.json")) if path.is_dir() else [path])]
    if not files:
        raise CommandError("There is no policy file in what was named.")
    return files


def _read(path: Path) -> Any:
    try:
        return read_json(path.read_bytes())
    except FileNotFoundError:
        raise CommandError(f"There is no file {path}.") from None
    except OSError as error:
        raise CommandError(f"{path} cannot be read ({error.strerror}).") from None
    except PolicyInvalid as refusal:
        raise CommandError(f"{path.name}: {refusal.sentence}") from None
