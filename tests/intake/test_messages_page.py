"""The control room's page: counts and reasons, nothing of a patient, and the same few statements for 30 messages."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import World
from tests.fhir import condition, observation
from tests.intake.conftest import Send

URL = "/control/intake/"


def test_an_administrator_sees_what_was_held_and_why(send: Send, world: World, client: Client) -> None:
    send(condition(), observation("anna-lindgren-7", patient="nobody"), name="Lindgren-Sato_Anna.json")
    client.force_login(world.admin)
    page = client.get(URL).content.decode()
    assert "The patient it belongs to is not known here." in page
    assert "Observation" in page
    assert "indgren" not in page


def test_an_administrator_sees_only_their_own_organization(send: Send, world: World, client: Client) -> None:
    send(observation(patient="nobody"), organization=world.brightwater)
    client.force_login(world.admin)
    assert "Nothing has come in yet" in client.get(URL).content.decode()


@pytest.mark.parametrize("who", ["okafor", "lindqvist", "privacy", "marchetti", "integration"])
def test_no_other_role_sees_the_page(world: World, client: Client, who: str) -> None:
    client.force_login(getattr(world, who))
    assert client.get(URL).status_code == 403


def test_a_stranger_is_sent_to_sign_in(world: World, client: Client) -> None:
    assert client.get(URL).status_code == 302


def test_the_number_of_statements_does_not_grow(send: Send, world: World, client: Client) -> None:
    client.force_login(world.admin)
    counts = []
    for number in range(30):
        send(condition(f"c{number}"), observation(f"o{number}", patient="nobody"), name=f"m{number}")
        if number in {2, 29}:
            with CaptureQueriesContext(connection) as statements:
                page = client.get(URL)
            counts.append(len(statements))
    assert counts[0] == counts[1]
    assert "Page 1 of 2" in page.content.decode()


def test_a_page_that_does_not_exist_shows_the_nearest(send: Send, world: World, client: Client) -> None:
    send(condition())
    client.force_login(world.admin)
    for number in ("0", "999", "x", "-1"):
        assert client.get(f"{URL}?page={number}").status_code == 200
