"""What every clinician knows and no chart says: which results tell how a problem is doing, what is expected with it.

Reviewed as data: names only, no thresholds and no advice.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Expectation:
    """With this problem a reader expects to find this, not older than so many months."""

    problem: re.Pattern[str]
    what: str
    found_by: re.Pattern[str]
    months: int


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# LOINC long names -> what clinicians call it. The first that matches wins.
RESULT_NAMES = tuple(
    (_words(pattern), name)
    for pattern, name in (
        (r"^Hemoglobin A1c|^A1c\b", "Hemoglobin A1c"),
        (r"^Glomerular filtration rate|^eGFR\b|^Estimated Glomerular", "eGFR"),
        (r"^Natriuretic peptide\.?B prohormone|^NT-?proBNP", "NT-proBNP"),
        (r"^Natriuretic peptide B|^BNP\b", "BNP"),
        (r"^Left ventricular ejection fraction|^LVEF", "LVEF"),
        (r"^Cholesterol in LDL|^LDL cholesterol|^Low Density Lipoprotein", "LDL cholesterol"),
        (r"^Cholesterol in HDL|^HDL cholesterol|^High Density Lipoprotein", "HDL cholesterol"),
        (r"^Thyrotropin|^TSH\b", "TSH"),
        (
            r"^(?:Urine albumin/creatinine|Microalbumin/Creatinine|Albumin/Creatinine|UACR)",
            "Urine albumin/creatinine ratio",
        ),
        (r"^Creatinine\b(?!.*Urine)", "Creatinine"),
        (r"^Potassium\b", "Potassium"),
        (r"^Sodium\b", "Sodium"),
        (r"^Urea nitrogen", "Urea nitrogen"),
        (r"^Hemoglobin\b", "Hemoglobin"),
        (r"^(?:Leukocytes|White blood cells)", "White blood cells"),
        (r"^Platelets", "Platelets"),
        (r"^C[- ]reactive protein|^CRP\b", "C-reactive protein"),
        (r"^Erythrocyte sedimentation rate|^ESR\b", "ESR"),
        (r"^Clinical disease activity index|^CDAI", "CDAI"),
        (r"^Rheumatoid factor", "Rheumatoid factor"),
        (r"^Cyclic citrullinated peptide|^Anti-CCP", "Anti-CCP"),
        (r"^(?:Alanine aminotransferase|ALT\b)", "ALT"),
        (r"^(?:Aspartate aminotransferase|AST\b)", "AST"),
        (r"^(?:Blood pressure|BP\b)", "Blood pressure"),
        (r"^Body weight|^Weight\b", "Body weight"),
        (r"^Heart rate|^Pulse\b", "Heart rate"),
        (r"^Body mass index|^BMI\b", "Body mass index"),
        (r"^(?:Urate|Uric acid)", "Uric acid"),
        (r"^25-Hydroxyvitamin D", "25-hydroxyvitamin D"),
    )
)
# The results that show how a problem is doing, most telling first.
RESULTS_OF_PROBLEM = tuple(
    (_words(problem), names)
    for problem, names in (
        (r"prediabetes", ("Hemoglobin A1c",)),
        (r"diabet", ("Hemoglobin A1c", "Urine albumin/creatinine ratio")),
        (r"kidney", ("eGFR", "Creatinine", "Urine albumin/creatinine ratio", "Potassium")),
        (r"heart failure", ("LVEF", "NT-proBNP", "BNP")),
        (r"cardiomyopathy", ("LVEF",)),
        (r"rheumatoid arthritis", ("CDAI", "DAS28", "RAPID3", "C-reactive protein")),
        (r"hypothyroid|thyroid", ("TSH",)),
        (r"hyperlipid|dyslipid|cholesterol", ("LDL cholesterol",)),
        (r"hypertension", ("Blood pressure",)),
        (r"gout", ("Uric acid",)),
        (r"an(?:a|)emia", ("Hemoglobin", "Ferritin")),
        (r"obstructive pulmonary|emphysema|COPD", ("FEV1", "Oxygen saturation")),
        (r"migraine", ("Headache days", "MIDAS", "HIT-6")),
        (r"depress", ("PHQ-9",)),
        (r"anxiety", ("GAD-7",)),
        (r"osteopenia|osteoporosis", ("T-score",)),
    )
)
# Problems that decide care now come before those that ride along; a number is a rank, lower is weightier.
WEIGHT_OF_PROBLEM = tuple(
    (_words(pattern), weight)
    for pattern, weight in (
        (r"transplant|pregnan", 1),
        (r"^abnormal findings|diagnostic imaging", 6),
        (r"history of|removed|screening|risk of|device|presence of|status|former", 8),
        (r"pain|arthralgia|nevus|adenoma|cataract|prediabetes|osteopenia|hyperlipid|obesity|body mass|abuse", 6),
        (r"malignan|cancer|carcinoma|leukemia|lymphoma|metasta", 1),
        (r"heart failure|cardiomyopathy|coronary|infarct|stroke", 1),
        (r"kidney disease stage [45]|dialysis|cirrhosis|transplant|HIV", 1),
        (r"acute|sepsis|nodule", 2),
        (r"diabet|atrial fibrillation|kidney|obstructive pulmonary|rheumatoid|lupus|epilep|multiple sclerosis", 2),
        (r"radiculopathy|migraine|asthma|depress|psych|bipolar|opioid", 3),
        (r"hypertension|thyroid|gout|anemia|osteoporosis|osteoarthritis", 5),
    )
)
ORDINARY_WEIGHT = 4
EXPECTATIONS = tuple(
    Expectation(_words(problem), what, _words(found_by), months)
    for problem, what, found_by, months in (
        (r"\bdiabet", "a hemoglobin A1c of the last 6 months", r"A1c", 6),
        (r"\bdiabet", "a urine albumin/creatinine ratio of the last 12 months", r"albumin.?/creat|UACR", 12),
        (r"\bdiabet", "a dilated eye examination of the last 12 months", r"eye exam|retin|ophthalm|fundus", 12),
        (r"kidney disease", "a creatinine or eGFR of the last 6 months", r"creatinine|eGFR|glomerular", 6),
        (r"atrial fibrillation", "a kidney function test of the last 12 months", r"creatinine|eGFR", 12),
        (r"heart failure", "an echocardiogram of the last 24 months", r"echo|ejection fraction", 24),
        (r"heart failure", "a potassium and creatinine of the last 6 months", r"potassium", 6),
        (r"hypothyroid", "a TSH of the last 12 months", r"TSH|thyrotropin", 12),
        (r"breast", "a mammogram of the last 12 months", r"mammogra", 12),
        (r"osteopenia|osteoporosis", "a bone density (DXA) of the last 24 months", r"DXA|bone density", 24),
        (
            r"pulmonary nodule|lung nodule",
            "a chest CT after the one that found the nodule",
            r"\bCT\b.{0,24}(?:chest|thorax|pulmonary)|(?:chest|thorax) CT|\bPET\b",
            12,
        ),
        (r"obstructive pulmonary|COPD", "spirometry", r"spirometry|FEV1|pulmonary function", 60),
    )
)
# Stems of international nonproprietary names (WHO, The use of stems, 2018), and common drugs that carry none.
DRUG_NAME = re.compile(
    r"\b[a-z]*(?:pril|sartan|statin|olol|dipine|mab|cept|tinib|ciclib|azole|mycin|cycline|cillin|floxacin|gliptin|"
    r"gliflozin|glutide|glitazone|parin|xaban|gatran|grel|grelor|thiazide|semide|lactone|triptan|oxetine|pramine|"
    r"triptyline|azepam|azolam|ciclovir|cyclovir|tegravir|vudine|tidine|prazole|dronate|trexate|formin|gabalin|terol|"
    r"tropium|sone|solone|olone|profen|oxicam|caine|codone|morphone|platin|taxel|rubicin|lidomide|trozole|mestane|"
    r"phylline|lukast|setron|afil|triptorelin)\b|"
    r"\b(?:aspirin|warfarin|insulin|glargine|degludec|lispro|aspart|methotrexate|levothyroxine|allopurinol|digoxin|"
    r"lithium|heparin|topiramate|gabapentin|colchicine|naproxen|acetaminophen|penicillin|sulfasalazine|methadone|"
    r"levodopa|carbidopa|prazosin|sertraline|escitalopram|citalopram|bupropion|hydroxychloroquine|amiodarone|codeine|"
    r"oxycodone|venlafaxine|nitroglycerin|lamotrigine|levetiracetam|valproate|clozapine|quetiapine|olanzapine|"
    r"risperidone|tacrolimus|glucagon|lasix|plaquenil|stelara|humira|singulair|sinemet|flonase|afrin|tylenol|"
    r"lantus|eliquis|xarelto|coumadin|lipitor|zoloft|flomax|synthroid|glucophage|prednisone)\b",
    re.IGNORECASE,
)
# Codes senders file as conditions that are not health problems ("Part-time employment (finding)").
NOT_A_PROBLEM = _words(
    r"^medication review|employ|education|school|certificate|housing|social contact|social isolation|labor force|"
    r"income|"
    r"criminal|refugee|violence in the environment|transport|risk activity|^stress|normal pregnancy|"
    r"educated|lack of access|limited social"
)
SEMANTIC_TAG = re.compile(
    r" \((?:disorder|finding|procedure|situation|morphologic abnormality|regime/therapy|event|"
    r"substance|organism|qualifier value|person|product|observable entity|physical object)\)"
)


# Done at many visits, and nothing to find in a summary.
ROUTINE = re.compile(
    r"medication reconciliation|assessment|screening(?! mammo| colon)|questionnaire|documentation|evaluation|"
    r"examination|auscultation|history taking|patient discharge|counsel|education|guidance|vital signs|laboratory|"
    r"panel|chemistry|dental|immunization|vaccine|assay|antigen|\btest\b|hemogram|urinalysis|measurement|cytopathology|"
    r"typing|referral|monitoring|notification|certification|plan of care|consultation for|recovery|anesthesia care|"
    r"fetal|throat culture|urine culture|education|reconciliation|renal function|information",
    re.IGNORECASE,
)


def result_name(label: str) -> str:
    """Return what clinicians call a result, or its own name without specimen and method."""
    for pattern, name in RESULT_NAMES:
        if pattern.search(label):
            return name
    return label


def results_of(problem: str) -> tuple[str, ...]:
    """Return the names of the results that show how a problem is doing."""
    for pattern, names in RESULTS_OF_PROBLEM:
        if pattern.search(problem):
            return names
    return ()


def weight_of(problem: str) -> int:
    """Return how far up a problem belongs: 1 decides care now, 8 rides along."""
    for pattern, weight in WEIGHT_OF_PROBLEM:
        if pattern.search(problem):
            return weight
    return ORDINARY_WEIGHT
