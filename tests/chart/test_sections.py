"""Notes split into sections: headers as people write them, nothing lost between them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.chart.domain.documents import SectionKind
from apps.chart.domain.sections import split
from apps.chart.domain.sections.titles import SPELLINGS, kind_of_title


def outline(text: str) -> list[tuple[str, str]]:
    return [(section.kind.value, text[section.start : section.end]) for section in split(text)]


NOTES = {
    "markdown": ("# Chief Complaint\n- Thirst\n\n# Allergies\nNone.", [("chief_complaint", "- Thirst"), ("allergies",
    "None.")]),
    "inline": ("HPI: 54F with RA.\nMeds: MTX 20 mg weekly", [("history_of_present_illness", "54F with RA."),
    ("medications", "MTX 20 mg weekly")]),
    "capitals": ("CHIEF COMPLAINT\n\nKnee pain.\n\nPHYSICAL EXAM\nWarm.", [("chief_complaint", "Knee pain."),
    ("physical_exam", "Warm.")]),
    "a colon alone": ("Family History:\nMother RA.\nROS:\nneg", [("family_history", "Mother RA."),
    ("review_of_systems", "neg")]),
    "abbreviations": ("A&P\nRA: continue.\nFH: none", [("assessment_and_plan", "RA: continue.\nFH: none")]),
    "slashes": ("ASSESSMENT/PLAN: stable", [("assessment_and_plan", "stable")]),
    "bold": ("**Assessment:**\nstable\n__Plan__\nsame", [("assessment", "stable"), ("plan", "same")]),
    "underlined": ("Plan\n----\nMTX", [("plan", "----\nMTX")]),
    "text before the first header": ("Seen today.\n\nHPI: well", [("other", "Seen today."),
    ("history_of_present_illness", "well")]),
    "numbered problems stay in the plan": (
        "A/P:\n1. RA: continue MTX\n2. HTN\n# Gout - flare\nLabs: CBC in 2 wk\n",
        [("assessment_and_plan", "1. RA: continue MTX\n2. HTN\n# Gout - flare\nLabs: CBC in 2 wk")],
    ),
    "a lab table is no header": ("LABS\nWBC 10.2\nHGB 11.9\n", [("results", "WBC 10.2\nHGB 11.9")]),
    "NKDA is no header": ("ALLERGIES\nNKDA\n", [("allergies", "NKDA")]),
    "parts of an exam stay in it": ("Exam:\nHEENT: nl\nCV: RRR\nNeuro: intact", [("physical_exam",
    "HEENT: nl\nCV: RRR\nNeuro: intact")]),
    "windows line ends": ("HPI:\r\nwell\r\n", [("history_of_present_illness", "well")]),
    "no header at all": ("Called patient. Doing well.", [("other", "Called patient. Doing well.")]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NOTES.values(), ids=NOTES)
def test_a_note_is_split_where_its_writer_split_it(text: str, expected: list[tuple[str, str]]) -> None:
    assert outline(text) == expected


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("History of Present Illness:", SectionKind.HISTORY_OF_PRESENT_ILLNESS),
        ("Current Medications (reviewed)", SectionKind.MEDICATIONS),
        ("Pertinent Labs", SectionKind.RESULTS),
        ("Patient's Instructions", SectionKind.INSTRUCTIONS),
        ("a & p", SectionKind.ASSESSMENT_AND_PLAN),
        ("Weather", None),
    ],
)
def test_a_title_is_known_by_its_words(title: str, kind: SectionKind | None) -> None:
    assert kind_of_title(title) is kind


def test_no_title_has_two_kinds() -> None:
    titles = [
        title.strip()
        for spelled in SPELLINGS.values()
        for title in " ".join(spelled.split()).split(";")
        if title.strip()
    ]
    assert sorted({title for title in titles if titles.count(title) > 1}) == []


HEADERS = st.sampled_from(
    ["HPI: ", "# Plan\n", "MEDICATIONS\n", "A&P:\n", "Exam:", "\n\n", "1. RA\n", "Seen by: ", "**Labs**\n", "---\n"]
)
TEXTS = st.lists(st.one_of(HEADERS, st.text(max_size=20)), max_size=12).map("".join)


@given(TEXTS)
def test_sections_are_ordered_disjoint_and_lose_no_text(text: str) -> None:
    sections = split(text)
    ends = 0
    for section in sections:
        assert ends <= section.start <= section.end <= len(text)
        between = text[ends : section.start]
        assert not between.strip() or section.title.strip("*_ :#") in between
        ends = section.end
    assert not text[ends:].strip("\ufeff").strip()
