"""The retention page: whatever stands can be seen and ended from it, and who destroys sees what goes."""

from typing import Any

from django.test import Client
from django.urls import reverse

from apps.access.selectors import actor_for
from apps.chart.selectors import grants_count
from apps.governance.models import LegalHold, ShredRequest
from apps.governance.services import shred_ask
from apps.governance.views.retention import LATEST
from tests.factories import make_patient
from tests.governance.charts import ANNA, make_record

PAGE = reverse("governance:retention")


def browser(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def shown(person: Any) -> str:
    return browser(person).get(PAGE).content.decode()


def test_every_hold_that_stands_can_be_lifted_from_the_page_however_many_came_after_it(world, keeper) -> None:
    first = keeper.hold(patient_id=world.anna.pk)
    standing = [keeper.hold() for _ in range(LATEST)]
    for _ in range(LATEST + 1):
        keeper.lift(keeper.hold())
    page = shown(world.admin)
    for hold in [first, *standing]:
        assert reverse("governance:hold_lift", args=[hold.pk]) in page
    assert page.count("; lifted by") == LATEST
    assert LegalHold.objects.count() == 2 * LATEST + 2


def test_every_open_request_to_destroy_stands_on_the_page(world) -> None:
    actor = actor_for(world.privacy)
    for number in range(LATEST + 1):
        patient = make_patient(world.cedar, f"p{number}", "Eva", "Many", "1950-01-01")
        shred_ask(patient_id=patient.pk, reason="They asked", person=world.privacy, actor=actor)
    page = shown(world.admin)
    for request in ShredRequest.objects.all():
        assert reverse("governance:shred_confirm", args=[request.pk]) in page


def test_who_confirms_sees_what_goes_with_the_patient_masked(world, keeper) -> None:
    desk = make_record(world)
    keeper.ask(world.anna)
    page = shown(world.admin)
    assert "<strong>Anna L." in page
    for number, what in (
        (desk.world.anna.drafts.count(), "drafts"),
        (1, "signatures"),
        (grants_count(world.anna), "grants"),
    ):
        assert f'<b class="num">{number}</b> {what}' in page
    assert not [word for word in ANNA if word in page]


def test_a_hold_is_lifted_for_a_reason_and_not_without_one(world, keeper) -> None:
    hold = keeper.hold(patient_id=world.anna.pk)
    lift = reverse("governance:hold_lift", args=[hold.pk])
    for reason in ("", "Ms. Lindgren-Sato settled"):
        assert browser(world.admin).post(lift, {"reason": reason}).status_code == 422
        assert LegalHold.objects.filter(pk=hold.pk, lifted_at=None).exists()
    assert browser(world.admin).post(lift, {"reason": "The suit was settled"}).status_code == 302
    assert ": The suit was settled" in shown(world.privacy)


def test_periods_of_years_are_said_in_years(world) -> None:
    page = shown(world.admin)
    assert "6 years" in page
    assert "2192" not in page
    assert "90 days" in page
