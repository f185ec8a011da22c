"""What a visit was about, by the short forms in which notes write it."""

import re
from functools import lru_cache

from apps.drafting.domain.criteria.names import roots

TOPICS = (
    (re.compile(r"\b(?:wt|bmi|overweight|obes(?:e|ity)|weigh(?:s|ed|-?in)?)\b", re.IGNORECASE), "weight"),
    (re.compile(r"\b(?:bp|htn|hypertens\w+)\b", re.IGNORECASE), "blood pressure hypertension"),
    (re.compile(r"\b(?:a1c|dm|t[12]dm|diabet\w+|glucose)\b", re.IGNORECASE), "diabetes"),
    (re.compile(r"\bresp(?:iratory)? failure\b|\bhypercapni\w+|\bARF\b", re.IGNORECASE), "respiratory failure"),
    (re.compile(r"\b(?:OA|osteoarthritis)\b", re.IGNORECASE), "osteoarthritis"),
    (re.compile(r"\b(?:HA|headaches?|migraines?)\b"), "headache"),
    (re.compile(r"\b(?:ICD|CRT-?[DP]?|pacemaker|defibrillator|VNS|SCS|stimulator)\b"), "device"),
    (
        re.compile(
            r"(?i)\b(?:HSAT|HST|PSG|polysomnogra\w+|(?:home )?sleep (?:apnea )?(?:test|study))\b(?!.{0,40}titrat)"
        ),
        "diagnostic sleep study test",
    ),
    (re.compile(r"\b(?:CHF|HF|HFrEF|HFpEF)\b"), "heart failure"),
)


@lru_cache(maxsize=8000)
def topics(text: str) -> frozenset[str]:
    """Return the stems of a text with those of the topics that its short forms stand for."""
    found = roots(text)
    for pattern, words in TOPICS:
        if pattern.search(text):
            found |= roots(words)
    return found
