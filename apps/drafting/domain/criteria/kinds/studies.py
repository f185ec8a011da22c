"""Reports of imaging by what they show, in the words of policies or of departments: "XR KNEES, STANDING AP"."""

import re
from functools import lru_cache

from apps.drafting.domain.criteria.kinds.pages import Page
from apps.drafting.domain.criteria.names import roots

SAME = (
    (
        re.compile(r"\b(?:x-?rays?|XR|radiographs?|radiographic|plain films?|films?|roentgenogram)\b", re.IGNORECASE),
        "radiograph",
    ),
    (re.compile(r"\b(?:weight[- ]bearing|standing|erect)\b", re.IGNORECASE), "standing"),
    (re.compile(r"\b(?:CXR)\b", re.IGNORECASE), "chest radiograph"),
    (re.compile(r"\b(?:MRI|MR|magnetic resonance(?: imaging)?)\b", re.IGNORECASE), "MRI"),
    (re.compile(r"\b(?:CT|CAT scan|computed tomography|computerized tomography)\b", re.IGNORECASE), "CT"),
    (re.compile(r"\b(?:TTE|TEE|echo(?:cardiogra(?:m|phy))?)\b", re.IGNORECASE), "echocardiogram"),
    (re.compile(r"\b(?:US|ultrasound|sonogra(?:m|phy)|duplex)\b"), "ultrasound"),
    (re.compile(r"\b(?:DXA|DEXA|bone densit\w+)\b", re.IGNORECASE), "DXA"),
    (re.compile(r"\b(?:EMG(?:/NCS)?|NCS|electromyogra\w+|nerve conduction(?: stud\w+)?)\b", re.IGNORECASE), "EMG"),
    (re.compile(r"\b(?:EKG|ECG|electrocardiogra\w+)\b", re.IGNORECASE), "ECG"),
)
MADE = frozenset().union(*(roots(word) for _, word in SAME)) - roots("standing chest")
LINES, REPORT = 6, re.compile(r"(?im)^\s*(?:findings|impression|interpretation|conclusion)\b")
SMALL = roots("report of the a an and study view views exam bilateral with without contrast final result")


@lru_cache(maxsize=4000)
def _words(text: str) -> frozenset[str]:
    for pattern, word in SAME:
        text = pattern.sub(word, text)
    return roots(text) - SMALL


def is_study(page: Page, name: str) -> bool:
    """Return whether a page is the report of a study that a policy names: its head names kind, place and position."""
    asked = _words(name)
    read = REPORT.search(page.text) or any(one.section_kind in {"findings", "impression"} for one in page.passages)
    if not asked & MADE or not read:
        return False
    head = [line for line in page.first.text.split("\n") if line.strip()][:LINES]
    return any(
        asked <= _words(line) for line in head if not re.match(r"(?i)\s*(?:compar|history|indication|reason)", line)
    )
