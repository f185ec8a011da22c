"""A document hidden from a person is absent from the chart; one that shows says in words why it is restricted."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from apps.chart.services import patient_grant
from apps.core import clock
from tests.factories import SETUP

SECRET = "Progress note\n\nInterval history\nShe says her husband has choked her twice.\n"


@pytest.fixture
def chart(world, note):
    """Anna's chart: a plain note, and one of which a pharmacist learns nothing."""
    patient_grant(patient=world.anna, permission="view_chart", person=world.pharmacist, actor=SETUP)
    return note(), note(SECRET, series="DocumentReference/2", title="Visit about safety")


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def test_the_chart_shows_a_restricted_document_to_one_and_nothing_of_it_to_the_other(world, chart):
    page = reverse("viewer:chart_detail", args=[world.anna.pk])
    shown = signed_in(world.okafor).get(page).content.decode()
    assert 'Visit about safety <span class="chip warn">' in shown
    assert shown.count("restricted</span>") == 1
    other = signed_in(world.pharmacist).get(page).content.decode()
    assert "Progress note" in other
    assert "Visit about safety" not in other
    assert "restricted</span>" not in other


def test_a_restricted_document_says_why_to_one_and_does_not_exist_for_the_other(world, chart):
    plain, secret = (reverse("viewer:document_detail", args=[world.anna.pk, one.pk]) for one in chart)
    shown = signed_in(world.okafor).get(secret).content.decode()
    assert "Restricted: violence" in shown
    client = signed_in(world.pharmacist)
    assert client.get(plain).status_code == 200
    assert client.get(secret).status_code == 404


def test_the_list_of_charts_counts_what_the_person_may_read(world, chart):
    page = reverse("viewer:charts")
    numbers = [
        next(row.documents for row in signed_in(person).get(page).context["rows"])
        for person in (world.okafor, world.pharmacist)
    ]
    assert numbers[0] == numbers[1] + 1


def test_what_is_dated_ahead_is_counted_and_is_not_the_newest(world, chart):
    page, newest = reverse("viewer:charts"), max(one.dated_at for one in chart)
    with clock.standing_at(newest - timedelta(days=1)):
        row = next(iter(signed_in(world.okafor).get(page).context["rows"]))
    assert row.documents == len(chart)
    assert row.newest is None or row.newest < newest
    assert next(iter(signed_in(world.okafor).get(page).context["rows"])).newest == newest


def test_a_search_finds_it_for_one_and_not_for_the_other(world, chart):
    page = reverse("viewer:chart_search", args=[world.anna.pk])
    asked = {"words": "husband choked"}
    assert "choked her twice" in signed_in(world.okafor).post(page, asked).content.decode()
    assert "choked her twice" not in signed_in(world.pharmacist).post(page, asked).content.decode()
