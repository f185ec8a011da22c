"""Let a stopped log go on: an officer signs the gap. It stands here because the audit room knows nobody."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for, may, person_by_email
from apps.audit.pipeline import GAP_REASONS, gap_sign
from apps.core.errors import WorkbenchError
from apps.core.terminal import password_ask


class Command(BaseCommand):
    help = (
        "Let a log go on that was stopped because its database holds less than its witnesses saw, as after a backup "
        "was restored. An officer signs, with their own password, what is there and how much more was witnessed. "
        "Whoever verifies the log is shown it. Run it where the key of the log is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--officer", required=True, metavar="EMAIL", help="who signs: a privacy officer")
        parser.add_argument("--reason", required=True, choices=GAP_REASONS)

    def handle(self, *args: Any, officer: str, reason: str, **options: Any) -> None:
        person = person_by_email(officer)
        if person is None:
            raise CommandError("There is no person with this e-mail address.")
        try:
            if not may(person, Permission.REVIEW_AUDIT):
                raise CommandError(
                    f"Only a privacy officer signs a gap, and {person.formal_name} is none: whoever runs the server "
                    "does not vouch alone for what is missing on it. Nothing was signed."
                )
            if not person.check_password(password_ask(person.formal_name)):
                raise CommandError("The password is not correct. Nothing was signed.")
            record = gap_sign(
                key=Path(settings.WORKBENCH_LOG_KEY), officer_id=str(person.pk), reason=reason, actor=actor_for(person)
            )
        except WorkbenchError as refusal:
            raise CommandError(refusal.sentence) from None
        self.stdout.write(
            f"Signed. The log goes on after event {record.size:,}; {record.witnessed_size:,} had been witnessed."
        )
