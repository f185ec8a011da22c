"""Say which keys of the provider wrap how many data keys, and whether the provider answers."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.core.crypto.errors import KeysUnavailable
from apps.core.crypto.keys import key_counts
from apps.core.models import DataKey


class Command(BaseCommand):
    help = "Say which keys of the provider wrap how many data keys. Exits with 1 when the provider does not answer."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            counts = key_counts()
        except KeysUnavailable as error:
            raise CommandError(error.sentence) from error
        for one in counts:
            self.stdout.write(f"{one.key_id}: {one.count:,} data keys{' (active)' if one.is_active else ''}")
        destroyed = DataKey.objects.exclude(destroyed_at=None).count()
        self.stdout.write(f"destroyed: {destroyed:,} data keys")
