"""Edits typed by code: what a change concerns, in our own words, and what no wording may turn into style."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from apps.review.domain.edit_kinds import KINDS, EditGroup, EditKind, class_of, group_of, offered, settled
from apps.review.domain.edit_typing import claim_kinds, edit_kinds
from apps.review.domain.status import ClaimState, EditClass, Outcome
from apps.review.domain.wording import edit_class

MTX = "Methotrexate 20 mg weekly was taken from April to September 2024 and failed."
PAIRS = [
    (MTX, MTX.replace("20 mg", "15 mg"), "dose"),
    (MTX, MTX.replace("weekly", "daily"), "dose"),
    (MTX, MTX.replace("20 mg weekly ", ""), "dose"),
    (MTX, MTX.replace("20 mg", "20 g"), "unit"),
    (MTX, MTX.replace("Methotrexate", "Leflunomide"), "drug"),
    (MTX, MTX.replace("September", "May"), "date"),
    (MTX, MTX.replace("failed", "did not fail"), "negation"),
    ("Prednisone 5 mg by mouth.", "Prednisone 5 mg intravenously.", "dose"),
    ("Metformin 500 mg bid.", "Metformin 500 mg tid.", "dose"),
    ("Methotrexate was stopped after 5 doses.", "Methotrexate was stopped after 6 doses.", "dose"),
    ("Adalimumab every 2 weeks.", "Adalimumab every 4 weeks.", "dose"),
    ("CRP 12 mg/L.", "CRP 12 mg/dL.", "unit"),
    ("CDAI 31.", "CDAI 13.", "number"),
    ("Hemoglobin 12 g/dL.", "Hemoglobin 10 g/dL.", "number"),
    ("Weight 80 kg.", "Weight 90 kg.", "number"),
    ("SpO2 < 88 %.", "SpO2 > 88 %.", "number"),
    ("2 of 5 joints are swollen.", "5 of 2 joints are swollen.", "number"),
    ("Seen on 3 Oct 2024.", "Seen on 30 Oct 2024.", "date"),
    ("Physical therapy for 6 months.", "Physical therapy for 3 months.", "date"),
    ("Effusion of the left knee.", "Effusion of the right knee.", "laterality"),
    ("Left knee and right hip hurt.", "Right knee and left hip hurt.", "laterality"),
    ("Swelling LLE.", "Swelling RLE.", "laterality"),
    ("No rash.", "Rash.", "negation"),
    ("Anti-CCP positive.", "Anti-CCP negative.", "negation"),
    ("She never took it.", "She took it.", "negation"),
    ("She has lupus.", "She has probable lupus.", "certainty"),
    ("Lupus is suspected.", "Lupus is confirmed.", "certainty"),
    ("The patient may have lupus.", "The patient has lupus.", "certainty"),
    ("Diagnosis M05.79.", "Diagnosis M05.89.", "code"),
    ("ICD-10-CM E11.", "ICD-10-CM E10.", "code"),
    ("CPT 72148 is requested.", "CPT 72149 is requested.", "code"),
    ("HCPCS J0135.", "HCPCS J0139.", "code"),
    ("NDC 12345-6789-01.", "NDC 12345-6789-02.", "code"),
    ("NPI 1234567893.", "NPI 1245319599.", "code"),
    ("Criterion 2a is met.", "Criterion 2b is met.", "criterion"),
    ("Criterion 2a is met.", "Criterion 2a is not met.", "criterion negation"),
    ("[PATIENT-1] has asthma.", "[PATIENT-2] has asthma.", "identity"),
    ("She has asthma.", "He has asthma.", "identity"),
    ("A 63-year-old woman.", "A 36-year-old woman.", "identity"),
    ("Work is limited.", "Work is limited by morning stiffness.", "addition"),
    ("Work is limited by morning stiffness.", "Work is limited.", "removal"),
    ("Osteopenia.", "Osteoporosis.", "meaning"),
    ("She was treated.", "She is treated.", "meaning"),
    ("No rash or fever.", "No rash and fever.", "meaning"),
    ("The rash was generalized.", "Rash, was generalized", "style"),
    (MTX, "Leflunomide was stopped after 5 doses because of nausea.", "date dose drug meaning"),
    (MTX, MTX, ""),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "kinds"), PAIRS)
def test_a_change_is_typed_by_what_it_concerns(before, after, kinds):
    assert " ".join(sorted(edit_kinds(before, after))) == kinds


MIRRORED = {EditKind.ADDITION: EditKind.REMOVAL, EditKind.REMOVAL: EditKind.ADDITION}


@pytest.mark.parametrize(("before", "after", "_"), PAIRS)
def test_the_way_back_concerns_the_same(before, after, _):
    there = {MIRRORED.get(kind, kind) for kind in edit_kinds(before, after)}
    assert there == edit_kinds(after, before)


SENTENCES = st.lists(
    st.sampled_from(["Methotrexate", "20", "mg", "weekly", "the", "left", "knee", "no", "rash", ",", "3 Oct 2024",
                     "probable", "criterion 2a", "met", "[PATIENT-1]", "she", "M05.79", "."]), max_size=9,
).map(" ".join)  # fmt: skip


@given(SENTENCES, SENTENCES)
def test_style_stands_alone_and_only_where_no_fact_changed(before, after):
    kinds = edit_kinds(before, after)
    assert (kinds == {EditKind.STYLE}) == (edit_class(before, after) is EditClass.STYLE)
    assert EditKind.STYLE not in kinds or len(kinds) == 1
    assert bool(kinds) == (before != after)
    assert class_of(kinds) is edit_class(before, after)


@given(SENTENCES, st.integers(0, 99999), st.integers(0, 99999))
def test_other_digits_are_never_style(sentence, one, other):
    assume(one != other)
    kinds = edit_kinds(f"{sentence} {one}", f"{sentence} {other}")
    assert kinds
    assert EditKind.STYLE not in kinds
    assert class_of(kinds) is EditClass.SUBSTANTIVE


ACTS = st.lists(st.tuples(st.sampled_from([*ClaimState, None]), SENTENCES, SENTENCES), max_size=5)


@given(ACTS, st.randoms(use_true_random=False))
def test_what_a_decision_concerns_does_not_hang_on_the_order_of_its_claims(acts, random):
    mixed = list(acts)
    random.shuffle(mixed)
    assert united(acts) == united(mixed)
    assert group_of(united(acts)) is group_of(united(mixed))


def united(acts):
    return frozenset().union(*(claim_kinds(*act) for act in acts))


def test_a_removed_claim_is_taken_out_and_a_confirmed_or_waived_one_is_no_change():
    assert claim_kinds(ClaimState.REMOVED, "x", "x") == {EditKind.REMOVAL}
    assert not claim_kinds(ClaimState.CONFIRMED, "x", "x")
    assert not claim_kinds(ClaimState.WAIVED, "x", "x")
    assert not claim_kinds(None, "x", "x")


def test_an_edit_of_a_sentence_whose_source_no_longer_resolves_concerns_the_source_too():
    assert claim_kinds(ClaimState.EDITED, "CDAI 31.", "CDAI 13.", is_broken=True) == {
        EditKind.NUMBER,
        EditKind.CITATION,
    }
    assert not claim_kinds(ClaimState.CONFIRMED, "CDAI 31.", "CDAI 31.", is_broken=True)


def test_every_kind_has_a_name_and_counts_as_one_class():
    assert set(KINDS) == set(EditKind)
    assert {words.group for words in KINDS.values()} == set(EditGroup) - {EditGroup.NONE, EditGroup.REJECTED}
    assert class_of([]) is EditClass.NONE
    assert class_of([EditKind.STYLE, EditKind.CITATION]) is EditClass.STYLE
    assert class_of([EditKind.STYLE, EditKind.DATE]) is EditClass.SUBSTANTIVE
    assert group_of([EditKind.DATE, EditKind.DOSE]) is EditGroup.SAFETY
    assert group_of([EditKind.STYLE], Outcome.REJECT) is EditGroup.REJECTED


@pytest.mark.parametrize(
    ("proposed", "chosen", "meant"),
    [
        ("dose", "dose style", "style"),  # one tap on "wording only" is enough
        ("style", "style dose", "dose"),  # and so is one tap on anything else
        ("style", "style", "style"),
        ("dose", "dose drug", "dose drug"),
        ("dose", "", ""),
    ],
)
def test_one_tap_corrects_what_was_proposed(proposed, chosen, meant):
    as_kinds = (frozenset(map(EditKind, words.split())) for words in (proposed, chosen, meant))
    before, tapped, expected = as_kinds
    assert settled(before, tapped) == expected


@given(st.frozensets(st.sampled_from(EditKind)))
def test_every_kind_is_within_reach_once_and_the_proposed_stand_first(proposed):
    first, rest = offered(proposed)
    assert sorted((*first, *rest)) == sorted(EditKind)
    assert set(first[: len(proposed)]) == proposed
