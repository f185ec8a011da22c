"""Paraphrases of what payers ask, said outright, in doubt, of others, of later."""

from typing import Any

import pytest

from apps.drafting.domain.tasks import PassageView
from tests.drafting.criteria.asking import INSUFFICIENT, MET, NOT_MET, answer_to, noted

UNMET = "NOT_MET INSUFFICIENT"  # either; never met
D = "2026-11-10"
DRV = {
    "kind": "statement",
    "any_of": ["operates the power chair safely", "safe driver"],
    "performed_by": {"not": ["supplier"]},
}
TOI = {
    "kind": "statement",
    "any_of": [
        "cannot reach the toilet in time",
        "unable to perform mobility-related activities of daily living at home",
    ],
}
OPT = {
    "kind": "statement",
    "any_of": ["hypoxemia persists despite optimal treatment", "medical therapy does not correct hypoxemia"],
}
HYPO = {"kind": "statement", "any_of": ["could not treat himself", "needed help of another person for hypoglycemia"]}
OVR = {"kind": "statement", "any_of": ["overuse treated", "acute medication limited"]}
NEW = {"kind": "statement", "any_of": ["new motor weakness", "foot drop", "strength 3/5"]}
PSY = {
    "kind": "statement",
    "any_of": ["psychologically cleared for surgery", "no psychological contraindication to surgery"],
}
REH = {"kind": "statement", "any_of": ["completed pulmonary rehabilitation", "pulmonary rehabilitation not available"]}
INS = {"kind": "statement", "any_of": ["insomnia persists despite sleep hygiene", "CBT-I failed"]}
OAP = {
    "kind": "treatment",
    "any_of": ["oral appliance", "mandibular advancement device", "hypoglossal nerve stimulator"],
    "within": {"months": 3, "before": "as_of"},
}
CGM = {
    "kind": "treatment",
    "any_of": ["continuous glucose monitor", "CGM", "glucose sensor"],
    "within": {"months": 3, "before": "as_of"},
}
HU = {"kind": "treatment", "any_of": ["hydroxyurea"], "within": {"months": 3, "before": "as_of"}}
CR = {
    "kind": "treatment",
    "any_of": ["compression therapy", "compression stockings"],
    "min_duration": {"days": 90},
    "within": {"months": 12, "before": "as_of"},
}

ASKED = (
    pytest.param(DRV, [noted("He operates the power chair safely in the clinic.", D)], MET, id="drv y"),
    pytest.param(DRV, [noted("He does not operate the power chair safely.", D)], NOT_MET, id="drv n"),
    pytest.param(DRV, [noted("Not a safe driver.", D)], NOT_MET, id="drv n2"),
    pytest.param(DRV, [noted("After training he may become a safe driver.", D)], INSUFFICIENT, id="drv train"),
    pytest.param(DRV, [noted("Daughter is a safe driver.", D)], INSUFFICIENT, id="drv car"),
    pytest.param(TOI, [noted("She cannot reach the toilet in time and has had accidents.", D)], MET, id="toi y"),
    pytest.param(TOI, [noted("Reaches the toilet in time.", D)], UNMET, id="toi n"),
    pytest.param(TOI, [noted("Unable to perform MRADLs at home.", D)], MET, id="toi mradl"),
    pytest.param(TOI, [noted("In hospital she was unable to perform MRADLs.", D)], INSUFFICIENT, id="toi hospital"),
    pytest.param(OPT, [noted("Hypoxemia persists despite optimal treatment with nintedanib.", D)], MET, id="opt y"),
    pytest.param(OPT, [noted("Hypoxemia resolved on optimal treatment.", D)], UNMET, id="opt n"),
    pytest.param(
        OPT, [noted("Reassess whether hypoxemia persists despite optimal treatment.", D)], INSUFFICIENT, id="opt if"
    ),
    pytest.param(HYPO, [noted("He could not treat himself; son gave juice.", D)], MET, id="hypo y"),
    pytest.param(HYPO, [noted("He treated himself with juice.", D)], UNMET, id="hypo n"),
    pytest.param(OVR, [noted("Medication overuse treated, off analgesics since May.", D)], MET, id="ovr y"),
    pytest.param(OVR, [noted("Overuse to be treated first.", D)], INSUFFICIENT, id="ovr plan"),
    pytest.param(NEW, [noted("New foot drop on the left.", D)], MET, id="new y"),
    pytest.param(NEW, [noted("No foot drop, no new motor weakness.", D)], NOT_MET, id="new n"),
    pytest.param(NEW, [noted("Return if foot drop.", D)], INSUFFICIENT, id="new rtn"),
    pytest.param(NEW, [noted("Worried about foot drop she read about.", D)], INSUFFICIENT, id="new goog"),
    pytest.param(PSY, [noted("Psychologically cleared for surgery.", D)], MET, id="psy y"),
    pytest.param(PSY, [noted("I see no psychological contraindication to surgery.", D)], MET, id="psy y2"),
    pytest.param(PSY, [noted("Not psychologically cleared for surgery at this time.", D)], NOT_MET, id="psy n"),
    pytest.param(PSY, [noted("Awaiting to be psychologically cleared for surgery.", D)], INSUFFICIENT, id="psy pend"),
    pytest.param(REH, [noted("Completed pulmonary rehabilitation in June.", D)], MET, id="reh y"),
    pytest.param(REH, [noted("Has not completed pulmonary rehabilitation.", D)], UNMET, id="reh n"),
    pytest.param(REH, [noted("Referred to pulmonary rehabilitation.", D)], INSUFFICIENT, id="reh ref"),
    pytest.param(INS, [noted("CBT-I failed after eight sessions.", D)], MET, id="cbt y"),
    pytest.param(INS, [noted("CBT-I not yet tried.", D)], INSUFFICIENT, id="cbt n"),
    pytest.param(OAP, [noted("No oral appliance, no nerve stimulator.", D)], NOT_MET, id="oap none"),
    pytest.param(OAP, [noted("Wears a mandibular advancement device nightly.", D)], MET, id="oap wears"),
    pytest.param(OAP, [noted("Oral appliance lost in 2024, not replaced.", D)], UNMET, id="oap lost"),
    pytest.param(CGM, [noted("Tried his wife's glucose sensor for a day.", D)], INSUFFICIENT, id="cgm wife"),
    pytest.param(CGM, [noted("Never had a CGM.", D)], NOT_MET, id="cgm none"),
    pytest.param(CGM, [noted("Request CGM.", D)], INSUFFICIENT, id="cgm req"),
    pytest.param(CGM, [noted("Wearing CGM since August.", D)], MET, id="cgm wears"),
    pytest.param(HU, [noted("Takes hydroxyzine.", D)], INSUFFICIENT, id="hu near"),
    pytest.param(HU, [noted("Not on hydroxyurea.", D)], NOT_MET, id="hu no"),
    pytest.param(CR, [noted("Compression stockings worn daily for four months.", D)], MET, id="cr 4mo"),
    pytest.param(CR, [noted("Compression stockings worn for four weeks.", D)], NOT_MET, id="cr 4wk"),
    pytest.param(CR, [noted("Compression stockings prescribed for three months.", D)], INSUFFICIENT, id="cr given"),
    pytest.param(CR, [noted("Compression stockings for four months but not worn.", D)], UNMET, id="cr notworn"),
)


@pytest.mark.parametrize(("asked", "chart", "verdicts"), ASKED)
def test_what_is_not_said_outright_of_the_patient_is_not_met(
    asked: dict[str, Any], chart: list[PassageView], verdicts: str
) -> None:
    assert answer_to(asked, *chart).verdict in verdicts.split()
