"""A row of the log that was changed in the database is marked where it is listed, before any night has read the log."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from apps.audit.domain.actions import Action
from apps.audit.domain.chain import COLUMNS, GENESIS, changed_among, seal
from apps.audit.models import AuditEvent
from tests.access.test_log import append
from tests.audit.test_mutations import rewrite, tamper
from tests.factories import World

MARK = "Not what was written"
ROWS = 6


@pytest.fixture
def officer(world: World, client: Client) -> Client:
    for _ in range(ROWS):
        append(world.okafor, Action.CHART_VIEWED, patient_id=world.anna.pk)
    client.force_login(world.privacy)
    return client


def listed(officer: Client, **filters: object) -> Any:
    return officer.get(reverse("audit:log"), filters)


def marked(answer: Any) -> list[int]:
    """Return the numbers of the rows that carry the mark."""
    page = answer.content.decode()
    rows = [row for row in page.split("<tr>")[2:] if MARK in row]
    return [int(re.findall(r"/proof/(\d+)/", row)[-1]) for row in rows]


def at(number: int) -> int:
    return AuditEvent.objects.filter(action="chart_viewed").order_by("sequence")[number].sequence


def test_a_row_whose_content_was_edited_is_marked_and_no_other_is(world: World, officer: Client) -> None:
    assert marked(listed(officer)) == []
    edited = at(2)
    tamper(f"UPDATE audit_auditevent SET actor_id = '{world.reyes.pk}' WHERE sequence = {edited}")
    page = listed(officer, patient=world.anna.pk)
    assert marked(page) == [edited]
    assert "1 row on this page is not what was written" in page.content.decode()


def test_a_row_edited_with_its_hash_shows_at_the_row_that_followed_it(world: World, officer: Client) -> None:
    event = AuditEvent.objects.get(sequence=at(2))
    event.action = "draft_viewed"
    sealed = seal({name: getattr(event, name) for name in (f.attname for f in AuditEvent._meta.fields)})
    tamper(f"UPDATE audit_auditevent SET action = 'draft_viewed', hash = '{sealed}' WHERE sequence = {event.sequence}")
    assert marked(listed(officer)) == [event.sequence + 1]


def test_a_chain_that_was_written_anew_is_for_the_signed_heads_to_find(world: World, officer: Client) -> None:
    rewrite(at(2), actor_role="admin")
    assert marked(listed(officer)) == []


@given(st.integers(min_value=0, max_value=4), st.sets(st.integers(min_value=0, max_value=4)))
def test_of_any_rows_of_a_chain_the_edited_one_is_found_wherever_it_is_among_them(edited: int, kept: set[int]) -> None:
    rows: list[dict[str, Any]] = []
    last = GENESIS
    for number in range(1, 6):
        told = {"sequence": number, "details": {"number": number}, "previous_hash": last}
        row: dict[str, Any] = dict.fromkeys(COLUMNS, "") | told
        last = seal(row)
        rows.append({**row, "hash": last})
    shown = [rows[index] for index in sorted(kept)]
    assert changed_among(shown) == frozenset()
    rows[edited]["details"] = {"number": "another"}
    assert changed_among(rows[index] for index in sorted(kept)) == ({edited + 1} if edited in kept else frozenset())
