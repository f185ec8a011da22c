"""The part of an order that goes on after a loading dose or a first titration step."""

import re

THEN = re.compile(r"\b(?:then|thereafter|followed by|afterwards|subsequently|maintenance(?: dose)?:?)\b", re.IGNORECASE)
ASKS_MAINTENANCE = re.compile(r"(?i)\bmaintenance\b")
LOADING = re.compile(r"(?i)\b(?:loading|load|initial(?:ly)?|once|day 1|week 0|first|start(?:ing)?|induction)\b")
AMOUNT = re.compile(r"\d\s?(?:mg|mcg|g|units?|mL|IU)\b", re.IGNORECASE)


def maintenance_part(text: str) -> str:
    """Return what an order says after its loading dose, or an empty text where it tells of none."""
    for match in THEN.finditer(text):
        if LOADING.search(text[: match.start()]) and AMOUNT.search(text[match.end() :]):
            return text[match.end() :]
    return ""
