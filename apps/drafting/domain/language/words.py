"""Words reduced to what they share: case, plural, and the abbreviations clinicians write for them."""

import re
from functools import lru_cache

import snowballstemmer

WORD = re.compile(r"[A-Za-z][A-Za-z'/]*[A-Za-z]|[A-Za-z]")
STOP = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "for", "from", "had", "has", "have", "he",
    "her", "his", "in", "into", "is", "it", "its", "no", "nor", "not", "of", "on", "or", "our", "she", "so", "than",
    "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "to", "was", "were", "which",
    "who", "will", "with", "without", "w/", "w/o", "s", "t",
})  # fmt: skip
# Written short in notes -> the word itself. One meaning each: what is ambiguous between specialties is left out.
SHORT_FORMS = {
    "mtx": "methotrexate", "lef": "leflunomide", "ssz": "sulfasalazine", "hcq": "hydroxychloroquine",
    "pred": "prednisone", "asa": "aspirin", "apap": "acetaminophen", "hctz": "hydrochlorothiazide",
    "zol": "zoledronic acid", "sac/val": "sacubitril/valsartan", "metop": "metoprolol", "succ": "succinate",
    "ra": "rheumatoid arthritis", "oa": "osteoarthritis", "htn": "hypertension", "dm": "diabetes mellitus",
    "tdm": "type diabetes mellitus", "ckd": "chronic kidney disease", "copd": "chronic obstructive pulmonary disease",
    "chf": "congestive heart failure", "hfref": "heart failure with reduced ejection fraction",
    "hf": "heart failure", "nicm": "nonischemic cardiomyopathy", "af": "atrial fibrillation",
    "afib": "atrial fibrillation", "pe": "pulmonary embolism", "dvt": "deep vein thrombosis",
    "vte": "venous thromboembolism", "mi": "myocardial infarction", "cad": "coronary artery disease",
    "tia": "transient ischemic attack", "ca": "cancer", "idc": "invasive ductal carcinoma",
    "gerd": "gastroesophageal reflux disease", "uti": "urinary tract infection", "lbp": "low back pain",
    "icd": "implantable cardioverter-defibrillator", "acs": "acute coronary syndrome", "sle": "lupus",
    "pcn": "penicillin", "dxa": "bone density dxa", "mammo": "mammogram",
    "bmp": "basic metabolic panel", "uacr": "urine albumin creatinine ratio",
    "ef": "ejection fraction", "lvef": "left ventricular ejection fraction", "tb": "tuberculosis",
    "igra": "interferon-gamma release assay", "qft": "interferon-gamma release assay", "pt": "physical therapy",
    "hep": "home exercise program", "slr": "straight leg raise", "smbg": "self-monitored blood glucose",
    "cgm": "continuous glucose monitor", "mdi": "multiple daily injections",
}  # fmt: skip
SAME = {
    "carcinoma": "cancer", "malignant": "cancer", "neoplasm": "cancer", "malignancy": "cancer",
    "embolus": "embolism", "emboli": "embolism", "thrombus": "thrombosis", "thrombi": "thrombosis",
    "deficit": "weak", "weakness": "weak", "exercis": "exercis", "programm": "program",
}  # fmt: skip
_stemmer = snowballstemmer.stemmer("english")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the stem of one lower-case word, synonyms folded together."""
    stemmed = str(_stemmer.stemWord(word))
    return SAME.get(word, SAME.get(stemmed, stemmed))


@lru_cache(maxsize=20_000)
def stems(text: str) -> frozenset[str]:
    """Return the stems of the words that carry meaning, short forms written out."""
    found: set[str] = set()
    for match in WORD.finditer(text.lower()):
        word = match.group().strip("'/")
        for part in SHORT_FORMS.get(word, word).replace("/", " ").replace("-", " ").split():
            if part not in STOP:
                found.add(stem(part))
    return frozenset(found)


def normal(text: str) -> str:
    """Return a text for comparing wording: lower case, one blank between words, no punctuation at the ends."""
    return " ".join(text.lower().split()).strip(" .,;:-")
