"""Results as visits, downloads and walks write them, each beside what must not be read from them."""

from typing import Any

import pytest

from tests.drafting.criteria.asking import INSUFFICIENT, MET, NOT_MET, answer_to, noted, results
from tests.drafting.criteria.test_quantity_names import DAY, reads, value

SATURATION = value("oxygen saturation", "SpO2", op="<=", than=88, unit="%")


WALK = (
    "Phase        O2       SpO2   HR\nRest         RA       %s       80\nWalk         RA       82     101\n"
    "Walk         2 L      92     99"
)
BARS = (
    "| phase                | O2       | SpO2 | HR  |\n| sit 10 min           | RA       | 91   | 84  |\n"
    "| walk, 3 min 20       | RA       | 85 * | 112 |\n| walk, 6 min          | 2 L cont | 93   | 104 |"
)
NIGHT = (
    "OVERNIGHT OXIMETRY - room air\nRecording           6 h 40 min\nTime <= 88 %        31 min\n"
    "Lowest              79 %"
)
DIARY = (
    "Month     HA days   Migraine days   Triptan days\nDec 25    13        11              6\n"
    "Jan 26    12         9              5\nFeb 26    12        10              6"
)


def sat(*settings: str) -> dict[str, Any]:
    return {**SATURATION, "setting": list(settings)}


def two(count: int, *names: str, **more: Any) -> dict[str, Any]:
    return {**value(*names, **more), "k": count}


WRITTEN = {
    "walk on air": (sat("exertion", "room air"), [noted("6MWT: SpO2 nadir 84% on RA.", DAY)], MET),
    "amb": (sat("exertion", "room air"), [noted("Ambulatory sat 86% RA, recovered to 93% on 2L.", DAY)], MET),
    "rest ok": (sat("rest", "room air"), [noted("SpO2 94% RA at rest, 85% RA walking.", DAY)], NOT_MET),
    "desat": (sat("exertion", "room air"), [noted("Desaturated to 83% with ambulation on room air.", DAY)], MET),
    "drop": (
        sat("exertion", "room air"),
        [noted("O2 sat dropped from 93% at rest to 85% walking on room air.", DAY)],
        MET,
    ),
    "table rest": (sat("rest", "room air"), [noted(WALK.replace("%s", "87"), DAY, title="Six-minute walk test")], MET),
    "table walk": (
        sat("exertion", "room air"),
        [noted(WALK.replace("%s", "91"), DAY, title="Six-minute walk test")],
        MET,
    ),
    "table walk o2": (
        {**value("SpO2", op=">", than=88, unit="%"), "setting": ["exertion", "on oxygen"]},
        [noted(WALK.replace("%s", "91"), DAY, title="Six-minute walk test")],
        MET,
    ),
    "pipes": (sat("exertion", "room air"), [noted(BARS, DAY, title="Oximetry walk test")], MET),
    "T88": (
        {**value("time with SpO2 at or below 88 percent", than=5, unit="min"), "setting": ["sleep"]},
        [noted("Overnight oximetry on room air: time <= 88%: 42 min.", DAY)],
        MET,
    ),
    "T88b": (
        {**value("overnight oximetry, time at or below 88 %", than=5, unit="min"), "setting": ["sleep"]},
        [noted("Overnight oximetry, room air asleep. T88 = 3.2 min.", DAY)],
        NOT_MET,
    ),
    "T88 hm": (
        {**value("time at or below 88 percent", than=5, unit="min"), "setting": ["sleep"]},
        [results("Time SpO2 <= 88 %, overnight: 0 h 42 min · 20 Oct 2026")],
        MET,
    ),
    "T88 table": (
        {**value("overnight oximetry time at or below 88 %", than=5, unit="min"), "setting": ["sleep"]},
        [noted(NIGHT, DAY, title="Overnight oximetry report")],
        MET,
    ),
    "PaO2": (
        value("PaO2", op="<=", than=55, unit="mm[Hg]", setting=["rest", "room air"]),
        [noted("ABG on room air at rest: pH 7.41 / pCO2 44 / pO2 52 / HCO3 27.", DAY)],
        MET,
    ),
    "PaO2 kPa": (
        value("arterial oxygen tension", op="<=", than=55, unit="mm[Hg]"),
        [noted("ABG: PaO2 6.9 kPa.", DAY)],
        MET,
    ),
    "PCO2": (value("PaCO2", than=52, unit="mm[Hg]"), [noted("ABG 7.36/58/61 on 2L.", DAY)], INSUFFICIENT),
    "glucose k": (
        two(2, "glucose", op="<", than=54, unit="mg/dL"),
        [noted("Lows: 10/3 49 mg/dL, 10/21 51 mg/dL per meter download.", "2026-11-02")],
        INSUFFICIENT,
    ),
    "glucose k2": (
        two(2, "glucose", op="<", than=54, unit="mg/dL"),
        [
            results(
                "Glucose, capillary: 49 mg/dL (low) · 3 Oct 2026", "Glucose, capillary: 2.8 mmol/L (low) · 21 Oct 2026"
            )
        ],
        MET,
    ),
    "glucose k3": (
        two(2, "glucose", op="<", than=54, unit="mg/dL"),
        [
            results(
                "Glucose, capillary: 49 mg/dL (low) · 3 Oct 2026", "Glucose, capillary: 3.2 mmol/L (low) · 21 Oct 2026"
            )
        ],
        NOT_MET,
    ),
    "bmi feet": (value("BMI", than=40, unit="kg/m2"), [noted("Ht 5'4\", wt 251 lb, BMI 43.1", DAY)], MET),
    "bmi percent": (value("BMI", than=40, unit="kg/m2"), [noted("BMI: 43 (class III obesity)", DAY)], MET),
    "bmi told": (
        value("BMI", than=40, unit="kg/m2"),
        [noted("Pt reports home scale 251 lb, BMI 43.", DAY)],
        INSUFFICIENT,
    ),
    "weight": (value("weight", op="<=", than=300, unit="[lb_av]"), [noted("Weight: 141.2 kg", DAY)], NOT_MET),
    "weight2": (value("body weight", op="<=", than=300, unit="[lb_av]"), [noted("Wt 262 lbs", DAY)], MET),
    "tjc": (value("tender joint count", than=6), [noted("28-joint exam: 11 tender, 8 swollen.", DAY)], INSUFFICIENT),
    "das text": (value("DAS28", op=">", than=3.2), [noted("DAS28-CRP = 5.1 (high)", DAY)], MET),
    "cdai low word": (value("CDAI", op=">", than=10), [noted("CDAI 8, low disease activity", DAY)], NOT_MET),
    "haq": (value("HAQ-DI", than=1), [noted("HAQ 1.375", DAY)], MET),
    "rapid": (value("RAPID3", than=12), [noted("RAPID-3: 15.3/30", DAY)], MET),
    "crp mg/dl": (
        value("C-reactive protein", op=">", than=10, unit="mg/L"),
        [noted("CRP 3.4 mg/dL, ESR 46.", DAY)],
        MET,
    ),
    "esr": (value("ESR", than=28, unit="mm/h"), [noted("CRP 3.4 mg/dL, ESR 46.", DAY)], MET),
    "rf titer": (reads("positive", "rheumatoid factor"), [noted("RF 118 (ref <14), CCP >250.", DAY)], MET),
    "mig month2": (
        {**two(3, "migraine days per month", than=4, unit="d/mo"), "within": {"months": 14, "before": "as_of"}},
        [noted(DIARY, "2026-03-02", title="Headache diary")],
        MET,
    ),
    "mig told": (
        value("migraine days per month", than=4, unit="d/mo"),
        [noted("Averages 9 migraine days a month by calendar.", DAY)],
        MET,
    ),
    "mig range": (
        value("migraine days per month", than=4, unit="d/mo"),
        [noted("8-10 migraine days per month.", DAY)],
        MET,
    ),
    "ha": (
        value("headache days per month", than=15, unit="d/mo"),
        [noted("Headache 18 days/month, of these 9 migrainous.", DAY)],
        MET,
    ),
    "ha2": (
        value("headache days per month", than=15, unit="d/mo"),
        [noted("HA frequency: 20 days per month.", DAY)],
        MET,
    ),
    "odi pct": (value("Oswestry Disability Index", than=40, unit="%"), [noted("ODI: 44%", DAY)], MET),
    "nrs": (value("numeric pain rating", than=6), [noted("Pain 8/10, leg worse than back.", DAY)], MET),
    "vas": (value("VAS pain", than=6), [noted("Leg pain VAS 7.", DAY)], MET),
    "moca": (value("MoCA", than=26), [noted("MoCA 17/30.", DAY)], NOT_MET),
    "mmse": (value("Mini-Mental State Examination", op="<", than=24), [noted("MMSE 21/30", DAY)], MET),
    "wheel dist": (
        value("manual wheelchair distance", op="<", than=50, unit="[ft_i]"),
        [noted("Manual wheelchair propulsion 30 feet then stops for dyspnea.", DAY)],
        MET,
    ),
    "grip": (value("grip strength", op="<", than=20, unit="kg"), [noted("Grip strength R 12 kg, L 14 kg", DAY)], MET),
    "neck": (
        value("neck circumference", than=16, unit="[in_i]"),
        [noted("Neck 18.5 in, Mallampati IV.", DAY)],
        INSUFFICIENT,
    ),
    "neck2": (value("neck circumference", than=16, unit="[in_i]"), [noted("Neck circumference 47 cm.", DAY)], MET),
    "a1c ifcc": (value("HbA1c", op="<", than=8, unit="%"), [noted("A1c 58 mmol/mol", DAY)], MET),
    "a1c pct word": (value("HbA1c", op="<", than=8, unit="%"), [noted("A1C was 7.4 percent in October.", DAY)], MET),
    "a1c trend": (value("HbA1c", op="<", than=8, unit="%"), [noted("A1c 9.1 -> 7.4 today.", DAY)], MET),
    "a1c from": (value("HbA1c", op="<", than=8, unit="%"), [noted("A1c down to 7.4 from 9.1.", DAY)], MET),
    "a1c goal": (value("HbA1c", op="<", than=8, unit="%"), [noted("A1c goal <7.", DAY)], INSUFFICIENT),
    "cot neg": (value("cotinine", op="<", than=10, unit="ng/mL"), [noted("Cotinine <5 ng/mL (negative)", DAY)], MET),
    "cot neg word": (
        value("cotinine", op="<", than=10, unit="ng/mL"),
        [noted("Cotinine negative 10/18.", DAY)],
        INSUFFICIENT,
    ),
    "cot read": (
        reads("negative", "cotinine"),
        [results("Cotinine: 3 ng/mL (reference <10 ng/mL) · 20 Oct 2026")],
        MET,
    ),
    "qft val": (
        reads("negative", "QuantiFERON"),
        [results("QuantiFERON-TB Gold Plus: 0.02 IU/mL (negative) · 20 Oct 2026")],
        MET,
    ),
    "hiv": (reads("negative", "HIV"), [noted("HIV Ag/Ab NR.", DAY)], MET),
    "hcv rna": (reads("negative", "HCV RNA"), [results("HCV RNA: Not detected · 20 Oct 2026")], MET),
    "hbv": (reads("negative", "hepatitis B surface antigen"), [noted("Hep B sAg neg, sAb pos, cAb neg.", DAY)], MET),
    "hbc": (reads("negative", "hepatitis B core antibody"), [noted("Hep B sAg neg, sAb pos, cAb neg.", DAY)], MET),
    "combo": (reads("negative", "hepatitis C antibody"), [noted("HBsAg, anti-HBc, HCV Ab all nonreactive.", DAY)], MET),
    "combo1": (
        reads("negative", "hepatitis B surface antigen"),
        [noted("HBsAg, anti-HBc, HCV Ab all nonreactive.", DAY)],
        MET,
    ),
    "tsh nl": (reads("normal", "TSH"), [noted("TSH 2.1 (nl)", DAY)], MET),
    "tsh wnl": (reads("normal", "thyroid stimulating hormone"), [noted("TSH, B12 and folate WNL.", DAY)], MET),
    "hgb g/L": (value("hemoglobin", op="<", than=10, unit="g/dL"), [noted("Hb 92", DAY)], MET),
    "ef word": (
        value("LVEF", op="<=", than=35, unit="%"),
        [noted("Echo: ejection fraction estimated at 30 to 35 percent.", DAY)],
        MET,
    ),
    "ef gt": (value("LVEF", op="<=", than=35, unit="%"), [noted("EF >55%", DAY)], NOT_MET),
    "ef approx": (value("LVEF", op="<=", than=35, unit="%"), [noted("EF ~25%", DAY)], MET),
    "qrs": (value("QRS duration", than=130, unit="ms"), [noted("ECG: SR 68, LBBB, QRS 154 ms", DAY)], MET),
    "qrs2": (value("QRS duration", than=130, unit="ms"), [noted("QRSd 112", DAY)], NOT_MET),
    "psa": (value("PSA", than=4, unit="ng/mL"), [noted("PSA 6.2", DAY)], MET),
    "igg": (value("IgG", op="<", than=600, unit="mg/dL"), [noted("IgG 412 mg/dL (700-1600)", DAY)], MET),
    "igg SI": (
        value("immunoglobulin G", op="<", than=600, unit="mg/dL"),
        [results("IgG: 4.1 g/L (low) · 20 Oct 2026")],
        MET,
    ),
    "upcr": (value("urine protein/creatinine ratio", than=1, unit="g/g"), [noted("UPCR 1.6 g/g", DAY)], MET),
    "easi": (value("EASI", than=16), [noted("EASI 22.4, BSA 18%, IGA 4.", DAY)], MET),
    "bsa": (value("body surface area", than=10, unit="%"), [noted("EASI 22.4, BSA 18%, IGA 4.", DAY)], MET),
    "iga": (value("investigator global assessment", than=3), [noted("EASI 22.4, BSA 18%, IGA 4.", DAY)], MET),
    "itch": (value("pruritus NRS", than=7), [noted("Itch NRS 8/10", DAY)], MET),
    "mayo": (value("Mayo endoscopic subscore", than=2), [noted("Colonoscopy: Mayo 3 pancolitis.", DAY)], INSUFFICIENT),
    "mayo2": (value("Mayo endoscopic subscore", than=2), [noted("endoscopic Mayo subscore 3", DAY)], MET),
    "reflux s": (value("reflux time", than=500, unit="ms"), [noted("GSV reflux 1.8 s, diameter 6.2 mm.", DAY)], MET),
    "abi": (value("ankle-brachial index", op="<", than=0.9, unit="{ratio}"), [noted("ABI R 0.62, L 0.71.", DAY)], MET),
    "gcs": (value("Epworth", than=10), [noted("Epworth of 16.", DAY)], MET),
    "ahi nsvd": (
        value("AHI", than=15, unit="/h"),
        [noted("PSG: overall AHI 31.2, REM AHI 48, supine AHI 40.", DAY)],
        MET,
    ),
    "ahi prior": (value("AHI", than=15, unit="/h"), [noted("Original PSG 2015 AHI 42.", DAY)], INSUFFICIENT),
    "ahi hsat date": (value("AHI", than=15, unit="/h"), [noted("HSAT 9/2/26: AHI 22.", DAY)], MET),
    "age rng": (
        {
            "kind": "patient",
            "attribute": "age",
            "compare": [{"op": ">=", "value": 18, "unit": "a"}, {"op": "<=", "value": 75, "unit": "a"}],
        },
        [],
        MET,
    ),
    "sex in": ({"kind": "patient", "attribute": "sex", "compare": {"op": "in", "value": ["female", "F"]}}, [], MET),
    "sex F": ({"kind": "patient", "attribute": "sex", "compare": {"op": "=", "value": "F"}}, [], MET),
    "gender": ({"kind": "patient", "attribute": "gender", "compare": {"op": "=", "value": "woman"}}, [], MET),
    "bmi attr": (
        {"kind": "patient", "attribute": "BMI", "compare": {"op": ">=", "value": 40, "unit": "kg/m2"}},
        [results("Body mass index: 41.2 kg/m2 · 3 Nov 2026")],
        MET,
    ),
    "age nounit": ({"kind": "patient", "attribute": "age", "compare": {"op": ">=", "value": 18}}, [], MET),
    "age yr": ({"kind": "patient", "attribute": "age", "compare": {"op": ">=", "value": 18, "unit": "years"}}, [], MET),
}


@pytest.mark.parametrize(("test", "chart", "verdict"), WRITTEN.values(), ids=WRITTEN)
def test_a_result_is_read_as_visits_write_it(test: dict[str, Any], chart: list[Any], verdict: str) -> None:
    assert answer_to(test, *chart).verdict == verdict
