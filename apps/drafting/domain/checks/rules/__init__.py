"""The rules that hold one claim against its own quotes. Each yields a verdict with the sentence that explains it."""

from apps.drafting.domain.checks.rules import assertion, belonging, evidence, retelling, typed, wording
from apps.drafting.domain.checks.rules.noting import Rule, note_on

__all__ = ["RULES", "note_on"]

RULES: tuple[Rule, ...] = (
    evidence.has_evidence,
    evidence.is_undisputed,
    assertion.subject_is_patient,
    evidence.page_is_the_patients,
    evidence.payer_is_no_witness,
    typed.numbers_are_quoted,
    typed.values_are_quoted,
    typed.sides_are_quoted,
    belonging.values_stay_with_their_medicine,
    belonging.sides_stay_with_their_part,
    assertion.negation_agrees,
    retelling.denials_stay,
    retelling.values_keep_their_order,
    evidence.region_agrees,
    assertion.doubt_survives,
    assertion.plan_is_not_deed,
    assertion.time_agrees,
    wording.words_are_quoted,
    wording.words_stand_together,
    wording.facts_of_weight_are_direct,
    evidence.not_an_order,
    evidence.both_sides_are_cited,
)
