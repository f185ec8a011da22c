"""Look again whose page every document is: `manage.py identities_refresh`, at once instead of by the periodic task."""

from typing import Any

from django.core.management.base import BaseCommand

from apps.core.actors import Actor
from apps.intake.services import identities_judge

OPERATOR = Actor.service("identities-refresh-command")


class Command(BaseCommand):
    help = "Hold the header of every document that waits for it against its chart. Interrupted, it goes on next time."

    def handle(self, *args: Any, **options: Any) -> None:
        while left := identities_judge(actor=OPERATOR):
            self.stdout.write(f"{left} documents left.")
        self.stdout.write("Every document was looked at.")
