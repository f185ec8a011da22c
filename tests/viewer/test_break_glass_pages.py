"""Breaking the glass through the front door: whose chart, why, who it is; then reading, and nothing else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from apps.access.domain.break_glass import ATTEMPTS
from apps.access.models import BreakGlassGrant, Person
from apps.access.selectors import actor_for, break_glass_open_for
from apps.access.selectors.emergencies import break_glass_today
from apps.access.services import break_glass_open
from apps.access.tasks import end_lapsed_emergencies
from apps.audit.models import AuditEvent
from apps.chart.models import Patient, SourceDocument
from apps.chart.services import patient_grant, patient_store
from apps.core import clock
from apps.viewer.domain.patients import names_apart
from tests.factories import PASSWORD, SETUP, World, make_document, patient_body

PAGE = "viewer:break_glass"


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def lindholm(world: World) -> Client:
    """A physician who holds no grant on Anna."""
    return signed_in(world.lindholm)


def typed(world: World, **changed: Any) -> dict[str, Any]:
    whole = {
        "mrn": world.anna.mrn, "born": "1961-05-04", "reason_code": "emergency_treatment",
        "reason": "Unconscious on arrival.", "minutes": "15", "password": PASSWORD,
    }  # fmt: skip
    return {**whole, **changed}


def chart(world: World) -> str:
    return reverse("viewer:chart_detail", args=[world.anna.pk])


def actions(world: World) -> list[str]:
    return list(AuditEvent.objects.filter(actor_id=str(world.lindholm.pk)).values_list("action", flat=True))


def test_number_birth_date_reason_and_password_open_one_chart_to_read(world: World, lindholm: Client) -> None:
    note = make_document(world.anna, "Found on the floor.")
    assert lindholm.get(chart(world)).status_code == 404
    answer = lindholm.post(reverse(PAGE), typed(world))
    assert (answer.status_code, answer["Location"]) == (302, chart(world))
    page = lindholm.get(chart(world)).content.decode()
    assert "Anna Lindgren-Sato" in page
    assert "Emergency access, view only." in page
    assert "Who looked at this chart" not in page
    document = reverse("viewer:document_detail", args=[world.anna.pk, note.pk])
    assert "Found on the floor." in lindholm.get(document).content.decode()
    opened, shown, read = AuditEvent.objects.filter(patient_id=str(world.anna.pk)).order_by("-sequence")[:3][::-1]
    assert (opened.action, opened.details["subtype"], opened.details["factors"]) == (
        "break_glass_opened", "110127", ["password"],
    )  # fmt: skip
    assert {event.details["purpose_of_use"] for event in (opened, shown, read)} == {"BTG"}
    assert (shown.action, read.action) == ("chart_viewed", "document_viewed")


def test_nothing_but_reading_opens(world: World, lindholm: Client) -> None:
    lindholm.post(reverse(PAGE), typed(world))
    asked = {"patient": world.anna.pk, "kind": "chart_summary", "subject": "Before the visit"}
    assert lindholm.post(reverse("review:draft_new"), asked).status_code == 422
    form = lindholm.get(reverse("review:draft_new")).content.decode().split("<main")[1]
    assert "Anna" not in form
    assert lindholm.get(reverse("viewer:chart_looks", args=[world.anna.pk])).status_code == 404


@pytest.mark.parametrize(
    ("labels", "status"),
    [(["part2"], 200), (["psychotherapy"], 404), (["part2_counselling"], 404), (["unclassified"], 404)],
)
def test_what_no_emergency_opens_stays_closed(world: World, lindholm: Client, labels: list[str], status: int) -> None:
    note = make_document(world.anna, "Words of a session.")
    SourceDocument.objects.filter(pk=note.pk).update(labels=labels)
    lindholm.post(reverse(PAGE), typed(world))
    assert lindholm.get(reverse("viewer:document_detail", args=[world.anna.pk, note.pk])).status_code == status


MISSES: dict[str, Callable[[World], dict[str, str]]] = {
    "another birth date": lambda world: {"born": "1961-05-05"},
    "another number": lambda world: {"mrn": "MRN-000000"},
    "somebody else's birth date": lambda world: {"born": "1975-11-30"},
    "a patient of another organization": lambda world: {"mrn": world.carla.mrn, "born": "1949-02-11"},
    "no number": lambda world: {"mrn": "-"},
}


def test_a_wrong_guess_and_an_unknown_patient_are_answered_alike_and_recorded(world: World, lindholm: Client) -> None:
    said = set()
    for number, miss in enumerate(list(MISSES.values())[:ATTEMPTS], start=1):
        answer = lindholm.post(reverse(PAGE), typed(world, **miss(world)))
        assert answer.status_code == 422
        said.add(answer.context["form"].non_field_errors()[0])
        assert actions(world).count("break_glass_refused") == number
    assert len(said) == 1
    told = AuditEvent.objects.filter(action="break_glass_refused").values_list("patient_id", "details")
    assert {(patient, str(details)) for patient, details in told} == {
        ("", "{'reason': 'not_found', 'purpose_of_use': 'BTG'}")
    }


def test_after_five_misses_even_the_right_patient_waits(world: World, lindholm: Client) -> None:
    for _ in range(ATTEMPTS):
        lindholm.post(reverse(PAGE), typed(world, mrn="MRN-000000"))
    answer = lindholm.post(reverse(PAGE), typed(world))
    assert "Too many attempts" in answer.content.decode()
    assert not break_glass_open_for(world.lindholm).exists()
    with clock.standing_at(clock.now() + timedelta(minutes=16)):
        assert signed_in(world.lindholm).post(reverse(PAGE), typed(world))["Location"] == chart(world)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"password": "not mine"}, "That is not your password"),
        ({"password": "not mine"}, "nothing was opened"),
        ({"reason": " "}, "Say why, without naming the patient."),
        ({"reason": "."}, "two words or more"),
        ({"reason": "x"}, "two words or more"),
        ({"reason": "Anna Lindgren-Sato collapsed."}, "Name no person"),
        ({"reason_code": "curiosity"}, "Select a valid choice"),
        ({"minutes": "240"}, "Select a valid choice"),
        ({"born": "3000-01-01"}, "Nobody is born in the future"),
        ({"born": "yesterday"}, "Type the date of birth"),
    ],
)
def test_what_does_not_hold_together_opens_nothing_and_loses_nothing(
    world: World, lindholm: Client, changed: dict[str, str], sentence: str
) -> None:
    answer = lindholm.post(reverse(PAGE), typed(world, **changed))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert world.anna.mrn in page
    assert PASSWORD not in page
    assert not BreakGlassGrant.objects.exists()


def test_who_may_see_the_chart_anyway_is_led_there_and_nothing_is_opened(world: World) -> None:
    answer = signed_in(world.okafor).post(reverse(PAGE), typed(world))
    assert (answer.status_code, answer["Location"]) == (302, chart(world))
    assert not BreakGlassGrant.objects.exists()


@pytest.mark.parametrize("who", ["pharmacist", "lindqvist", "privacy", "admin", "marchetti"])
def test_other_roles_declare_no_emergency(world: World, who: str) -> None:
    client = signed_in(world.people[who])
    assert client.get(reverse(PAGE)).status_code == 403
    assert client.post(reverse(PAGE), typed(world)).status_code == 403


def test_it_ends_by_hand_on_any_page_and_the_end_is_recorded(world: World, lindholm: Client) -> None:
    lindholm.post(reverse(PAGE), typed(world))
    end = reverse("viewer:break_glass_close", args=[world.anna.pk])
    assert end in lindholm.get(reverse("review:queue")).content.decode()
    assert lindholm.post(end).status_code == 302
    assert "Emergency access" not in lindholm.get(reverse("viewer:charts")).content.decode()
    assert lindholm.get(chart(world)).status_code == 404
    stopped = AuditEvent.objects.get(action="break_glass_ended")
    assert (stopped.details["subtype"], stopped.details["by"], stopped.actor_id) == (
        "110138", "hand", str(world.lindholm.pk),
    )  # fmt: skip
    assert lindholm.post(end).status_code == 404


def test_of_two_that_are_open_each_banner_names_its_chart_and_ends_that_one(world: World, lindholm: Client) -> None:
    lindholm.post(reverse(PAGE), typed(world))
    lindholm.post(reverse(PAGE), typed(world, mrn=world.berta.mrn, born="1975-11-30"))
    page = lindholm.get(reverse("review:queue")).content.decode()
    anna, berta = page.split('<aside class="emergency')[1:3]
    if str(world.berta.pk) in anna:
        anna, berta = berta, anna
    assert "Anna Lindgren-Sato" in anna
    assert "Anna Lindgren-Sato" not in berta.split("</aside>")[0]
    lindholm.post(reverse("viewer:break_glass_close", args=[world.berta.pk]))
    assert [grant.patient_id for grant in break_glass_open_for(world.lindholm)] == [world.anna.pk]


def test_the_chart_one_reads_is_named_first_and_as_the_one_on_the_page(world: World, lindholm: Client) -> None:
    lindholm.post(reverse(PAGE), typed(world))
    lindholm.post(reverse(PAGE), typed(world, mrn=world.berta.mrn, born="1975-11-30"))
    berta = reverse("viewer:chart_detail", args=[world.berta.pk])
    for address, first in ((chart(world), world.anna), (berta, world.berta)):
        banners = lindholm.get(address).content.decode().split('<aside class="emergency')[1:]
        assert [" data-here>" in banner for banner in banners] == [True, False]
        assert reverse("viewer:break_glass_close", args=[first.pk]) in banners[0]
    assert " data-here>" not in lindholm.get(reverse("review:queue")).content.decode()


def test_who_opens_the_same_chart_anew_reads_how_often_that_was_and_nothing_keeps_them_from_it(
    world: World, lindholm: Client
) -> None:
    assert "Today you opened" not in lindholm.get(reverse(PAGE)).content.decode()
    lindholm.post(reverse(PAGE), typed(world))
    lindholm.post(reverse("viewer:break_glass_close", args=[world.anna.pk]))
    assert "Today you opened 1 chart in an emergency." in lindholm.get(reverse(PAGE)).content.decode()
    again = lindholm.post(reverse(PAGE), typed(world), follow=True)
    assert "You opened this chart in an emergency 2 times today." in again.content.decode()
    assert list(break_glass_today(world.lindholm).items()) == [(world.anna.pk, 2)]
    with clock.standing_at(clock.now() + timedelta(days=1)):
        assert not break_glass_today(world.lindholm)


def test_who_declares_again_is_told_since_when_and_the_officer_reads_the_new_reason(
    world: World, lindholm: Client
) -> None:
    lindholm.post(reverse(PAGE), typed(world))
    grant = BreakGlassGrant.objects.get()
    again = lindholm.post(reverse(PAGE), typed(world, reason="Seizure on the ward.", minutes="60"), follow=True)
    assert "is open to you since" in again.content.decode()
    assert BreakGlassGrant.objects.get().expires_at == grant.expires_at
    told = AuditEvent.objects.get(action="break_glass_repeated")
    assert (told.object_id, told.details["again"]) == (str(grant.pk), "Seizure on the ward.")
    read = signed_in(world.privacy).get(reverse("emergencies:emergency", args=[grant.pk])).content.decode()
    assert "Unconscious on arrival." in read
    assert "Seizure on the ward." in read


def test_who_is_led_away_when_the_time_is_over_reads_why(world: World, lindholm: Client) -> None:
    sentence = "The time of your emergency access is over"
    assert sentence in lindholm.get(reverse("viewer:charts") + "?over=emergency").content.decode()
    assert sentence not in lindholm.get(reverse("viewer:charts")).content.decode()


def test_nobody_else_ends_it_or_sees_it(world: World, lindholm: Client) -> None:
    lindholm.post(reverse(PAGE), typed(world))
    nurse = signed_in(world.nurse)
    assert nurse.post(reverse("viewer:break_glass_close", args=[world.anna.pk])).status_code == 404
    assert "Emergency access" not in nurse.get(reverse("viewer:charts")).content.decode()
    assert nurse.get(chart(world)).status_code == 404


def test_when_its_time_is_over_the_next_request_closes_it_and_records_the_end(world: World, lindholm: Client) -> None:
    lindholm.post(reverse(PAGE), typed(world))
    grant = BreakGlassGrant.objects.get()
    with clock.standing_at(grant.expires_at):
        assert signed_in(world.lindholm).get(chart(world)).status_code == 404
    stopped = AuditEvent.objects.get(action="break_glass_ended")
    assert (stopped.actor_id, stopped.details["by"]) == ("break-glass", "time")
    assert stopped.details["person_id"] == str(world.lindholm.pk)
    grant.refresh_from_db()
    assert grant.ended_at == grant.expires_at


def test_without_a_next_request_a_periodic_task_records_the_end_once(world: World, lindholm: Client) -> None:
    lindholm.post(reverse(PAGE), typed(world))
    end_lapsed_emergencies()
    assert not AuditEvent.objects.filter(action="break_glass_ended").exists()
    with clock.standing_at(clock.now() + timedelta(minutes=20)):
        end_lapsed_emergencies()
        end_lapsed_emergencies()
    assert AuditEvent.objects.filter(action="break_glass_ended").count() == 1


def test_opening_again_after_the_end_records_both_ends(world: World) -> None:
    given: dict[str, Any] = {
        "person": world.lindholm, "patient_id": world.anna.pk, "reason_code": "other", "reason": "On call.",
        "actor": actor_for(world.lindholm),
    }  # fmt: skip
    break_glass_open(**given)
    with clock.standing_at(clock.now() + timedelta(minutes=61)):
        break_glass_open(**given)
    told = AuditEvent.objects.filter(action__startswith="break_glass").order_by("sequence")
    assert list(told.values_list("action", flat=True)) == [
        "break_glass_opened", "break_glass_ended", "break_glass_opened",
    ]  # fmt: skip


def test_nothing_opens_where_the_log_cannot_be_written(
    world: World, lindholm: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(**_: Any) -> None:
        raise OSError("The disk is full.")

    monkeypatch.setattr("apps.access.services.emergencies.event_append", fails)
    with pytest.raises(OSError, match="full"):
        lindholm.post(reverse(PAGE), typed(world))
    monkeypatch.undo()
    assert not BreakGlassGrant.objects.exists()
    assert lindholm.get(chart(world)).status_code == 404


def test_it_works_without_cache_broker_and_worker(world: World, lindholm: Client, settings: Any) -> None:
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    assert lindholm.post(reverse(PAGE), typed(world)).status_code == 302
    assert lindholm.get(chart(world)).status_code == 200


def test_a_grant_that_comes_meanwhile_stays_when_the_emergency_ends(world: World, lindholm: Client) -> None:
    lindholm.post(reverse(PAGE), typed(world))
    patient_grant(patient=world.anna, permission="view_chart", person=world.lindholm, actor=SETUP)
    lindholm.post(reverse("viewer:break_glass_close", args=[world.anna.pk]))
    assert lindholm.get(chart(world)).status_code == 200


def test_a_record_that_is_refused_or_does_not_exist_is_recorded_alike(world: World, lindholm: Client) -> None:
    for patient_id in (world.anna.pk, world.lindholm.pk):
        assert lindholm.get(reverse("viewer:chart_detail", args=[patient_id])).status_code == 404
    told = AuditEvent.objects.filter(action="read_denied").values("object_type", "outcome", "details")
    assert (
        list(told) == [{"object_type": "patient", "outcome": "failure", "details": {"page": "viewer:chart_detail"}}] * 2
    )


# --- Two patients under one number and one birth date


@pytest.fixture
def twins(world: World) -> Patient:
    """Anne has the number and the birth date of Anna."""
    body = patient_body("anna", "Anne", "Lindgren-Sato", "1961-05-04")
    return patient_store(
        organization=world.cedar, source_system="another sender", body={**body, "gender": "male"}, actor=SETUP
    )


def test_of_two_under_one_number_the_first_letters_are_shown_and_one_is_opened(
    world: World, lindholm: Client, twins: Patient
) -> None:
    assert twins.pk != world.anna.pk
    asked = lindholm.post(reverse(PAGE), typed(world))
    page = asked.content.decode()
    alike = {("Ann… Lind…", "female"), ("Ann… Lind…", "male")}
    assert {(one.name, one.sex) for one in asked.context["candidates"]} == alike
    assert "Lindgren" not in page
    assert not break_glass_open_for(world.lindholm).exists()
    told = AuditEvent.objects.filter(action="emergency_choice_shown").values_list("patient_id", flat=True)
    assert set(told) == {str(world.anna.pk), str(twins.pk)}
    chosen = lindholm.post(reverse(PAGE), typed(world, which=str(twins.pk), password=""))
    assert chosen["Location"] == reverse("viewer:chart_detail", args=[twins.pk])
    assert [grant.patient_id for grant in break_glass_open_for(world.lindholm)] == [twins.pk]
    assert lindholm.get(chart(world)).status_code == 404


def test_nobody_is_chosen_whom_number_and_birth_date_do_not_name(
    world: World, lindholm: Client, twins: Patient
) -> None:
    for which in (str(world.berta.pk), str(world.carla.pk), "x"):
        assert lindholm.post(reverse(PAGE), typed(world, which=which)).status_code == 422
    assert not break_glass_open_for(world.lindholm).exists()


NAMES = st.text("abcdef", min_size=2, max_size=9)


@given(st.lists(st.tuples(NAMES, NAMES), min_size=2, max_size=4))
def test_no_name_is_shown_whole_to_tell_it_from_another(names: list[tuple[str, str]]) -> None:
    for shown, name in zip(names_apart(names), names, strict=True):
        begun = shown.replace("…", "").split(" ")
        assert [whole.startswith(part) and part != whole for part, whole in zip(begun, name, strict=True)] == [True] * 2
