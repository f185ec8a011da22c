"""Why this passage: one line in words, out of what was stored."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.retrieval.domain.dictionary import ExpansionKind
from apps.retrieval.domain.expansion import Expansion
from apps.retrieval.domain.terms import terms_of
from apps.retrieval.domain.why import GONE, Origin, Place, name_of, ordinal, why

MTX = Expansion("methotrexate", 9, 21, ("MTX", "amethopterin"), ExpansionKind.ABBREVIATION, "dictionary")
NOTE = Origin("Assessment", "Progress note", date(2026, 3, 12))
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Nd"]), max_size=30)
ORIGINS = st.builds(Origin, WORDS, WORDS, st.none(), WORDS, st.integers(1, 40), st.booleans())
PLACES = st.builds(
    Place, WORDS, st.integers(1, 50), st.integers(50, 5000), st.booleans(), st.lists(WORDS).map(tuple), st.booleans()
)


def test_the_line_says_what_it_holds_what_it_is_where_it_stood_and_how_many_say_the_same():
    origin = Origin("Assessment", "Progress note", date(2026, 3, 12), "Physician", copies=3)
    place = Place("Trial of methotrexate.", 2, 212, True, ("failed", "MTX"), expansion=(MTX,))
    assert why(origin, place) == (
        'Holds "failed" and "MTX" (methotrexate); assessment in progress note of 12 Mar 2026, by Physician; '
        '2nd of 212 passages for "Trial of methotrexate"; newest of 3 copies.'
    )


def test_what_was_found_by_meaning_alone_says_so_and_what_was_left_out_too():
    line = why(NOTE, Place("Trial", 14, 20, False, (), shares_words=False))
    assert line.startswith("Near in meaning, without a word of the question; ")
    assert line.endswith('14th of 20 passages for "Trial", not among the answers.')


def test_a_passage_of_a_summary_explains_itself_by_section_date_and_author():
    origin = Origin("Medications", "Medications", None, "Pharmacist")
    assert why(origin, None, read=212) == (
        "Medications, undated, by Pharmacist; read with all 212 passages of the chart."
    )


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("Pharmacist", ", by Pharmacist"), ("Nurse practitioner", ", by Nurse practitioner"),
        ("Pulmonary disease specialist", ", by Pulmonary disease specialist"), ("[PERSON-2]", ", by [PERSON-2]"),
        ("Pulmonary disease", ", Pulmonary disease"), ("Allergy/Immunology", ", Allergy/Immunology"), ("", ""),
    ],
)  # fmt: skip
def test_a_person_wrote_a_passage_and_a_field_of_medicine_only_stands_beside_it(role, words):
    assert name_of(Origin("Plan", "Progress note", date(2026, 3, 12), role)) == (
        f"Plan in progress note of 12 Mar 2026{words}"
    )


def test_words_are_named_and_bare_numbers_only_where_there_is_no_word():
    assert why(NOTE, Place("Trial", 1, 2, True, ("6", "10", "CDAI"))).startswith('Holds "CDAI"; ')
    assert why(NOTE, Place("Trial", 1, 2, True, ("6", "10"))).startswith('Holds "6" and "10"; ')


def test_a_day_that_the_title_says_is_not_said_twice():
    assert name_of(Origin("Scores", "Results, 12 Mar 2026", date(2026, 3, 12))) == "Scores in results, 12 Mar 2026"
    assert name_of(Origin("", "", None)) == "A passage of the chart, undated"


def test_what_was_purged_is_said_to_be_gone():
    assert why(None, None) == why(None, Place("Trial", 1, 2, True)) == GONE
    assert "a question that was purged" in why(NOTE, Place("", 1, 2, True))


def test_a_long_question_is_cut_between_words_and_many_terms_are_counted():
    line = why(NOTE, Place("word " * 40, 1, 2, True, tuple("abcdef")))
    assert '"d" and 2 more' in line
    assert 'word …"' in line


@given(st.none() | ORIGINS, st.none() | PLACES, st.integers(0, 5000))
def test_the_line_is_never_empty_and_names_no_number_but_ranks_and_counts(origin, place, read):
    line = why(origin, place, read=read)
    assert line.endswith(".")
    assert "\n" not in line
    numbers = {int(number) for number in re.findall(r"\d+", line)}
    counts = {origin.copies if origin else 0, read}
    if place:
        counts |= {place.rank, place.candidates, len(place.matched) - 4}
    assert numbers <= counts


def test_ordinals():
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 112)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th",
    ]  # fmt: skip


def test_the_terms_of_a_question_are_its_words_and_what_was_added_each_once():
    assert terms_of("Trial of Methotrexate, trial", (MTX,)) == ["Trial", "of", "Methotrexate", "MTX", "amethopterin"]
