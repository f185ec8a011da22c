"""What a visit was about, by the short forms in which notes write it."""

import re
from functools import lru_cache

from apps.drafting.domain.criteria.names import roots


def _of(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


# What a short form, a sign or a treatment is about.
TOPICS = (
    (_of(r"wt|bmi|overweight|obes(?:e|ity)|weigh(?:s|ed|-?in)?|bariatric|gastric (?:bypass|sleeve|band)"),
     "weight obesity bariatric"),
    (_of(r"bp|htn|hypertens\w+"), "blood pressure hypertension"),
    (_of(r"a1c|dm|t[12]dm?|diabet\w+|glucose|hypoglyc\w+|insulin|cgm|sugars?"), "diabetes"),
    (_of(r"resp(?:iratory)? failure|hypercapni\w+|ARF"), "respiratory failure"),
    (_of(r"OA|osteoarthritis|gonarthrosis"), "osteoarthritis"),
    (re.compile(r"\b(?:HA|headaches?|migraines?)\b", re.IGNORECASE), "headache migraine"),
    (re.compile(r"\b(?:ICD|CRT-?[DP]?|pacemaker|defibrillator|VNS|SCS|stimulator)\b"), "device"),
    (
        re.compile(
            r"(?i)\b(?:HSAT|HST|PSG|polysomnogra\w+|(?:home )?sleep (?:apnea )?(?:test|study))\b(?!.{0,40}titrat)"
        ),
        "diagnostic sleep study test",
    ),
    (re.compile(r"\b(?:CHF|HF|HFrEF|HFpEF)\b"), "heart failure"),
    (_of(r"snor\w+|apn(?:o?ea|eic)s?|osa|cpap|b?pap|hypersomn\w+|sleepiness|sleepy|polysomn\w+|hsat|ahi|"
         r"sleep (?:study|test|complaints?|symptoms?)"), "sleep apnea"),
    (_of(r"lumbar|lumbago|low(?:er)? back|lbp|back pain|sciatica|radicul\w+|spondylo\w+|spinal stenosis|"
         r"(?:herniated|bulging) dis[ck]|L[1-5](?:[-/ ]?(?:L?[1-5]|S1))?|cauda equina"), "lumbar spine low back pain"),
    (_of(r"mobility|gait|ambulat(?:e|es|ed|ing|ion)|wheel ?chair|w/c|walker|falls?|transfers?|MRADLs?|scooter|"
        r"power chair|wheeled"),
     "mobility"),
    (_of(r"hypox\w+|oxygen|o2|spo2|sat(?:urat\w+)?s?|desat\w*"), "hypoxemia oxygen"),
    (_of(r"rheumatoid|RA|synovitis|DMARDs?|inflammatory arthritis|swollen joints?"), "rheumatoid arthritis"),
    (_of(r"asthma\w*|wheez\w+"), "asthma"), (_of(r"COPD|emphysema|chronic bronchitis"), "COPD"),
    (_of(r"psoria\w+|plaques?"), "psoriasis"), (_of(r"crohn\S*|ileitis|IBD"), "Crohn's disease"),
    (_of(r"lymphedema|leg swelling"), "lymphedema"), (_of(r"knees?|TKA|TKR"), "knee"), (_of(r"hips?|THA"), "hip"),
    (_of(r"depress\w+|anxi\w+|PHQ-?9|mood"), "mental health depression"),
)  # fmt: skip
# In what a policy asks a visit to be about, these name no subject.
NO_SUBJECT = roots(
    "suspected possible persistent symptom symptoms complaint complaints condition management evaluation assessment "
    "follow up treatment need needs member patient related worse worsening ongoing disorder problem the of or and"
)


@lru_cache(maxsize=1000)
def subject_of(about: str) -> frozenset[str]:
    """Return the stems of the subject that a visit must have had."""
    asked = roots(about)
    return (asked - NO_SUBJECT) or asked


@lru_cache(maxsize=8000)
def topics(text: str) -> frozenset[str]:
    """Return the stems of a text with those of the topics that its short forms stand for."""
    found = roots(text)
    for pattern, words in TOPICS:
        if pattern.search(text):
            found |= roots(words)
    return found
