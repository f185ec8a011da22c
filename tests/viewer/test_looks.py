"""Who looked at a chart, and what of it was disclosed: answered from the log, to who may ask."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from apps.access.models import Person
from apps.access.selectors import actor_for
from apps.access.services import break_glass_open
from apps.audit.domain.actions import Action
from apps.audit.models import AuditEvent
from apps.audit.services import event_append
from apps.core import clock
from apps.core.domain.spreadsheets import csv_text, formula_safe
from apps.viewer.looks import six_years_before
from tests.factories import World


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def look(world: World, who: str = "okafor") -> None:
    signed_in(world.people[who]).get(reverse("viewer:chart_detail", args=[world.anna.pk]))


def looks(world: World, person: str, **asked: str) -> Any:
    name = "looks:looks" if person == "privacy" else "viewer:chart_looks"
    return signed_in(world.people[person]).get(reverse(name, args=[world.anna.pk]), asked)


def test_who_treats_sees_names_and_roles_of_who_looked(world: World) -> None:
    look(world)
    page = looks(world, "reyes").content.decode()
    assert "Dr. Imani Okafor" in page
    assert "Physician" in page
    assert "Each look" not in page


def test_an_emergency_is_called_so(world: World) -> None:
    break_glass_open(
        person=world.lindholm, patient_id=world.anna.pk, reason_code="other", reason="On call.",
        actor=actor_for(world.lindholm),
    )  # fmt: skip
    look(world, "lindholm")
    (named,) = looks(world, "okafor").context["report"].people
    assert (named.name, named.told.times, named.told.in_emergency) == ("Dr. Erik Lindholm", 1, 1)


def test_the_role_is_the_one_they_had_then(world: World) -> None:
    look(world)
    Person.objects.filter(pk=world.okafor.pk).update(role="admin")
    assert [one.role for one in looks(world, "reyes").context["report"].people] == ["Physician"]


@pytest.mark.parametrize("who", ["lindholm", "quill"])
def test_a_stranger_is_not_told_who_looked(world: World, who: str) -> None:
    assert looks(world, who).status_code == 404


def test_that_somebody_asked_is_recorded_and_told_next_time(world: World) -> None:
    looks(world, "okafor")
    told = AuditEvent.objects.get(action="looks_viewed")
    assert (told.patient_id, told.actor_id) == (str(world.anna.pk), str(world.okafor.pk))
    assert [one.told.times for one in looks(world, "reyes").context["report"].people] == [1]


def test_the_officer_reads_each_look_of_a_period_masked_until_the_name_is_put_on(world: World) -> None:
    look(world)
    page = looks(world, "privacy")
    assert [what.what for what, _, _ in page.context["report"].lines] == ["Overview of the chart"]
    assert "Anna L., " in page.content.decode()
    assert "Lindgren" not in page.content.decode()
    named = signed_in(world.privacy).post(reverse("looks:looks", args=[world.anna.pk]), {"act": "name"})
    assert "Anna Lindgren-Sato" in named.content.decode()
    assert AuditEvent.objects.get(action="identity_revealed").details == {"reason_code": "privacy_request"}


def test_another_period_shows_other_looks(world: World) -> None:
    look(world)
    day = clock.today() - timedelta(days=1)
    shown = looks(world, "privacy", start=(day - timedelta(days=9)).isoformat(), end=day.isoformat())
    assert shown.context["report"].people == []


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"start": "2026-03-12", "end": "2026-03-01"}, "ends before it begins"),
        ({"start": "1999-01-01"}, "six years"),
        ({"start": "soon"}, "Type a day"),
    ],
)
def test_a_period_that_cannot_be_read_shows_nothing(world: World, asked: dict[str, str], sentence: str) -> None:
    page = looks(world, "privacy", **asked)
    assert page.context["report"] is None
    assert sentence in page.content.decode()


def test_the_patient_who_asks_is_found_by_number_and_birth_date_alone(world: World) -> None:
    officer, address = signed_in(world.privacy), reverse("looks:find")
    found = officer.post(address, {"mrn": world.anna.mrn, "born": "05/04/1961"})
    assert found["Location"] == reverse("looks:looks", args=[world.anna.pk])
    for typed in ({"mrn": world.anna.mrn, "born": "1961-05-05"}, {"mrn": world.carla.mrn, "born": "1949-02-11"}):
        missed = officer.post(address, typed)
        assert "Nobody here has this record number" in missed.content.decode()
    assert AuditEvent.objects.filter(action="patient_found", outcome="failure").count() == 2


def test_a_patient_of_another_organization_is_none(world: World) -> None:
    for name in ("looks", "disclosures", "disclosures_csv"):
        address = reverse(f"looks:{name}", args=[world.carla.pk])
        assert signed_in(world.privacy).get(address).status_code == 404


@pytest.mark.parametrize("who", ["okafor", "lindqvist", "admin", "marchetti", "integration"])
def test_only_a_privacy_officer_answers_patients(world: World, who: str) -> None:
    client = signed_in(world.people[who])
    assert client.get(reverse("looks:find")).status_code == 403
    for name in ("looks", "disclosures", "disclosures_csv"):
        assert client.get(reverse(f"looks:{name}", args=[world.anna.pk])).status_code == 403


RECORD = {"disclosed_on": "", "recipient": "County health department, 1 Main Street", "what": "Report of a case",
          "purpose": "public_health"}  # fmt: skip


def disclose(world: World, **changed: str) -> Any:
    typed = {**RECORD, "disclosed_on": clock.today().isoformat(), **changed}
    return signed_in(world.privacy).post(reverse("looks:disclosures", args=[world.anna.pk]), typed)


def told(world: World) -> Any:
    return signed_in(world.privacy).get(reverse("looks:disclosures", args=[world.anna.pk])).context["told"]


def test_what_was_disclosed_for_treatment_payment_or_operations_stands_apart(world: World, db: None) -> None:
    disclose(world)
    for action in (Action.AUTHORIZATION_SUBMITTED, Action.DOCUMENT_EXPORTED):
        event_append(
            actor=actor_for(world.okafor), action=action, patient_id=world.anna.pk, details={"recipient": "Plan A"}
        )
    shown = told(world)
    assert [(one.recipient, one.purpose) for one, _ in shown.accounted] == [(RECORD["recipient"], "public_health")]
    assert {one.purpose for one, _ in shown.left_out} == {"payment", "operations"}


def test_what_is_no_disclosure_is_not_accounted_for(world: World) -> None:
    look(world)
    shown = told(world)
    assert (shown.accounted, shown.left_out) == ([], [])


def test_it_answers_for_six_years_and_no_longer(world: World) -> None:
    disclose(world)
    with clock.standing_at(clock.now() + timedelta(days=365 * 6)):
        assert len(told(world).accounted) == 1
    with clock.standing_at(clock.now() + timedelta(days=366 * 6)):
        assert told(world).accounted == []


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"purpose": "payment"}, "Select a valid choice"),
        ({"purpose": ""}, "Choose the purpose"),
        ({"disclosed_on": "2999-01-01"}, "not in the future"),
        ({"disclosed_on": "1999-01-01"}, "last six years"),
        ({"recipient": ""}, "Say to whom"),
        ({"what": "The note of Anna Lindgren-Sato"}, "Name no person"),
    ],
)
def test_a_disclosure_that_does_not_hold_together_is_refused(
    world: World, changed: dict[str, str], sentence: str
) -> None:
    answer = disclose(world, **changed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not AuditEvent.objects.filter(action="disclosure_recorded").exists()


def test_the_table_is_formula_safe_names_no_patient_and_is_recorded(world: World) -> None:
    disclose(world, recipient="=HYPERLINK(1)")
    address = reverse("looks:disclosures_csv", args=[world.anna.pk])
    answer = signed_in(world.privacy).get(address)
    header, row = csv.reader(io.StringIO(answer.content.decode()))
    assert header[0] == "Date"
    assert (row[1], row[4]) == ("'=HYPERLINK(1)", "yes")
    assert "Lindgren" not in answer.content.decode()
    assert AuditEvent.objects.filter(action="disclosures_exported", patient_id=str(world.anna.pk)).count() == 1


@given(st.lists(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20), min_size=1)))
def test_no_cell_begins_a_formula_and_none_is_lost(rows: list[list[str]]) -> None:
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in map(formula_safe, cells) if cell.lstrip()[:1] in {"=", "+", "-", "@"} and cell]
    assert all(formula_safe(cell) in {cell, f"'{cell}"} for cell in cells)
    assert csv_text(rows).count("\r\n") >= len(rows)


@given(st.dates(min_value=date(1930, 1, 1), max_value=date(2100, 12, 31)))
def test_six_years_are_six_calendar_years(day: date) -> None:
    before = six_years_before(day)
    assert before.year == day.year - 6
    assert (before.month, before.day) in {(day.month, day.day), (2, 28)}
