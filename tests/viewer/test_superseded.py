"""A note its sender calls superseded: said in words wherever it is read, with what took its place if that is known."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from apps.chart.services import patient_grant
from tests.factories import SETUP
from tests.viewer.test_labels import SECRET

NOTHING = "Its sender calls it superseded; nothing has taken its place here"
CHIP = "its sender calls it superseded"
WORDS = "Interval history\nAnna takes methotrexate 15 mg weekly for her joints."


def signed_in(person):
    browser = Client()
    browser.force_login(person)
    return browser


@pytest.fixture
def reads(world):
    def run(name="chart_detail", *args, words=""):
        address = reverse(f"viewer:{name}", args=[world.anna.pk, *args])
        browser = signed_in(world.okafor)
        return (browser.post(address, {"words": words}) if words else browser.get(address)).content.decode()

    return run


@pytest.fixture
def old(note):
    return note(WORDS, title="Old note", series="DocumentReference/1", source_status="superseded")


def test_where_nothing_took_its_place_list_page_search_and_answer_say_so(reads, old):
    assert reads().count(NOTHING) == 1
    assert NOTHING in reads("document_detail", old.pk)
    assert CHIP in reads("chart_search", words="methotrexate")
    assert CHIP in reads("chart_ask", words="Does she take methotrexate?")


def test_of_a_note_that_is_current_nothing_of_it_is_said(reads, note):
    own = note(WORDS)
    shown = [reads(), reads("document_detail", own.pk), reads("chart_search", words="methotrexate")]
    assert "superseded" not in "".join(shown)


def test_where_another_note_of_its_day_stands_the_page_links_to_it(reads, old, note):
    note(WORDS, title="Another day", series="DocumentReference/3", dated_at=datetime(2024, 11, 3, tzinfo=UTC))
    assert NOTHING in reads("document_detail", old.pk)
    new = note(WORDS, title="New note", series="DocumentReference/2")
    shown = reads("document_detail", old.pk)
    link = reverse("viewer:document_detail", args=[old.patient_id, new.pk])
    assert link in shown.partition("Replaced by")[2].partition("</a>")[0]
    assert NOTHING not in shown + reads()


def test_what_took_its_place_is_not_named_to_who_may_not_read_it(world, old, note):
    patient_grant(patient=world.anna, permission="view_chart", person=world.pharmacist, actor=SETUP)
    note(SECRET, title="Visit about safety", series="DocumentReference/2")
    browser = signed_in(world.pharmacist)
    shown = browser.get(reverse("viewer:document_detail", args=[world.anna.pk, old.pk])).content.decode()
    assert "Its sender calls it superseded." in shown
    listed = browser.get(reverse("viewer:chart_detail", args=[world.anna.pk])).content.decode()
    for words in ("Replaced by", "Visit about safety", NOTHING):
        assert words not in shown + listed
