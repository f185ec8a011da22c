"""A day that a sender wrote is the day that is stored and shown, west and east of Greenwich."""

from typing import Any

import pytest

from apps.chart.models import Encounter, SourceDocument
from apps.core import clock
from tests.factories import World
from tests.fhir import encounter, note, observation, resource, text
from tests.intake.conftest import Send

ZONES = ["America/Chicago", "Europe/Berlin", "Pacific/Auckland"]
pytestmark = pytest.mark.parametrize("zone", ZONES)


@pytest.fixture(autouse=True)
def house(settings: Any, zone: str) -> None:
    settings.TIME_ZONE = zone


def procedure(**changes: Any) -> dict[str, Any]:
    elements = {"status": "completed", "code": text("Colonoscopy"), "performedDateTime": "2025-10-28"}
    return resource("Procedure", "proc-1", "anna", elements, changes)


def test_a_list_stands_under_the_day_of_its_title(send: Send, world: World) -> None:
    send(procedure(), observation("c", effectiveDateTime="2025-11-02"), note(date="2025-03-09"))
    days = {
        document.kind: clock.day_of(document.dated_at).isoformat()
        for document in SourceDocument.objects.filter(patient=world.anna)
        if document.dated_at
    }
    assert days == {"procedures": "2025-10-28", "results": "2025-11-02", "progress_note": "2025-03-09"}


def test_a_visit_of_a_day_is_of_that_day(send: Send, world: World) -> None:
    send(encounter(period={"start": "2025-10-26", "end": "2025-10-26"}))
    visit = Encounter.objects.get(patient=world.anna)
    assert {clock.day_of(moment).isoformat() for moment in (visit.started_at, visit.ended_at)} == {"2025-10-26"}


def test_a_moment_with_its_zone_is_not_moved(send: Send, world: World) -> None:
    send(note(date="2025-11-12T04:30:00Z"))
    document = SourceDocument.objects.get(patient=world.anna, structured=False)
    assert document.dated_at.isoformat() == "2025-11-12T04:30:00+00:00"


def test_what_is_no_date_is_still_refused(send: Send, world: World) -> None:
    _, report = send(procedure(performedDateTime="2025-02-30"))
    assert "date between" in str(report)
    assert not SourceDocument.objects.filter(patient=world.anna, kind="procedures").exists()
