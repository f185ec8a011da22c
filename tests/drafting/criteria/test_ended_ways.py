"""The ways in which charts write how a course ended: brands, classes, coded reasons, following sentences."""

from typing import Any

import pytest

from apps.drafting.domain.criteria.harms import harms
from apps.drafting.domain.criteria.names import classes_of, members_of, same_medicine
from apps.drafting.domain.tasks import PassageView
from tests.drafting.criteria.asking import INSUFFICIENT, MET, NOT_MET, answer_to, noted, running, stopped

LACK = {"kind": "trial", "any_of": ["topiramate"], "min_duration": {"days": 56}, "outcome": "inadequate_response"}
HARM = {"kind": "trial", "any_of": ["topiramate"], "outcome": "intolerance"}
DAY = "2026-10-27"

WITHOUT_EFFECT = (
    "Topiramate x 10 wks, did nothing for her migraines.",
    "Took topiramate for three months; still 14 headache days a month.",
    "Topiramate 100 mg/d x3mo, lack of efficacy.",
    "Topamax for over a year, not helping.",
    "Despite 4 months of topiramate she has 15 migraine days a month.",
    "On topiramate x 5 mo, migraines persist.",
    "Topiramate since March, still 12 migraine days, not working.",
    "Topiramate + propranolol since March 2026, no response.",
    "Topiramate 100 mg daily x 10 weeks. No relief.",
    "No benefit from topiramate, taken for 12 weeks.",
)
NOT_WITHOUT_EFFECT = (
    "Plan topiramate for 3 months.",
    "Topiramate for 3 months helped a lot.",
    "Sister failed topiramate after 3 months.",
    "Topiramate offered, declined; 3 months of no relief with massage.",
    "Topiramate x 10 weeks. Gabapentin gave no relief.",
    "Topiramate x 4 months, stopped due to cost.",
    "Topiramate 100 mg daily, 15 headache days a month.",
)
DID_HARM = (
    "Could not tolerate topiramate (tingling).",
    "Did not tolerate topiramate due to mood changes.",
    "Topiramate had to be stopped because she was too sleepy at work.",
    "Topiramate held for acute angle closure.",
    "topiramate dc'd 2/2 nephrolithiasis",
    "Topiramate, low mood that cleared within a week of stopping.",
    "Topamax gave her double vision so she came off it.",
)
DID_NO_HARM = (
    "Topiramate, no side effects.",
    "Worried about brain fog with topiramate.",
    "Topiramate 50 mg, headaches persist.",
    "Topiramate stopped as headaches improved.",
    "Topiramate stopped, insomnia treated with trazodone.",
    "Started topiramate for headaches, dizziness and nausea.",
    "Mother had kidney stones on topiramate.",
)


@pytest.mark.parametrize("text", WITHOUT_EFFECT)
def test_a_course_without_effect_is_told_in_many_ways(text: str) -> None:
    assert answer_to(LACK, noted(text, DAY)).verdict == MET


@pytest.mark.parametrize("text", NOT_WITHOUT_EFFECT)
def test_what_only_stands_beside_a_medicine_is_no_failure_of_it(text: str) -> None:
    assert answer_to(LACK, noted(text, DAY)).verdict != MET


@pytest.mark.parametrize("text", DID_HARM)
def test_a_medicine_that_was_not_tolerated_is_told_in_many_ways(text: str) -> None:
    assert answer_to(HARM, noted(text, DAY)).verdict == MET


@pytest.mark.parametrize("text", DID_NO_HARM)
def test_a_symptom_beside_a_medicine_is_not_what_it_did(text: str) -> None:
    assert answer_to(HARM, noted(text, DAY)).verdict != MET


def _course(head: str, reason: str, rest: str = "") -> PassageView:
    return stopped(f"{head} · ordered 2 Mar 2026 · stopped 2 Oct 2026 · reason: {reason}{rest}")


def _asked(name: str, outcome: str, **more: Any) -> dict[str, Any]:
    return {"kind": "trial", "any_of": [name], "outcome": outcome, **more}


ICS = _asked("fluticasone-salmeterol", "inadequate_response", min_dose={"value": 1000, "unit": "ug", "per": "d"})
CODED = (
    pytest.param(_asked("TNF inhibitor", "inadequate_response"), _course("Hyrimoz 40 mg pen, 40 mg every 2 weeks",
                 "Loss of response"), MET, id="biosimilar of a class"),
    pytest.param(_asked("SGLT2 inhibitor", "intolerance"), _course("Jardiance 10 mg tablet, 10 mg daily",
                 "Recurrent genital yeast infections"), MET, id="harm by its own name"),
    pytest.param(_asked("antidepressant", "intolerance"), _course("Lexapro 10 mg tablet, 10 mg daily",
                 "Emotional blunting", " · for Panic disorder"), MET, id="harm beside another illness"),
    pytest.param(_asked("mesalamine", "intolerance"), _course("Mesalamine 1.2 g tablet, 2.4 g daily",
                 "Diarrhea continued", " · for Ulcerative colitis"), INSUFFICIENT, id="a sign of the illness"),
    pytest.param(_asked("letrozole", "inadequate_response"), _course("Letrozole 2.5 mg tablet, 2.5 mg daily",
                 "Progression"), MET, id="progression"),
    pytest.param(_asked("letrozole", "intolerance"), _course("Letrozole 2.5 mg tablet, 2.5 mg daily", "Progression"),
                 NOT_MET, id="progression is no harm"),
    pytest.param(ICS, _course("Fluticasone-salmeterol 500-50 mcg inhaler, 1 inhalation twice daily", "No response"),
                 MET, id="the first substance of two"),
    pytest.param(ICS, _course("Fluticasone-salmeterol 250-50 mcg inhaler, 1 inhalation twice daily", "No response"),
                 NOT_MET, id="half the strength"),
)  # fmt: skip


@pytest.mark.parametrize(("asked", "chart", "verdict"), CODED)
def test_a_coded_reason_tells_how_a_course_ended(asked: dict[str, Any], chart: PassageView, verdict: str) -> None:
    assert answer_to(asked, chart).verdict == verdict


def test_a_note_that_has_the_brand_goes_on_about_the_ingredient_of_the_list() -> None:
    listed = running("Topiramate 50 mg tablet, 50 mg twice daily · ordered 2 Mar 2026 · active")
    assert answer_to(LACK, listed, noted("Topamax has not helped.", DAY)).verdict == MET
    assert answer_to(LACK, listed, noted("Topamax has helped a lot.", DAY)).verdict != MET


@pytest.mark.parametrize("name", ["TNF-alpha inhibitors", "anti-TNF agent", "other CGRP monoclonal antibody",
                                  "GLP-1 receptor agonists (e.g. exenatide)", "non-biologic DMARD"])  # fmt: skip
def test_a_class_is_known_under_the_writings_that_policies_use(name: str) -> None:
    assert members_of(name)


@pytest.mark.parametrize("name", ["osteoporosis", "asthma", "cholesterol", "biosimilar"])
def test_an_illness_is_no_class_of_the_medicines_for_it(name: str) -> None:
    assert not members_of(name)


def test_a_denied_class_of_one_word_is_not_its_opposite() -> None:
    assert "nonbiologic dmard" in classes_of("methotrexate")
    assert same_medicine("Tresiba 100 units/mL pen", "insulin degludec")
    assert not same_medicine("insulin glargine", "insulin lispro")


def test_no_adverse_effect_stands_on_two_lines() -> None:
    terms = [term.lower() for harm in harms() for term in harm.terms]
    assert len(terms) == len(set(terms))
