"""Which part of the body a text names, so that evidence about another part is told apart."""

import re
from collections.abc import Mapping

REGIONS: Mapping[str, re.Pattern[str]] = {
    "cervical spine": re.compile(r"(?i:\bcervical|\bc-spine|\bneck\b)|\bC[1-7]-[1-7]\b"),
    "thoracic spine": re.compile(r"(?i:\bthoracic spine|\bt-spine|\bmid(?:dle)? back\b)|\bT(?:\d|1[0-2])-\d{1,2}\b"),
    "lumbar spine": re.compile(r"(?i:\blumb(?:ar|osacral)|\bl-spine|\blow(?:er)? back\b|\bLBP\b)|\bL[1-5]\b"),
    "knee": re.compile(r"\bknees?\b", re.IGNORECASE),
    "hip": re.compile(r"\bhips?\b", re.IGNORECASE),
    "shoulder": re.compile(r"\bshoulders?\b", re.IGNORECASE),
    "brain": re.compile(r"\bbrain\b", re.IGNORECASE),
}


def regions(text: str) -> frozenset[str]:
    """Return the names of the parts of the body that a text names."""
    return frozenset(name for name, pattern in REGIONS.items() if pattern.search(text))


def is_elsewhere(asked: frozenset[str], text: str) -> bool:
    """Return whether a text speaks of parts of the body, and of none that is asked about."""
    said = regions(text) if asked else asked
    return bool(said) and not asked & said
