"""Passages: inside one section, under the window, at sentence and line ends, and nothing lost."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from apps.retrieval.domain.chunking import PASSAGE_SIZE, WINDOW_SIZE, SectionSpan, chunks, size, windows

WORDS = st.sampled_from(
    ["pain", "the", "12.5", "mg/dL", "No", "stop.", "Ok?", "Hb", "[PATIENT-1]", "—", "naïve", "1,250/uL", "a"]
)
TEXT = st.lists(st.tuples(WORDS, st.sampled_from([" ", " ", " ", ". ", "\n", "\n\n", "\r\n", "\t"])), max_size=300).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)


def whole(text):
    return [SectionSpan("other", "", 0, len(text))]


@given(TEXT, st.booleans())
def test_every_word_of_a_section_is_in_a_passage_and_no_passage_is_empty(text, structured):
    found = chunks(text, whole(text), structured=structured)
    covered = {offset for c in found for offset in range(c.start, c.end)}
    assert all(offset in covered for offset, character in enumerate(text) if not character.isspace())
    assert all(text[c.start : c.end] == text[c.start : c.end].strip() != "" for c in found)


@given(TEXT)
def test_a_passage_of_a_note_stays_under_the_window(text):
    for c in chunks(text, whole(text), structured=False):
        words = text[c.start : c.end].split()
        assert size(text[c.start : c.end]) <= PASSAGE_SIZE or len(words) == 1


@given(TEXT)
def test_the_windows_of_a_passage_hold_all_its_words_in_order_without_overlap(text):
    spans = windows(text)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
    assert all(size(text[start:end]) <= WINDOW_SIZE or len(text[start:end].split()) == 1 for start, end in spans)


@given(TEXT)
def test_a_line_of_a_rendered_resource_is_never_split(text):
    found = chunks(text, whole(text), structured=True)
    for c in found:
        assert (
            c.start == 0
            or text[: c.start].rstrip(" \t\r\n") == ""
            or "\n" in text[: c.start].split(text[: c.start].rstrip())[-1]
        )
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


def test_passages_never_cross_a_section_and_carry_its_kind():
    text = "Stopped MTX. Nausea.\nLungs clear."
    sections = [SectionSpan("plan", "Plan", 0, 20), SectionSpan("physical_exam", "Exam", 21, 33)]
    found = chunks(text, sections, structured=False)
    assert [(text[c.start : c.end], c.section_kind) for c in found] == [
        ("Stopped MTX. Nausea.", "plan"),
        ("Lungs clear.", "physical_exam"),
    ]


def test_a_long_section_is_cut_at_sentences_and_says_none_of_them_twice():
    text = " ".join(f"Sentence number {'x' * (i % 7)} about dose {i} ends here." for i in range(80))
    found = chunks(text, whole(text), structured=False)
    assert len(found) > 3
    assert all(text[c.start : c.end].endswith("here.") for c in found)
    assert all(one.end < other.start for one, other in itertools.pairwise(found))


def test_a_sentence_longer_than_the_window_is_cut_between_words():
    text = "word " * 1000
    found = chunks(text, whole(text), structured=False)
    assert all(size(text[c.start : c.end]) <= PASSAGE_SIZE for c in found)
    assert {text[c.start : c.start + 4] for c in found} == {"word"}


def test_figures_weigh_more_than_words_because_the_embedder_reads_them_digit_by_digit():
    assert size("1250 mg") > size("dose mg")


def test_a_decimal_point_or_an_abbreviation_before_a_small_letter_ends_no_sentence():
    text = "Dose 2.5 mg p.o. daily. " * 30
    assert all(
        not text[c.start : c.end].startswith(("5 mg", "daily")) for c in chunks(text, whole(text), structured=False)
    )
