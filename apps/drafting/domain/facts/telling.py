"""How much a sentence of a note tells of the patient's course: what changed, was decided, found or given.

Weights are ranks a clinician can argue with, one for each kind of content; nothing is fitted to a data set.
"""

import re

from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.knowledge import DRUG_NAME
from apps.drafting.domain.language.dates import masked
from apps.drafting.domain.language.quantities import quantities
from apps.redaction.domain.tokens import TOKEN
from apps.retrieval.domain.assertion import readings

OF_SECTION = {
    "assessment": 3, "assessment_and_plan": 3, "plan": 3, "impression": 3, "diagnoses": 3, "hospital_course": 2,
    "medications": 2, "results": 2, "allergies": 2, "procedures": 2, "interval_history": 1, "chief_complaint": 2,
    "history_of_present_illness": 1, "past_medical_history": 1, "social_history": -3, "family_history": -9,
    "review_of_systems": -3, "demographics": -6, "vital_signs": 0, "physical_exam": 0,
}  # fmt: skip
CHANGED = re.compile(
    r"\b(?:start(?:ed)?|stop(?:ped)?|d/c'?d?|discontinu\w+|increas\w+|reduc\w+|decreas\w+|held|hold|switch\w*|resum\w+|"
    r"restart\w*|correct\w+|taper\w*|titrat\w+|chang(?:e|ed)\b|added?|off|inc|up to|down to|missed|skipp\w+|"
    r"not tak\w+|never (?:took|taken|picked|filled|started)|ran out|(?:rose|dropped) (?:to|from))\b|->|→",
    re.IGNORECASE,
)
DECIDED = re.compile(
    r"\b(?:declin\w+|refus\w+|agree[ds]?|wants?|prefers?|plans? to|planned|decided|request\w*|order(?:ed)?|refer\w*|"
    r"schedul\w+|approv\w+|denied by|resubmitted|advised?|recommend\w*|would add|add\w*|repeat|return|recheck|"
    r"follow-up|(?-i:Plan)|do not|never again|not hers|not his)\b",
    re.IGNORECASE,
)
FOUND = re.compile(
    r"\b(?:diagnos\w+|new|worse\w*|progress(?:ed|ing|ion)|relaps\w+|recurren\w+|improv\w+|resolv\w+|no (?:adequate )?"
    r"response|inadequate|(?:are|is|came) back|returned|due|overdue|"
    r"fail(?:ed|ure|ing)|intoleran\w+|reaction|rash|hives|fell|falls?|admitted|discharged|"
    r"fractur\w+|bleed\w*|hypoglyc\w+|ruled out|excluded|detected|non-?reactive|positive|negative for|variant|mutation|"
    r"erosion|nodule|mass|lesion|stenosis|thrombo\w+|embol\w+|infarct\w*|deficit|palsy|cancer|carcinoma|tumou?r|"
    r"error|wrong|safety plan|pregnan\w+|overdose|suicid\w+|seizure|syncope|faint|lows|attacks?|pacemaker|implant\w*|"
    r"surgery|operation|biops\w+|vaccin\w+|booster|given|obstruct\w+|allerg\w+|weakness|tender|abnormal)\b",
    re.IGNORECASE,
)
DISEASE = re.compile(
    r"\b(?:disease|syndrome|disorder|failure|diabetes|hypertension|hypotension|arthritis|asthma|phenomenon|palsy|"
    r"fracture|cancer|carcinoma|relapse|pregnancy|"
    r"[a-z]{3,}(?:itis|osis|emia|aemia|opathy|uria|algia|plegia|oma))\b",
    re.IGNORECASE,
)
EPONYM = re.compile(r"\b[A-Z][a-z]+['’]s (?!wife|husband)[a-z]")
SUBSTANCE = re.compile(
    r"\bpack[- ]?years?\b|\b(?:former|current|ex-?) ?smoker\b|\b(?:quit|stopped) smoking\b|\bppd\b|\bdrinks (?:\d|a)",
    re.IGNORECASE,
)
GRADED = re.compile(r"\b\d{1,2}/\d{1,2}\b|\bwas \d")
NORMAL = re.compile(r"\b(?:normal|negative|unchanged|stable|healed|quiet|clear|no change)\b", re.IGNORECASE)
ASKED = re.compile(r"\b(?:asked|reads?|wonders?|worried|online) (?:about|if|whether)\b|\bread about\b", re.IGNORECASE)
WAITING = re.compile(
    r"\b(?:pending|outstanding|await\w+|overdue|not (?:yet )?(?:back|done|drawn|scheduled)|due)\b", re.IGNORECASE
)
DOSED = re.compile(
    r"\d\s?(?:mg|mcg|units?|mL|g|IU)\b|\b(?:daily|bid|tid|qid|qhs|prn|nightly|every (?:evening|morning|\d+ hours))\b",
    re.IGNORECASE,
)
SCORE = re.compile(
    r"\b(?:PHQ-?9|GAD-?7|CDAI|MoCA|ECOG|KPS|NYHA|EF|LVEF|A1c|HbA1c|eGFR|GFR|INR|TSH|LDL|BP|SpO2|DLCO|FEV1|CD4|RNA|"
    r"Hgb|H(?:a)?emoglobin|creatinine|Cr|K|Na|CK|WBC|ANA|CRP|ESR|Epworth|Apgar|GCS|HIT-6|MIDAS|stage|grade)\b",
    re.IGNORECASE,
)  # fmt: skip
FLAGGED = re.compile(r"\t(?:H|L|HH|LL|A|\*)\s*$")  # the last column of a laboratory's table
# What templates write whether anything happened or not.
ROUTINE_ALONE = re.compile(
    r"^(?:no complaints|no active medications|is an? \d+|patient (?:was given the following|is presenting with|has a "
    r"history of))\b",
    re.IGNORECASE,
)
TABLE = re.compile(r"[^\t]\t[^\t]+\t")
OUTCOME = re.compile(
    r"\b(?:inadequate|little benefit|no (?:adequate )?response|fail(?:ed|ure)|intoleran\w+|reaction|stopped|declin\w+|"
    r"refus\w+|did(?: not|n't) help|no (?:effect|benefit)|without effect|never|wrong|error|corrected)\b",
    re.IGNORECASE,
)
ADMINISTRATIVE = re.compile(
    r"\[(?:PHONE|FAX|EMAIL|ADDRESS|ZIP|MRN|ACCOUNT|MEMBER-ID|LICENCE|SSN|URL|IP-ADDRESS|VEHICLE|ID|BIRTH-DATE|DEVICE|"
    r"BIOMETRIC)-\d"
)
LETTER = re.compile(
    r"^(?:dear|sincerely|thank you|cc|electronically|signed|dictated|copies|re|attn|seen with|interpreter|account|"
    r"clia|npi|dea|tin|(?:ED|progress|consult|operative|discharge|nurse)[\w &]* (?:note|report|summary)|"
    r"attending|surgeon|verified|called to|coll(?:ected)?|rec(?:eive|')?d|printed|mail to|send|"
    r"recheck \d+ (?:d|wk|mo)s?|rtc|f/u)\b(?!.{48})",
    re.IGNORECASE,
)
COPY_TO = re.compile(r"^(?:cc|cop(?:y|ies)(?: (?:sent|faxed|given|mailed))?) to\b", re.IGNORECASE)
AGE_AND_SEX = re.compile(r"^\d{1,3}\s?(?:yo|y/o|y\.o\.|year[- ]old)?\s?(?:[FM]|female|male|woman|man)\b")
# What a ward does for everybody, in words that tell of an event elsewhere ("fall").
WARD = re.compile(
    r"\b(?:falls? (?:risk|precautions?)|bed alarm|call (?:bell|light)|side ?rails?|non-?skid socks|bed (?:in )?low\w*|"
    r"id band|hourly rounding)\b",
    re.IGNORECASE,
)
# A sentence that another one begins or ends: its subject or its object stands elsewhere.
DANGLING = re.compile(
    r"^(?:if|when|unless) (?:so|not|high|low|ok|normal|abnormal|positive|negative|elevated|worse|better|present),|"
    r"^(?:\S+ ){1,3}(?:add|and|or|with|to|for|if|of)\W*$",
    re.IGNORECASE,
)
LONGEST_WHO = 4  # words behind age and sex
LONGEST_WARD = 2  # words beside those of the ward
CODES_ALONE = re.compile(r"^(?:(?:CPT|HCPCS|ICD-10|Code)?[ :]*[A-Z]?\d{2,5}[A-Z]?(?:\.\w+)?[,; .]*)+$")
CREDENTIALS = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|MD|DO|RN|RD|PA-C|PhD|FACE|CDCES|NP|PharmD|OTR/L|DPM|D|T)\b\.?:?")
WORDS = re.compile(r"\b[A-Za-z]{2,}|(?<!:)\b\d+(?:[./]\d+)?\b(?!:)")
LONGEST_TITLE = 4  # words
FEWEST_WORDS, MOST_WORDS = 2, 34
LEAST = 2  # a sentence that tells less is filler


def telling(line: NoteLine) -> int:
    """Return how much a sentence tells; below ``LEAST`` it is left out."""
    if line.relative or line.copied:
        return 0
    words = len(line.text.split())
    if TABLE.search(line.quote.text) and not FLAGGED.search(line.quote.text):
        return 0
    if not FEWEST_WORDS <= words <= MOST_WORDS or _is_furniture(line):
        return 0
    said = TOKEN.sub(" ", line.text)
    numbers = bool(quantities(said))
    found = (
        2 * bool(CHANGED.search(said)),
        2 * bool(DECIDED.search(said)),
        3 * bool(FOUND.search(said)),
        3 * bool(DISEASE.search(said) or EPONYM.search(said)),
        6 * bool(SUBSTANCE.search(said)),
        2 * bool(WAITING.search(said)),
        3 * bool(DRUG_NAME.search(said)),
        2 * bool(DOSED.search(said)),
        2 * bool(OUTCOME.search(said)),
        (3 if numbers else 1) * bool(SCORE.search(said)),
        1 * numbers,
        2 * bool(GRADED.search(said)),
        1 * bool(NORMAL.search(said)),
        -4 * bool(ASKED.search(said)),
        4 * bool(FLAGGED.search(line.quote.text)),
        -4 * (not numbers and _only_denies(said)),
    )
    return OF_SECTION.get(line.section_kind, 1) + sum(found)


def has_content(line: NoteLine) -> bool:
    """Say whether a sentence tells something by its words, and not only by the part of the note it stands in."""
    return telling(line) - OF_SECTION.get(line.section_kind, 1) >= LEAST


def is_only_listed(line: NoteLine) -> bool:
    """Say whether a sentence is no more than an entry of a medication list: a drug, and nothing that happened to it."""
    text = line.text
    said = CHANGED.search(text) or DECIDED.search(text) or FOUND.search(text) or OUTCOME.search(text)
    return bool(DOSED.search(text) or DRUG_NAME.search(text)) and not said


def _is_furniture(line: NoteLine) -> bool:
    """Say whether a sentence is an address, a salutation, a signature, a code or the title of its page."""
    text = line.text
    if text.endswith(":") or ROUTINE_ALONE.match(text):
        return True
    if ADMINISTRATIVE.search(text) or LETTER.match(text) or CODES_ALONE.match(text) or COPY_TO.match(text):
        return True
    if DANGLING.search(text) or is_of_ward(text) or _only_says_who(text):
        return True
    if line.section_kind == "other" and text.isupper() and len(text.split()) <= LONGEST_TITLE:
        return not any(character.isdigit() for character in text)
    return (
        not FOUND.search(text) and len(WORDS.findall(CREDENTIALS.sub(" ", masked(TOKEN.sub(" ", text))))) < FEWEST_WORDS
    )


def is_of_ward(text: str) -> bool:
    """Say whether a sentence is a ward's precaution and nothing else: ``Fall risk, bed alarm on``."""
    return bool(WARD.search(text)) and len(WORDS.findall(WARD.sub(" ", text))) <= LONGEST_WARD


def _only_says_who(text: str) -> bool:
    """Say whether a sentence gives age, sex and perhaps work, and nothing of health: ``55F bakery owner``."""
    who = AGE_AND_SEX.match(text)
    rest = text[who.end() :] if who else ""
    told = (CHANGED, DECIDED, FOUND, DISEASE, EPONYM, SUBSTANCE, WAITING, DRUG_NAME, DOSED, SCORE)
    return bool(who) and len(rest.split()) <= LONGEST_WHO and not any(kind.search(rest) for kind in told)


def _only_denies(text: str) -> bool:
    """Say whether a sentence does nothing but deny, as a review of systems does."""
    told = list(readings(text))
    return bool(told) and all(reading.negated for reading in told)
