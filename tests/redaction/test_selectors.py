"""What the rooms above may know: redacted words, ids, offsets, hashes, an age and a sex."""

from dataclasses import fields
from datetime import date

import pytest
from django.http import Http404

from apps.chart.services import patient_grant_remove
from apps.core.canonical import sha256_hex
from apps.redaction.domain.views import RedactedView, SourceSpan, age_on
from apps.redaction.selectors import (
    may_on_patient,
    patient_profile,
    redacted_document_get,
    redacted_documents_visible_to,
    source_span,
)
from apps.redaction.services import document_redact
from tests.redaction.test_services import NOTE, WORKER, store


def redacted(patient, text=NOTE, **changes):
    return document_redact(document_id=store(patient, text, **changes).id, actor=WORKER)


def test_redacted_documents_are_visible_to_who_may_read_the_chart_and_to_nobody_else(world):
    row = redacted(world.anna)
    assert list(redacted_documents_visible_to(world.okafor)) == [row]
    for stranger in (world.lindholm, world.quill, world.admin, world.privacy):
        assert not redacted_documents_visible_to(stranger).exists()


def test_a_right_taken_away_hides_them_at_once(world):
    redacted(world.anna)
    patient_grant_remove(patient=world.anna, permission="view_chart", person=world.okafor, actor=WORKER)
    assert not redacted_documents_visible_to(world.okafor).exists()
    assert not may_on_patient(world.okafor, world.anna.id)


def test_a_redacted_span_leads_to_the_source_characters_and_their_hashes(world):
    row = redacted(world.anna)
    start = row.text.index("methotrexate 15 mg")
    span = source_span(row.id, start, start + 18)
    assert NOTE[span.start : span.end] == "methotrexate 15 mg"
    assert (span.document_id, span.sha256) == (str(row.document_id), sha256_hex(NOTE))
    assert span.quote_sha256 == sha256_hex("methotrexate 15 mg")


def test_a_span_that_cuts_a_token_leads_to_the_whole_identifier(world):
    row = redacted(world.anna, "Anna Lindgren-Sato takes MTX.")
    span = source_span(row.id, 3, row.text.index(" takes"))
    assert (span.start, span.end) == (0, len("Anna Lindgren-Sato"))


@pytest.mark.parametrize(("start", "end"), [(0, 0), (5, 3), (-1, 4), (0, 10_000)])
def test_a_span_that_is_none_is_refused(world, start, end):
    row = redacted(world.anna)
    with pytest.raises(ValueError, match="not a span"):
        source_span(row.id, start, end)


def test_a_document_that_does_not_exist_leads_nowhere(world):
    with pytest.raises(Http404):
        source_span(world.anna.id, 0, 4)


def test_the_index_gets_sections_in_the_redacted_text_and_no_author_name(world):
    view = redacted_document_get(redacted(world.anna, "HPI: Anna came.\n\nPLAN: Dr. Imani Okafor agrees.").id)
    assert [view.text[s.start : s.end] for s in view.sections] == ["[PATIENT-1b] came.", "Dr. [CLINICIAN-1] agrees."]
    assert "author" not in {f.name for f in fields(RedactedView)}
    assert {f.name for f in fields(SourceSpan)} == {"document_id", "sha256", "start", "end", "quote_sha256"}


def test_sections_stay_apart_also_when_a_name_reaches_over_their_border(world):
    view = redacted_document_get(redacted(world.anna, "HPI: seen with Anna\nPLAN: Lindgren-Sato returns").id)
    assert all(one.end <= other.start for one, other in zip(view.sections, view.sections[1:], strict=False))


def test_a_replaced_or_withdrawn_version_says_so(world):
    old = redacted(world.anna, "HPI: one.")
    new = redacted(world.anna, "HPI: two.")
    assert redacted_document_get(old.id).superseded
    assert not redacted_document_get(new.id).superseded


def test_a_profile_tells_age_and_sex_and_everyone_over_89_is_90(world):
    profile = patient_profile(world.anna.id, date(2026, 5, 3))
    assert (profile.age, profile.sex) == (64, "female")
    assert patient_profile(world.anna.id, date(2061, 1, 1)).age == 90


@pytest.mark.parametrize(
    ("day", "age"), [("2026-05-03", 64), ("2026-05-04", 65), ("2051-05-03", 89), ("2051-05-04", 90), ("2070-01-01", 90)]
)
def test_an_age_changes_on_the_birthday_and_stops_at_90(day, age):
    assert age_on(date(1961, 5, 4), date.fromisoformat(day)) == age
