"""Lists that are made of the log say from when on they can tell, once its oldest part was destroyed by policy."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.core import clock
from tests.audit.conftest import append
from tests.audit.test_mutations import Log
from tests.audit.test_segments import OLD, destroyed, old_log
from tests.factories import World

__all__ = ["append", "old_log"]
GONE = "destroyed by policy, with the oldest part of the log"


def browser(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def last_day() -> str:
    return f"{clock.now() - OLD:%-d %b %Y}"


@pytest.mark.parametrize(
    ("who", "page", "what"),
    [
        ("okafor", "viewer:chart_looks", "Looks"),
        ("privacy", "looks:looks", "Looks"),
        ("privacy", "looks:disclosures", "Disclosures that were recorded"),
    ],
)
def test_who_looked_and_what_was_disclosed_is_not_read_as_complete(
    world: World, old_log: Log, who: str, page: str, what: str
) -> None:
    reader, address = browser(world.people[who]), reverse(page, args=[world.anna.pk])
    reader.get(reverse("viewer:chart_detail", args=[world.anna.pk]))
    assert GONE not in words(reader.get(address))
    destroyed(world, old_log)
    shown = words(reader.get(address))
    assert f"{what} up to {last_day()} were {GONE}." in shown


def test_the_accounting_says_so_in_its_file_too(world: World, old_log: Log) -> None:
    officer, address = browser(world.privacy), reverse("looks:disclosures_csv", args=[world.anna.pk])
    assert GONE not in officer.get(address).content.decode()
    destroyed(world, old_log)
    last = officer.get(address).content.decode().splitlines()[-1]
    assert f"What was recorded up to {clock.day_of(clock.now() - OLD)} was {GONE}." in last


def test_what_a_filter_leaves_of_the_log_is_said_to_end_where_the_rest_was_destroyed(
    world: World, old_log: Log
) -> None:
    destroyed(world, old_log)
    officer, address = browser(world.privacy), reverse("audit:log")
    of_anna = words(officer.get(address, {"patient": world.anna.pk}))
    assert "Nothing of this kind was recorded at your organization since" in of_anna
    assert "what was older was destroyed" in of_anna
    by_act = words(officer.get(address, {"action": "log_destruction_asked"}))
    assert "That is all that fits: what was older than" in by_act
    lately = (clock.today() - timedelta(days=9)).isoformat()
    assert "was destroyed, its time" not in words(officer.get(address, {"patient": world.anna.pk, "since": lately}))


@pytest.mark.parametrize("kind", ["lines", "fhir"])
def test_a_file_of_what_a_filter_leaves_begins_with_the_acts_that_destroyed_the_rest(
    world: World, old_log: Log, kind: str
) -> None:
    officer = browser(world.privacy)

    def taken(**filters: object) -> list[str]:
        answer = officer.post(reverse("audit:log_export"), {"kind": kind, **filters})
        return [line for line in b"".join(answer.streaming_content).decode().splitlines() if json.loads(line)]

    assert taken(patient=world.berta.pk) == []
    destroyed(world, old_log)
    told = taken(patient=world.berta.pk)
    assert [("log_segment_destroyed" in line, line.count("1-256") + line.count("257-512")) for line in told] == [
        (True, 1), (True, 1),
    ]  # fmt: skip
    whole = taken()
    assert sum("1-256" in line for line in whole) == 1
    assert taken(patient=world.berta.pk, since=clock.today().isoformat()) == []
