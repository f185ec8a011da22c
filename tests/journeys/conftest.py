"""A real browser on a live server, over a real chart that went through the real belts."""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from apps.access.models import Organization, Person
from apps.access.selectors import actor_for
from apps.access.services import factor_remove, organization_create, person_create
from apps.audit.models import AuditEvent
from apps.chart.models import Patient
from apps.chart.services import patient_grant
from apps.core.actors import Actor
from apps.coverage.services import policy_load
from apps.drafting.models import Draft
from apps.drafting.pipeline import draft_request
from apps.drafting.services import draft_check, draft_generate, draft_retrieve, policies_index
from apps.intake.pipeline import message_finish, message_take
from apps.review.services import items_open_for_ready_drafts
from tests.factories import PASSWORD
from tests.journeys.barriers import SIZES
from tests.journeys.house import house, twelve
from tests.journeys.keys import Desk
from tests.kept import Kept, keep

__all__ = ["SIZES", "house", "twelve"]  # the last two are fixtures

FIXTURES = Path(__file__).parents[2] / "fixtures"
WORKER = Actor.service("journey")
MOST_LETTERS = 4  # that most modules take
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync"]  # fmt: skip
# Nobody clicks on a page that is still on its way: until its scripts have run, a link leads to a page of its own.
CLICKS_WAIT = """
  const nobody = new CSSStyleSheet();
  nobody.replaceSync(":root { pointer-events: none }");
  document.adoptedStyleSheets = [nobody];
  window.addEventListener("load", () => { document.adoptedStyleSheets = []; });
"""


@dataclass
class Clinic:
    """Ruth Calloway's chart, who may see it, and a letter about her that is ready for review."""

    people: dict[str, Person]
    ruth: Patient
    draft: Draft
    address: str


@dataclass
class Building:
    """Where the workbench is served to whom, Ruth's chart, and the letters about her that no test has had."""

    address: str
    people: dict[str, Person]
    ruth: Patient
    letters: list[Draft]

    def next_letter(self) -> Draft:
        return self.letters.pop() if self.letters else _letter(self.ruth, self.people["okafor"])

    def clinic(self, letter: Draft) -> Clinic:
        return Clinic(self.people, self.ruth, letter, self.address)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("No Chromium on this machine: install Debian's package 'chromium' to run the browser journeys.")
    # Playwright's loop runs in this thread; what the tests ask of the database beside it is meant to be synchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=60_000)  # a machine may be busy; whoever looks for what never comes waits that long
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def nobody_left(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Before the database is dropped, end what a request left behind whose browser went away in mid-answer."""
    yield
    with django_db_blocker.unblock():
        _end_what_is_left()


def _end_what_is_left() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"  # autovacuum is nobody's to end, and answers so
        )


def _empty() -> None:
    """Leave an empty database: a request still under way would write into what the next module puts back."""
    _end_what_is_left()
    call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="module")
def transactional_db(django_db_setup: None, nobody_left: None, django_db_blocker: Any) -> Iterator[None]:
    """Keep what was committed for all tests of the module (a chart takes its time), and leave an empty database."""
    with django_db_blocker.unblock():
        yield
        _empty()


@pytest.fixture(scope="session")
def kept_building(
    django_db_setup: None, django_db_blocker: Any
) -> Kept[tuple[dict[str, Person], Patient, list[Draft]]]:
    """The clinic's people, Ruth's chart and letters about her: all of it takes seconds, so it is made once."""
    with django_db_blocker.unblock():
        return keep(_filled)


@pytest.fixture(scope="module")
def building(browser: Browser, transactional_db: None, kept_building: Kept[Any]) -> Iterator[Building]:
    """Serve the workbench with Ruth's chart in it."""
    if AuditEvent.objects.exists():  # of a request that outlived the module it was made in
        _empty()
    people, ruth, letters = kept_building.put_back({})
    server = LiveServer("127.0.0.1")
    yield Building(server.url, people, ruth, letters)
    server.stop()


@pytest.fixture
def clinic(building: Building, request: pytest.FixtureRequest) -> Clinic:
    """Give each test a letter of its own (the first take those that are there), or all the same if they only read."""
    reads = request.node.get_closest_marker("reads_letters")
    return building.clinic(building.letters[-1] if reads else building.next_letter())


def _filled() -> tuple[dict[str, Person], Patient, list[Draft]]:
    people = _people()
    ruth = _chart(people["okafor"].organization, "calloway-ruth")
    for permission in ("view_chart", "review_draft", "sign_draft"):
        patient_grant(patient=ruth, permission=permission, person=people["okafor"], actor=WORKER)
    return people, ruth, [_letter(ruth, people["okafor"]) for _ in range(MOST_LETTERS)]


def _people() -> dict[str, Person]:
    cast = json.loads((FIXTURES / "people.json").read_text())
    name = next(row["name"] for row in cast["organizations"] if row["slug"] == "cedar-hollow")
    cedar = organization_create(slug="cedar-hollow", name=name, actor=WORKER)
    return {
        row["email"].partition("@")[0]: person_create(**{**row, "organization": cedar}, password=PASSWORD, actor=WORKER)
        for row in cast["people"]
        if row["organization"] == "cedar-hollow"
    }


def _chart(organization: Organization, slug: str) -> Patient:
    message, _ = message_take(
        organization=organization, source_system="fixtures", source_id=slug, media_type="application/fhir+json",
        body=(FIXTURES / "charts" / slug / "bundle.json").read_bytes(), actor=WORKER,
    )  # fmt: skip
    message_finish(message_id=message.pk, actor=WORKER)
    return Patient.objects.get(organization=organization)


def _letter(patient: Patient, person: Person) -> Draft:
    policy = policy_load(body=json.loads((FIXTURES / "policies" / "RA-04-v3.json").read_text()), actor=WORKER)
    draft = draft_request(
        patient_id=patient.pk, kind="prior_auth_letter", subject="Adalimumab 40 mg, every 2 weeks", policy=policy,
        service_code="HCPCS J0139", diagnosis_codes=["M05.79"], person=person, actor=actor_for(person),
    )  # fmt: skip
    for step in (draft_retrieve, draft_generate, draft_check):
        step(draft_id=draft.pk, worker="journey", actor=WORKER)
    items_open_for_ready_drafts(organization_id=patient.organization_id, actor=WORKER)
    policies_index(actor=WORKER)
    draft.refresh_from_db()
    assert draft.status == "READY", draft.reason
    return draft


@pytest.fixture
def console() -> list[str]:
    """What the browser complained of: scripts that failed, and whatever the content security policy refused."""
    return []


@pytest.fixture
def open_context(browser: Browser, clinic: Clinic, console: list[str]):
    """Open a browser window of a size, theme and person, signed in."""
    contexts: list[BrowserContext] = []

    def run(who: str | None, *, size: str = "wide", theme: str = "light", javascript: bool = True, **more: Any) -> Page:
        context = browser.new_context(
            viewport=SIZES[size], color_scheme=theme, java_script_enabled=javascript, base_url=clinic.address, **more
        )
        contexts.append(context)
        if javascript:
            context.add_init_script(CLICKS_WAIT)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: console.append(str(error)))
        page.on("console", lambda message: console.append(message.text) if message.type == "error" else None)
        if who is not None:
            sign_in(page, clinic.people[who], clinic.address)
        return page

    yield run
    for context in contexts:
        context.close()


@pytest.fixture
def at_name(browser: Browser, clinic: Clinic, console: list[str]):
    """Open a browser at the name of this machine, signed in: security keys answer names only.

    Everybody begins with the password alone, whatever another journey set up.
    """
    for person in clinic.people.values():
        for factor in person.signing_factors.filter(removed_at=None):
            factor_remove(person=person, factor_id=factor.pk, actor=actor_for(person))
    contexts: list[BrowserContext] = []

    def run(who: str = "okafor", *, size: str = "wide", theme: str = "light", javascript: bool = True) -> Desk:
        address = clinic.address.replace("127.0.0.1", "localhost")
        context = browser.new_context(
            viewport=SIZES[size], color_scheme=theme, java_script_enabled=javascript, base_url=address
        )
        contexts.append(context)
        if javascript:
            context.add_init_script(CLICKS_WAIT)
        desk = Desk(context, console)
        sign_in(desk.page, clinic.people[who], address)
        return desk

    yield run
    for context in contexts:
        context.close()


def sign_in(page: Page, person: Person, address: str) -> None:
    """Let a person in by the form of the door, and show their desk.

    The form is sent for the browser, which takes the cookies of the answer: what a first page costs a new window is
    paid once. How a browser fills the form in, test_door.py and test_session.py show.
    """
    door = Client(headers={"user-agent": page.evaluate("navigator.userAgent")}, SERVER_NAME=urlsplit(address).hostname)
    answer = door.post("/account/login/", {"login": person.email, "password": PASSWORD})
    assert answer.status_code == HTTPStatus.FOUND, "The door stayed closed."
    page.context.add_cookies([{"name": name, "value": one.value, "url": address} for name, one in door.cookies.items()])
    page.goto(f"{address}/")


@pytest.fixture
def picture():
    """Keep a screenshot in the folder named by WORKBENCH_SCREENSHOTS; without it nothing is written.

    The caret stays as it is: hiding it would take an inline style, which the content policy refuses.
    """
    folder = os.environ.get("WORKBENCH_SCREENSHOTS")

    def take(page: Page, name: str) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(folder) / f"{name}.png", caret="initial")

    return take
