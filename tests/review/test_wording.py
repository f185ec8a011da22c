import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.review.domain.edit_typing import keeps_facts
from apps.review.domain.status import EditClass
from apps.review.domain.wording import changes, edit_class

BEFORE = "Methotrexate 20 mg weekly was taken from April to September 2024 and failed."


def kinds(before, after):
    return [(change.kind, change.text) for change in changes(before, after)]


def test_neighbouring_words_change_together():
    assert kinds("taken from April 2024", "started on 16 Apr 2024") == [
        ("del", "taken from April"),
        ("ins", "started on 16 Apr"),
        ("same", " 2024"),
    ]


def test_a_sentence_written_anew_is_shown_whole():
    assert kinds("Methotrexate was taken for six months.", "She never started it, by her own account.") == [
        ("del", "Methotrexate was taken for six months."),
        ("ins", "She never started it, by her own account."),
    ]


@given(st.text("ab 1.", max_size=30), st.text("ab 1.", max_size=30))
def test_the_way_leads_from_one_text_to_the_other(before, after):
    way = changes(before, after)
    assert "".join(change.text for change in way if change.kind != "ins") == before
    assert "".join(change.text for change in way if change.kind != "del") == after


@pytest.mark.parametrize(
    "after",
    [
        BEFORE.replace("20 mg", "15 mg"),
        BEFORE.replace("20 mg", "20 g"),
        BEFORE.replace("September", "May"),
        BEFORE.replace("failed", "did not fail"),
        BEFORE.replace("was", "is"),
        BEFORE.replace("weekly", "daily"),
        BEFORE.replace("Methotrexate", "Leflunomide"),
    ],
)
def test_a_changed_dose_unit_date_negation_tense_frequency_or_drug_is_substantive(after):
    assert edit_class(BEFORE, after) is EditClass.SUBSTANTIVE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Pain in the left knee and the right hip.", "Pain in the right knee and the left hip."),
        ("SpO2 < 88 %.", "SpO2 > 88 %."),
        ("No rash or fever.", "No rash and fever."),
        ("She has RA.", "He has RA."),
        ("anti-CCP positive", "anti CCP positive"),
    ],
)
def test_sides_signs_conjunctions_and_pronouns_carry_facts(before, after):
    assert edit_class(before, after) is EditClass.SUBSTANTIVE


def test_articles_punctuation_and_capitals_are_style():
    assert edit_class("The rash was generalized.", "Rash, was generalized") is EditClass.STYLE
    assert edit_class("a", "a") is EditClass.NONE


@pytest.mark.parametrize(
    ("before", "after", "keeps"),
    [
        ("The left knee is swollen.", "The left knee is swollen and warm.", True),
        ("The left knee is swollen.", "Her left knee looks swollen to me.", True),
        ("The left knee is swollen.", "The right knee is swollen.", False),
        ("The left knee is swollen.", "The left knee is not swollen.", False),
        ("The CDAI was 31.", "Activity stood at 31, as I measured.", True),
        ("The CDAI was 31.", "The CDAI was 13.", False),
        ("The CDAI was 31.", "I saw her in May.", False),
        (BEFORE, BEFORE.replace("weekly", "every week"), True),
        (BEFORE, BEFORE.replace("Methotrexate", "Leflunomide"), False),
        ("She called about it.", "She called about it, I think.", True),
        ("She called about it.", "Nothing was heard from the family.", False),
    ],
)
def test_facts_are_kept_where_no_hard_one_of_the_sentence_is_gone(before, after, keeps):
    assert keeps_facts(before, after) is keeps


@given(st.text("ab lmx,.", max_size=20))
def test_whatever_is_put_behind_a_sentence_its_facts_are_kept(more):
    assert keeps_facts(BEFORE, f"{BEFORE} {more}")
