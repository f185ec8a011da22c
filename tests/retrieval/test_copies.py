"""Carried forward: the earliest note that said it is the source, and whatever changed is no copy."""

import itertools
import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.retrieval.domain.copies import Noted, sources

FIRST = datetime(2025, 1, 1, tzinfo=UTC)
HPI = "Stopped methotrexate in May for nausea. Hgb 9.1, ESR 48. Denies fever. Stiff for two hours every morning."


def noted(name, text, day=0, kind="history_of_present_illness", ordinal=0):
    return Noted(
        f"{name}/{ordinal}", name, FIRST + timedelta(days=day) if day is not None else None, ordinal, kind, text
    )


def source_of(later, earlier=HPI, **changes):
    return sources([noted("a", earlier), noted("b", later, day=1, **changes)])["b/0"]


def test_the_same_words_in_a_later_note_point_to_the_earliest():
    assert sources([noted(name, HPI, day) for name, day in (("c", 9), ("a", 1), ("b", 5))]) == {
        "a/0": None, "b/0": "a/0", "c/0": "a/0",
    }  # fmt: skip


@pytest.mark.parametrize(
    "later",
    [
        HPI.replace(". ", ".\n"),
        "2. " + HPI.upper(),
        "3/12/2026 08:10  " + HPI.replace("Stopped", "The patient stopped"),
        "[PATIENT-1] is a 68-year-old. " + HPI,
        HPI.replace("ESR 48. Denies fever.", "ESR 48."),
        HPI.replace("for two hours every", "for two\nhours every"),
    ],
)
def test_dates_case_layout_list_marks_and_what_was_left_out_make_no_difference(later):
    assert source_of(later) == "a/0"


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        ("Hgb 9.1", "Hgb 12.0"), ("Denies fever", "Fever"), ("methotrexate", "leflunomide"), ("48", "49"),
        ("two hours", "one hour"), ("Stopped", "Started"), ("fever.", "fever. New rash on the left arm."),
        ("Hgb 9.1", "Hgb 91"),
    ],
)  # fmt: skip
def test_a_changed_figure_drug_denial_or_one_sentence_more_is_no_copy(said, changed):
    assert source_of(HPI.replace(said, changed)) is None


def test_a_titer_is_no_time_of_day_and_a_fall_is_no_december():
    earlier = "ANA 1:40 speckled pattern. Platelets 12 decreased since the visit before last, under watch."
    assert source_of(earlier.replace("1:40", "1:20"), earlier) is None
    assert source_of(earlier.replace("12 dec", "15 dec"), earlier) is None


def test_short_phrases_and_other_kinds_of_sections_are_not_compared():
    assert source_of("Lungs clear.", "Lungs clear.") is None
    assert source_of(HPI, kind="family_history") is None


def test_repeating_oneself_in_one_note_is_no_copy():
    assert sources([noted("a", HPI), noted("a", HPI, ordinal=1)]) == {"a/0": None, "a/1": None}


def test_a_passage_cut_elsewhere_is_still_found_in_the_section_it_came_from():
    one, two = HPI.split(" Denies")
    found = sources([noted("a", one), noted("a", f"Denies{two}", ordinal=1), noted("b", HPI, 1)])
    assert found["b/0"] == "a/0"


def test_what_has_no_date_is_nobodys_source_before_what_has_one():
    assert sources([noted("a", HPI, None), noted("b", HPI, 3)]) == {"b/0": None, "a/0": "b/0"}


SENTENCES = st.lists(
    st.sampled_from([*(f"{s}." for s in HPI.split(".") if s), "ESR 48.", "Walks well with a cane outside."]), max_size=6
).map(" ".join)
NOTES = st.lists(st.tuples(SENTENCES, st.integers(0, 4)), max_size=9).map(
    lambda rows: [noted(f"n{i}", text, day) for i, (text, day) in enumerate(rows)]
)


@given(NOTES, st.randoms(use_true_random=False))
def test_every_source_is_earlier_and_its_own_whatever_the_order_of_arrival(notes, order):
    found = sources(notes)
    place = {note.id: note.place for note in notes}
    assert all(found[s] is None and place[s] < place[id_] for id_, s in found.items() if s)
    order.shuffle(notes)
    assert sources(notes) == found


@given(NOTES, st.integers(0, 5))
def test_reading_on_from_a_day_gives_what_reading_it_all_gives(notes, day):
    whole = sources(notes)
    since = FIRST + timedelta(days=day)
    settled = [note for note in notes if note.dated_at < since and whole[note.id] is None]
    later = [note for note in notes if note.dated_at >= since]
    assert sources(later, settled) == {note.id: whole[note.id] for note in later}


def test_a_chart_of_many_notes_from_one_template_is_read_to_its_end():
    numbers = random.Random(7)
    text = "History of asthma and gout. Lives alone with two cats. Weight {} kg and pulse {} today at the clinic."
    notes = [noted(f"n{i:03}", text.format(numbers.randint(60, 64), 70 + i % 3), i) for i in range(700)]
    found = sources(notes)
    kept = {note.sentences for note in notes if found[note.id] is None}
    assert len(kept) == len([s for s in found.values() if s is None]) == 15
    assert all(one != other for one, other in itertools.combinations(kept, 2))
