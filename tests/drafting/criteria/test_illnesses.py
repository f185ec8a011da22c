"""Illnesses under the names of problem lists and notes, beside what names them and asserts none."""

from typing import Any

import pytest

from apps.drafting.domain.tasks import PassageView
from tests.drafting.criteria.asking import MET, answer_to, noted, problems

# The names of a policy and its qualifiers; charts that assert it; charts that do not. "list: " is on the problem list.
KNOWN: tuple[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...] = (
    (
        ("metastatic breast cancer", "stage IV breast cancer",),
        (),
        ("MBC on letrozole.", "Stage IV breast ca, bone mets.", "Breast cancer metastatic to bone and liver.",
         "Metastatic ER+ breast carcinoma.", "A: MBC, progressing.",
         "list: Malignant neoplasm of left female breast + list: Secondary malignant neoplasm of bone",
         "list: Breast cancer, left + A: stage IV, mets to liver.",),
        ("Breast cancer stage II.", "No metastatic breast cancer.", "list: Malignant neoplasm of breast",
         "Mother had metastatic breast cancer.", "list: Breast cancer + No evidence of metastases.",),
    ),
    (
        ("obstructive sleep apnea", "OSA",),
        (),
        ("list: Obstructive sleep apnea (adult) (pediatric)", "list: OSA on CPAP", "OSA, moderate, on APAP.",
         "Severe obstructive sleep apnoea.", "Dx: OSAHS.",),
        ("Suspected OSA.", "No OSA.", "Rule out OSA.", "list: Suspected obstructive sleep apnea", "Father has OSA.",
         "High risk of OSA.",),
    ),
    (
        ("type 2 diabetes mellitus", "T2DM",),
        (),
        ("list: Type 2 diabetes mellitus with diabetic polyneuropathy", "list: Type II diabetes", "list: DM2",
         "T2D, A1c 9.1.", "DM type 2 uncontrolled.", "Diabetes, type 2.", "NIDDM since 2005.",
         "list: Diabetes mellitus type 2 in obese",),
        ("list: Type 1 diabetes mellitus", "list: Prediabetes", "Family history of T2DM.", "No T2DM.",),
    ),
    (
        ("type 1 diabetes mellitus", "type 1 diabetes",),
        (),
        ("list: Type 1 diabetes mellitus without complications", "T1DM since 1999.", "T1D x 20 y.", "list: DM1",
         "LADA.",),
        ("list: Type 2 diabetes mellitus", "Not type 1.",),
    ),
    (
        ("chronic migraine",),
        (),
        ("list: Chronic migraine without aura, intractable", "Chronic migraine, 20 days a month.",
         "list: Migraine, chronic",),
        ("list: Migraine without aura, not intractable", "Episodic migraine.", "list: Episodic migraine",),
    ),
    (
        ("severe obesity", "morbid obesity",),
        (),
        ("list: Morbid (severe) obesity due to excess calories", "list: Class 3 obesity", "list: Obesity, class III",
         "Morbidly obese.", "Class III obesity, BMI 44.",),
        ("list: Overweight", "list: Obesity, class 1", "Not morbidly obese.",),
    ),
    (
        ("COPD", "chronic obstructive pulmonary disease",),
        (),
        ("list: Chronic obstructive pulmonary disease, unspecified", "list: COPD GOLD 4", "COPD, FEV1 28 %.",
         "End-stage COPD.", "list: Chronic obstructive airway disease", "list: COPD with acute exacerbation",),
        ("No COPD.", "COPD ruled out by PFT.", "COPD clinic brochure given.",),
    ),
    (
        ("emphysema",),
        (),
        ("list: Centrilobular emphysema", "CT: severe emphysema.",),
        ("No emphysema.",),
    ),
    (
        ("lumbar radiculopathy", "sciatica",),
        (),
        ("list: Radiculopathy, lumbar region", "L5 radiculopathy, left.", "Lumbar radic.", "Left sciatica x 8 weeks.",
         "list: Lumbosacral radiculopathy", "Lumbar radiculitis.",),
        ("list: Cervical radiculopathy", "No radiculopathy.", "C6 radiculopathy.",),
    ),
    (
        ("lumbar spinal stenosis",),
        (),
        ("list: Spinal stenosis, lumbar region with neurogenic claudication", "Severe lumbar stenosis L4-5.",
         "Lumbar canal stenosis.",),
        ("list: Spinal stenosis, cervical region", "No stenosis.",),
    ),
    (
        ("rheumatoid arthritis", "RA",),
        (),
        ("list: Rheumatoid arthritis with rheumatoid factor of multiple sites", "list: Seropositive RA",
         "RA, CDAI 24.", "Seropositive rheumatoid arthritis, active.", "Sero+ RA on MTX.",),
        ("Osteoarthritis, not RA.", "RA sats 88 %.", "No rheumatoid arthritis.", "Possible RA.",),
    ),
    (
        ("hypertension",),
        (),
        ("list: Essential (primary) hypertension", "HTN controlled.", "list: Hypertensive heart disease",),
        ("list: Pulmonary hypertension", "No HTN.",),
    ),
    (
        ("coronary artery disease",),
        (),
        ("list: Atherosclerotic heart disease of native coronary artery", "CAD s/p CABG.", "list: CAD",
         "Coronary disease, stent 2019.",),
        ("No CAD.",),
    ),
    (
        ("heart failure", "CHF",),
        (),
        ("list: Chronic systolic (congestive) heart failure", "HFrEF, EF 30 %.", "CHF, NYHA III.",
         "list: Heart failure with preserved ejection fraction", "list: Ischemic cardiomyopathy with HFrEF",),
        ("No CHF.", "Ruled out for heart failure.",),
    ),
    (
        ("multiple sclerosis",),
        (),
        ("list: Relapsing-remitting multiple sclerosis", "RRMS on ocrelizumab.", "Secondary progressive MS.",),
        ("No MS.", "Sister has MS.",),
    ),
    (
        ("stroke",),
        (),
        ("list: Hemiplegia following cerebral infarction affecting left side", "list: Cerebral infarction",
         "CVA 2019 w/ L hemiparesis.",),
        ("No CVA.", "TIA only.",),
    ),
    (
        ("gastroesophageal reflux disease", "GERD",),
        (),
        ("list: Gastro-esophageal reflux disease without esophagitis", "GERD on omeprazole.", "Reflux disease.",),
        ("No GERD.",),
    ),
    (
        ("bulimia nervosa", "binge eating disorder",),
        (),
        ("list: Binge eating disorder",),
        ("Does not meet criteria for binge eating disorder.", "Binge eating disorder: criteria not met.",
         "No binge eating disorder.", "Binge eating disorder excluded.", "Screen for binge eating disorder negative.",),
    ),
    (
        ("pregnancy", "pregnant",),
        (),
        ("G2P1 at 20 weeks, pregnant.", "IUP at 9 wk.",),
        ("Not pregnant.", "Urine hCG negative.", "Trying to get pregnant.",),
    ),
    (
        ("depression", "major depressive disorder",),
        (),
        ("list: Major depressive disorder, recurrent, moderate", "MDD, on sertraline.",),
        ("No depression.", "Depression in mother.",),
    ),
    (
        ("chronic respiratory failure",),
        (),
        ("list: Chronic respiratory failure with hypoxia", "Chronic hypoxic respiratory failure on 2 L.",
         "CHRF due to COPD.",),
        ("Acute respiratory failure in 2019.", "No respiratory failure.",),
    ),
    (
        ("pulmonary fibrosis", "interstitial lung disease",),
        (),
        ("list: Idiopathic pulmonary fibrosis", "IPF.", "ILD, fibrotic.",
         "list: Interstitial pulmonary disease, unspecified",),
        ("No ILD.",),
    ),
    (
        ("asthma",),
        ("severe",),
        ("list: Severe persistent asthma, uncomplicated", "Severe persistent asthma, not controlled.",),
        ("list: Mild intermittent asthma", "Asthma, not severe.",),
    ),
    (
        ("plaque psoriasis",),
        ("moderate", "severe",),
        ("Plaque psoriasis, moderate to severe.", "Severe plaque psoriasis.", "Mod-severe plaque psoriasis BSA 14 %.",),
        ("Mild plaque psoriasis.",),
    ),
    (
        ("amputation",),
        (),
        ("list: Acquired absence of left leg below knee", "L BKA 2019.",),
        ("No amputation.",),
    ),
    (
        ("spinal cord injury", "paraplegia",),
        (),
        ("list: Paraplegia, complete", "T10 SCI 2001.", "Paraplegic since MVA.",),
        ("No SCI.",),
    ),
    (
        ("ALS", "amyotrophic lateral sclerosis",),
        (),
        ("list: Amyotrophic lateral sclerosis", "ALS, bulbar onset.",),
        ("No ALS.",),
    ),
    (
        ("end-stage renal disease", "ESRD",),
        (),
        ("list: End stage renal disease", "ESRD on HD MWF.", "list: CKD stage 5 on dialysis",),
        ("No ESRD.", "list: CKD stage 3",),
    ),
    (
        ("chronic kidney disease",),
        (),
        ("list: Chronic kidney disease, stage 3a", "CKD3b.", "CKD stage 4.",),
        ("No CKD.",),
    ),
)  # fmt: skip
ASSERTED = [(names, words, chart) for names, words, asserted, _ in KNOWN for chart in asserted]
OTHERS = [(names, words, chart) for names, words, _, others in KNOWN for chart in others]


def chart_with(written: str) -> list[PassageView]:
    """Return a chart of lines on the problem list and sentences of notes, with a plus between them."""
    parts = written.split(" + ")
    return [
        problems(f"{part.removeprefix('list: ')} · active · since 1 Jan 2020") if part.startswith("list: ")
        else noted(part, "2026-11-10")
        for part in parts
    ]  # fmt: skip


def asked(names: tuple[str, ...], words: tuple[str, ...]) -> dict[str, Any]:
    """Return the test of a present condition."""
    return {
        "kind": "condition", "any_of": list(names), "status": "active", **({"qualifiers": list(words)} if words else {})
    }  # fmt: skip


@pytest.mark.parametrize(("names", "words", "chart"), ASSERTED, ids=[f"{one[0][0]}: {one[2]}" for one in ASSERTED])
def test_an_illness_is_found_under_its_other_names(names: tuple[str, ...], words: tuple[str, ...], chart: str) -> None:
    assert answer_to(asked(names, words), *chart_with(chart)).verdict == MET


@pytest.mark.parametrize(("names", "words", "chart"), OTHERS, ids=[f"{one[0][0]}: {one[2]}" for one in OTHERS])
def test_another_illness_or_none_is_not_it(names: tuple[str, ...], words: tuple[str, ...], chart: str) -> None:
    assert answer_to(asked(names, words), *chart_with(chart)).verdict != MET
