"""What somebody would try who means harm, one test each. What is tried elsewhere is only named here:

- another organization's ids in every address, by every role: test_matrix.py
- forged messages: test_tasks_and_commands.py
- a formula in a file: test_who_may.py, quality/test_reports.py; hidden characters: review/test_hostile_words.py
- code in the text of a signed file: review/test_letter_pdf.py
- who stays signed in, and for how long: test_sessions.py; the settings of production: workbench/test_settings.py
"""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import transaction
from django.test import Client
from django.urls import reverse

from apps.access.domain.roles import ROLES, role_may
from apps.access.models import CareTeam, Person
from apps.access.services import break_glass_open, care_team_create, person_active_set
from apps.chart.models import Delegation
from apps.chart.services import delegation_give
from apps.core import clock
from tests.access.everything import ELSEWHERE, OWN, House, addresses
from tests.access.matrix import GET, NOT_THERE, POST, ROWS
from tests.factories import SETUP, World
from tests.review.conftest import make_document

ADDRESSES = addresses()
# Spoken to by machines that carry no cookie, so that no other site can speak in anybody's name.
NO_COOKIE = {"intake:fhir_receive", "exchange:notified"}
TEMPLATES = Path("templates")


def client_of(person: Person, **options: Any) -> Client:
    client = Client(raise_request_exception=False, **options)
    client.force_login(person)
    return client


def opened_by(name: str) -> str:
    """Return a role that opens an address."""
    rights = ROWS[name].rights
    return next((role for role in ROLES if any(role_may(role, right) for right in rights)), "physician")


# --- Another organization's things, where an address names no patient


def test_the_teams_people_and_absences_of_another_organization_do_not_exist(house: House) -> None:
    world, now = house.world, clock.now()
    team = care_team_create(organization=world.brightwater, slug="theirs", name="Theirs", actor=SETUP)
    colleague = world.people["brightwater_quality"]
    Person.objects.filter(pk=colleague.pk).update(role="resident")
    absence = delegation_give(
        person=world.quill, to_person=Person.objects.get(pk=colleague.pk), reason="leave", starts_at=now,
        ends_at=now + timedelta(days=1), actor=SETUP,
    )  # fmt: skip
    admin, doctor = client_of(world.admin), client_of(world.okafor)
    given = {"act": "add", "person": world.admin.pk}
    assert admin.post(reverse("access:team", args=[team.pk]), given).status_code == 404
    assert doctor.post(reverse("delegation:delegation_end", args=[absence.pk])).status_code == 404
    role = reverse("rights:person_role", args=[world.quill.pk])
    assert admin.post(role, {"role": "nurse", "seen": "physician"}).status_code == 404
    assert not CareTeam.objects.get(pk=team.pk).group.user_set.exists()
    assert Delegation.objects.get().ended_at is None
    assert Person.objects.get(pk=world.quill.pk).role == "physician"


def test_a_form_that_names_somebody_of_another_organization_gives_them_nothing(house: House) -> None:
    world = house.world
    client = client_of(world.admin)
    given = {"patient": str(world.anna.pk), "right": "view_chart", "person": world.quill.pk, "reason": "referral"}
    assert client.post(reverse("rights:grant_give"), given).status_code == 422
    theirs = {**given, "patient": str(house.patients[ELSEWHERE].pk), "person": world.nurse.pk}
    assert client.post(reverse("rights:grant_give"), theirs).status_code == 422


def test_an_emergency_of_another_organization_does_not_exist_for_our_privacy_officer(house: House) -> None:
    world = house.world
    grant = break_glass_open(
        person=world.quill, patient_id=world.carla.pk, reason_code="other", reason="On call.", actor=SETUP
    )
    assert client_of(world.privacy).get(reverse("emergencies:emergency", args=[grant.pk])).status_code == 404


# --- Sessions


def test_a_part_of_a_page_asked_for_again_after_signing_out_shows_nothing(house: House) -> None:
    ids = house.ids(OWN)
    part = reverse("review:citation", args=[ids["draft_id"], ids["citation_id"]])
    client, asked = client_of(house.world.okafor), {"HTTP_HX_REQUEST": "true"}
    assert "Osteopenia" in client.get(part, **asked).content.decode()
    cookie = client.cookies["sessionid"].value
    client.post(reverse("account_logout"))
    client.cookies["sessionid"] = cookie  # as a browser that was copied
    again = client.get(part, **asked)
    assert again.status_code != 200
    assert "Osteopenia" not in again.content.decode()


def test_a_session_is_dead_with_the_request_after_the_access_was_taken(house: House) -> None:
    client, page = client_of(house.world.okafor), reverse("viewer:charts")
    assert client.get(page).status_code == 200
    person_active_set(person=house.world.okafor, active=False, actor=SETUP)
    assert client.get(page).status_code == 302
    person_active_set(person=house.world.okafor, active=True, actor=SETUP)
    assert client.get(page).status_code == 302  # that session never comes back


def test_a_session_made_up_or_of_somebody_else_opens_nothing(house: House) -> None:
    for made_up in ("0" * 32, "", "../../x", "a" * 5000):
        client = Client(raise_request_exception=False)
        client.cookies["sessionid"] = made_up
        assert client.get(reverse("viewer:charts")).status_code == 302


# --- What another site can make a browser do


def test_no_form_is_taken_from_another_site(house: House) -> None:
    clients = {role: client_of(person, enforce_csrf_checks=True) for role, person in house.people.items()}
    ids, taken = house.ids(OWN), []
    for address in ADDRESSES:
        if ROWS[address.name].post == NOT_THERE or address.name in NO_COOKIE:
            continue
        answer = clients[opened_by(address.name)].post(address.path(ids))
        if answer.status_code != 403:
            taken.append((address.name, answer.status_code))
    assert taken == []


def test_every_page_forbids_frames_foreign_and_inline_code_and_copies(house: House) -> None:
    ids, wrong = house.ids(OWN), []
    for address in ADDRESSES:
        if ROWS[address.name].get != 200:
            continue
        with transaction.atomic():
            answer = client_of(house.people[opened_by(address.name)]).get(address.path(ids))
            transaction.set_rollback(True)
        policy = answer.get("Content-Security-Policy", "")
        kept = answer.get("Cache-Control", "")
        good = (
            answer.get("X-Frame-Options") == "DENY"
            and "frame-ancestors 'none'" in policy
            and "unsafe" not in policy
            and answer.get("X-Content-Type-Options") == "nosniff"
            and ("no-store" in kept or address.name.startswith("core:") or address.name == "operations:metrics")
        )
        if answer.streaming:
            b"".join(answer.streaming_content)
        if not good:
            wrong.append((address.name, kept, policy))
    assert wrong == []


def test_the_policy_needs_no_nonce_because_no_page_has_code_or_style_of_its_own() -> None:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives["script-src"] == directives["style-src"] == ["'self'"]
    # A letter is laid out by a process without network, for paper; no browser is shown its page.
    pages = [path for path in TEMPLATES.rglob("*.html") if path.name not in {"letter_3.html", "document_3.html"}]
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")|<style|\sstyle=|\son[a-z]+=|javascript:"
    )
    assert [str(path) for path in pages if inline.search(path.read_text())] == []


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost@evil.example", "evil.example:80"]
)
def test_a_host_that_is_not_ours_is_answered_nothing(house: House, host: str) -> None:
    answer = client_of(house.world.okafor).get(reverse("viewer:charts"), HTTP_HOST=host)
    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_led_to_another_host(house: House, away: str) -> None:
    answer = client_of(house.world.okafor).get(reverse("account_login"), {"next": away})
    assert answer.status_code == 302
    assert "evil" not in answer["Location"]
    assert "javascript" not in answer["Location"]


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_methods_that_no_page_knows_do_nothing(house: House, method: str) -> None:
    client, ids = client_of(house.world.okafor), house.ids(OWN)
    answered = {getattr(client, method)(address.path(ids)).status_code for address in ADDRESSES}
    assert answered <= {302, 403, 404, 405, 401, 400}


def test_a_get_that_says_it_is_a_post_is_a_get(house: House) -> None:
    client, act = client_of(house.world.okafor), reverse("review:draft_claim", args=[house.drafts[OWN].pk])
    for told in ({"HTTP_X_HTTP_METHOD_OVERRIDE": "POST"}, {"HTTP_X_METHOD_OVERRIDE": "POST"}):
        assert client.get(act, {"_method": "POST"}, **told).status_code == 405


# --- What is typed


def test_code_in_a_note_is_shown_as_words(house: House) -> None:
    hostile = 'Progress note\n\nPlan\n<script>alert(1)</script> <img src=x onerror=alert(2)> "><svg onload=alert(3)>'
    document = make_document(house.patients[OWN], "hostile", hostile)
    page = client_of(house.world.okafor).get(
        reverse("viewer:document_detail", args=[house.patients[OWN].pk, document.pk])
    )
    text = page.content.decode()
    assert "&lt;script&gt;" in text
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "<svg onload" not in text


def test_fields_that_a_form_does_not_have_change_nothing(house: House) -> None:
    world = house.world
    more = {
        "is_superuser": "on", "is_staff": "on", "is_active": "", "organization": world.brightwater.pk, "password": "x",
        "access_taken": "9", "id": world.okafor.pk, "groups": "1",
    }  # fmt: skip
    given = {"email": "mass@cedar.example", "display_name": "Mass Ito", "role": "nurse", **more}
    assert client_of(world.admin).post(reverse("access:person_new"), given).status_code == 302
    added = Person.objects.get(email="mass@cedar.example")
    assert (added.is_superuser, added.is_active, added.organization) == (False, True, world.cedar)
    assert (added.has_usable_password(), added.access_taken, added.groups.count()) == (False, 0, 0)


@pytest.mark.parametrize("path", ["../../etc/passwd", "..%2f..%2fetc%2fpasswd", "....//etc/passwd", "%00/etc/passwd"])
def test_no_path_leads_out_of_the_folders_that_are_served(house: House, path: str) -> None:
    client = client_of(house.world.admin)
    for place in ("/static/", "/control/releases/", "/reference/policy/"):
        answer = client.get(f"{place}{path}")
        assert answer.status_code in {301, 302, 400, 404}
        assert "root:" not in answer.content.decode()


def test_an_address_that_nobody_has_costs_as_many_hashes_as_one_that_somebody_has(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    plain = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda self, password, salt: hashed.append(password) or plain(self, password, salt)
    )
    costs = []
    for login in ("okafor@cedar.example", "nobody@cedar.example"):
        hashed.clear()
        Client().post(reverse("account_login"), {"login": login, "password": "wrong horse battery"})
        costs.append(len(hashed))
    assert costs[0] == costs[1] > 0


def test_the_table_of_answers_says_get_or_post_of_every_address() -> None:
    assert [
        name for name, row in ROWS.items() if {GET: row.get, POST: row.post} == dict.fromkeys((GET, POST), 405)
    ] == []
