"""Each rule of a proposed cause with the example it speaks of and one that it leaves alone; exactly one ever speaks."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.quality.domain.causes import CAUSES, RULES, Cause, CauseFacts, Rule, cause_of, rule_of
from apps.quality.domain.values import passage_holds, token_replaced, values_put_in
from apps.review.domain.edit_kinds import EditKind
from apps.review.domain.status import REASON_CODES

F = CauseFacts
DOSE = frozenset({"dose"})
# rule: facts of which it speaks; nearly the same, of which it does not; what is proposed then
EXAMPLES = {
    Rule.REDACTION_NAMED: (F("redaction_damage"), F("style"), Rule.NOTHING),
    Rule.STAND_IN_REPLACED: (F("contradicts", token_replaced=True), F("contradicts"), Rule.NOTHING),
    Rule.CRITERION_NAMED: (F("criterion_misread"), F("billing_legal"), Rule.NOTHING),
    Rule.CITED_UNFOUND: (
        F("omission", chose_unfound=True), F("omission", chose_found=True), Rule.CITED_FOUND,
    ),
    Rule.NEWER_UNFOUND: (
        F("outdated", newer_unfound=True), F("contradicts", newer_unfound=True), Rule.NOTHING,
    ),
    Rule.NEWER_FOUND: (
        F("outdated", newer_found=True), F("outdated", newer_found=True, newer_unfound=True), Rule.NEWER_UNFOUND,
    ),
    Rule.VALUE_CITED: (
        F("wrong_code_side_dose", DOSE, value_was_cited=True), F("wrong_code_side_dose", DOSE), Rule.NOTHING,
    ),
    Rule.CITED_FOUND: (F("omission", chose_found=True), F("omission"), Rule.NOTHING),
    Rule.PASSED_CHECK: (
        F("unsupported", stood_supported=True), F("unsupported", was_objected=True), Rule.OBJECTED,
    ),
    Rule.OBJECTED: (F("contradicts", was_objected=True), F("billing_legal", was_objected=True), Rule.NOTHING),
    Rule.DOUBTED: (F("should_abstain", search_doubted=True), F("should_abstain"), Rule.NOTHING),
    Rule.NOTHING: (F(), F("redaction_damage"), Rule.REDACTION_NAMED),
}  # fmt: skip
FACTS = st.builds(
    CauseFacts,
    reason_code=st.sampled_from(["", *REASON_CODES]),
    kinds=st.frozensets(st.sampled_from([kind.value for kind in EditKind])),
    **{field.name: st.booleans() for field in fields(CauseFacts) if field.name not in {"reason_code", "kinds"}},
)


@pytest.mark.parametrize("rule", Rule)
def test_each_rule_speaks_of_its_example_and_not_of_its_counter_example(rule):
    example, counter, then = EXAMPLES[rule]
    assert rule_of(example) is rule
    assert rule_of(counter) is then
    assert then is not rule


@given(FACTS)
def test_exactly_one_cause_is_proposed_whatever_is_known(facts):
    speaking = [rule for rule, words in RULES.items() if words.holds(facts)]
    assert rule_of(facts) is speaking[0]
    assert speaking[-1] is Rule.NOTHING
    assert cause_of(rule_of(facts)) in CAUSES


@given(FACTS)
def test_what_is_not_known_of_the_evidence_never_blames_the_search(facts):
    known = replace(facts, chose_unfound=False, newer_unfound=False)
    assert cause_of(rule_of(known)) is not Cause.RETRIEVAL


def test_every_cause_has_words_a_rule_and_a_place_in_the_trace():
    assert {words.cause for words in RULES.values()} == set(Cause) == set(CAUSES)
    assert set(RULES) == set(Rule)
    assert all(words.anchor and words.explanation for words in CAUSES.values())


@pytest.mark.parametrize(
    ("before", "after", "passage", "holds"),
    [
        ("MTX 20 mg weekly.", "MTX 15 mg weekly.", "On MTX 15 mg since May.", True),
        ("MTX 20 mg weekly.", "MTX 15 mg weekly.", "On MTX 20 mg since May.", False),
        ("Pain in the left knee.", "Pain in the right knee.", "Right knee: effusion.", True),
        ("Pain in the left knee.", "Pain in the right knee.", "Left knee: effusion.", False),
        ("She is well.", "She is not well.", "She is not well.", False),  # no value: nothing to look up
    ],
)
def test_a_value_that_was_put_in_is_looked_for_in_the_cited_passage(before, after, passage, holds):
    assert passage_holds(passage, values_put_in(before, after)) is holds


@pytest.mark.parametrize(
    ("before", "after", "replaced"),
    [
        ("She takes [PATIENT-2] daily.", "She takes naproxen daily.", True),
        ("She takes [PATIENT-2] daily.", "She takes [PATIENT-3] daily.", False),
        ("Ms. [PATIENT-1] is well.", "Ms. [PATIENT-1] is unwell.", False),
        ("[PATIENT-1] is well.", "is well.", False),
    ],
)
def test_a_stand_in_that_was_put_into_words_points_to_redaction(before, after, replaced):
    assert token_replaced(before, after) is replaced
