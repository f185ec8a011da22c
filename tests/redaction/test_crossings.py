"""What a text must lose before it leaves, the line in the ledger, and the answer's way home."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from apps.audit.models import AuditEvent
from apps.core import clock
from apps.core.actors import Actor
from apps.redaction.boundary_secrets import reference_of, shift_days
from apps.redaction.domain.boundary import Purpose, Receiver
from apps.redaction.domain.dates import read
from apps.redaction.domain.kinds import BoundaryPolicy
from apps.redaction.models import BoundaryCrossing, BoundarySecret, Surrogate
from apps.redaction.reidentify import Sight, output_return, text_restore
from apps.redaction.selectors import crossings_of_draft
from apps.redaction.services import (
    crossing_record,
    document_redact,
    outputs_admit,
    text_conceal,
    texts_prepare,
)
from tests.factories import make_document

WORKER = Actor.service("worker")
LOCAL, HOSTED = BoundaryPolicy.LOCAL, BoundaryPolicy.HOSTED
NOTE = "Anna Lindgren-Sato 👩‍⚕️ seen 2026-03-04,\r\n\tthen March 18th; MTX Apr-Sep 2024.\nDr. Imani Okafor, 555-0142."


def prepare(patient, *texts, policy=HOSTED, days=()):
    return texts_prepare(patient_id=patient.pk, texts=texts, policy=policy, days=days, actor=WORKER)


def concealed(patient, text=NOTE):
    return text_conceal(patient_id=patient.pk, text=text, actor=WORKER)


def test_inside_the_perimeter_a_redacted_text_crosses_as_it_is(world):
    text = concealed(world.anna)
    prepared = prepare(world.anna, text, policy=LOCAL, days=[date(2026, 3, 4)])
    assert prepared.texts == (text,)
    assert prepared.days == (date(2026, 3, 4),)
    assert not BoundarySecret.objects.exists()


def test_what_leaves_keeps_its_tokens_and_loses_its_dates(world):
    text = concealed(world.anna)
    prepared = prepare(world.anna, text)
    shown = prepared.texts[0]
    assert "2026-03-04" not in shown
    assert "March 18th" not in shown
    assert "[DATE-1]" in shown  # "Apr-Sep 2024" is no single date
    for token in ("[PATIENT-1]", "[CLINICIAN-1]", "[PHONE-1]"):
        assert shown.count(token) == text.count(token)


def test_the_days_between_two_events_are_the_same_on_the_other_side(world):
    prepared = prepare(world.anna, "On 2026-03-04 and 2026-03-18.", days=[date(2026, 4, 1)])
    first, second = (date.fromisoformat(word.rstrip(".")) for word in prepared.texts[0].split()[1::2])
    assert second - first == timedelta(days=14)
    assert prepared.days[0] - second == timedelta(days=14)


def test_a_patients_dates_always_move_alike_by_whole_weeks_into_the_past(world):
    days = shift_days(world.anna.pk)
    assert days == shift_days(world.anna.pk) < 0
    assert days % 7 == 0
    moved = read(prepare(world.anna, "2026-03-04").texts[0], clock.today()).value
    assert date(moved.year, moved.month, moved.day) - date(2026, 3, 4) == timedelta(days=days)


def test_the_maps_lead_from_what_crossed_back_to_the_redacted_text(world):
    text = concealed(world.anna)
    prepared = prepare(world.anna, text)
    for replaced in prepared.maps[0].replacements:
        assert prepared.texts[0][replaced.redacted_start : replaced.redacted_end] == replaced.token
    where = prepared.texts[0].index("[PHONE-1]")
    start, end = prepared.maps[0].to_source(where, where + len("[PHONE-1]"))
    assert text[start:end] == "[PHONE-1]"


def test_no_reference_of_one_organization_is_one_of_another(world):
    cedar, brightwater = (reference_of(org.pk, world.anna.pk) for org in (world.cedar, world.brightwater))
    assert cedar == reference_of(world.cedar.pk, world.anna.pk)
    assert cedar != brightwater
    assert str(world.anna.pk) not in cedar


def test_a_day_without_a_year_moves_with_the_whole_date_it_repeats(world):
    prepared = prepare(world.anna, "First dose 2024-02-20.", "Dose on Feb 20; labs 2/20 fine, pain 2/10.")
    first, again = prepared.texts
    day = date.fromisoformat(first.split()[-1].rstrip("."))
    assert f"{day:%b} {day.day}" in again
    assert f"labs {day.month}/{day.day} fine, pain 2/10." in again


def test_what_only_this_crossing_concealed_reads_again_in_the_answer_as_it_did(world):
    prepared = prepare(world.anna, concealed(world.anna))
    (home,) = outputs_admit(patient_id=world.anna.pk, texts=["[PATIENT-1] had MTX [DATE-1]."], sent=prepared)
    assert home.text == "[PATIENT-1] had MTX Apr-Sep 2024."


def test_an_answer_comes_home_as_redacted_text_with_the_dates_of_the_record(world):
    prepared = prepare(world.anna, concealed(world.anna))
    shown = read(next(it.shown_text for it in prepared.sent_dates if it.meant_text == "2026-03-04"), clock.today())
    day = date(shown.value.year, shown.value.month, shown.value.day)
    answer = f"[PATIENT-1] was seen on {day:%B} {day.day}, {day.year} by [CLINICIAN-9]."
    (home,) = outputs_admit(patient_id=world.anna.pk, texts=[answer], sent=prepared)
    month = "Mar" if f"{day:%B}" == f"{day:%b}" else "March"  # May is its own short form
    assert home.text == f"[PATIENT-1] was seen on {month} 4, 2026 by [CLINICIAN-9]."
    assert [home.text[it.start : it.end] for it in home.unresolved] == ["[CLINICIAN-9]"]


def test_an_answer_is_put_into_the_words_of_the_record_for_who_may_see_it_alone(world):
    prepared = prepare(world.anna, concealed(world.anna))
    shown = next(it.shown_text for it in prepared.sent_dates if it.meant_text == "2026-03-04")
    answer = {"patient_id": world.anna.pk, "text": f"[PATIENT-1] on {shown}.", "sent": prepared}
    assert (
        output_return(sight=Sight(world.okafor, Purpose.REVIEW), **answer).text == "Anna Lindgren-Sato on 2026-03-04."
    )
    stranger = output_return(sight=Sight(world.lindholm, Purpose.REVIEW), **answer)
    assert "Anna" not in stranger.text
    assert "2026-03-04" not in stranger.text


def test_who_may_not_see_the_chart_gets_the_tokens(world):
    text = concealed(world.anna, "Anna Lindgren-Sato")
    for stranger in (world.lindholm, world.quill, world.privacy):
        assert text_restore(sight=Sight(stranger, Purpose.REVIEW), patient_id=world.anna.pk, text=text) == text


def record(world, prepared, spans=()):
    return crossing_record(
        draft_id=uuid4(), fence=1, patient_id=world.anna.pk, receiver=Receiver("hosted", "A model", "models.example"),
        prepared=prepared, sha256="a" * 64, spans=spans, actor=WORKER,
    )  # fmt: skip


def test_a_crossing_says_what_was_concealed_by_which_layer_and_what_crossed(world):
    redacted = document_redact(document_id=make_document(world.anna, NOTE).pk, actor=WORKER)
    prepared = prepare(world.anna, redacted.text)
    line = record(world, prepared, [(str(redacted.pk), 0, len(redacted.text))])
    assert line.found["PATIENT"] == {"known": 1}
    assert sum(line.found["DATE"].values()) == 3
    assert line.dates_shifted == 2
    assert line.tokens == {"CLINICIAN": 1, "DATE": 1, "PATIENT": 1, "PHONE": 1}
    event = AuditEvent.objects.get(action="boundary_crossed")
    assert event.details["host"] == "models.example"
    assert event.details["draft_id"] == str(line.draft_id)
    assert list(crossings_of_draft(line.draft_id)) == [line]


def test_what_was_cut_out_of_a_document_is_all_that_counts(world):
    redacted = document_redact(document_id=make_document(world.anna, NOTE).pk, actor=WORKER)
    end = redacted.text.index("seen")
    line = record(world, prepare(world.anna, redacted.text[:end], policy=LOCAL), [(str(redacted.pk), 0, end)])
    assert line.found == {"PATIENT": {"known": 1}}


def test_the_ledger_holds_no_value_and_no_row_of_it_can_be_changed_or_removed(world):
    line = record(world, prepare(world.anna, concealed(world.anna)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM redaction_boundarycrossing AS t")
        row = cursor.fetchone()[0]
    assert not [surrogate.original for surrogate in Surrogate.objects.all() if surrogate.original in row]
    for change in (lambda: BoundaryCrossing.objects.update(sha256="b"), line.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
