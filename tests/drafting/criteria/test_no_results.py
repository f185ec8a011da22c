"""What looks like a result and is none: goals, other periods, other people, other quantities of the same letters."""

from typing import Any

import pytest

from tests.drafting.criteria.asking import MET, answer_to, noted, results
from tests.drafting.criteria.test_quantity_names import DAY, reads, value

SATURATION = value("oxygen saturation", "SpO2", op="<=", than=88, unit="%")


def sat(*settings: str) -> dict[str, Any]:
    return {**SATURATION, "setting": list(settings)}


NONE = {
    "er visit": (reads("positive", "estrogen receptor"), [noted("ER positive attitude. Path: ER pending.", DAY)]),
    "er 3x": (value("estrogen receptor", than=1, unit="%"), [noted("ER visits 3 this year, PR department 50 %.", DAY)]),
    "pr interval": (reads("positive", "progesterone receptor"), [noted("ECG: PR 160, HER2 pos.", DAY)]),
    "date as eos": (value("eosinophils", than=300, unit="/uL"), [noted("Eos 10/20 pending; WBC 8.1.", DAY)]),
    "eos goal": (value("eosinophils", than=300, unit="/uL"), [noted("Needs eosinophils >= 300/uL for biologic.", DAY)]),
    "eos if": (value("eosinophils", than=300, unit="/uL"), [noted("If eos 400 or more then start.", DAY)]),
    "eos pred": (value("eosinophils", than=300, unit="/uL"), [noted("Eos 0.3 %", DAY)]),
    "desat hx": (sat("rest", "room air"), [noted("Desaturated to 80% during pneumonia last year, now well.", DAY)]),
    "desat2": (sat("exertion", "room air"), [noted("No desaturation with walking; 94% on RA.", DAY)]),
    "desat3": (sat("exertion", "room air"), [noted("If desaturated to 88% on walking RA call us.", DAY)]),
    "sat day": (sat("rest", "room air"), [noted("Sat 11/14 at rest, room air conditioner fixed 85.", DAY)]),
    "walk from": (
        sat("exertion", "room air"),
        [noted("O2 sat improved from 84% walking on room air to 93% walking on 2L.", DAY)],
    ),
    "rest from": (sat("rest", "room air"), [noted("SpO2 fell from 95% at rest to 84% walking on room air.", DAY)]),
    "a1c arrow old": (value("HbA1c", op=">=", than=9, unit="%"), [noted("A1c 9.4 -> 7.1 today.", DAY)]),
    "a1c to": (value("HbA1c", op=">=", than=9, unit="%"), [noted("A1c improved from 9.4 to 7.1.", DAY)]),
    "shared neg": (
        reads("positive", "hepatitis B surface antigen"),
        [noted("HBsAg, anti-HBc and HCV Ab all negative.", DAY)],
    ),
    "shared pos other": (
        reads("negative", "hepatitis B core antibody"),
        [noted("HBsAg negative, anti-HBc and anti-HBs positive.", DAY)],
    ),
    "not shared": (reads("negative", "hepatitis B surface antigen"), [noted("HBsAg, to be drawn. HIV negative.", DAY)]),
    "not shared2": (
        reads("negative", "hepatitis B surface antigen"),
        [noted("HBsAg ordered, HIV and RPR negative.", DAY)],
    ),
    "ppl": (reads("positive", "rheumatoid factor"), [noted("RF 12 (ref <14).", DAY)]),
    "rf fam": (reads("positive", "rheumatoid factor"), [noted("Mother: RF 118 (ref <14), RA.", DAY)]),
    "nyha goal": (value("NYHA", than=3), [noted("NYHA III in 2019, now NYHA I.", DAY)]),
    "hurley brother": (value("Hurley stage", than=2), [noted("Brother has Hurley stage III.", DAY)]),
    "days told": (
        value("migraine days per month", than=4, unit="d/mo"),
        [noted("Patient reports 12 migraine days per month.", DAY)],
    ),
    "days year": (
        value("migraine days per month", than=4, unit="d/mo"),
        [noted("Had 12 migraine days over the past year.", DAY)],
    ),
    "days quarter": (
        value("migraine days per month", than=4, unit="d/mo"),
        [noted("9 migraine days in the past 3 months.", DAY)],
    ),
    "days goal": (
        value("migraine days per month", than=4, unit="d/mo"),
        [noted("Goal: fewer than 4 migraine days per month.", DAY)],
    ),
    "checks told2": (value("fingersticks per day", than=4, unit="/d"), [noted("Advised fingersticks QID.", DAY)]),
    "checks cgm": (
        value("fingersticks per day", than=4, unit="/d"),
        [noted("Insulin 4 times a day; fingersticks rarely.", DAY)],
    ),
    "checks meal": (
        value("fingersticks per day", than=4, unit="/d"),
        [noted("Fingersticks, carb counting: eats 5 times a day.", DAY)],
    ),
    "checks inj": (
        value("fingersticks per day", than=4, unit="/d"),
        [noted("Fingersticks twice weekly, lispro 4 times daily.", DAY)],
    ),
    "wear other": (value("sensor wear time", than=70, unit="%"), [noted("CGM active: TIR 82 %.", DAY)]),
    "fev change": (
        value("FEV1 percent predicted", op="<", than=80, unit="%"),
        [noted("FEV1 +19 % after albuterol.", DAY)],
    ),
    "fev change2": (
        value("FEV1 percent predicted", op="<", than=80, unit="%"),
        [noted("FEV1 fell 20 % since last year.", DAY)],
    ),
    "fev change3": (
        value("FEV1 percent predicted", op="<", than=80, unit="%"),
        [noted("FEV1 12% improvement after albuterol", DAY)],
    ),
    "packs": (value("pack-years", than=20), [noted("Father 40 pack-years.", DAY)]),
    "pdl1": (value("PD-L1", than=50, unit="%"), [noted("PD-L1 TPS <1%.", DAY)]),
    "pik vus": (reads("positive", "PIK3CA mutation"), [noted("PIK3CA: no pathogenic variant identified.", DAY)]),
    "pik not": (reads("positive", "PIK3CA mutation"), [noted("PIK3CA mutation testing ordered.", DAY)]),
    "pik not2": (reads("positive", "PIK3CA mutation"), [noted("PIK3CA not mutated.", DAY)]),
    "pik pend": (
        reads("positive", "PIK3CA mutation"),
        [noted("Will send PIK3CA mutation testing on plasma; if mutation present, alpelisib.", DAY)],
    ),
    "brca fam": (reads("positive", "BRCA mutation"), [noted("Sister BRCA1 carrier.", DAY)]),
    "brca neg": (
        reads("positive", "BRCA mutation"),
        [noted("Germline BRCA1/2: negative for pathogenic variants.", DAY)],
    ),
    "brca neg2": (
        reads("positive", "BRCA mutation"),
        [results("BRCA1/2 germline: No pathogenic variant detected · 20 Oct 2026")],
    ),
    "her2 low": (reads("positive", "HER2"), [noted("HER2 1+ (low).", DAY)]),
    "her2 eq": (reads("negative", "HER2 immunohistochemistry"), [noted("HER2 IHC 2+, FISH pending.", DAY)]),
    "msi": (reads("positive", "microsatellite instability"), [noted("MSI testing: pending.", DAY)]),
    "msi2": (reads("positive", "microsatellite instability"), [noted("pMMR, MSI-L.", DAY)]),
    "igE class": (reads("positive", "cat dander IgE"), [noted("Cat dander IgE class 0.", DAY)]),
    "ige tot": (reads("positive", "dust mite IgE"), [noted("Total IgE 310 high, dust mite not tested.", DAY)]),
    "spt": (reads("positive", "skin prick test"), [noted("Skin prick test planned 12/9.", DAY)]),
    "spt neg": (reads("positive", "skin prick test"), [noted("Skin prick test negative to all, histamine 7 mm.", DAY)]),
    "tst": (reads("negative", "tuberculin skin test"), [noted("TST placed 10/20, read in 48 h.", DAY)]),
    "ppd packs": (reads("negative", "tuberculin skin test"), [noted("Smokes 0.5 PPD, no TB.", DAY)]),
    "ppd packs2": (reads("negative", "tuberculin skin test"), [noted("0 PPD smoker. TB never tested.", DAY)]),
    "residual": (
        value("residual AHI", op="<", than=5, unit="/h", setting="on treatment"),
        [noted("Diagnostic AHI 3.1 in 2019.", DAY)],
    ),
    "ahi dl": (value("AHI", than=15, unit="/h"), [noted("CPAP data download: AHI 18.2", DAY)]),
    "t88 short": (
        {**value("time at or below 88 percent", than=5, unit="min"), "setting": ["sleep", "room air"]},
        [noted("OVERNIGHT OXIMETRY on 2 L/min\nTime <= 88 %        31 min", DAY, title="Overnight oximetry report")],
    ),
    "gfr cockcroft": (value("eGFR", op="<", than=30, unit="mL/min/{1.73_m2}"), [noted("CrCl 28 mL/min.", DAY)]),
    "egfr gene": (
        value("eGFR", op="<", than=60, unit="mL/min/{1.73_m2}"),
        [noted("EGFR exon 19 deletion found.", DAY)],
    ),
    "egfr gene2": (reads("positive", "EGFR mutation"), [noted("eGFR 48 low, kidney function abnormal.", DAY)]),
    "hr": (value("heart rate", op=">", than=100, unit="/min"), [noted("HR positive, HER2 negative, 120 days.", DAY)]),
    "k": (value("potassium", op=">", than=5.5, unit="mmol/L"), [noted("Vitamin K 10 mg given, Na 138.", DAY)]),
    "ldl goal": (value("LDL", than=100, unit="mg/dL"), [noted("LDL goal <70, threshold 100.", DAY)]),
    "ps": (value("ECOG", op="<=", than=1), [noted("PS 1 of the list: see attached.", DAY)]),
    "bsa dose": (
        value("body surface area", than=10, unit="%"),
        [noted("BSA 1.8 m2, dose 75 mg/m2; 20 % reduced.", DAY)],
    ),
    "strength L": (value("manual muscle test", op="<=", than=3), [noted("Strength 5/5, reflexes 2/4.", DAY)]),
    "weights": (
        value("weight", op="<=", than=300, unit="[lb_av]"),
        [noted("Weight loss 20 lb; weight today 341 lb.", DAY)],
    ),
    "neck pain": (value("neck circumference", than=16, unit="[in_i]"), [noted("Neck pain 8/10, 18 months.", DAY)]),
    "abi other": (
        value("ankle-brachial index", op="<", than=0.9, unit="{ratio}"),
        [noted("ABI normal 1.1, TBI 0.6.", DAY)],
    ),
    "tsh": (reads("normal", "TSH"), [noted("TSH not ordered; CBC normal.", DAY)]),
    "tsh2": (reads("normal", "TSH"), [noted("TSH high at 9, T4 and T3 normal.", DAY)]),
    "qft old": (reads("negative", "IGRA"), [noted("QFT negative 3/2023.", DAY)]),
    "cot": (reads("negative", "cotinine"), [noted("Cotinine 212 ng/mL (ref <10 neg).", DAY)]),
    "hcg": (reads("negative", "pregnancy test"), [noted("hCG to be drawn, HIV neg.", DAY)]),
}


@pytest.mark.parametrize(("test", "chart"), NONE.values(), ids=NONE)
def test_nothing_is_met_on_what_only_looks_like_it(test: dict[str, Any], chart: list[Any]) -> None:
    assert answer_to(test, *chart).verdict != MET
