"""One damaged value closes one record: lists stay open, the record says so, the log says which row it is."""

import json
from typing import Any

import pytest
from django.urls import reverse

from apps.chart.models import Patient
from apps.chart.services import patient_grant
from apps.core.crypto.errors import CANNOT_BE_OPENED
from tests.factories import SETUP, make_patient


@pytest.fixture
def damaged(desk: Any) -> Any:
    """Put another patient's name into Anna's row; Dora's stays whole."""
    dora = make_patient(desk.world.cedar, "dora", "Dora", "Berg", "1980-01-01")
    patient_grant(patient=dora, person=desk.world.okafor, permission="view_chart", actor=SETUP)
    Patient.objects.filter(pk=desk.world.anna.pk).update(family_name_sealed=dora.family_name_sealed)
    return desk


def test_the_desk_stays_open_and_one_row_says_that_it_does_not(damaged) -> None:
    answer = damaged.client(damaged.world.okafor).get(reverse("review:queue"))
    assert answer.status_code == 200
    assert CANNOT_BE_OPENED in answer.content.decode()


def test_the_list_of_charts_stays_open_with_the_damaged_one_last(damaged) -> None:
    client, charts = damaged.client(damaged.world.okafor), reverse("viewer:charts")
    page = client.get(charts).content.decode()
    assert page.index("Dora Berg") < page.index(CANNOT_BE_OPENED)
    found = client.post(charts, {"words": "Berg"}).content.decode()
    assert "Dora Berg" in found
    assert CANNOT_BE_OPENED not in found


def test_a_draft_can_still_be_asked_for_another_patient(damaged) -> None:
    answer = damaged.client(damaged.world.okafor).get(reverse("review:draft_new"))
    assert answer.status_code == 200
    assert "Dora Berg" in answer.content.decode()


def test_the_record_itself_is_our_breakdown_and_the_log_names_the_row(damaged, log_lines) -> None:
    anna = damaged.world.anna
    answer = damaged.client(damaged.world.okafor).get(reverse("viewer:chart_detail", args=[anna.pk]))
    assert (answer.status_code, CANNOT_BE_OPENED in answer.content.decode()) == (500, True)
    line = next(line for line in log_lines() if line["event"] == "stored value does not open")
    place = {"level": "error", "table": "chart_patient", "column": "family_name_sealed", "row_id": str(anna.pk)}
    assert place.items() <= line.items()
    assert line["request_id"] in answer.content.decode()
    assert not any(name in json.dumps(log_lines()) for name in ("Anna", "Lindgren", "Berg"))
