"""Load the table of ICD-10-CM that the installed package carries."""

from typing import Any

from django.core.management.base import BaseCommand

from apps.core.actors import Actor
from apps.coverage.services import codes_load

ACTOR = Actor.service("codes_load")


class Command(BaseCommand):
    help = "Load the table of ICD-10-CM codes from the installed package in the place of the one before (some seconds)."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{codes_load(actor=ACTOR)} codes and headings of ICD-10-CM are loaded.")
