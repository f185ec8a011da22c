"""Who holds what on a patient is asked by a number: each asking is on record, and nobody finds patients by trying."""

from typing import Any

from django.test import Client
from django.urls import reverse

from apps.access.domain.break_glass import ATTEMPTS, ATTEMPTS_WINDOW
from apps.access.models import Person
from apps.audit.models import AuditEvent
from apps.chart.selectors import patients_visible_to
from apps.core import clock
from apps.viewer.rights import NO_PATIENT, TOO_MANY
from tests.factories import World

GRANTS, GIVE, TAKE = (reverse(f"rights:{name}") for name in ("grants", "grant_give", "grant_take"))
ACT = "grants_looked_up"


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def said(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def kept() -> list[tuple[str, str]]:
    return list(AuditEvent.objects.filter(action=ACT).order_by("sequence").values_list("patient_id", "outcome"))


def test_a_hit_and_a_miss_are_one_event_each_without_the_number_that_was_typed(world: World) -> None:
    client = client_of(world.admin)
    hit = client.post(GRANTS, {"patient": world.anna.mrn})
    assert "Imani Okafor" in said(hit)
    assert str(world.anna.pk)[:8] not in said(hit)
    miss = client.post(GRANTS, {"patient": "00-0000-00"})
    assert miss.status_code == 422
    assert NO_PATIENT in said(miss)
    assert kept() == [(str(world.anna.pk), "success"), ("", "failure")]
    assert not AuditEvent.objects.filter(action=ACT, details__icontains="00-0000-00").exists()


def test_after_a_few_misses_nothing_is_told_nor_given_until_the_time_is_over(world: World) -> None:
    client = client_of(world.admin)
    given = {"right": "view_chart", "person": world.nurse.pk, "reason": "referral"}
    taken = {"right": "view_chart", "kind": "person", "holder": world.okafor.pk, "reason": "not_used"}
    for number in range(ATTEMPTS):  # giving and taking count as asking does
        address, more = ((GRANTS, {}), (GIVE, given), (TAKE, taken))[number % 3]
        assert NO_PATIENT in said(client.post(address, {"patient": f"00-0000-{number}", **more}))
    for address, more in ((GRANTS, {}), (GIVE, given), (TAKE, taken)):
        closed = client.post(address, {"patient": world.berta.mrn, **more})
        assert closed.status_code == 422
        assert TOO_MANY in said(closed)
        assert "Lindholm holds" not in said(closed)
    assert world.berta not in patients_visible_to(world.nurse)
    assert len(kept()) == ATTEMPTS
    with clock.standing_at(clock.now() + ATTEMPTS_WINDOW):
        assert client_of(world.admin).post(GRANTS, {"patient": world.anna.mrn}).status_code == 200


def test_the_misses_of_one_administrator_close_nothing_to_another(world: World) -> None:
    client = client_of(world.admin)
    for number in range(ATTEMPTS):
        client.post(GRANTS, {"patient": f"00-0000-{number}"})
    Person.objects.filter(pk=world.nurse.pk).update(role="admin")
    other = client_of(Person.objects.get(pk=world.nurse.pk))
    assert other.post(GRANTS, {"patient": world.anna.mrn}).status_code == 200
