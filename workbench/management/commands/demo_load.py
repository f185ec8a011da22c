"""Load the fictional people, policies and charts through the belts, and ask for their drafts."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.table import Table

from apps.access.domain.roles import ROLES
from workbench.demo import charts, drafts, fixtures, people
from workbench.demo.password import read_or_make_password
from workbench.embedded.terminal import console, step


class Command(BaseCommand):
    help = "Load the fictional people, policies and charts of fixtures/ and ask for their drafts; loads nothing twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", default="", help="where the web server answers, to be printed")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.WORKBENCH_DEMO:
            raise CommandError("These settings are for real records; demo people are not loaded beside them.")
        password = read_or_make_password(settings.EMBEDDED)
        with step("Loading people and policies"):
            cast = people.load_people(password)
            call_command("policy_load", str(fixtures.POLICIES), stdout=_Quiet())
        _print_accounts(cast, password, options["address"])
        with step("Sending the fictional charts through the intake"):
            charts.send_charts()
        if not charts.watch_until_indexed():
            raise CommandError("The workers have not finished the charts. Look into the worker logs under var/log/.")
        patients = charts.patients()
        people.grant_patients(cast, patients)
        asked = drafts.request_drafts(cast, patients)
        console.print(f"  {len(patients)} charts are ready; asked for {asked} new drafts, which appear in the queue.")


class _Quiet:
    """Takes what a command would print when all went well."""

    def write(self, text: str) -> int:
        return len(text)


def _print_accounts(cast: people.Cast, password: str, address: str) -> None:
    table = Table(title=f"Sign in at {address}" if address else None, title_justify="left")
    for heading in ("Sign in as", "Name", "Role", "Organization"):
        table.add_column(heading)
    for email, person in cast.people.items():
        table.add_row(email, person.display_name, ROLES[person.role].name, person.organization.name)
    console.print(table)
    console.print(f"Everybody's password: [bold]{password}[/]\n")
