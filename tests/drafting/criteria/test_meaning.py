"""Statements by meaning: said outright, of this patient, by a clinician, of now."""

from typing import Any

import pytest

from apps.drafting.domain.tasks import PassageView
from tests.drafting.criteria.asking import (
    INSUFFICIENT,
    MET,
    NOT_MET,
    answer_to,
    noted,
)

UNMET = "NOT_MET INSUFFICIENT"  # either; never met
D = "2026-11-10"
WALK = {"kind": "statement", "any_of": ["cannot walk across a room", "unable to walk 10 feet"]}
CAP = {"kind": "statement", "any_of": ["cannot self-propel a manual wheelchair"]}
FAILC = {"kind": "statement", "any_of": ["conservative treatment failed", "no improvement with conservative therapy"]}
DISC = {"kind": "statement", "any_of": ["risks and benefits discussed", "shared decision making documented"]}
SLEEP = {"kind": "statement", "any_of": ["excessive daytime sleepiness", "falls asleep while driving"]}
STAB = {"kind": "statement", "any_of": ["chronic stable state", "clinically stable"]}
UND = {"kind": "statement", "any_of": ["patient understands the procedure", "able to follow the diet after surgery"]}
CARE = {"kind": "statement", "any_of": ["caregiver willing and able to help", "caregiver present and trained"]}
OUT = {"kind": "statement", "any_of": ["chair needed only outdoors"]}
SUS = {"kind": "statement", "any_of": ["suspected malignancy", "suspected infection"]}
FUNC = {"kind": "statement", "any_of": ["pain limits daily activities", "pain interferes with work"]}
IND = {"kind": "statement", "any_of": ["medically necessary"]}


ASKED = (
    pytest.param(WALK, [noted("She cannot walk across a room without holding on.", D)], MET, id="walk y"),
    pytest.param(WALK, [noted("Unable to ambulate 10 feet.", D)], MET, id="walk unable"),
    pytest.param(WALK, [noted("She can walk across a room.", D)], UNMET, id="walk can"),
    pytest.param(WALK, [noted("Her husband cannot walk across a room.", D)], INSUFFICIENT, id="walk husband"),
    pytest.param(WALK, [noted("Patient reports she cannot walk across a room.", D)], INSUFFICIENT, id="walk told"),
    pytest.param(
        WALK,
        [noted("After surgery in 2020 he previously could not walk across a room; now walks 400 m.", D)],
        UNMET,
        id="walk past",
    ),
    pytest.param(WALK, [noted("If she cannot walk across a room, order a chair.", D)], INSUFFICIENT, id="walk if"),
    pytest.param(
        WALK, [noted("Medicare requires that she cannot walk across a room.", D)], INSUFFICIENT, id="walk payer"
    ),
    pytest.param(WALK, [noted("Template: cannot walk across a room.", D)], INSUFFICIENT, id="walk templ"),
    pytest.param(WALK, [noted("Unable to drive; walks across a room.", D)], UNMET, id="walk drive"),
    pytest.param(
        WALK,
        [noted("Cannot walk across a room.", D, author="", title="Supplier letter", kind="other_note")],
        INSUFFICIENT,
        id="walk supplier",
    ),
    pytest.param(
        WALK,
        [noted("Cannot walk across a room.", D, author="", title="After-visit summary", kind="other_note")],
        INSUFFICIENT,
        id="walk avs",
    ),
    pytest.param(
        WALK,
        [noted("I cannot walk across a room.", D, author="", title="Portal message", kind="other_note")],
        INSUFFICIENT,
        id="walk portal",
    ),
    pytest.param(
        CAP, [noted("He is not able to propel a manual wheelchair because of shoulder pain.", D)], MET, id="prop y"
    ),
    pytest.param(CAP, [noted("Manual wheelchair not tried.", D)], INSUFFICIENT, id="prop not tried"),
    pytest.param(CAP, [noted("Self-propels a manual wheelchair in the hall.", D)], UNMET, id="prop can"),
    pytest.param(
        CAP,
        [
            noted("Unable to propel a manual wheelchair.", "2026-10-01"),
            noted("Propels the manual wheelchair 100 ft independently.", D),
        ],
        UNMET,
        id="prop contra",
    ),
    pytest.param(FAILC, [noted("Conservative treatment has failed.", D)], MET, id="fail y"),
    pytest.param(FAILC, [noted("No better with conservative therapy.", D)], MET, id="fail y2"),
    pytest.param(FAILC, [noted("Conservative treatment has not failed yet.", D)], UNMET, id="fail not yet"),
    pytest.param(FAILC, [noted("If conservative treatment fails, MRI.", D)], INSUFFICIENT, id="fail should"),
    pytest.param(FAILC, [noted("Good improvement with conservative therapy.", D)], UNMET, id="fail helped"),
    pytest.param(DISC, [noted("Risks and benefits were discussed with the patient.", D)], MET, id="disc y"),
    pytest.param(DISC, [noted("Went over risks and benefits.", D)], MET, id="disc y2"),
    pytest.param(DISC, [noted("Will discuss risks and benefits next visit.", D)], INSUFFICIENT, id="disc will"),
    pytest.param(DISC, [noted("Risks and benefits not yet discussed.", D)], UNMET, id="disc not"),
    pytest.param(SLEEP, [noted("Excessively sleepy by day.", D)], MET, id="eds y"),
    pytest.param(SLEEP, [noted("Severe daytime somnolence on exam.", D)], MET, id="eds y2"),
    pytest.param(SLEEP, [noted("Denies daytime sleepiness.", D)], NOT_MET, id="eds n"),
    pytest.param(SLEEP, [noted("No excessive daytime sleepiness.", D)], NOT_MET, id="eds n2"),
    pytest.param(SLEEP, [noted("Wife says he has excessive daytime sleepiness.", D)], INSUFFICIENT, id="eds wife"),
    pytest.param(STAB, [noted("Clinically stable.", D)], MET, id="stab y"),
    pytest.param(STAB, [noted("Not clinically stable, exacerbation.", D)], UNMET, id="stab n"),
    pytest.param(STAB, [noted("Once clinically stable, repeat the test.", D)], INSUFFICIENT, id="stab once"),
    pytest.param(UND, [noted("The patient understands the procedure.", D)], MET, id="und y"),
    pytest.param(
        UND, [noted("It is unclear whether the patient understands the procedure.", D)], INSUFFICIENT, id="und n"
    ),
    pytest.param(UND, [noted("The patient does not understand the procedure.", D)], UNMET, id="und n2"),
    pytest.param(CARE, [noted("Caregiver is willing and able to help.", D)], MET, id="care y"),
    pytest.param(
        CARE, [noted("Whether a caregiver is willing and able to help is to be seen.", D)], INSUFFICIENT, id="care wish"
    ),
    pytest.param(CARE, [noted("Caregiver may be willing and able to help.", D)], INSUFFICIENT, id="care may"),
    pytest.param(OUT, [noted("Chair is not needed only outdoors.", D)], UNMET, id="out n"),
    pytest.param(SUS, [noted("No suspicion of malignancy or infection.", D)], NOT_MET, id="sus n"),
    pytest.param(SUS, [noted("Suspected malignancy of the lung.", D)], MET, id="sus y"),
    pytest.param(SUS, [noted("His father had a suspected malignancy.", D)], INSUFFICIENT, id="sus other"),
    pytest.param(FUNC, [noted("Pain limits his daily activities.", D)], MET, id="func y"),
    pytest.param(FUNC, [noted("Pain does not limit daily activities.", D)], UNMET, id="func n"),
    pytest.param(FUNC, [noted("Pain limited daily activities before surgery, resolved.", D)], UNMET, id="func old"),
    pytest.param(IND, [noted("This is medically necessary.", D)], MET, id="ind y"),
    pytest.param(IND, [noted("Insurance asks whether this is medically necessary.", D)], INSUFFICIENT, id="ind ins"),
    pytest.param(IND, [noted("I do not think this is medically necessary.", D)], UNMET, id="ind not"),
)


@pytest.mark.parametrize(("asked", "chart", "verdicts"), ASKED)
def test_a_statement_is_asserted_in_full_or_not_at_all(
    asked: dict[str, Any], chart: list[PassageView], verdicts: str
) -> None:
    assert answer_to(asked, *chart).verdict in verdicts.split()
