"""Positive or negative, as laboratories, allergists and pathologists say it; several quantities of which any will "
"do."""

from typing import Any

import pytest

from tests.drafting.criteria.asking import INSUFFICIENT, MET, NOT_MET, answer_to, noted, results
from tests.drafting.criteria.test_quantity_names import DAY, reads, value

MITE = reads("positive", "Dermatophagoides IgE", "dust mite IgE", "cat dander IgE")
SKIN = reads("positive", "skin prick test")
CCP = reads("positive", "anti-CCP", "rheumatoid factor")
GAD = reads("positive", "glutamic acid decarboxylase antibody")
CORE = reads("negative", "hepatitis B core antibody")
IGRA = reads("negative", "interferon gamma release assay")
TUBERCULIN = reads("negative", "tuberculin skin test")
PIK = reads("positive", "PIK3CA mutation")
BRAF = reads("positive", "BRAF V600E mutation")
HER2 = reads("negative", "HER2 immunohistochemistry")
ESTROGEN = reads("positive", "estrogen receptor")
REPAIR = reads("positive", "microsatellite instability", "mismatch repair deficiency")
HCG = reads("negative", "pregnancy test")
JCV = reads("negative", "JC virus antibody")
ACHR = reads("positive", "acetylcholine receptor antibody")
SCORES = value(
    "femoral neck T-score", "total hip T-score", "lumbar spine T-score", op="<=", than=-2.5, unit="{T-score}"
)
BOTH = reads("negative", "hepatitis B surface antigen", "hepatitis B core antibody")
SURFACE = "Hepatitis B surface antigen: Nonreactive · 20 Oct 2026"
NO_CAT = "Cat dander IgE: 0.1 kU/L (negative) · 20 Oct 2026"
NORMAL = reads("normal", "TSH")
LOW = reads("low", "ferritin")

READ = {
    "class of an allergen": (MITE, [noted("D. pteronyssinus 12.4 kU/L (class 3).", DAY)], MET),
    "class nought": (MITE, [noted("D. pteronyssinus 0.10 kU/L (class 0).", DAY)], NOT_MET),
    "an allergen by its limit": (MITE, [results("Cat dander IgE: 4.1 kU/L · 20 Oct 2026")], MET),
    "an allergen below": (MITE, [results("Cat dander IgE: <0.10 kU/L · 20 Oct 2026")], NOT_MET),
    "one of two allergens": (
        MITE,
        [results(NO_CAT, "D. farinae IgE: 12 kU/L (positive) · 20 Oct 2026")],
        MET,
    ),
    "neither": (
        MITE,
        [results(NO_CAT, "D. farinae IgE: 0.2 kU/L · 20 Oct 2026")],
        NOT_MET,
    ),
    "a wheal": (SKIN, [noted("Skin prick test 7 mm wheal to cat.", DAY)], MET),
    "an antibody above its limit": (CCP, [results("Anti-CCP: 84 U/mL (reference <20 U/mL) · 20 Oct 2026")], MET),
    "an antibody flagged": (CCP, [noted("CCP IgG    84    U/mL    H    <20", DAY, title="Laboratory report")], MET),
    "an antibody within": (CCP, [results("Anti-CCP: 4 U/mL (reference <20 U/mL) · 20 Oct 2026")], NOT_MET),
    "one antibody of two": (CCP, [noted("RF positive, anti-CCP negative.", DAY)], MET),
    "an antibody by another name": (GAD, [results("Glutamate decarboxylase 65 antibody: 48 U/mL (positive) · 20 Oct "
    "2026")], MET),
    "core nonreactive": (CORE, [noted("HBsAg NR, anti-HBc total non-reactive, HCV Ab neg.", DAY)], MET),
    "core reactive": (CORE, [results("Hep B core total Ab: Reactive · 20 Oct 2026")], NOT_MET),
    "surface is no core": (CORE, [results("Hepatitis B surface antigen: Nonreactive · 20 Oct 2026")], INSUFFICIENT),
    "assay short": (IGRA, [noted("QFT-Plus neg.", DAY)], MET),
    "assay of another maker": (IGRA, [results("T-SPOT.TB: Negative · 20 Oct 2026")], MET),
    "assay low mitogen": (IGRA, [results("QuantiFERON-TB Gold Plus: Indeterminate (low mitogen) · 20 Oct "
    "2026")], INSUFFICIENT),
    "assay not back": (IGRA, [noted("QFT drawn, pending.", DAY)], INSUFFICIENT),
    "no induration": (TUBERCULIN, [noted("PPD read at 48 h: 0 mm induration.", DAY)], MET),
    "large induration": (TUBERCULIN, [noted("PPD 18 mm.", DAY)], NOT_MET),
    "some induration": (TUBERCULIN, [noted("PPD 8 mm.", DAY)], INSUFFICIENT),
    "a mutation": (PIK, [results("PIK3CA mutation, plasma: Detected, H1047R, allele fraction 4.1 % · 20 Oct "
    "2026")], MET),
    "a mutation in a note": (PIK, [noted("NGS: PIK3CA H1047R mutated, ESR1 wild type.", DAY)], MET),
    "wild type": (PIK, [noted("PIK3CA wild-type.", DAY)], NOT_MET),
    "none found": (BRAF, [noted("BRAF V600E: no mutation detected", DAY)], NOT_MET),
    "of unknown meaning": (PIK, [noted("PIK3CA variant of uncertain significance.", DAY)], INSUFFICIENT),
    "one plus": (HER2, [results("HER2 IHC: 1+ · 20 Oct 2026")], MET),
    "two plus": (HER2, [results("HER2 immunohistochemistry: 2+, equivocal · 20 Oct 2026")], INSUFFICIENT),
    "three plus": (HER2, [noted("HER2 IHC 3+.", DAY)], NOT_MET),
    "receptor": (ESTROGEN, [results("Estrogen receptor: 95 % · 20 Oct 2026")], MET),
    "receptor short": (ESTROGEN, [noted("Path: IDC, ER 95 %, PR 40 %, HER2 1+.", DAY)], MET),
    "receptor absent": (ESTROGEN, [noted("IHC: ER 0 %, PR 0 %, HER2 0.", DAY)], NOT_MET),
    "emergency is no receptor": (ESTROGEN, [noted("ER visit, troponin positive.", DAY)], INSUFFICIENT),
    "unstable": (REPAIR, [noted("IHC dMMR, loss of MLH1/PMS2; MSI-H.", DAY)], MET),
    "stable": (REPAIR, [noted("MSI status: MSS. TMB 4.", DAY)], NOT_MET),
    "pregnancy short": (HCG, [noted("UPT neg today.", DAY)], MET),
    "pregnancy in the urine": (HCG, [results("Choriogonadotropin, urine: Negative · 20 Oct 2026")], MET),
    "virus index": (JCV, [noted("Stratify JCV positive, index 1.9.", DAY)], NOT_MET),
    "receptor antibody": (ACHR, [results("AChR binding antibody: 4.2 nmol/L (high) · 20 Oct 2026")], MET),
    "any site": (
        SCORES,
        [results("Femoral neck T-score, left: -2.6 · 20 Oct 2026", "Lumbar spine L1-L4 T-score: -1.9 · 20 Oct 2026")],
        MET,
    ),
    "no site": (
        SCORES,
        [results("Femoral neck T-score: -2.4 · 20 Oct 2026", "Total hip T-score: -2.1 · 20 Oct 2026")],
        NOT_MET,
    ),
    "heel is no site": (SCORES, [results("Heel ultrasound T-score: -3.1 · 20 Oct 2026")], INSUFFICIENT),
    "all must be negative": (
        BOTH,
        [results(SURFACE, "Hepatitis B core antibody: Reactive · 2 Oct 2026")],
        INSUFFICIENT,
    ),
    "all are negative": (
        BOTH,
        [results(SURFACE, "Hepatitis B core antibody: Negative · 2 Oct 2026")],
        MET,
    ),
    "within limits": (NORMAL, [results("TSH: 2.2 mIU/L (reference 0.4-4.5 mIU/L) · 20 Oct 2026")], MET),
    "above limits": (NORMAL, [results("TSH: 7.2 mIU/L (reference 0.4-4.5 mIU/L) · 20 Oct 2026")], NOT_MET),
    "normal in words": (NORMAL, [noted("TSH normal.", DAY)], MET),
    "low by its limits": (LOW, [results("Ferritin: 8 ng/mL (reference 15-150 ng/mL) · 20 Oct 2026")], MET),
}  # fmt: skip


@pytest.mark.parametrize(("test", "chart", "verdict"), READ.values(), ids=READ)
def test_a_result_reads_as_its_kind_tells(test: dict[str, Any], chart: list[Any], verdict: str) -> None:
    assert answer_to(test, *chart).verdict == verdict


AHI = value("apnea-hypopnea index", "AHI", than=15, unit="/h")
RESIDUAL = value("residual AHI", op="<", than=5, unit="/h", setting="on treatment")
TESTS = value("tests per day", than=4, unit="/d")
LEAK = value("95th percentile leak", op="<", than=24, unit="L/min")
OSWESTRY = value("Oswestry Disability Index", than=40, unit="%")
PO2 = value("PaO2", op="<=", than=59, unit="mm[Hg]", setting="rest, room air")
EOS = value("eosinophils", than=300, unit="/uL")
RULED = value("AHI", than=15, unit="/h", about="diagnostic sleep study, 4 % rule")
DOWNLOAD = "[PATIENT-1] R   CPAP fixed 13 cmH2O\nAHI                  2.8\n"
SHEETS = (
    "METER DOWNLOAD\n[PATIENT-1] A\nTests per day       2.1\n---- sheet stuck to this one, no label ----\n"
    "Tests per day       5.3\n"
)
PAGES = (
    "[PATIENT-1] R\nLeak median 11 L/min   95 % 31.0 L/min\n---- page 2 ----\nQUINLAN R  (F, 1949)\nLeak 95 % 9.6 "
    "L/min\n"
    "-----------------\nRRT: page 2 came along in the print, is not our pt.\n"
)
TITRATED = value("SpO2", op=">", than=88, unit="%", setting=["exertion", "on oxygen"])
WALK = (
    "| phase         | O2       | SpO2 | HR  |\n| sit 10 min    | RA       | 91   | 84  |\n"
    "| walk, 3 min   | RA       | 85 * | 112 |\n| walk, 6 min   | 1 L      | 88   | 110 |\n| walk, 6 min   |"
    " 2 L      | 93   | 104 |\n"
)
WHOSE = {
    "index on a download is residual": (RESIDUAL, [noted(DOWNLOAD, DAY, title="CPAP data download")], MET),
    "and no diagnosis": (AHI, [noted("AHI        18.8\n", DAY, title="CPAP data download")], INSUFFICIENT),
    "a sheet without a label": (TESTS, [noted(SHEETS, DAY, title="Glucose meter download")], NOT_MET),
    "a page that is somebody's": (LEAK, [noted(PAGES, DAY, title="PAP data download")], NOT_MET),
    "another age and sex": (
        EOS, [noted("NORTHWAY, ADA     71 M    coll 10/19\nEosinophils, abs   0.61   10*9/L", DAY)], INSUFFICIENT,
    ),
    "the patient's age and sex": (
        EOS, [noted("NORTHWAY, ADA     58 F    coll 10/19\nEosinophils, abs   0.61   10*9/L", DAY)], MET,
    ),
    "a form filled in by halves": (
        OSWESTRY,
        [results("Oswestry Disability Index: 46 % · 20 Oct 2026 · note: items 4 and 8 blank")],
        INSUFFICIENT,
    ),
    "two tellings of one day": (
        OSWESTRY,
        [results("Oswestry Disability Index: 36 % · 20 Oct 2026"), noted("ODI 48 % by my count.", DAY)],
        INSUFFICIENT,
    ),
    "air by its fraction": (PO2, [results("pO2, arterial: 58 mm Hg (low) · 20 Oct 2026 · note: FiO2 0.21, rest")], MET),
    "oxygen by its fraction": (
        PO2, [results("pO2, arterial: 58 mm Hg (low) · 20 Oct 2026 · note: FiO2 0.28, rest")], INSUFFICIENT,
    ),
    "oxygen raised until it holds": (
        TITRATED, [noted(WALK, DAY, title="Oximetry walk test")], MET,
    ),
    "one flow, two values": (
        TITRATED, [noted(WALK.replace("1 L", "2 L"), DAY, title="Oximetry walk test")], INSUFFICIENT,
    ),
    "scored by the rule": (RULED, [noted("Home sleep apnea test: AHI (4 % rule) 22.4 /h.", DAY)], MET),
    "scored by another rule": (RULED, [noted("Home sleep apnea test: AHI (3 % rule) 22.4 /h.", DAY)], INSUFFICIENT),
}  # fmt: skip


@pytest.mark.parametrize(("test", "chart", "verdict"), WHOSE.values(), ids=WHOSE)
def test_a_value_is_of_the_patient_and_of_what_is_asked(test: dict[str, Any], chart: list[Any], verdict: str) -> None:
    assert answer_to(test, *chart).verdict == verdict
