"""What stands in a quotation, and what does not though it stands beside it."""

from dataclasses import replace

from apps.retrieval.domain.asking import Asked, words_asked
from apps.retrieval.domain.evidence import Found, scores_of
from apps.retrieval.domain.quoting import nearest_of, quotes_of

SCORES = scores_of([0.6, 0.1, 0.0, 0.1, 0.2])
MARITAL = [Asked("marital", "marit", 1), Asked("status", "status", 2)]
RENDERED = Found(
    "1", "Sex: female\nMRN: [MRN-1]\nSocial security number: [SSN-1]\nMarital status: Married\nPhone: [PHONE-1]", 0.4,
    structured=True,
)  # fmt: skip


def quoted(asked, found, of=quotes_of):
    return [found.text[one.start : one.end] for one in of(asked, [found], SCORES)]


def test_a_quotation_of_a_rendering_is_one_line_and_shows_no_number_that_was_not_asked_for():
    assert quoted(MARITAL, RENDERED) == ["Marital status: Married"]
    number = [Asked("social", "social", 1), Asked("security", "secur", 1)]
    assert quoted(number, RENDERED) == ["Social security number: [SSN-1]"]


def test_a_line_of_a_note_that_only_names_who_it_is_about_is_left_out_of_its_quotation():
    told = "Widowed, her marital status was told by a\nneighbour."
    note = replace(RENDERED, structured=False, text=f"{told}\nMRN [MRN-1]")
    assert quoted(MARITAL, note) == [told]
    assert quoted(MARITAL, replace(note, text="MRN [MRN-1]\nMarital status widowed.")) == ["Marital status widowed."]


def test_a_whole_fact_of_a_rendering_is_quoted_however_many_sentences_it_has():
    fact = "Adalimumab 40 mg. First dose in office. · ordered 6 Nov 2026 · by [CLINICIAN-1]"
    dose = [Asked("adalimumab", "adalimumab", 1)]
    assert quoted(dose, replace(RENDERED, text=f"Folic acid 1 mg · active\n{fact}")) == [fact]


def test_what_holds_nothing_of_the_question_is_no_nearest_passage_and_a_part_of_it_is():
    asked = [Asked("thyroid", "thyroid", 1), Asked("surgery", "surgeri", 0)]
    firm = Found("1", "Thyroid firm, no nodule.", 0.4)
    assert quoted(asked, firm, nearest_of) == ["Thyroid firm, no nodule."]
    assert quoted(asked, replace(firm, text="Hand pain, OA likely.", dense=0.9), nearest_of) == []


def test_a_passage_that_is_near_in_meaning_is_quoted_unless_it_only_tells_a_number_of_the_patient():
    asked = [Asked("phone", "phone", 2), Asked("evening", "even", 1)]
    answer, near = Found("1", "Phone her son.", 0.4), Found("2", "Reach her by mobile after work.", 0.9)
    header = Found("3", "[PATIENT-1], 35 M, [MRN-1], arrived by car.", 0.9)
    assert {one.passage_id for one in quotes_of(asked, [answer, near], SCORES)} == {"1", "2"}
    assert {one.passage_id for one in quotes_of(asked, [answer, header], SCORES)} == {"1"}


def test_the_genitive_of_a_word_that_only_asks_asks_nothing():
    assert words_asked("What is the patient's phone number?") == ["what", "is", "the", "phone"]
