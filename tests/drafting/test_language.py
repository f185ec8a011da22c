"""What the rules make of clinical English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.drafting.domain.language.assertion import negated_stems, sides
from apps.drafting.domain.language.dates import date_mentions, masked
from apps.drafting.domain.language.quantities import quantities
from apps.drafting.domain.language.sentences import sentences
from apps.drafting.domain.language.words import stem
from apps.retrieval.domain.assertion import is_about_relative, is_hedged, is_planned


@given(st.text(max_size=400))
def test_every_sentence_stands_where_it_says(text: str) -> None:
    for sentence in sentences(text):
        assert text[sentence.start : sentence.end] == sentence.text
        assert any(character.isalnum() for character in sentence.text)


def test_a_note_is_cut_into_what_can_be_quoted() -> None:
    text = "A/P\n1. RA, active. MTX 20 mg wkly, failed. Cr 0.84.\n- D/w Dr. Okafor: hold LEF\n"
    assert [s.text for s in sentences(text)] == [
        "A/P", "RA, active.", "MTX 20 mg wkly, failed.", "Cr 0.84.", "D/w Dr. Okafor: hold LEF",
    ]  # fmt: skip


def test_a_wrapped_line_is_one_sentence() -> None:
    text = "She has been taking leflunomide every day since the third of June and\nfills it on time. No infections."
    assert sentences(text)[0].plain.endswith("and fills it on time.")


@pytest.mark.parametrize("stamp", ["Printed 06/09/2026", "Printed on: 6/9/26 4:15 PM", "page 2 of 3", "Faxed 6/9/2026"])
def test_the_stamp_of_a_printer_is_no_part_of_what_the_page_says(stamp: str) -> None:
    assert [s.text for s in sentences(f"{stamp} She has a rash.\n")] == ["She has a rash."]
    assert [s.text for s in sentences("Received 6/9/2026 two units.\n")] == ["Received 6/9/2026 two units."]


@pytest.mark.parametrize(
    ("text", "year", "month", "day"),
    [
        ("seen 12 Mar 2024.", 2024, 3, 12),
        ("12-Mar-2024", 2024, 3, 12),
        ("3/12/24", 2024, 3, 12),
        ("on 2024-03-12T08:00", 2024, 3, 12),
        ("March 2024", 2024, 3, None),
        ("4/2025", 2025, 4, None),
        ("Tue 16 Apr, no problem", None, 4, 16),
        ("osteopenia 2015.", 2015, None, None),
    ],
)
def test_a_date_is_read_as_far_as_it_is_given(text: str, year: int | None, month: int | None, day: int | None) -> None:
    (mention,) = date_mentions(text)
    assert (mention.year, mention.month, mention.day) == (year, month, day)


def test_a_dose_is_no_date_and_a_date_is_no_dose() -> None:
    assert date_mentions("sacubitril/valsartan 49/51 mg") == []
    assert [q.written for q in quantities("MTX 20 mg weekly since 16 Apr 2024")] == ["20 mg"]
    assert len(masked("on 12 Mar 2024")) == len("on 12 Mar 2024")


def test_a_vague_date_agrees_with_an_exact_one_but_not_the_other_way_round() -> None:
    vague, exact = date_mentions("Mar 2024")[0], date_mentions("12 Mar 2024")[0]
    assert vague.agrees_with(exact)
    assert not exact.agrees_with(vague)


@pytest.mark.parametrize(
    ("text", "denied", "kept"),
    [
        ("Denies fever, wt loss, rash.", "rash", "denies"),
        ("No pulmonary embolism; nodule right lower lobe.", "embolism", "nodule"),
        ("TIA ruled out.", "attack", "xyz"),
        ("Migraine without aura, active", "aura", "active"),
        ("No change in warfarin", "xyz", "warfarin"),
        ("Not in failure but volume overloaded", "failure", "overloaded"),
    ],
)
def test_what_is_denied_is_known_and_what_is_not_stays(text: str, denied: str, kept: str) -> None:
    negated = negated_stems(text)
    assert denied == "xyz" or stem(denied) in negated
    assert stem(kept) not in negated


def test_who_is_meant_and_how_sure_the_words_are() -> None:
    assert is_about_relative("Sister Hana - DVT and PE age 52")
    assert not is_about_relative("Seen with her daughter, stiffness is better")
    assert is_hedged("possible early erosion")
    assert not is_hedged("erosion at the second metacarpal head")
    assert is_planned("will start adalimumab")
    assert not is_planned("takes leflunomide every day")


@pytest.mark.parametrize(
    ("text", "named"),
    [("R breast ca", {"right"}), ("LEFT L5", {"left"}), ("MCP 2-4 bilat", {"both"}), ("LR 2 L", {"left"})],
)
def test_the_side_is_read_from_notes(text: str, named: set[str]) -> None:
    assert sides(text) == named
