"""Compare the model files a worker would load with what is recorded: `manage.py models_check [--stop]`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.core.actors import Actor
from apps.governance.domain.rooms import ModelFile
from apps.governance.domain.scopes import in_words
from apps.governance.selectors.models import model_files
from apps.governance.services import model_files_check
from apps.governance.services.models import model_file_look, model_file_scope, release_that_runs


class Command(BaseCommand):
    help = (
        "Compare every model file that these settings name with its recorded sha256, and say what another one would "
        "stop. Nothing is stopped: a worker does that before it loads the file, and --stop does it now. Exits with 1 "
        "when a file is another one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--stop", action="store_true", help="stop what differs, as a worker that loads it would")

    def handle(self, *args: Any, stop: bool, **options: Any) -> None:
        refused = []
        for file in model_files():
            looked = model_file_look(file)
            if not looked.sentence:
                self.stdout.write(f"{file.name}: as recorded")
                continue
            refused.append(looked.sentence)
            if stop:
                model_files_check(files=[file], actor=Actor.service("model-check"))
            self.stderr.write(f"{looked.sentence} {_stopped(file, stop)}")
        if refused:
            raise CommandError(f"{len(refused)} of the model files may not be run.")


def _stopped(file: ModelFile, stop: bool) -> str:
    what = in_words(model_file_scope(file, release_that_runs(file)))
    if stop:
        return f"{what} is stopped; two people let it go on."
    return f"A worker that loads it stops this: {what}. Nothing was stopped now (--stop does)."
