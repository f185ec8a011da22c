"""A real browser on a live server, over a real chart that went through the real belts."""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from apps.access.models import Person
from apps.access.selectors import actor_for
from apps.access.services import organization_create, person_create
from apps.chart.models import Patient
from apps.chart.services import patient_grant
from apps.core.actors import Actor
from apps.coverage.services import policy_load
from apps.drafting.models import Draft
from apps.drafting.pipeline import draft_request
from apps.drafting.services import draft_check, draft_generate, draft_retrieve
from apps.intake.pipeline import message_finish, message_take
from tests.factories import PASSWORD

FIXTURES = Path(__file__).parents[2] / "fixtures"
WORKER = Actor.service("journey")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync"]  # fmt: skip
SIZES = {"wide": {"width": 1440, "height": 900}, "narrow": {"width": 390, "height": 844}}


@dataclass
class Clinic:
    """Ruth Calloway's chart, who may see it, and a letter about her that is ready for review."""

    people: dict[str, Person]
    ruth: Patient
    draft: Draft
    address: str


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("No Chromium on this machine: install Debian's package 'chromium' to run the browser journeys.")
    # Playwright's own loop runs in this thread; what the tests ask of the database beside it is meant to be synchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def clinic(live_server, transactional_db: None) -> Clinic:
    cast = json.loads((FIXTURES / "people.json").read_text())
    names = {row["slug"]: row["name"] for row in cast["organizations"]}
    cedar = organization_create(slug="cedar-hollow", name=names["cedar-hollow"], actor=WORKER)
    people = {
        row["email"].partition("@")[0]: person_create(
            **{**row, "organization": cedar}, password=PASSWORD, actor=WORKER
        )
        for row in cast["people"]
        if row["organization"] == "cedar-hollow"
    }
    ruth = _chart(cedar, "calloway-ruth")
    for permission in ("view_chart", "review_draft", "sign_draft"):
        patient_grant(patient=ruth, permission=permission, person=people["okafor"], actor=WORKER)
    return Clinic(people, ruth, _letter(ruth, people["okafor"]), live_server.url)


def _chart(organization, slug: str) -> Patient:
    body = (FIXTURES / "charts" / slug / "bundle.json").read_bytes()
    message, _ = message_take(
        organization=organization, source_system="fixtures", source_id=slug, media_type="application/fhir+json",
        body=body, actor=WORKER,
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

    def run(who: str, *, size: str = "wide", theme: str = "light", javascript: bool = True) -> Page:
        context = browser.new_context(
            viewport=SIZES[size], color_scheme=theme, java_script_enabled=javascript, base_url=clinic.address
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: console.append(str(error)))
        page.on("console", lambda message: console.append(message.text) if message.type == "error" else None)
        sign_in(page, clinic.people[who])
        return page

    yield run
    for context in contexts:
        context.close()


def sign_in(page: Page, person: Person) -> None:
    page.goto("/account/login/")
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "login" not in url)


@pytest.fixture
def picture():
    """Keep a screenshot in the folder named by WORKBENCH_SCREENSHOTS; without it nothing is written."""
    folder = os.environ.get("WORKBENCH_SCREENSHOTS")

    def take(page: Page, name: str) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(folder) / f"{name}.png")

    return take
