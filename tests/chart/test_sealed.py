"""Nothing of a patient can be read in the tables, moved between them, or opened once the patient's key is gone."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from apps.chart.models import Encounter, Patient, ResourceVersion, Section, SourceDocument
from apps.chart.selectors import patients_by_name
from apps.chart.services import patient_grant
from apps.core.actors import Actor
from apps.core.crypto.cache import KEYS
from apps.core.crypto.errors import KeyDestroyed, SealBroken
from apps.governance.services import data_key_rotate, data_keys_destroy
from apps.redaction.services import document_redact
from tests.factories import make_document, make_patient
from tests.tampering import seal_broken

ACTOR = Actor.service("test")
KNOWN = ("Lindgren-Sato", "Alder Row", "555-0142", "1961-05-04")  # to the record: they stand nowhere readable
UNKNOWN = ("Zuzanna Quennevar", "Quennevar rash")  # what no layer of the wall finds stays in the redacted text
NOTE = "Assessment\nSeen with Zuzanna Quennevar. Quennevar rash since 4 May. Call 555-0142."


def everything() -> dict[str, str]:
    """Return every row of every table as text, as a database's reader would see it."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{table}" AS t')
            found[table] = cursor.fetchone()[0] or ""
    return found


def test_what_names_a_patient_stands_in_no_table_as_readable_text(world):
    document = make_document(world.anna, NOTE)
    document_redact(document_id=document.pk, actor=ACTOR)
    tables = everything()
    assert str(world.anna.pk) in tables["chart_patient"]
    record = {table: text for table, text in tables.items() if table.startswith(("chart_", "intake_"))}
    assert readable(tables, KNOWN) == readable(record, UNKNOWN) == set()


def readable(tables: dict[str, str], canaries: Sequence[str]) -> set[tuple[str, str]]:
    return {
        (table, canary)
        for table, text in tables.items()
        for canary in canaries
        if canary in text or canary.encode().hex() in text
    }


def test_and_yet_all_of_it_is_there_for_who_may_see_it(world):
    document = SourceDocument.objects.get(pk=make_document(world.anna, NOTE).pk)
    patient = Patient.objects.get(pk=world.anna.pk)
    assert (patient.given_name, patient.family_name, str(patient.birth_date)) == ("Anna", "Lindgren-Sato", "1961-05-04")
    assert (document.text, document.title, document.author) == (NOTE, "Progress note", "")
    assert patient.body["address"][0]["line"] == ["14 Alder Row"]
    assert [section.title for section in document.sections.all()] == ["Assessment"]


@pytest.mark.parametrize("column", ["family_name_sealed", "body_sealed", "birth_date_sealed"])
def test_a_value_put_under_another_patient_does_not_open(world, column):
    Patient.objects.filter(pk=world.berta.pk).update(**{column: getattr(world.anna, column)})
    with pytest.raises(SealBroken, match="does not open"):
        getattr(Patient.objects.get(pk=world.berta.pk), column.removesuffix("_sealed"))


def test_a_value_put_into_another_column_of_its_own_row_does_not_open(world):
    Patient.objects.filter(pk=world.anna.pk).update(given_name_sealed=world.anna.family_name_sealed)
    with pytest.raises(SealBroken, match="moved there from another row"):
        Patient.objects.get(pk=world.anna.pk).given_name  # noqa: B018


def test_a_document_exchanged_for_another_of_the_same_patient_does_not_open(world):
    one, two = make_document(world.anna, "Stable."), make_document(world.anna, "Worse.", "DocumentReference/2")
    with seal_broken("chart_sourcedocument"):
        SourceDocument.objects.filter(pk=one.pk).update(text_sealed=two.text_sealed)
    with pytest.raises(SealBroken):
        SourceDocument.objects.get(pk=one.pk).text  # noqa: B018


def test_a_destroyed_key_closes_one_chart_with_a_sentence_and_no_other(world, client):
    make_document(world.anna, NOTE)
    other = make_patient(world.cedar, "dora", "Dora", "Berg", "1980-01-01")
    grant_view(other, world.okafor)
    data_keys_destroy(subjects=[world.anna.pk], reason_code="retention", patient_id=world.anna.pk, actor=ACTOR)
    for rows, name in ((SourceDocument.objects, "text"), (ResourceVersion.objects, "body")):
        with pytest.raises(KeyDestroyed):
            getattr(rows.filter(patient=world.anna)[0], name)
    with pytest.raises(KeyDestroyed):
        Section.objects.filter(document__patient=world.anna)[0].title  # noqa: B018
    client.force_login(world.okafor)
    closed = client.get(reverse("viewer:chart_detail", args=[world.anna.pk]))
    assert (closed.status_code, "key was destroyed" in closed.content.decode()) == (400, True)
    charts = client.get(reverse("viewer:charts")).content.decode()
    assert ("Dora Berg" in charts, "Lindgren" in charts) == (True, False)
    assert client.get(reverse("viewer:chart_detail", args=[other.pk])).status_code == 200


def grant_view(patient: Patient, person: Any) -> None:
    patient_grant(patient=patient, permission="view_chart", person=person, actor=ACTOR)


def test_a_new_key_version_seals_what_comes_and_leaves_what_stands(world):
    old = make_document(world.anna, "Before.")
    assert data_key_rotate(subject=world.anna.pk, actor=ACTOR) == 2
    new = make_document(world.anna, "After.", "DocumentReference/2")
    KEYS.forget_all()
    documents = SourceDocument.objects.in_bulk([old.pk, new.pk])
    assert [documents[pk].text for pk in (old.pk, new.pk)] == ["Before.", "After."]
    assert [bytes(documents[pk].text_sealed)[4] for pk in (old.pk, new.pk)] == [1, 2]


def test_an_encounter_hides_who_saw_the_patient(world):
    row = Encounter(organization=world.cedar, patient=world.anna, source_system="t", source_id="e", status="finished")
    row.provider = "Dr. Zuzanna Quennevar"
    row.save()
    assert Encounter.objects.get(pk=row.pk).provider == "Dr. Zuzanna Quennevar"
    assert "5175656e6e65766172" not in everything()["chart_encounter"]


def test_a_value_is_not_sealed_for_a_row_that_has_no_owner_yet():
    with pytest.raises(ValueError, match="its id and its owner first"):
        Encounter().provider = "Dr. Ruiz"


# Finding patients


@pytest.mark.parametrize("words", ["lindg", "ANNA sato", "Lindgren-Sato", "1961-05-04", "05/04/1961", "mrn-"])
def test_a_patient_is_found_by_parts_of_the_name_the_mrn_or_the_birth_date(world, words):
    assert list(patients_by_name(world.okafor, words)) == [world.anna]


@pytest.mark.parametrize("words", ["Berta", "lindgren berta", "1961-05-05", "Vasquez"])
def test_nobody_is_found_by_other_words_or_beyond_the_fence(world, words):
    assert list(patients_by_name(world.okafor, words)) == []


@pytest.mark.parametrize(
    ("words", "found"), [("Sato", True), ("sato anna", True), ("1961-05-04", True), ("lindg", False)]
)
def test_in_a_very_long_list_whole_words_are_found_by_their_blind_index(world, monkeypatch, words, found):
    monkeypatch.setattr("apps.chart.searching.MOST_OPENED", 0)
    assert list(patients_by_name(world.okafor, words)) == ([world.anna] if found else [])


def test_charts_stand_in_the_order_of_their_names_whatever_their_accents(world):
    for source_id, given, family in (("p", "Eva", "Ólafsdóttir"), ("q", "Eva", "Abel"), ("r", "Bo", "Abel")):
        grant_view(make_patient(world.cedar, source_id, given, family, "1980-01-01"), world.okafor)
    names = [f"{patient.given_name} {patient.family_name}" for patient in patients_by_name(world.okafor)]
    assert names == ["Bo Abel", "Eva Abel", "Anna Lindgren-Sato", "Eva Ólafsdóttir"]


def test_two_organizations_cannot_see_that_they_share_a_patient(world):
    twin = make_patient(world.brightwater, "anna", "Anna", "Lindgren-Sato", "1961-05-04")
    assert twin.mrn == world.anna.mrn
    assert not set(twin.name_index) & set(world.anna.name_index)
    assert (twin.mrn_index, twin.birth_date_index) != (world.anna.mrn_index, world.anna.birth_date_index)
