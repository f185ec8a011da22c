"""Give what is held another chance: `manage.py intake_retry --organization SLUG`."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import BaseCommand, CommandError

from apps.access.selectors import organization_by_slug
from apps.core.actors import Actor
from apps.intake.domain.outcomes import counted
from apps.intake.pipeline import held_retry


class Command(BaseCommand):
    help = "Read every message of which something is held once more, after a new data contract or a new release."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--organization", required=True, metavar="SLUG", help="whose messages are read again")

    def handle(self, *args: Any, organization: str, **options: Any) -> None:
        try:
            owner = organization_by_slug(organization)
        except ObjectDoesNotExist:
            raise CommandError(f"There is no organization {organization!r}.") from None
        report = held_retry(organization=owner, actor=Actor.service("intake-command"))
        self.stdout.write(
            f"{counted(report.messages, 'message')} read again: {report.accepted} accepted, "
            f"{report.quarantined} still held."
        )
        for sentence, count in report.reasons.most_common():
            self.stdout.write(f"{count:,} held: {sentence}")
