"""One quantity under its many names: labels, short forms, LOINC codes, units as laboratories and notes write them."""

from typing import Any

import pytest

from tests.drafting.criteria.asking import INSUFFICIENT, MET, NOT_MET, answer_to, noted, results

W12 = {"months": 12, "before": "as_of"}
DAY = "2026-10-20"


def value(*names: str, op: str = ">=", than: float = 0, unit: str = "{score}", **more: Any) -> dict[str, Any]:
    compare = {"op": op, "value": than, "unit": unit}
    return {"kind": "observation", "any_of": list(names), "compare": compare, "within": W12, **more}


def reads(word: str, *names: str, **more: Any) -> dict[str, Any]:
    return {"kind": "observation", "any_of": list(names), "interpretation": word, "within": W12, **more}


EOS = value("blood eosinophil count", than=300, unit="/uL")
FENO = value("fractional exhaled nitric oxide", than=25, unit="[ppb]")
AHI = value("apnea-hypopnea index", than=15, unit="/h")
ODI = value("Oswestry Disability Index", than=40, unit="%")
PHQ = value("Patient Health Questionnaire-9", than=20)
ESS = value("Epworth Sleepiness Scale", op=">", than=10)
FEV1 = value("FEV1 percent predicted", op="<", than=80, unit="%")
RATIO = value("FEV1/FVC", op="<", than=0.7, unit="{ratio}")
LVEF = value("left ventricular ejection fraction", op="<=", than=35, unit="%")
GFR = value("estimated glomerular filtration rate", op="<", than=60, unit="mL/min/{1.73_m2}")
LDL = value("LDL cholesterol", than=100, unit="mg/dL")
FERRITIN = value("ferritin", op="<", than=100, unit="ng/mL")
TSAT = value("transferrin saturation", op="<", than=20, unit="%")
WEAR = value("sensor wear time", than=70, unit="%")
TIR = value("time in range", op="<", than=70, unit="%")
CHECKS = value("fingersticks per day", than=4, unit="/d")
USE = value("days with usage of at least 4 hours", than=70, unit="%", setting="on treatment")
MIGRAINE = value("monthly migraine days", than=4, unit="d/mo")
MIDAS = value("MIDAS", than=21)
HIT = value("Headache Impact Test", than=60)
DAS = value("DAS28-CRP", op=">", than=3.2)
JOINTS = value("swollen joint count", than=6)
NYHA = value("NYHA functional class", than=3)
HURLEY = value("Hurley stage", than=2)
TUG = value("Timed Up and Go", op=">", than=12, unit="s")
STRENGTH = value("manual muscle test", op="<=", than=3)
IGE = value("total IgE", than=30, unit="[IU]/mL")
URATE = value("serum urate", op=">", than=6, unit="mg/dL")
B12 = value("vitamin B12", op="<", than=200, unit="pg/mL")
PDL1 = value("PD-L1 tumor proportion score", than=50, unit="%")
TESTOSTERONE = value("total testosterone", op="<", than=300, unit="ng/dL")
CALPRO = value("fecal calprotectin", than=250, unit="ug/g")
PLATELETS = value("platelet count", op="<", than=30, unit="10*9/L")
WALK = value("six-minute walk distance", op="<", than=440, unit="m")
PACK = value("pack-years", than=20, unit="{pack-years}")
FIB4 = value("FIB-4 index", than=1.3)
CODED = {**value("glycemia over three months", than=7, unit="%"), "codes": ["LOINC|4548-4"]}
STIFF = value("liver stiffness", than=8, unit="kPa")
IPSS = value("International Prostate Symptom Score", than=8)

NUMBERS = {
    "thousands in a note": (EOS, [noted("CBC: eos 0.61 K/uL.", DAY)], MET),
    "thousands with a power": (EOS, [results("Eosinophils, absolute: 0.61 x10E3/uL (high) · 20 Oct 2026")], MET),
    "thousands too few": (EOS, [noted("AEC 0.21 x10(3)/mcL", DAY)], NOT_MET),
    "a count alone": (EOS, [noted("Eos 410 in May clinic labs, asthma.", DAY)], MET),
    "a share of white cells": (EOS, [noted("Eosinophils 4 %.", DAY)], INSUFFICIENT),
    "a share, then the count": (EOS, [noted("Eosinophils 7 %, absolute eosinophil count 520 cells/mcL.", DAY)], MET),
    "decimals are thousands": (EOS, [results("Eosinophils, absolute: 0.42 · 20 Oct 2026")], MET),
    "parts per billion": (FENO, [noted("FeNO 38 ppb", DAY)], MET),
    "parts in words": (FENO, [results("FeNO: 18 parts per billion · 20 Oct 2026")], NOT_MET),
    "two readings": (FENO, [noted("FeNO             38 ppb, two readings 37 / 39", DAY)], MET),
    "index short": (AHI, [noted("HSAT 10/3: pAHI 22.1/hr", DAY)], MET),
    "events in short": (AHI, [noted("AHI (4%) 22.1 ev/h", DAY)], MET),
    "index of respiratory events": (AHI, [noted("REI 22.1.", DAY)], INSUFFICIENT),
    "disability": (ODI, [noted("Oswestry 26/50 today.", DAY)], MET),
    "disability low": (ODI, [noted("Back pain, ODI 12/50.", DAY)], NOT_MET),
    "disability points": (ODI, [noted("Oswestry score 48.", DAY)], MET),
    "desaturation is no disability": (ODI, [noted("Overnight oximetry: ODI 44/h, nadir SpO2 81 "
    "%.", DAY)], INSUFFICIENT),
    "a score like a date": (PHQ, [noted("PHQ-9 today 9/27.", DAY)], NOT_MET),
    "a score of its highest": (PHQ, [noted("PHQ9 22/27.", DAY)], MET),
    "sleepiness like a date": (ESS, [noted("ESS 11/24, sleepy at work.", DAY)], MET),
    "emergency is no sleepiness": (ESS, [noted("ESS 24.", DAY)], INSUFFICIENT),
    "predicted": (FEV1, [noted("FEV1 68% predicted", DAY)], MET),
    "predicted in a label": (FEV1, [results("FEV1 % pred: 85 % · 20 Oct 2026")], NOT_MET),
    "litres are no share": (FEV1, [results("FEV1: 1.92 L · 20 Oct 2026")], INSUFFICIENT),
    "ratio": (RATIO, [results("FEV1/FVC: 0.62 · 20 Oct 2026")], MET),
    "ratio as percent": (RATIO, [noted("FEV1/FVC ratio 62 %.", DAY)], MET),
    "ratio high": (RATIO, [noted("FEV1/FVC 78%", DAY)], NOT_MET),
    "ejection range": (LVEF, [noted("TTE: LVEF 30-35%.", DAY)], MET),
    "ejection range across": (LVEF, [noted("TTE: EF 30-40 %", DAY)], INSUFFICIENT),
    "filtration": (GFR, [noted("eGFR 48.", DAY)], MET),
    "filtration short": (GFR, [noted("GFR 52 mL/min/1.73", DAY)], MET),
    "filtration above": (GFR, [results("eGFR: >60 mL/min/1.73m2 · 20 Oct 2026")], NOT_MET),
    "cholesterol bare": (LDL, [noted("LDL-C 131 on max statin.", DAY)], MET),
    "cholesterol molar": (LDL, [results("LDL calculated: 3.4 mmol/L · 20 Oct 2026")], MET),
    "iron": (FERRITIN, [noted("Ferritin 14 (L).", DAY)], MET),
    "iron in micrograms": (FERRITIN, [results("Ferritin: 210 ug/L · 20 Oct 2026")], NOT_MET),
    "saturation of iron": (TSAT, [noted("TSAT 12%.", DAY)], MET),
    "oxygen is no iron": (TSAT, [noted("O2 saturation 12 %.", DAY)], INSUFFICIENT),
    "wear": (WEAR, [noted("Time CGM active        64 %", DAY)], NOT_MET),
    "wear in use": (WEAR, [noted("CGM active 88 %, GMI 7.9.", DAY)], MET),
    "wear counted": (WEAR, [noted("Sensor wear   13/14 days", DAY, title="CGM report")], MET),
    "range": (TIR, [noted("Dexcom: TIR 51%, TBR 4%.", DAY)], MET),
    "range in words": (TIR, [noted("Time in range (70-180)   82 %", DAY)], NOT_MET),
    "checks": (CHECKS, [noted("Meter: averages 5.1 fingersticks/day.", DAY)], MET),
    "checks in words": (CHECKS, [noted("She does fingersticks four to six times daily per log.", DAY)], MET),
    "checks by the letters": (CHECKS, [noted("Fingersticks QID, log reviewed.", DAY)], MET),
    "checks too few": (CHECKS, [noted("Fingersticks 2x/day.", DAY)], NOT_MET),
    "tablets are no checks": (CHECKS, [noted("Metformin 500 mg 4 times a day, checks feet.", DAY)], INSUFFICIENT),
    "usage counted": (USE, [noted("Days >= 4 h   27/30 (90 %)", DAY, title="CPAP download")], MET),
    "usage low": (USE, [noted("% days > 4 hrs     41 %", DAY, title="CPAP compliance report")], NOT_MET),
    "migraine days": (MIGRAINE, [noted("MMD 9, headache diary.", DAY)], MET),
    "migraine days a month": (MIGRAINE, [noted("Migraine 2 days a month: migraine days 2.", DAY)], NOT_MET),
    "disability of migraine": (MIDAS, [noted("MIDAS score 34 (grade IV)", DAY)], MET),
    "impact": (HIT, [noted("HIT6: 64", DAY)], MET),
    "joints score": (DAS, [results("DAS28(CRP): 4.6 · 20 Oct 2026")], MET),
    "joint count": (JOINTS, [noted("SJC 8/28, TJC 11/28.", DAY)], MET),
    "joint count low": (JOINTS, [noted("TJC 11, SJC 2.", DAY)], NOT_MET),
    "roman class": (NYHA, [noted("HFrEF, NYHA class III.", DAY)], MET),
    "roman class lower": (NYHA, [noted("NYHA II", DAY)], NOT_MET),
    "roman classes": (NYHA, [noted("NYHA class II-III symptoms.", DAY)], INSUFFICIENT),
    "arabic class": (NYHA, [results("New York Heart Association class: Class 3 · 20 Oct 2026")], MET),
    "stage": (HURLEY, [noted("Hidradenitis, Hurley stage II both axillae", DAY)], MET),
    "seconds": (TUG, [noted("TUG 21 sec with walker", DAY)], MET),
    "seconds quick": (TUG, [noted("TUG 9.5 s.", DAY)], NOT_MET),
    "strength": (STRENGTH, [noted("MMT 3/5 shoulders.", DAY)], MET),
    "strength like a date": (STRENGTH, [noted("Motor strength 4/5 throughout.", DAY)], NOT_MET),
    "units are international": (IGE, [results("Total IgE: 310 kU/L · 20 Oct 2026")], MET),
    "uric acid molar": (URATE, [results("Uric acid: 520 umol/L · 20 Oct 2026")], MET),
    "uric acid": (URATE, [noted("sUA 5.2.", DAY)], NOT_MET),
    "vitamin": (B12, [noted("B12 168 pg/mL", DAY)], MET),
    "vitamin molar": (B12, [results("Cobalamin: 400 pmol/L · 20 Oct 2026")], NOT_MET),
    "expression": (PDL1, [noted("PD-L1 22C3 TPS 60%.", DAY)], MET),
    "expression low": (PDL1, [results("PD-L1 expression: 10 % · 20 Oct 2026")], NOT_MET),
    "hormone": (TESTOSTERONE, [noted("AM testosterone 212.", DAY)], MET),
    "hormone molar": (TESTOSTERONE, [results("Testosterone, total: 15 nmol/L · 20 Oct 2026")], NOT_MET),
    "stool": (CALPRO, [noted("Calprotectin 412 mcg/g", DAY)], MET),
    "stool per kilogram": (CALPRO, [results("Calprotectin, stool: 90 mg/kg · 20 Oct 2026")], NOT_MET),
    "platelets": (PLATELETS, [noted("Plt 18K", DAY)], MET),
    "platelets alone": (PLATELETS, [noted("PLT 182.", DAY)], NOT_MET),
    "walk": (WALK, [noted("6MWD 1,120 ft", DAY)], MET),
    "walk far": (WALK, [noted("6MWT distance 512 m", DAY)], NOT_MET),
    "packs": (PACK, [noted("Smoking: 35 pack-years, quit.", DAY)], MET),
    "fibrosis": (FIB4, [noted("FIB4 2.1", DAY)], MET),
    "by its code": (CODED, [results("Hgb A1c: 8.1 % · 20 Oct 2026")], MET),
    "by its code low": (CODED, [noted("A1c 6.4", DAY)], NOT_MET),
    "stiffness": (STIFF, [noted("FibroScan 11.2 kPa", DAY)], MET),
    "symptoms": (IPSS, [noted("IPSS 19/35.", DAY)], MET),
    "in a table with bars": (LDL, [noted("| Test | Result | Unit |\n| LDL-C | 131 | mg/dL |"
    "", DAY, title="Laboratory report")], MET),
    "behind leaders": (FERRITIN, [noted("Ferritin ......... 14\nTSH .............. 2.1", DAY, title="Laboratory "
    "report")], MET),
    "unit in the head of a cell": (FERRITIN, [noted("Ferritin (ng/mL)     212     30-400", DAY, title="Laboratory "
    "report")], NOT_MET),
}  # fmt: skip


@pytest.mark.parametrize(("test", "chart", "verdict"), NUMBERS.values(), ids=NUMBERS)
def test_a_quantity_is_found_by_any_of_its_names_and_units(
    test: dict[str, Any], chart: list[Any], verdict: str
) -> None:
    assert answer_to(test, *chart).verdict == verdict
