"""The log taken out as a file: what the filters leave, oldest first, as it was sealed or as FHIR AuditEvents."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from apps.audit.domain.actions import Action
from apps.audit.domain.chain import seal
from apps.audit.models import AuditEvent
from tests.access.test_log import append
from tests.factories import World

DRAFT = str(uuid4())


@pytest.fixture
def officer(world: World, client: Client) -> Client:
    """The browser of Cedar's privacy officer, with some acts to take out."""
    append(world.okafor, Action.CHART_VIEWED, object_type="patient", object_id=world.anna.pk, patient_id=world.anna.pk)
    append(world.okafor, Action.PASSAGES_SEARCHED, patient_id=world.anna.pk, object_type="query", object_id=uuid4())
    append(world.okafor, Action.DRAFT_VIEWED, object_type="draft", object_id=DRAFT, patient_id=world.anna.pk)
    append(world.quill, Action.CHART_VIEWED, patient_id=world.carla.pk)
    client.force_login(world.privacy)
    return client


def taken(browser: Client, kind: str, **filters: Any) -> list[dict[str, Any]]:
    answer = browser.post(reverse("audit:log_export"), {"kind": kind, **filters})
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    return [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]


def test_each_line_carries_what_its_hash_was_made_of(officer: Client) -> None:
    lines = taken(officer, "lines")
    assert [line["sequence"] for line in lines] == sorted(line["sequence"] for line in lines)
    for line in lines:
        row = line | {"recorded_at": datetime.fromisoformat(line["recorded_at"]), "id": UUID(line["id"])}
        assert seal(row) == line["hash"]


def test_nothing_of_another_organization_leaves_and_no_name(officer: Client, world: World) -> None:
    for kind in ("lines", "fhir"):
        whole = json.dumps(taken(officer, kind))
        assert str(world.carla.pk) not in whole
        assert "Lindgren" not in whole
        assert "Okafor" not in whole


def test_filters_narrow_the_file_as_they_narrow_the_page(officer: Client, world: World) -> None:
    lines = taken(officer, "lines", draft=DRAFT)
    assert [line["action"] for line in lines] == ["draft_viewed", "audit_exported"]
    assert taken(officer, "lines", person=str(world.okafor.pk), until="2001-01-01") == []


def test_taking_it_out_is_recorded_with_its_filters_and_stands_in_the_file_itself(officer: Client) -> None:
    lines = taken(officer, "fhir", action="audit_exported")
    assert len(lines) == 1
    told = AuditEvent.objects.get(action="audit_exported")
    assert told.details == {"kind": "fhir", "action": "audit_exported"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kind": "lines", "patient": "nobody"}, "That is not an id"),
        ({"kind": "lines", "since": "yesterday"}, "That is not a day"),
        ({"kind": "lines", "since": "2026-03-02", "until": "2026-03-01"}, "The last day is before the first one"),
        ({"kind": "pdf"}, "There is no such form to choose"),
        ({}, "Choose in which form"),
    ],
)
def test_what_cannot_be_read_takes_nothing_out_and_says_why(officer: Client, given: dict, said: str) -> None:
    answer = officer.post(reverse("audit:log_export"), given)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not AuditEvent.objects.filter(action="audit_exported").exists()


def test_who_may_not_read_the_log_takes_nothing_out(world: World, client: Client) -> None:
    client.force_login(world.okafor)
    assert client.post(reverse("audit:log_export"), {"kind": "lines"}).status_code == 403
    client.logout()
    assert client.post(reverse("audit:log_export"), {"kind": "lines"}).status_code == 302


def test_days_narrow_the_page_on_the_clock_of_the_house(officer: Client) -> None:
    shown = officer.get(reverse("audit:log"), {"since": "2001-01-01", "until": "2001-01-02"}).content.decode()
    assert "No event fits" in shown
    assert "opened draft" in officer.get(reverse("audit:log"), {"since": "2001-01-01"}).content.decode()
