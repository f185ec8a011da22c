"""End everything a person holds here, as the personnel system asks for it (H05): again changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.access.accounts import person_by_account
from apps.access.errors import AccessError
from apps.access.models import Person
from apps.access.selectors import person_by_email
from apps.access.services import Departure, person_deprovision
from apps.core.actors import Actor

ACTOR = Actor.service("person_deprovision")


class Command(BaseCommand):
    help = (
        "End a person's access, sessions, password, keys, care teams and grants. Name them by --email, or by --issuer "
        "and --subject of their account at the identity provider. What they signed stays signed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", default="")
        parser.add_argument("--issuer", default="")
        parser.add_argument("--subject", default="")
        parser.add_argument("--reason", choices=[reason.value for reason in Departure], required=True)

    def handle(self, *args: Any, email: str, issuer: str, subject: str, reason: str, **options: Any) -> None:
        person = _found(email, issuer, subject)
        try:
            ended = person_deprovision(
                person=person, reason=Departure(reason), actor=ACTOR.within(person.organization_id)
            )
        except AccessError as error:
            raise CommandError(error.sentence) from None
        self.stdout.write("Ended." if ended else "There was nothing left to end.")


def _found(email: str, issuer: str, subject: str) -> Person:
    if bool(email) == bool(issuer and subject) or bool(issuer) != bool(subject):
        raise CommandError("Name the person by --email alone, or by --issuer and --subject together.")
    person = person_by_email(email) if email else person_by_account(issuer, subject)
    if person is None:
        raise CommandError("Nobody here is known by that. Nothing was changed.")
    return person
