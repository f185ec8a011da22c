from datetime import date

import pytest

from apps.viewer.domain.patients import age_on, allergies, coverage, full_name, masked_age, masked_name

TODAY = date(2026, 11, 21)


def allergy(name, reaction="", clinical="active", verification="confirmed", code=""):
    return {
        "code": {"text": name, "coding": [{"code": code}] if code else []},
        "clinicalStatus": {"coding": [{"code": clinical}]},
        "verificationStatus": {"coding": [{"code": verification}]},
        "reaction": [{"manifestation": [{"text": reaction}]}] if reaction else [],
    }


def test_a_masked_patient_is_a_first_name_an_initial_and_an_age():
    assert masked_name("Ruth Anne", "Calloway") == "Ruth C."
    assert masked_age(date(1968, 2, 14), TODAY) == "58"
    assert full_name("Ruth Anne", "Calloway") == "Ruth Anne Calloway"


@pytest.mark.parametrize(("born", "words"), [(date(1936, 11, 22), "89"), (date(1936, 11, 21), "90+"), (None, "")])
def test_ages_of_ninety_and_more_are_one_class_when_masked(born, words):
    assert masked_age(born, TODAY) == words


def test_a_birthday_counts_from_its_day_on():
    assert (age_on(date(1968, 11, 22), TODAY), age_on(date(1968, 11, 21), TODAY)) == (57, 58)


def test_an_allergy_is_named_with_its_reaction_and_alarms():
    shown = allergies([allergy("Sulfasalazine", "Rash")])
    assert (shown.words, shown.alarming) == ("Sulfasalazine: rash", True)


def test_none_known_is_an_assertion_and_nothing_recorded_is_not():
    none_known = allergies([allergy("No known allergies", code="716186003")])
    assert (none_known.words, none_known.alarming) == ("none known", False)
    assert (allergies([]).words, allergies([]).alarming) == ("not recorded", False)


def test_a_refuted_or_resolved_allergy_is_not_shown():
    refuted = allergy("Penicillin", verification="refuted")
    assert allergies([refuted, allergy("Latex", clinical="resolved")]).words == "not recorded"


def test_a_real_allergy_outweighs_a_statement_of_none():
    assert allergies([allergy("No known allergies", code="716186003"), allergy("Penicillin")]).words == "Penicillin"


def test_coverage_is_the_first_active_one():
    ended = {"status": "cancelled", "payor": [{"display": "Old Payer"}]}
    held = {"status": "active", "payor": [{"display": "Northfield PPO"}], "subscriberId": "NF-1"}
    assert coverage([ended, held]) == ("Northfield PPO", "NF-1")
    assert coverage([]) == ("", "")
