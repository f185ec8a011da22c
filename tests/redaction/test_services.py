"""The wall as the belts use it: documents and typed text in, redacted text and a way back out."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from apps.audit.models import AuditEvent
from apps.chart.domain.documents import DocumentKind
from apps.chart.services import document_store
from apps.core.actors import Actor
from apps.core.canonical import sha256_hex
from apps.redaction.domain.boundary import Purpose
from apps.redaction.domain.mapping import RedactionMap
from apps.redaction.models import RedactedDocument, Surrogate
from apps.redaction.reidentify import Sight, pairs_restore, text_restore, texts_restore
from apps.redaction.services import document_redact, documents_redact, text_conceal

WORKER = Actor.service("worker")
NOTE = """Progress note — Dr. Imani Okafor
Anna Lindgren-Sato (MRN 00-1234-56, DOB 4 May 1961) came with her husband.
HPI: Ms. Lindgren-Sato takes methotrexate 15 mg weekly 👩‍⚕️ since 12 Mar 2024; call 555-0142.
Plan: Lindgren-Sato, Anna: continue. She says "[PATIENT-1]" was on her letter."""


def look(world):
    return Sight(world.okafor, Purpose.REVIEW)


def store(patient, text, *, series="DocumentReference/1", title="Progress note"):
    return document_store(
        organization=patient.organization, patient=patient, encounter=None, source_system="test", series=series,
        kind=DocumentKind.PROGRESS_NOTE, title=title, dated_at=None, text=text, actor=WORKER,
    )[0]  # fmt: skip


def test_a_document_leaves_its_identifiers_and_keeps_its_medicine(world):
    redacted = document_redact(document_id=store(world.anna, NOTE).id, actor=WORKER)
    for identifier in ("Anna", "Lindgren", "Sato", "Okafor", "1234", "1961", "555-0142"):
        assert identifier not in redacted.text
    assert "[PATIENT-1] (MRN [MRN-" in redacted.text
    assert "takes methotrexate 15 mg weekly 👩‍⚕️ since 12 Mar 2024" in redacted.text


def test_every_replaced_span_can_be_found_again_in_the_source(world):
    document = store(world.anna, NOTE)
    redacted = document_redact(document_id=document.id, actor=WORKER)
    originals = {row.token: row.original for row in Surrogate.objects.all()}
    for r in RedactionMap.from_rows(redacted.map).replacements:
        assert redacted.text[r.redacted_start : r.redacted_end] == r.token
        assert document.text[r.source_start : r.source_end] == originals[r.token]


def test_restoring_a_redacted_text_gives_the_source_character_for_character(world):
    document = store(world.anna, NOTE)
    redacted = document_redact(document_id=document.id, actor=WORKER)
    assert text_restore(sight=look(world), patient_id=world.anna.id, text=redacted.text) == document.text


def test_a_token_typed_by_a_person_is_not_taken_for_the_patient(world):
    concealed = text_conceal(patient_id=world.anna.id, text="[PATIENT-1] is Anna Lindgren-Sato", actor=WORKER)
    assert concealed == "[LITERAL-1] is [PATIENT-1]"
    assert (
        text_restore(sight=look(world), patient_id=world.anna.id, text=concealed) == "[PATIENT-1] is Anna Lindgren-Sato"
    )


def test_the_same_person_has_the_same_number_in_every_document(world):
    one = document_redact(document_id=store(world.anna, "Seen by Dr. Imani Okafor.").id, actor=WORKER)
    two = document_redact(document_id=store(world.anna, "Dr. Imani Okafor agrees.", series="x/2").id, actor=WORKER)
    assert one.text == "Seen by Dr. [CLINICIAN-1]."
    assert two.text == "Dr. [CLINICIAN-1] agrees."


def test_a_document_is_redacted_once_and_each_time_it_is_says_so_in_the_log(world):
    document = store(world.anna, NOTE)
    assert document_redact(document_id=document.id, actor=WORKER) == document_redact(
        document_id=document.id, actor=WORKER
    )
    event = AuditEvent.objects.get(action="document_redacted")
    assert event.patient_id == str(world.anna.id)
    assert event.details["document_id"] == str(document.id)


def test_titles_roles_and_section_titles_are_redacted_too(world):
    document = store(world.anna, "Lindgren-Sato Family:\nher mother is well\n", title="Note for Anna Lindgren-Sato")
    redacted = document_redact(document_id=document.id, actor=WORKER)
    assert redacted.title == "Note for [PATIENT-1]"
    assert "Lindgren" not in str(redacted.sections)


def test_many_documents_of_several_patients_come_back_in_the_order_asked_for(world):
    ids = [
        store(world.anna, "Anna came.").id,
        store(world.berta, "Berta came.").id,
        store(world.anna, "Again.", series="x/2").id,
    ]
    redacted = documents_redact(document_ids=[*ids, ids[0]], actor=WORKER)
    assert [row.document_id for row in redacted] == [*ids, ids[0]]
    assert [row.patient_id for row in redacted[:2]] == [world.anna.id, world.berta.id]


def test_an_unknown_document_is_refused_and_nothing_is_written(world):
    with pytest.raises(KeyError):
        documents_redact(document_ids=[store(world.anna, NOTE).id, world.anna.id], actor=WORKER)
    assert not RedactedDocument.objects.exists()
    assert not Surrogate.objects.exists()


def test_one_patients_tokens_mean_nothing_for_another(world):
    text_conceal(patient_id=world.anna.id, text="call 555-0101", actor=WORKER)
    restored = pairs_restore(sight=look(world), pairs=[(world.anna.id, "[PHONE-1]"), (world.berta.id, "[PHONE-1]")])
    assert [r.text for r in restored] == ["555-0101", "[PHONE-1]"]
    assert [r.unresolved for r in restored] == [(), ("[PHONE-1]",)]


def test_many_texts_are_restored_with_one_query(world, django_assert_num_queries):
    text_conceal(patient_id=world.anna.id, text="Anna, 555-0101", actor=WORKER)
    with django_assert_num_queries(1):
        restored = texts_restore(
            sight=look(world), patient_id=world.anna.id, texts=["[PHONE-1]", "[PATIENT-1b]", "none"]
        )
    assert [r.text for r in restored] == ["555-0101", "Anna", "none"]


def test_text_without_identifiers_passes_unchanged(world):
    text = "Hold methotrexate; recheck CBC in 2 weeks."
    assert text_conceal(patient_id=world.anna.id, text=text, actor=WORKER) == text


@pytest.mark.django_db(transaction=True)
def test_workers_that_redact_at_the_same_moment_hand_out_each_number_once():
    from tests.factories import make_world

    world = make_world()
    ids = [store(world.anna, f"Call 555-01{i:02d}, then 555-0199.", series=f"x/{i}").id for i in range(8)]

    def redact(document_id):
        try:
            return document_redact(document_id=document_id, actor=WORKER).text
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        texts = list(pool.map(redact, ids))
    assert Surrogate.objects.filter(kind="PHONE").count() == 9
    assert len({text.split(", then ")[1] for text in texts}) == 1


def test_the_redacted_text_carries_the_digests_that_bind_it(world):
    document = store(world.anna, NOTE)
    redacted = document_redact(document_id=document.id, actor=WORKER)
    assert redacted.source_sha256 == document.sha256 == sha256_hex(NOTE)
    assert redacted.sha256 == sha256_hex(redacted.text)
