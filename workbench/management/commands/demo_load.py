"""Load the fictional people, policies and charts through the belts, and ask for their drafts."""

from io import StringIO
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
    requires_system_checks = []
    help = "Load the fictional people, policies and charts of fixtures/ and ask for their drafts; loads nothing twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", default="the address of your web server", help="to be printed")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.WORKBENCH_DEMO:
            raise CommandError("These settings are for real records; demo people are not loaded beside them.")
        password = read_or_make_password(settings.EMBEDDED)
        with step("Loading people and policies"):
            cast = people.load_people(password)
            call_command("policy_load", str(fixtures.POLICIES), fixture=True, stdout=StringIO())
            call_command("codes_load", stdout=StringIO())
        _print_accounts(cast, password, options["address"])
        with step("Sending the fictional charts through the intake"):
            charts.send_charts()
        if not charts.watch_until_indexed():
            raise CommandError("The workers have not finished the charts. Look into the worker logs under var/log/.")
        patients = charts.patients()
        people.grant_patients(cast, patients)
        asked = drafts.request_drafts(cast, patients)
        console.print(f"  {len(patients)} charts are ready; asked for {asked} new drafts, which appear in the queue.")


def _print_accounts(cast: people.Cast, password: str, address: str) -> None:
    console.print(f"\n  Sign in at [bold]{address}[/] as one of these; everybody's password is [bold]{password}[/]\n")
    for organization in cast.organizations.values():
        table = Table(title=organization.name, title_justify="left", show_header=False, box=None, padding=(0, 2))
        table.add_column(no_wrap=True, min_width=28)
        table.add_column(no_wrap=True)
        for email, person in cast.people.items():
            if person.organization == organization:
                table.add_row(email, f"{person.display_name}, {ROLES[person.role].name.lower()}")
        console.print(table)
    console.print()
