"""P11, P12: what a letter lacks, and what keeps it from being released."""

from dataclasses import replace
from datetime import date

import pytest

from apps.coverage.domain.tree import Node
from apps.review.domain.final import Basis
from apps.review.domain.letter_lint import (
    RECORD_PARTS,
    LetterFacts,
    LintedSentence,
    conflicting_date,
    gaps,
    why_not_release,
)
from apps.review.domain.letter_rows import empty_leaves, rows, unmet_leaves
from apps.review.domain.statements import Part


def leaf(node_id, test=None):
    return Node(node_id, "leaf", f"Sentence {node_id}.", None, test, ())


def group(op, *children, at_least=None):
    return Node(op, op, "Group", at_least, None, children)


def said(ordinal, criterion="", **changed):
    return LintedSentence(
        **{
            "ordinal": ordinal,
            "text": "CDAI 31.",
            "basis": Basis.CHART,
            "criterion_id": criterion,
            "cited": 1,
            **changed,
        }
    )


ROOT = group("all", leaf("1"), group("any", leaf("2a"), leaf("2b")), group("none", leaf("3")))
WHOLE = LetterFacts(
    header=dict.fromkeys(RECORD_PARTS, "x"),
    root=ROOT,
    sentences=[
        said(1), said(2, "1"), said(3, "2b"), said(4, "3"),
        said(5, text="Without it she loses function; the guideline of 2021 agrees.", basis=Basis.CLINICIAN, cited=0),
    ],
)  # fmt: skip


def test_a_letter_that_has_every_part_lacks_nothing():
    assert gaps(WHOLE) == ()


@pytest.mark.parametrize(
    ("own", "part", "blocks"),
    [
        ({"numbers_somebody": True}, Part.HARM, [True]),
        ({"names_somebody": True}, Part.HARM, [False]),
        ({"names_somebody": True}, Part.LITERATURE, []),
        ({}, Part.HARM, []),
    ],
)
def test_somebody_else_in_a_clinicians_own_sentence_is_seen_before_it_goes_out(own, part, blocks):
    sentence = said(6, text="She was seen.", basis=Basis.CLINICIAN, cited=0, part=part, **own)
    found = gaps(replace(WHOLE, sentences=[*WHOLE.sentences, sentence]))
    assert [gap.blocks for gap in found] == blocks
    assert all(gap.sentence.startswith("Sentence 6, a clinician's own, ") for gap in found)


def test_a_quantity_without_its_unit_is_named_and_keeps_nothing_back():
    (gap,) = gaps(replace(WHOLE, header={**WHOLE.header, "quantity": "2"}))
    assert (gap.blocks, gap.sentence) == (
        False,
        "The order states the quantity 2 without a unit; the letter says it so.",
    )
    assert gaps(replace(WHOLE, header={**WHOLE.header, "quantity": "2 pens"})) == ()


@pytest.mark.parametrize("part", RECORD_PARTS)
def test_each_part_that_the_record_does_not_give_has_its_own_sentence_and_keeps_nothing_back(part):
    letter = replace(WHOLE, header={key: "x" for key in RECORD_PARTS if key != part})
    assert [gap.sentence for gap in gaps(letter)] == [RECORD_PARTS[part]]
    assert not why_not_release(letter)


def test_a_doubted_diagnosis_code_is_said_and_keeps_nothing_back():
    letter = replace(WHOLE, code_doubts=("M05.97 is not in ICD-10-CM. Check the code.",))
    assert [gap.sentence for gap in gaps(letter)] == ["M05.97 is not in ICD-10-CM. Check the code."]
    assert not why_not_release(letter)


def test_an_empty_criterion_keeps_a_letter_from_being_released():
    letter = replace(WHOLE, sentences=[one for one in WHOLE.sentences if one.criterion_id != "1"])
    assert why_not_release(letter) == "Criterion 1 is not answered: Sentence 1."


def test_of_a_group_where_one_is_enough_the_others_may_stay_empty_and_a_silent_exclusion_is_said():
    assert empty_leaves(ROOT, {"1", "2a"}) == ()
    assert [node.node_id for node in empty_leaves(ROOT, {"1"})] == ["2a"]
    two = group("at_least", leaf("a"), leaf("b"), leaf("c"), at_least=2)
    assert [node.node_id for node in empty_leaves(two, {"b"})] == ["a"]
    silent = replace(WHOLE, sentences=[one for one in WHOLE.sentences if one.criterion_id != "3"])
    assert [(gap.sentence, gap.blocks) for gap in gaps(silent)] == [
        ("The letter says nothing of the exclusion 3: Sentence 3.", False)
    ]


def test_a_letter_shows_every_required_criterion_and_leaves_out_what_was_not_argued_where_one_is_enough():
    shown = rows(ROOT, {"1": ["x"], "2b": ["y"]})
    assert [(row.node_id, row.sentences) for row in shown if row.is_leaf] == [("1", ("x",)), ("2b", ("y",)), ("3", ())]


LINE = "Leflunomide 20 mg · started 3 Jun 2024 · stopped 11 Mar 2025"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Leflunomide from 3 Jun 2024 to 11 Mar 2025.", ""),
        ("Leflunomide from June 2024.", ""),
        ("Note of 2 Apr 2025: leflunomide.", ""),  # the document's own date
        ("Leflunomide from 3 Jul 2024.", "3 Jul 2024"),
        ("Leflunomide until 11 Mar 2024.", "11 Mar 2024"),
    ],
)
def test_a_date_that_no_cited_line_has_keeps_a_letter_from_being_released(text, wrong):
    sentence = said(1, text=text, lines=(LINE,), days=(date(2025, 4, 2),))
    assert conflicting_date(sentence) == wrong
    letter = replace(WHOLE, sentences=[*WHOLE.sentences, sentence])
    assert bool(why_not_release(letter)) == bool(wrong)
    own = replace(letter, sentences=[*WHOLE.sentences, replace(sentence, basis=Basis.CLINICIAN)])
    assert not why_not_release(own)


def test_a_sentence_without_a_source_is_the_clinicians_own_or_is_not_released():
    bare = said(9, cited=0)
    assert "Sentence 9 cites nothing" in why_not_release(replace(WHOLE, sentences=[*WHOLE.sentences, bare]))
    own = replace(bare, basis=Basis.CLINICIAN)
    assert not why_not_release(replace(WHOLE, sentences=[*WHOLE.sentences, own]))


def test_an_expedited_letter_needs_the_clinicians_own_reason():
    urgent = replace(WHOLE, is_urgent=True, urgency_reason="She worsens weekly.", is_clinicians_reason=True)
    assert not why_not_release(urgent)
    assert "no clinician gave a reason" in why_not_release(replace(urgent, urgency_reason=" "))
    assert "not written by a clinician" in why_not_release(replace(urgent, is_clinicians_reason=False))


def test_a_record_that_needs_consent_keeps_a_letter_back_and_another_restricted_one_is_not_enclosed():
    part2 = replace(WHOLE, labels=frozenset({"part2"}))
    assert "without the patient's consent (substance use program)" in why_not_release(part2)
    hiv = replace(WHOLE, labels=frozenset({"hiv"}))
    assert not why_not_release(hiv)
    assert "restricted (HIV)" in gaps(hiv)[0].sentence


def test_a_policy_that_asks_for_trials_asks_for_a_line_of_the_medication_list():
    asks = group("all", leaf("1", {"kind": "trial", "any_of": ["methotrexate"]}))
    letter = replace(WHOLE, root=asks)
    assert "asks for prior therapies" in gaps(letter)[0].sentence
    assert gaps(replace(letter, has_therapies=True)) == ()


def test_a_sentence_that_says_nothing_was_found_does_not_fill_its_row():
    letter = replace(WHOLE, sentences=[replace(one, is_finding=one.criterion_id != "1") for one in WHOLE.sentences])
    assert why_not_release(letter) == "Criterion 1 is not answered: Sentence 1."
    own = said(9, "1", basis=Basis.CLINICIAN, cited=0, part=Part.CRITERION)
    assert not why_not_release(replace(letter, sentences=[*letter.sentences, own]))


def test_what_is_not_met_is_argued_as_an_exception_or_the_letter_waits():
    letter = replace(WHOLE, not_met=frozenset({"1"}))
    assert "criterion 1 stands against the request: argue the exception" in why_not_release(letter)
    own = said(9, "1", basis=Basis.CLINICIAN, cited=0, part=Part.CRITERION)
    assert not why_not_release(replace(letter, sentences=[*letter.sentences, own]))


def test_where_one_is_enough_what_is_not_met_stands_against_nothing_and_an_exclusion_does_when_it_holds():
    against = [
        [leaf.node_id for leaf in unmet_leaves(ROOT, set(met), set(not_met))]
        for met, not_met in [("1", ["2a"]), ("", ["2a", "2b"]), (["3"], []), ("", ["3"])]
    ]
    assert against == [[], ["2a", "2b"], ["3"], []]


def test_a_clinicians_own_sentence_fills_the_part_it_was_written_for():
    urgent = replace(WHOLE, is_urgent=True, sentences=WHOLE.sentences[:4])
    assert "no clinician gave a reason" in why_not_release(urgent)
    own = [said(9 + index, basis=Basis.CLINICIAN, cited=0, part=part)
           for index, part in enumerate((Part.URGENCY, Part.HARM, Part.LITERATURE))]  # fmt: skip
    assert gaps(replace(urgent, sentences=[*urgent.sentences, *own])) == ()
