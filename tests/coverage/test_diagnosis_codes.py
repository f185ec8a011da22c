"""Diagnosis codes are looked up in the table of ICD-10-CM (anchors row 33): a doubt is a sentence, never a refusal."""

import pytest
from django.core.management import call_command

from apps.coverage.models import DiagnosisCode
from apps.coverage.selectors import diagnosis_doubts, diagnosis_titles

FEWEST = 90_000


def row(code, title, *, whole):
    DiagnosisCode.objects.create(code=code, title=title, is_whole=whole, release="table 1")


@pytest.fixture
def small_table(db):
    row("M05.7", "Rheumatoid arthritis with rheumatoid factor without organ involvement", whole=False)
    row("M05.79", "Rheumatoid arthritis with rheumatoid factor of multiple sites", whole=True)


def test_a_code_of_the_table_raises_no_doubt_and_has_its_title(small_table):
    assert diagnosis_doubts(["M05.79"]) == ()
    assert diagnosis_titles(["M05.79", "M05.97"]) == {
        "M05.79": "Rheumatoid arthritis with rheumatoid factor of multiple sites"
    }


def test_two_digits_changed_places_and_a_heading_are_said_in_a_sentence(small_table):
    swapped, heading = diagnosis_doubts(["M05.97", "M05.79", "M05.7", "M05.97"])
    assert swapped == "M05.97 is not in ICD-10-CM as it is loaded here (table 1). Check the code."
    assert heading.startswith("M05.7 (Rheumatoid arthritis")
    assert "heading" in heading


def test_without_a_table_it_is_said_that_only_the_shape_was_checked(db):
    assert diagnosis_doubts(["M05.79"]) == (
        "No table of ICD-10-CM is loaded here, so the diagnosis codes were checked for their shape only.",
    )
    assert diagnosis_doubts([]) == ()


def test_the_installed_table_replaces_the_one_before_whole(small_table):
    row("Q99.99", "Of an older release", whole=True)
    call_command("codes_load")
    assert DiagnosisCode.objects.count() > FEWEST
    assert diagnosis_doubts(["M05.79", "J96.11", "G43.709", "S72.001A"]) == ()
    unknown, heading = diagnosis_doubts(["Q99.99", "S72.001"])
    assert "Q99.99 is not in ICD-10-CM" in unknown
    assert "heading" in heading
