"""Where a changed or rejected draft may have gone wrong: proposed by stated rules, corrected by a person. Pure.

The rules are asked in their order and the first that holds decides, so each decision has exactly one proposal. A rule
is never edited in place: another rule, or another order, is another CAUSE_RULES_VERSION.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from apps.quality.domain.facts import CountsAs

CAUSE_RULES_VERSION = 1
OVERRIDES = (CountsAs.REJECTED, CountsAs.SUBSTANTIVE)
VALUE_KINDS = frozenset({"dose", "unit", "number", "date", "laterality"})  # what can be looked up by words

BESIDE_THE_CONTENT = frozenset({"style", "billing_legal"})  # reasons


class Cause(StrEnum):
    """The stage that a proposal points to."""

    RETRIEVAL = "retrieval"
    GENERATION = "generation"
    CHECK = "check"
    CRITERIA = "criteria"
    REDACTION = "redaction"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CauseWords:
    """How a cause is named, in half a sentence, and where the trace of a draft shows its stage."""

    name: str
    explanation: str
    anchor: str


CAUSES: Mapping[Cause, CauseWords] = {
    Cause.RETRIEVAL: CauseWords("Retrieval", "the evidence was in the chart and was not found", "questions"),
    Cause.GENERATION: CauseWords("Writing", "the evidence was found, and wrongly stated or left out", "runs"),
    Cause.CHECK: CauseWords("Check", "it was wrongly written, and the check of support let it pass", "checks"),
    Cause.CRITERIA: CauseWords("Criteria", "a criterion of the policy was misread", "criteria"),
    Cause.REDACTION: CauseWords("Redaction", "words were taken out that the draft needed", "claims"),
    Cause.UNKNOWN: CauseWords("Not known", "nothing that is kept points to a stage", "decided"),
}


@dataclass(frozen=True, slots=True)
class CauseFacts:
    """What is known of one override without its words. The changed claims are those edited, cited anew or removed."""

    reason_code: str = ""
    kinds: frozenset[str] = frozenset()  # of the changes, as the clinician left them
    token_replaced: bool = False  # a stand-in of redaction was itself put into other words
    chose_unfound: bool = False  # the reviewer cites a place that no passage given to the machine holds
    chose_found: bool = False  # the reviewer cites only places that the machine was given
    newer_unfound: bool = False  # a newer document of the cited kind was in the chart and not given to the machine
    newer_found: bool = False  # it was given to the machine
    value_was_cited: bool = False  # the figure, date or side that was put in stands in the passage cited
    stood_supported: bool = False  # a changed claim had passed the check of support
    was_objected: bool = False  # the check had objected to a changed claim
    search_doubted: bool = False  # the search said that it had not found enough


class Rule(StrEnum):
    """One way to come to a proposal."""

    REDACTION_NAMED = "redaction_named"
    STAND_IN_REPLACED = "token_replaced"
    CRITERION_NAMED = "criterion_named"
    CITED_UNFOUND = "cited_unfound"
    NEWER_UNFOUND = "newer_unfound"
    NEWER_FOUND = "newer_found"
    VALUE_CITED = "value_cited"
    CITED_FOUND = "cited_found"
    PASSED_CHECK = "passed_check"
    OBJECTED = "objected"
    DOUBTED = "doubted"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class RuleWords:
    """What a rule asks, what it then proposes, and its sentence as the page shows it."""

    cause: Cause
    words: str
    holds: Callable[[CauseFacts], bool]


RULES: Mapping[Rule, RuleWords] = {
    Rule.REDACTION_NAMED: RuleWords(
        Cause.REDACTION,
        "The reviewer gave redaction damage as the reason.",
        lambda it: it.reason_code == "redaction_damage",
    ),
    Rule.STAND_IN_REPLACED: RuleWords(
        Cause.REDACTION,
        "The reviewer put words in the place of a stand-in that redaction had left.",
        lambda it: it.token_replaced,
    ),
    Rule.CRITERION_NAMED: RuleWords(
        Cause.CRITERIA,
        "The reviewer gave a misread criterion as the reason, or changed whether one is met.",
        lambda it: it.reason_code == "criterion_misread" or "criterion" in it.kinds,
    ),
    Rule.CITED_UNFOUND: RuleWords(
        Cause.RETRIEVAL,
        "The reviewer cited a place in the chart that was not among the passages given to the machine.",
        lambda it: it.chose_unfound,
    ),
    Rule.NEWER_UNFOUND: RuleWords(
        Cause.RETRIEVAL,
        "The reason is outdated evidence, and a newer document of the same kind was in the chart and not retrieved.",
        lambda it: it.reason_code == "outdated" and it.newer_unfound,
    ),
    Rule.NEWER_FOUND: RuleWords(
        Cause.GENERATION,
        "The reason is outdated evidence, and a newer document of the same kind was retrieved and not used.",
        lambda it: it.reason_code == "outdated" and it.newer_found,
    ),
    Rule.VALUE_CITED: RuleWords(
        Cause.GENERATION,
        "The dose, figure, date or side that the reviewer put in stands in the passage that the claim cites.",
        lambda it: bool(it.kinds & VALUE_KINDS) and it.value_was_cited,
    ),
    Rule.CITED_FOUND: RuleWords(
        Cause.GENERATION,
        "The reviewer cited a place that was among the passages given to the machine.",
        lambda it: it.chose_found,
    ),
    Rule.PASSED_CHECK: RuleWords(
        Cause.CHECK,
        "The reason is that the chart does not support it, and a changed claim had passed the check of support.",
        lambda it: it.reason_code == "unsupported" and it.stood_supported,
    ),
    Rule.OBJECTED: RuleWords(
        Cause.GENERATION,
        "The check had already objected to a claim that was then changed, and the reason speaks of its content.",
        lambda it: it.was_objected and it.reason_code not in BESIDE_THE_CONTENT,
    ),
    Rule.DOUBTED: RuleWords(
        Cause.GENERATION,
        "The reason is that there should have been no draft, and the search had said that it did not find enough.",
        lambda it: it.reason_code == "should_abstain" and it.search_doubted,
    ),
    Rule.NOTHING: RuleWords(Cause.UNKNOWN, "None of the rules above holds.", lambda _: True),
}


def rule_of(facts: CauseFacts) -> Rule:
    """Return the first rule that holds; the last one always does."""
    return next(rule for rule, words in RULES.items() if words.holds(facts))


def cause_of(rule: Rule) -> Cause:
    """Return what a rule proposes."""
    return RULES[rule].cause
