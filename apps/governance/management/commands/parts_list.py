"""Print the parts list (SBOM) of what is installed here."""

from typing import Any

from django.core.management.base import BaseCommand

from apps.governance.parts import parts_list


class Command(BaseCommand):
    help = "Print every package and every model of this installation as CycloneDX JSON, model cards included."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(parts_list())
