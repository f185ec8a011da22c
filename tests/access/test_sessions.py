"""A session ends by the server's clocks, says why, and keeps nothing but whose it was."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from apps.access.domain.sessions import EndReason, Limits, seconds_left, why_over
from apps.access.models import OpenSession as Session
from apps.access.selectors import actor_for
from apps.access.services import person_active_set
from apps.access.sessions import BEGAN, USED, sessions_end_unused
from apps.audit.models import AuditEvent
from apps.core import clock
from tests.factories import PASSWORD, World
from workbench.settings import env

LOGIN, SESSION = "/account/login/", "/account/session/"
BACKGROUND = {"Workbench-Background": "1"}
LIMITS = Limits(idle=900, absolute=43200, warning=120)
TEMPLATES = Path(__file__).parents[2] / "templates"


def signed_in(client: Client, world: World) -> Client:
    client.post(LOGIN, {"login": world.okafor.email, "password": PASSWORD})
    return client


def unused_for(client: Client, **age: float) -> None:
    """Let the last use of a session lie so long ago."""
    session = client.session
    session[USED] = (clock.now() - timedelta(**age)).timestamp()
    session.save()
    Session.objects.update(expire_date=clock.now() - timedelta(**age) + timedelta(seconds=LIMITS.absolute))


def begun(client: Client, **age: float) -> None:
    session = client.session
    session[BEGAN] = (clock.now() - timedelta(**age)).timestamp()
    session.save()


def ends() -> list[str]:
    events = AuditEvent.objects.filter(action="signed_out").order_by("sequence")
    return [event.details.get("reason", "") for event in events]


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 1e6))
def test_time_is_left_exactly_as_long_as_a_session_is_not_over(began: float, used: float, now: float) -> None:
    left, until = seconds_left(began=began, used=used, now=now, limits=LIMITS)
    assert 0 <= left <= until <= LIMITS.absolute + 1e6
    if left > 0:
        assert why_over(began=began, used=used, now=now, limits=LIMITS) is None
    if why_over(began=began, used=used, now=now, limits=LIMITS) is not None:
        assert left == 0


def test_the_longest_length_of_a_session_is_its_end_however_much_it_is_used() -> None:
    assert why_over(began=0, used=43199, now=43200, limits=LIMITS) is EndReason.ABSOLUTE
    assert why_over(began=0, used=43199, now=43199, limits=LIMITS) is None


def test_a_session_in_use_stays_open(world: World, client: Client) -> None:
    signed_in(client, world)
    unused_for(client, minutes=14)
    assert client.get("/").status_code == 200
    assert client.get(SESSION).json()["left"] >= 898


def test_a_session_that_nobody_used_for_fifteen_minutes_is_over_and_the_log_says_why(
    world: World, client: Client
) -> None:
    signed_in(client, world)
    unused_for(client, minutes=15)
    response = client.get("/charts/")
    assert response.url == f"{LOGIN}?next=/charts/"
    assert ends() == ["idle"]
    page = client.get(response.url).content.decode()
    assert "Nobody used this session for 15 minutes" in page
    assert "back on the page where you were" in page


def test_a_session_is_over_after_twelve_hours_of_use(world: World, client: Client) -> None:
    signed_in(client, world)
    begun(client, hours=12)
    assert client.get("/charts/").status_code == 302
    assert ends() == ["absolute"]
    assert "A session lasts 12 hours at most" in client.get(LOGIN).content.decode()


def test_what_no_person_did_is_no_use(world: World, client: Client) -> None:
    signed_in(client, world)
    unused_for(client, minutes=14)
    assert client.get("/", headers=BACKGROUND).status_code == 200
    assert client.get(SESSION, headers=BACKGROUND).json()["left"] <= 60
    assert client.post(SESSION, {"act": "stay"}).json()["left"] >= 898


def test_staying_does_not_move_the_end_that_comes_in_any_case(world: World, client: Client) -> None:
    signed_in(client, world)
    begun(client, hours=11, minutes=59)
    answer = client.post(SESSION, {"act": "stay"}).json()
    assert answer["left"] == answer["until"] <= 60


def test_an_emptied_page_ends_its_session_for_good(world: World, client: Client) -> None:
    signed_in(client, world)
    assert client.post(SESSION, {"act": "end"}, headers=BACKGROUND).status_code == 401
    assert client.get("/").status_code == 302
    assert ends() == ["idle"]


def test_the_end_of_a_session_is_recorded_once_however_many_requests_come_after_it(
    world: World, client: Client
) -> None:
    signed_in(client, world)
    unused_for(client, minutes=20)
    for _ in range(3):
        assert client.get("/").status_code == 302
    assert ends() == ["idle"]


def test_a_session_that_is_over_keeps_whose_it_was_and_nothing_else(world: World, client: Client) -> None:
    signed_in(client, world)
    session = client.session
    session["something"] = "of before"
    session.save()
    unused_for(client, minutes=20)
    client.get("/")
    assert set(client.session.keys()) == {"was"}
    assert set(client.session["was"]) == {"person", "hash", "why", "at"}


def test_signing_in_again_leads_back_and_begins_a_new_session(world: World, client: Client) -> None:
    signed_in(client, world)
    unused_for(client, minutes=20)
    sign_in = client.get("/charts/").url
    before = client.session.session_key
    response = client.post(LOGIN, {"login": world.okafor.email, "password": PASSWORD, "next": "/charts/"})
    assert sign_in.endswith("next=/charts/")
    assert response.url == "/charts/"
    assert client.session.session_key != before
    assert "was" not in client.session


@pytest.mark.parametrize("header", ["Referer", "HX-Current-URL"])
def test_an_act_that_comes_too_late_leads_back_to_the_page_it_stood_on(
    world: World, client: Client, header: str
) -> None:
    signed_in(client, world)
    unused_for(client, minutes=20)
    response = client.post("/drafts/new/", headers={header: "http://testserver/charts/?page=2"})
    assert response.url == f"{LOGIN}?next=/charts/%3Fpage%3D2"


def test_no_page_of_another_host_is_led_back_to(world: World, client: Client) -> None:
    response = client.post("/drafts/new/", headers={"Referer": "https://evil.example/charts/"})
    assert response.url == LOGIN


def test_the_end_of_sessions_that_nobody_comes_back_to_is_recorded_too(world: World, client: Client) -> None:
    signed_in(client, world)
    assert sessions_end_unused() == 0
    unused_for(client, minutes=20)
    assert sessions_end_unused() == 1
    assert sessions_end_unused() == 0
    assert ends() == ["idle"]
    assert client.get("/").status_code == 302
    assert ends() == ["idle"]


def test_the_browser_is_told_how_long_it_has_and_asked_before_the_end(world: World, client: Client) -> None:
    page = signed_in(client, world).get("/charts/").content.decode()
    left, until, warning = re.search(r'name="workbench-session" content="(\d+) (\d+) (\d+)"', page).groups()
    assert (899 <= int(left) <= 900, 43199 <= int(until) <= 43200, int(warning)) == (True, True, 120)
    refresh = re.search(r'<noscript><meta http-equiv="refresh" content="(\d+);url=([^"]+)">', page).groups()
    assert (int(refresh[0]) in {901, 902}, refresh[1]) == (True, f"{LOGIN}?next=%2Fcharts%2F")
    assert 'id="leaving"' in page
    assert "workbench-session" not in Client().get(LOGIN).content.decode()


def test_a_person_who_lost_their_access_is_out_with_the_next_request_as_before(world: World, client: Client) -> None:
    signed_in(client, world)
    person_active_set(person=world.okafor, active=False, actor=actor_for(world.admin))
    assert client.get(SESSION).status_code == 401


def test_whatever_a_page_asks_again_and_again_says_that_nobody_pressed_anything() -> None:
    asking = re.compile(r"<[^>]*hx-trigger=\"[^\"]*every[^>]*>")
    found = [tag for path in TEMPLATES.rglob("*.html") for tag in asking.findall(path.read_text())]
    assert found
    assert [tag for tag in found if "Workbench-Background" not in tag] == []


@pytest.mark.parametrize(("name", "value"), [("IDLE", "61"), ("IDLE", "4"), ("HOURS", "25"), ("HOURS", "0")])
def test_limits_that_would_not_protect_are_refused(monkeypatch: Any, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    bounds = {"IDLE": {"at_least": 5, "at_most": 60}, "HOURS": {"at_least": 1, "at_most": 24}}[name]
    with pytest.raises(ImproperlyConfigured, match=name):
        env.env_int(name, 15, **bounds)
