"""The leak scan: what the other layers left is found by plainer means, and a redacted text has nothing left."""

from hypothesis import given
from hypothesis import strategies as st

from apps.chart.domain.identifiers import IdentifierKind as Recorded
from apps.chart.domain.identifiers import KnownIdentifier
from apps.redaction.concealment import Searcher
from apps.redaction.domain.kinds import Layer
from apps.redaction.leaks import leaks_find
from tests.redaction.test_concealment import conceal

RECORD = [
    KnownIdentifier(Recorded.PATIENT_NAME, "Ottilie Calloway"),
    KnownIdentifier(Recorded.CLINICIAN_NAME, "Dr. Imani Okafor, MD"),
    KnownIdentifier(Recorded.MRN, "00-4471-92"),
    KnownIdentifier(Recorded.PHONE, "802-555-0142"),
]


def left(text):
    return [text[d.start : d.end] for d in leaks_find(text, RECORD)]


def test_names_stuck_to_words_spaced_letter_by_letter_or_folded_are_found():
    assert left("seen: OttilieCalloway, C a l l o w a y, calloway's and drokafor today") == [
        "OttilieCalloway", "C a l l o w a y", "calloway", "drokafor",
    ]  # fmt: skip


def test_numbers_of_the_record_are_found_in_longer_runs_and_other_groupings():
    assert left("id 00 44 71 92; 8-025-550-142; ref 990044719288") == ["00 44 71 92", "8-025-550-142", "990044719288"]


def test_what_is_certain_by_its_shape_is_found_and_tokens_are_not():
    text = "[PATIENT-1], [MRN-1], mail a.b@example.org, SSN 900-44-7192"
    assert left(text) == ["a.b@example.org", "900-44-7192"]


def test_clinical_text_shows_no_leak():
    assert left("[PATIENT-1] has RA; ottawa rules; callus; MTX 20 mg since 2019; DAS28 4.4; HR 80-110") == []


def test_the_other_half_of_a_name_goes_with_the_half_that_was_found():
    text = "discussed with Okafor Lindqvist and others"
    found = Searcher(RECORD).search(text).detections
    assert "Lindqvist" in " ".join(text[d.start : d.end] for d in found)


def test_what_the_scan_finds_is_in_the_one_map_and_names_its_layer():
    text = "noted for C a l l o w a y today"
    (found,) = Searcher(RECORD).search(text).detections
    assert (found.layer, text[found.start : found.end]) == (Layer.SCAN, "C a l l o w a y")


@given(
    st.lists(
        st.sampled_from(["Montañez", "CLARA", "Okafor", "0044 7192", "802.555.0142", "x", " ", ", ", "\n", "20 mg"]),
        max_size=9,
    )
)
def test_a_redacted_text_has_no_leak(pieces):
    from tests.redaction.test_concealment import RECORD as CONCEALED

    assert leaks_find(conceal(" ".join(pieces))[0], CONCEALED) == []
