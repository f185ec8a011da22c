"""What people corrected, against what the layers found: the latest act counts, the more precise one first."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from apps.redaction.domain.corrections import Act, Correction, Corrections, Scope, words_around
from apps.redaction.domain.detection import Detection, settle
from apps.redaction.domain.kinds import IdentifierKind, Layer
from apps.redaction.models import RedactionCorrection
from apps.redaction.selectors import redaction_in_use
from apps.redaction.services import correction_make, document_redact, text_conceal
from tests.factories import SETUP, make_document, make_world

# A pet name that is a clinical word: the layers leave it alone, and have to.
TEXT = "Tibia came. Bell palsy. Tibia left."
PERSON = IdentifierKind.PERSON


def correction(act, scope, start, end, document="d1"):
    return Correction(Act(act), Scope(scope), PERSON, document, start, end, TEXT[start:end])


def spans(corrections, document="d1", found=()):
    detections = [Detection(start, end, PERSON, Layer.NAMES) for start, end in found]
    settled = settle([*detections, *corrections.find(TEXT, document_id=document)])
    return [(one.start, one.end) for one in corrections.keep(TEXT, settled, document_id=document)]


def test_a_missed_word_of_the_chart_is_found_everywhere_and_one_of_a_document_only_there():
    everywhere = Corrections([correction("missed", "patient", 0, 5)])
    here = Corrections([correction("missed", "document", 0, 5)])
    assert spans(everywhere) == spans(everywhere, "d2") == [(0, 5), (24, 29)]
    assert (spans(here), spans(here, "d2")) == ([(0, 5)], [])


def test_a_lifted_word_stays_in_the_text_whoever_finds_it():
    lifted = Corrections([correction("lifted", "patient", 12, 16)])
    assert spans(lifted, "d2", found=[(12, 16)]) == []
    assert spans(lifted, "d2", found=[(12, 22)]) == [(12, 22)]


def test_the_latest_act_on_a_word_counts():
    missed, lifted = correction("missed", "patient", 0, 5), correction("lifted", "patient", 24, 29, "d2")
    assert spans(Corrections([missed, lifted]), "d3") == []
    assert spans(Corrections([lifted, missed]), "d3") == [(0, 5), (24, 29)]


def test_an_act_on_a_place_beats_one_on_the_whole_chart():
    lifted, here = correction("lifted", "patient", 24, 29, "d2"), correction("missed", "document", 0, 5)
    assert spans(Corrections([here, lifted])) == [(0, 5)]
    kept = Corrections([correction("missed", "patient", 24, 29, "d2"), correction("lifted", "document", 0, 5)])
    assert spans(kept) == [(24, 29)]


def test_what_looks_like_a_token_is_never_lifted():
    text = "[PATIENT-1] came"
    lifted = Corrections([Correction(Act.LIFTED, Scope.DOCUMENT, PERSON, "d1", 0, 11, text[:11])])
    token = Detection(0, 11, IdentifierKind.LITERAL, Layer.LITERAL)
    assert lifted.keep(text, [token], document_id="d1") == [token]


@given(st.text(), st.integers(0, 40), st.integers(0, 40))
def test_chosen_words_are_whole_and_inside_the_text(text, start, end):
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    left, right = words_around(text, start, end)
    assert 0 <= left <= right <= len(text)
    if left < right:
        assert text[left].isalnum()
        assert text[right - 1].isalnum()
        assert left == 0 or not text[left - 1].isalnum()
        assert right == len(text) or not text[right].isalnum()


@pytest.fixture
def made(world):
    document = make_document(world.anna, TEXT)
    redacted = document_redact(document_id=document.pk, actor=SETUP)
    return correction_make(
        redacted_document_id=redacted.pk, act=Act.MISSED, scope=Scope.PATIENT, start=1, end=4, kind=PERSON,
        person=world.privacy, actor=SETUP,
    )  # fmt: skip


def test_a_chosen_part_of_a_word_is_the_whole_word(made):
    assert (made.correction.start, made.correction.end) == (0, 5)


def test_a_document_has_no_redaction_in_use_until_it_is_made_again(made):
    assert redaction_in_use(made.correction.document_id) is None
    again = document_redact(document_id=made.correction.document_id, actor=SETUP)
    assert (again.generation, again.current) == (2, True)
    assert again.text == "[PERSON-1] came. Bell palsy. [PERSON-1] left."
    assert again.layer_counts == {"correction": 2}


def test_another_name_of_the_patient_is_the_patient(world):
    document = make_document(world.anna, "Anna came. Tibia left.")
    redacted = document_redact(document_id=document.pk, actor=SETUP)
    correction_make(
        redacted_document_id=redacted.pk, act=Act.MISSED, scope=Scope.DOCUMENT, start=11, end=16,
        kind=IdentifierKind.PATIENT, person=world.privacy, actor=SETUP,
    )  # fmt: skip
    again = document_redact(document_id=document.pk, actor=SETUP)
    assert again.text == "[PATIENT-1b] came. [PATIENT-1c] left."


def test_what_somebody_types_about_the_patient_is_corrected_too(world, made):
    assert text_conceal(patient_id=world.anna.pk, text="Tibia again", actor=SETUP) == "[PERSON-1] again"
    assert text_conceal(patient_id=world.berta.pk, text="Tibia again", actor=SETUP) == "Tibia again"


def test_a_correction_stays_as_it_was_made_and_holds_no_word_of_the_chart(made):
    rows = RedactionCorrection.objects.filter(pk=made.correction.pk)
    for change in (lambda: rows.update(kind="PLACE"), rows.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert "Tibia" not in str(rows.values().get())


def wait_for_somebody_who_waits():
    """Return once another session waits for the patient's lock."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            if cursor.fetchone()[0]:
                return


@pytest.mark.django_db(transaction=True)
def test_what_is_corrected_while_another_document_is_being_redacted_is_in_it():
    world = make_world()
    first, second = make_document(world.anna, TEXT), make_document(world.anna, "Tibia called.", "x/2")
    redacted = document_redact(document_id=first.pk, actor=SETUP)

    def redact():
        try:
            return document_redact(document_id=second.pk, actor=SETUP).text
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            correction_make(
                redacted_document_id=redacted.pk, act=Act.MISSED, scope=Scope.PATIENT, start=0, end=5, kind=PERSON,
                person=world.privacy, actor=SETUP,
            )  # fmt: skip
            running = pool.submit(redact)
            wait_for_somebody_who_waits()
        assert running.result() == "[PERSON-1] called."
