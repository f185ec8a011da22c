"""What a passage denies, and what it says of the past, of a relative or of a future that may not come."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.retrieval.domain.assertion import assertions, assertions_of_facts, is_about_relative

PHRASES = st.lists(
    st.sampled_from(
        [
            "denies", "no", "fever", "history of", "mother", "if", "[PATIENT-1]", "the patient", "but", ",", ".", "\n",
            "ruled out", "2 years ago", "not", "return for", "MI", "gram-negative", "without", "s/p", "; ", "absent",
        ]
    ),
    max_size=40,
).map(" ".join)  # fmt: skip


def said(text, kind, section_kind=""):
    return [text[a.start : a.end] for a in assertions(text, section_kind) if a.kind == kind]


@given(PHRASES | st.text(max_size=200))
def test_spans_lie_inside_the_passage_in_order_and_one_kinds_do_not_overlap(text):
    found = assertions(text)
    assert found == assertions(text)
    assert all(0 <= a.start < a.end <= len(text) for a in found)
    for kind in {a.kind for a in found}:
        assert all(one.end < other.start for one, other in itertools.pairwise(a for a in found if a.kind == kind))


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("Denies fever, wt loss, rash.", ["fever, wt loss, rash"]),
        ("No fever, has cough.", ["fever"]),
        ("No pulmonary embolism; nodule right lower lobe.", ["pulmonary embolism"]),
        ("There is no evidence of fracture but effusion is present.", ["fracture"]),
        ("PE ruled out.", ["PE"]),
        ("Non-healing ulcer on his right foot.", ["healing"]),
        ("Migraine without aura, not intractable.", ["aura", "intractable"]),
        ("Do NOT start until IGRA back.", ["start"]),
        ("No fracture, cannot exclude a tear.", ["fracture"]),
        ("Denies chest pain,\nshortness of breath.", ["chest pain,\nshortness of breath"]),
    ],
)
def test_what_is_denied_is_marked_as_far_as_the_denial_reaches(text, denied):
    assert said(text, "negated") == denied


@pytest.mark.parametrize(
    "text",
    [
        "No change in warfarin.",
        "Gram-negative rods grew.",
        "Walks without difficulty.",
        "Not only pain.",
        "No increase in size",
    ],
)
def test_a_no_that_denies_nothing_marks_nothing(text):
    assert said(text, "negated") == []


@pytest.mark.parametrize(
    ("text", "past"),
    [
        ("History of MI and stroke. Now dyspnea.", ["MI and stroke"]),
        ("Past medical history significant for gout.", ["gout"]),
        ("s/p cholecystectomy 2021, no complications", ["cholecystectomy 2021"]),
        ("He had back surgery 10 years ago.", ["He had back surgery"]),
        ("History of present illness: cough since Monday.", []),
        ("Prior authorization for adalimumab.", []),
        ("A 50-year-old man with an old MI.", ["MI"]),
        ("Past medical history significant for asthma, who presents with cough.", ["asthma"]),
    ],
)
def test_what_is_of_the_past_is_marked(text, past):
    assert said(text, "historical") == past


@pytest.mark.parametrize(
    ("text", "relatives"),
    [
        ("Mother had CAD. Chest pain today.", ["Mother had CAD"]),
        ("Father with MI at 60, the patient has asthma.", ["Father with MI at 60"]),
        ("Seen with her daughter, stiffness is better.", []),
        ("Lives with father. No pets.", []),
        ("Her mother reports that she coughs at night.", []),
        ("Stiff in the morning, brother has psoriasis.", ["brother has psoriasis"]),
        ("Breast cancer, ovarian cancer in maternal aunt.", ["Breast cancer, ovarian cancer in maternal aunt"]),
    ],
)
def test_what_a_relative_has_is_not_the_patients(text, relatives):
    assert said(text, "family") == relatives


def test_a_family_history_is_about_relatives_from_end_to_end():
    assert said("DM2, early MI.", "family", "family_history") == ["DM2, early MI"]
    assert not is_about_relative("DM2, early MI.")


@pytest.mark.parametrize(
    ("text", "supposed"),
    [
        ("Return to ED if fever or chest pain develops.", ["fever or chest pain develops"]),
        ("Tylenol as needed for pain.", ["pain"]),
        ("She is at high risk for falls.", ["falls"]),
        ("If she worsens, start prednisone. Continue MTX.", ["she worsens, start prednisone"]),
        ("Feels as if dizzy.", []),
    ],
)
def test_what_may_never_come_is_marked(text, supposed):
    assert said(text, "hypothetical") == supposed


def test_a_token_of_the_wall_neither_ends_a_denial_nor_counts_as_one():
    assert said("Denies since [DATE-1] any rash.", "negated") == ["since [DATE-1] any rash"]


def test_a_conclusion_among_results_is_read_as_prose_and_a_value_says_its_status_itself():
    text = "Radiographs: Erosions of the right hand. No radiographic evidence of prior tuberculosis. 29 Mar 2024, final"
    said = {a.kind: text[a.start : a.end] for a in assertions_of_facts(text)}
    assert said["negated"] == "prior tuberculosis"
    assert "Erosions" not in "".join(said.values())
    assert assertions_of_facts("HIV Ag/Ab: Negative\nHepatitis C antibody: not detected, 3 Mar 2026") == []


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ("12 mm nodule, cannot exclude primary lung malignancy.", ["primary lung malignancy"]),
        ("r/o PE low prob, anticoagulated", ["PE low prob"]),
        ("PE cannot be excluded.", ["PE"]),
        ("Malignancy not ruled out.", ["Malignancy"]),
    ],
)
def test_what_cannot_be_excluded_is_supposed_and_denied_no_more_than_what_stands_behind_it(text, doubted):
    assert said(text, "hypothetical") == doubted
    assert said(text, "negated") == []


@pytest.mark.parametrize(("text", "denied"), [("MI was excluded.", True), ("Ruled out for MI, DVT.", True)])
def test_what_was_excluded_is_denied(text, denied):
    assert bool(said(text, "negated")) is denied
    assert said(text, "hypothetical") == []
