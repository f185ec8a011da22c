"""The server is killed with -9 between a click and its answer: no word is lost, nothing is half done or done twice."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from playwright.sync_api import expect

from apps.access.selectors import actor_for
from apps.audit.models import AuditEvent
from apps.audit.services import APPEND_LOCK
from apps.review.models import ClaimReview, ReviewDecision, ReviewItem, Signature, TypedWords
from apps.review.selectors.rules import rules_of
from apps.review.services import rules_set
from tests.factories import PASSWORD
from tests.journeys.test_desk import check_the_rest, contradicted, decide

pytestmark = pytest.mark.journey
PROJECT = Path(__file__).parents[2]
WORDS = "She stopped methotrexate after five doses because of nausea."
NOT_SAVED = "Not saved: the server did not answer. Nothing was lost: press again."
MOST_LOOKS = 2400


@dataclass
class Server:
    """A server of its own process over the database of the tests."""

    port: int
    halt: Path
    process: subprocess.Popen | None = None

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self, look):
        command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{self.port}", "--workers", "1",
                   "--threads", "4", "--timeout", "0", "--log-level", "error",
                   "tests.journeys.halting:application"]  # fmt: skip
        self.process = subprocess.Popen(
            command, cwd=PROJECT, env=os.environ | _database() | {"WORKBENCH_HALT": str(self.halt)},
            start_new_session=True,
        )  # fmt: skip
        look(self.answers)

    def answers(self):
        try:
            return urllib.request.urlopen(f"{self.address}/healthz").status == 200
        except (urllib.error.URLError, ConnectionError):
            return False

    def kill(self):
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


def _database():
    here = connection.settings_dict
    url = f"postgresql://{here['USER']}@/{here['NAME']}?host={quote(here['HOST'], safe='')}"
    return {"DATABASE_URL": url, "DATABASE_OWNER_URL": url, "DJANGO_SETTINGS_MODULE": "workbench.settings.test"}


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def page(browser, clinic):
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


@pytest.fixture
def look(page):
    """Look until something is so."""

    def until(is_so):
        for _ in range(MOST_LOOKS):
            if is_so():
                return
            page.wait_for_timeout(50)
        raise AssertionError(f"It never came to {is_so}.")

    return until


@pytest.fixture
def server(tmp_path, look):
    server = Server(free_port(), tmp_path / "halt")
    server.start(look)
    yield server
    server.kill()


def scalar(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


class Uncommitted:
    """Hold the log back: whatever a request has written by then waits to be recorded, and is not committed."""

    def __init__(self, look):
        self.look = look

    def __enter__(self):
        scalar("SELECT pg_advisory_lock(%s)", APPEND_LOCK)
        return self

    def wait(self):
        self.look(lambda: scalar("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted") > 0)

    def __exit__(self, *_):
        scalar("SELECT pg_advisory_unlock(%s)", APPEND_LOCK)
        others = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_xid IS NOT NULL"
        )
        self.look(lambda: scalar(others) == 0)


def open_draft(page, clinic, server):
    page.goto(f"{server.address}/account/login/")
    page.get_by_label("E-mail address").fill(clinic.people["okafor"].email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "login" not in url)
    page.goto(f"{server.address}/drafts/{clinic.draft.pk}/")
    page.wait_for_load_state()


def write(page, claim):
    unit = page.locator(f"#claim-{claim.ordinal}")
    unit.locator("summary", has_text="Edit").click()
    unit.get_by_label("The sentence as it should read").fill(WORDS)
    return unit.get_by_role("button", name="Keep this sentence"), unit


def edits(claim):
    return AuditEvent.objects.filter(action="claim_edited", object_id=str(claim.pk)).count()


def test_an_edit_that_was_not_committed_is_told_kept_in_its_form_and_saved_by_pressing_again(
    clinic, page, server, look, picture
):
    claim, _, _ = contradicted(clinic)
    open_draft(page, clinic, server)
    button, unit = write(page, claim)
    with Uncommitted(look) as held:
        button.click(no_wait_after=True)
        held.wait()
        server.kill()
    expect(unit.get_by_text(NOT_SAVED)).to_be_visible()
    picture(page, "not-saved")
    expect(unit.get_by_label("The sentence as it should read")).to_have_value(WORDS)
    assert not ClaimReview.objects.filter(claim=claim).exists()
    assert edits(claim) == 0
    server.start(look)
    button.click()
    expect(unit.locator(".claim")).to_have_text(WORDS)
    assert edits(claim) == 1
    look(lambda: not TypedWords.objects.filter(draft=clinic.draft).exists())


def test_an_edit_that_was_committed_and_not_answered_is_not_made_twice(clinic, page, server, look):
    claim, _, _ = contradicted(clinic)
    open_draft(page, clinic, server)
    button, unit = write(page, claim)
    server.halt.touch()
    button.click(no_wait_after=True)
    look(server.halt.with_suffix(".reached").exists)
    server.kill()
    server.halt.unlink()
    expect(unit.get_by_text(NOT_SAVED)).to_be_visible()
    server.start(look)
    button.click()
    expect(unit.locator(".claim")).to_have_text(WORDS)
    assert edits(claim) == 1


def unhurried(clinic):
    """Ask no look at a claim from who signs faster than anybody reads: the server is a process of its own."""
    admin, seen = clinic.people["admin"], rules_of(clinic.ruth.organization_id)
    if seen.tempo_check:
        rules = replace(seen, tempo_check=False)
        rules_set(rules=rules, seen=seen, reason="Nobody reads here.", person=admin, actor=actor_for(admin))


def ready_to_sign(page, clinic, server):
    unhurried(clinic)
    claim, _, _ = contradicted(clinic)
    open_draft(page, clinic, server)
    button, unit = write(page, claim)
    button.click()
    expect(unit.locator(".claim")).to_have_text(WORDS)
    check_the_rest(clinic, clinic.draft, but=claim.ordinal)
    page.goto(f"{server.address}/drafts/{clinic.draft.pk}/decide/")
    page.wait_for_load_state()


def signatures(clinic):
    return Signature.objects.filter(decision__item__draft=clinic.draft).count()


def sign_again(page):
    page.get_by_role("button", name="Sign").last.click()
    page.wait_for_url(re.compile("/signed/"))
    expect(page.get_by_text("Signed by Imani Okafor, MD", exact=False)).to_be_visible()


def test_a_signature_that_was_not_committed_leaves_nothing_half_written_and_is_made_once(clinic, page, server, look):
    ready_to_sign(page, clinic, server)
    with Uncommitted(look) as held:
        decide(page)
        held.wait()
        server.kill()
    expect(page.get_by_text(NOT_SAVED)).to_be_visible()
    assert signatures(clinic) == 0
    assert not ReviewDecision.objects.filter(item__draft=clinic.draft).exists()
    assert ReviewItem.objects.get(draft=clinic.draft).status == "CLAIMED"
    server.start(look)
    sign_again(page)
    assert signatures(clinic) == 1


def test_a_signature_that_was_committed_and_not_answered_is_never_made_twice(clinic, page, server, look):
    ready_to_sign(page, clinic, server)
    server.halt.touch()
    decide(page)
    look(server.halt.with_suffix(".reached").exists)
    server.kill()
    server.halt.unlink()
    expect(page.get_by_text(NOT_SAVED)).to_be_visible()
    assert signatures(clinic) == 1
    server.start(look)
    sign_again(page)
    assert signatures(clinic) == 1
    assert AuditEvent.objects.filter(action="draft_signed", details__draft_id=str(clinic.draft.pk)).count() == 1
