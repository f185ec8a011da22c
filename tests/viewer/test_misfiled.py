"""A page filed in the wrong chart: it is said, it answers nothing, and a physician can settle it."""

import pytest
from django.db import connection, transaction
from django.db.utils import Error
from django.test import Client
from django.urls import reverse

from apps.access.services import break_glass_open
from apps.audit.models import AuditEvent
from apps.chart.models import IdentitySettlement
from apps.chart.services import patient_grant
from tests.factories import SETUP

HEADER = "RESPIRATORY CARE\nName: DOE, JANE J.   DOB: 05-Mar-1949 (77 F)\nMRN: MRN-777777   Attending: Lindholm\n\n"
OXYGEN = "Oximetry at rest on room air 84%. Home oxygen 2 L ordered."
OWN = "Patient: Anna Lindgren-Sato   DOB: 5/4/1961\n\n"
SAID = "One page was left out: its header names another person."


def signed_in(person):
    browser = Client()
    browser.force_login(person)
    return browser


@pytest.fixture
def page(note):
    """A page of another person in Anna's chart."""
    return note(HEADER + OXYGEN, title="Oximetry worksheet", series="DocumentReference/9")


def ask(world, words, person=None, way="chart_ask"):
    browser = signed_in(person or world.okafor)
    return browser.post(reverse(f"viewer:{way}", args=[world.anna.pk]), {"words": words}).content.decode()


def address(page, name="document_detail"):
    return reverse(f"viewer:{name}", args=[page.patient_id, page.pk])


def settle(person, page, reason="about_this_patient"):
    return signed_in(person).post(address(page, "document_settle"), {"reason_code": reason})


def test_a_question_is_not_answered_from_a_page_of_another_person_and_says_so_with_a_link(world, page):
    shown = ask(world, "What was the oximetry at rest?")
    assert SAID in shown
    assert address(page) in shown
    for words in ("84%", "What the chart says", "DOE", "777777"):
        assert words not in shown


def test_the_same_words_under_the_patients_own_header_are_the_answer(world, note):
    note(OWN + OXYGEN, title="Oximetry worksheet")
    shown = ask(world, "What was the oximetry at rest?")
    assert "84%" in shown
    assert SAID not in shown


def test_a_search_leaves_it_out_and_a_question_about_something_else_says_nothing(world, page, note):
    note()
    assert SAID in ask(world, "oximetry", way="chart_search")
    assert "84%" not in ask(world, "oximetry", way="chart_search")
    assert SAID not in ask(world, "Was methotrexate started?")


def test_the_document_and_the_list_say_in_words_which_parts_differ_and_never_what_they_say(world, page, note):
    browser, own = signed_in(world.okafor), note()
    listed = browser.get(reverse("viewer:chart_detail", args=[world.anna.pk])).content.decode()
    assert listed.count("names another person") == 1
    shown = browser.get(address(page)).content.decode()
    assert "names another person: name, birth date and record number differ from this chart" in shown
    assert "names another person" not in browser.get(address(own)).content.decode()


def test_a_physician_settles_it_with_a_reason_and_takes_that_back(world, page):
    assert settle(world.okafor, page).status_code == 302
    assert "84%" in ask(world, "What was the oximetry at rest?")
    shown = signed_in(world.okafor).get(address(page)).content.decode()
    for words in ("Settled: this page belongs to this patient", "it is about this patient", "Imani Okafor"):
        assert words in shown
    assert settle(world.okafor, page, "settled_by_mistake").status_code == 302
    assert "84%" not in ask(world, "What was the oximetry at rest?")
    rows = IdentitySettlement.objects.values_list("belongs", "reason")
    assert list(rows) == [(True, "about_this_patient"), (False, "settled_by_mistake")]


def test_who_is_no_physician_reads_why_not_and_a_stranger_finds_nothing(world, page):
    patient_grant(patient=world.anna, permission="view_chart", person=world.nurse, actor=SETUP)
    for person, status in ((world.reyes, 403), (world.nurse, 403), (world.lindholm, 404), (world.quill, 404)):
        assert settle(person, page).status_code == status
    refused = settle(world.nurse, page).content.decode()
    assert "may not settle whose page this is, which is for whoever may sign drafts. That takes the role of" in refused
    shown = signed_in(world.nurse).get(address(page)).content.decode()
    assert "may not settle whose page this is" in shown
    assert "<select" not in shown
    page.refresh_from_db()
    assert page.set_aside


def test_in_an_emergency_it_is_read_and_not_settled(world, page):
    break_glass_open(
        person=world.lindholm, patient_id=world.anna.pk, reason_code="other", reason="On call.", actor=SETUP
    )
    assert signed_in(world.lindholm).get(address(page)).status_code == 200
    assert settle(world.lindholm, page).status_code == 403


@pytest.mark.parametrize(
    ("reason", "words"),
    [("", "Choose a reason"), ("no_such", "Choose a reason"), ("settled_by_mistake", "settled this meanwhile")],
)
def test_what_cannot_be_settled_changes_nothing_and_says_why(world, page, reason, words):
    browser = signed_in(world.okafor)
    shown = browser.post(address(page, "document_settle"), {"reason_code": reason}, follow=True).content.decode()
    assert words in shown
    assert not IdentitySettlement.objects.exists()


def test_a_page_that_names_nobody_else_has_nothing_to_settle(world, note):
    browser, own = signed_in(world.okafor), note()
    shown = browser.post(address(own, "document_settle"), {"reason_code": "name_changed"}, follow=True)
    assert "there is nothing to settle" in shown.content.decode()
    assert 'id="doubt"' not in browser.get(address(own)).content.decode()


def test_the_record_of_it_holds_ids_and_kinds_and_cannot_be_changed(world, page):
    settle(world.okafor, page)
    events = {row.action: row for row in AuditEvent.objects.filter(patient_id=str(world.anna.pk))}
    assert events["document_set_aside"].details["differs"] == ["name", "birth_date", "identifier"]
    assert events["document_settled"].details == {"belongs": True, "reason": "about_this_patient"}
    assert not any(word in str(row.details) for row in events.values() for word in ("DOE", "JANE", "1949", "777777"))
    for sql in ("UPDATE chart_identitysettlement SET belongs = false", "DELETE FROM chart_identitysettlement"):
        with pytest.raises(Error, match="stays as it was written"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
