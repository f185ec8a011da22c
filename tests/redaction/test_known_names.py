"""Names of the record, in the ways people write them; and the words that are spelled like names."""

import pytest

from apps.redaction.domain.detection import settle
from apps.redaction.domain.known.matcher import KnownMatcher

RUTH = ("patient_name", "Ruth Ann Calloway")


def found(text, *identifiers):
    """Return what of a text is taken out."""
    return [text[d.start : d.end] for d in settle(KnownMatcher(identifiers).find(text))]


@pytest.mark.parametrize(
    "written",
    [
        "Ruth Calloway",
        "Ruth Ann Calloway",
        "Ruth A. Calloway",
        "RUTH CALLOWAY",
        "ruth calloway",
        "Calloway, Ruth",
        "CALLOWAY, RUTH A.",
        "Calloway Ruth",
        "R. Calloway",
        "R Calloway",
        "R.A. Calloway",
        "Calloway, R.",
        "Ruth C.",
        "Calloway",
        "Ruth",
        "Ruth\nCalloway",
        "Ruth  Calloway",
        "Ruth\r\n   Calloway",
        "Rùth Cállowáy",
        "Callo-\nway",
        "Ruth\u00a0Calloway",
        "Cal\u00adloway",
    ],
)
def test_a_name_is_found_however_it_is_written(written):
    assert found(f"Seen: {written} in clinic.", RUTH) == [written]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Calloway's knee", "Calloway"), ("Calloway’s knee", "Calloway"), ("the Calloways’ house", "Calloways")],
)
def test_a_possessive_leaves_its_ending_and_a_plural_goes(text, expected):
    assert found(text, RUTH) == [expected]


def test_a_letter_with_its_accent_is_taken_out_whole():
    assert found("Montan\u0303ez came", ("patient_name", "Clara Montañez")) == ["Montan\u0303ez"]
    assert found("Montanez came", ("patient_name", "Clara Montañez")) == ["Montanez"]
    assert found("MONTAÑEZ, CLARA", ("patient_name", "Clara Montañez")) == ["MONTAÑEZ, CLARA"]


@pytest.mark.parametrize(
    "text",
    [
        "Parkinson's disease since 2019",
        "parkinson disease",
        "Crohn's flare",
        "PARKINSON DISEASE",
        "Bell's palsy",
        "bell shaped curve",
        "Bells palsy",
        "May 2026",
        "in May",
        "White blood cells 7.2",
        "WHITE COUNT",
        "young woman",
        "Young adult",
        "Babinski sign negative",
    ],
)
def test_clinical_words_and_eponyms_stay_even_when_the_patient_is_called_so(text):
    names = [
        ("patient_name", n)
        for n in ("James Parkinson", "Ida Crohn", "Tom Bell", "May White", "Jo Young", "Al Babinski")
    ]
    assert found(text, *names) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Parkinson has Parkinson's disease", ["Parkinson"]),
        ("Parkinson reports tremor", ["Parkinson"]),
        ("James Parkinson, tremor", ["James Parkinson"]),
        ("Parkinson, James", ["Parkinson, James"]),
    ],
)
def test_an_eponym_is_taken_out_where_it_stands_as_the_patients_name(text, expected):
    assert found(text, ("patient_name", "James Parkinson")) == expected


@pytest.mark.parametrize("text", ["NG tube placed", "ng/mL", "LI cancer", "his li p"])
def test_a_short_name_is_found_only_as_a_name(text):
    assert found(text, ("patient_name", "Bo Ng"), ("patient_name", "Wei Li")) == []
    assert found("Mr. Ng and Li", ("patient_name", "Bo Ng"), ("patient_name", "Wei Li")) == ["Ng", "Li"]


def test_titles_and_credentials_of_the_record_are_no_part_of_the_name():
    clinician = ("clinician_name", "Dr. Imani Okafor, MD")
    assert found("Dr. Okafor saw her; I. Okafor signed", clinician) == ["Okafor", "I. Okafor"]
    assert found("Medication given by the doctor, MD on call", clinician) == []


def test_parts_of_a_double_name_and_particles_are_known():
    assert found("Mrs. Sato, LINDGREN SATO", ("patient_name", "Anna Lindgren-Sato")) == ["Sato", "LINDGREN SATO"]
    assert found("van der Berg and the van", ("patient_name", "Jan van der Berg")) == ["van der Berg"]


def test_a_name_inside_another_word_stays():
    assert found("Ruthenium, callowayite, unRuth", RUTH) == []


def test_a_name_that_looks_like_the_plural_of_a_word_is_still_a_name():
    assert found("per Vance/Reyes, reyes noted", ("clinician_name", "Dr. Paloma Reyes, MD")) == ["Reyes"]


@pytest.mark.parametrize("text", ["a strand of hair", "double strand breaks", "the graves were near"])
def test_a_family_name_in_small_letters_is_the_word_it_is(text):
    name = "Ingrid Strand" if "strand" in text else "Otto Graves"
    assert found(text, ("patient_name", name)) == []


def test_a_full_name_of_words_in_small_letters_is_found_behind_what_announces_it():
    assert found("msg from rose hill today", ("patient_name", "Rose Hill")) == ["rose hill"]
    assert found("she rose, hill or not", ("patient_name", "Rose Hill")) == []


def test_the_apostrophe_of_a_name_may_be_left_out():
    assert found("OBRADY called; O’Brady", ("patient_name", "Ann O'Brady")) == ["OBRADY", "O’Brady"]


@pytest.mark.parametrize("sent", ["- | Ruth Calloway", "-- Ruth Calloway", "Ruth - Calloway", "/ Ruth / Calloway /"])
def test_a_sender_who_puts_strokes_into_a_name_hides_nobody_and_stops_nothing(sent):
    assert found("Seen: Ruth Calloway in clinic. No rash - none.", ("clinician_name", sent)) == ["Ruth Calloway"]


@pytest.mark.parametrize("sent", ["-", " - | - ", "...", "|"])
def test_strokes_alone_are_nobodys_name(sent):
    assert found("Seen in clinic - no rash | none...", ("clinician_name", sent)) == []
