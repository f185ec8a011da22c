"""Hash the model files a worker would load and compare them with what is recorded: `manage.py models_check`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.core.actors import Actor
from apps.governance.selectors.models import model_files
from apps.governance.services import model_files_check


class Command(BaseCommand):
    help = "Compare every model file with its recorded sha256. A file that is another one stops drafting."

    def handle(self, *args: Any, **options: Any) -> None:
        files = model_files()
        if refused := model_files_check(files=files, actor=Actor.service("model-check")):
            raise CommandError(" ".join(refused))
        self.stdout.write("\n".join(f"{file.name}: as recorded" for file in files))
