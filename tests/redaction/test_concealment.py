"""All layers together: what goes in comes back, and no identifier of the record is left in between."""

from hypothesis import given
from hypothesis import strategies as st

from apps.chart.domain.identifiers import IdentifierKind as Recorded
from apps.chart.domain.identifiers import KnownIdentifier
from apps.redaction.concealment import Searcher
from apps.redaction.domain.mapping import redact
from apps.redaction.domain.tokens import restore

RECORD = [
    KnownIdentifier(Recorded.PATIENT_NAME, "Clara Montañez"),
    KnownIdentifier(Recorded.CLINICIAN_NAME, "Dr. Imani Okafor, MD"),
    KnownIdentifier(Recorded.MRN, "00-4471-92"),
    KnownIdentifier(Recorded.PHONE, "802-555-0142"),
    KnownIdentifier(Recorded.BIRTH_DATE, "1968-02-14"),
]
SEARCHER = Searcher(RECORD)
PIECES = [
    "Clara Montañez",
    "MONTANEZ, CLARA",
    "Montan\u0303ez's",
    "Okafor",
    "00447192",
    "(802) 555-0142",
    "2/14/68",
    "[PATIENT-1]",
    "[PHONE-1b]",
    "[",
    "]",
    "-1]",
    "Dr.",
    "Mrs. Bell",
    "a@b.example.org",
    "93 y/o",
    "methotrexate 20 mg",
    "👩\u200d⚕️",
    "e\u0301",
    "\r\n",
    "\n",
    "\t",
    " ",
    ", ",
    ": ",
    "MRN",
    "555-01",
    "Signed by: Jo Hale, MD",
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=16).map("".join)


def conceal(text):
    """Return the redacted text and what each of its tokens stands for."""
    originals, spans = {}, []
    for found in SEARCHER.search(text).detections:
        token = f"[{found.kind.value}-{len(originals) + 1}]"
        originals[token] = text[found.start : found.end]
        spans.append((found.start, found.end, found.kind, found.layer, token))
    return redact(text, spans)[0], originals


@given(TEXTS)
def test_restoring_gives_back_every_character(text):
    redacted, originals = conceal(text)
    assert restore(redacted, originals) == (text, ())


@given(st.lists(st.sampled_from([" ", "\n", ", ", "; ", "\r\n", " 👩\u200d⚕️ ", "\t"]), min_size=2, max_size=8))
def test_no_identifier_of_the_record_is_left_whatever_stands_between(gaps):
    text = "".join(f"{gap}{piece}" for gap, piece in zip(gaps, PIECES, strict=False)) + " "
    redacted, _ = conceal(text)
    assert not [
        word for word in ("Clara", "CLARA", "Monta", "MONTANEZ", "Okafor", "00447192", "555-0142") if word in redacted
    ]


def test_lines_of_a_rendered_resource_stay_lines_and_facts_do_not_run_together():
    searcher = Searcher([KnownIdentifier(Recorded.ORGANIZATION, "Alder Clinic Endocrinology"), *RECORD])
    text = "Visit at Alder Clinic\nEndocrinology office visit with Clara\nMontañez"
    found = [text[d.start : d.end] for d in searcher.search(text, by_line=True).detections]
    assert found == ["Alder Clinic", "Clara", "Montañez"]


def test_a_name_over_two_lines_of_a_note_is_taken_out_line_by_line():
    text = "seen: Clara\n  Montañez today"
    assert [text[d.start : d.end] for d in SEARCHER.search(text).detections] == ["Clara", "Montañez"]


def test_departments_that_sign_notes_are_taken_out_whole_and_never_word_by_word():
    names = ("Alder Breast Cancer Center", "Cancer", "Alder Hollow Laboratory")
    searcher = Searcher([KnownIdentifier(Recorded.CLINICIAN_NAME, name) for name in names])
    text = "breast cancer; Laboratory results; Alder Breast Cancer Center; Cancer staging"
    assert [text[d.start : d.end] for d in searcher.search(text).detections] == ["Alder Breast Cancer Center"]
