"""Words for a result, and what a number is beside the limits of its laboratory."""

import re

from apps.drafting.domain.criteria.units import Measured
from apps.drafting.domain.criteria.values import value_of

POLARITY = {
    "negative": re.compile(
        r"(?<![\w-])(?:neg(?:ative)?|non[- ]?reactive|(?:not|none) (?:detected|seen|found|isolated)|undetect\w+|"
        r"no growth|"
        r"no (?:\w+ ){0,3}(?:detected|seen|found|isolated))\b",
        re.IGNORECASE,
    ),
    "positive": re.compile(
        r"(?<![\w-])(?:pos(?:itive)?|(?<!non-)(?<!non)(?<!non )reactive|(?<!not )(?<!none )(?<!undetected )detected)\b",
        re.IGNORECASE,
    ),
    "indeterminate": re.compile(
        r"\b(?:indeterminate|equivocal|inconclusive|borderline|invalid|insufficient (?:sample|specimen|mitogen))\b",
        re.IGNORECASE,
    ),
    "normal": re.compile(r"(?<!ab)(?<!not )\b(?:normal|nl|wnl|unremarkable|within normal limits)\b", re.IGNORECASE),
    "abnormal": re.compile(r"\b(?:abnormal|high|low|elevated|critical\w*)\b", re.IGNORECASE),
    "high": re.compile(r"\b(?:high|elevated|critically high|panic high)\b", re.IGNORECASE),
    "low": re.compile(r"\b(?:low|critically low|decreased|reduced)\b", re.IGNORECASE),
}
AGAINST = {
    "negative": ("positive",), "positive": ("negative",), "normal": ("abnormal", "high",
    "low"), "abnormal": ("normal",),
    "high": ("normal", "low"), "low": ("normal", "high"), "indeterminate": ("negative", "positive"),
}  # fmt: skip
PENDING = re.compile(
    r"\b(?:pending|no result|not (?:yet )?(?:back|resulted|available)|awaiting|in process|sent out|to be drawn|ordered|"
    r"registered|will (?:check|repeat|send|draw))\b",
    re.IGNORECASE,
)


def polarity_of(text: str) -> frozenset[str]:
    """Return the words for a result that a text uses: negative, positive, indeterminate, normal, high ..."""
    found = {word for word, pattern in POLARITY.items() if pattern.search(text)}
    if found >= {"negative", "positive"} and not POLARITY["positive"].search(POLARITY["negative"].sub(" ", text)):
        found.discard("positive")  # "no mutation detected" detects nothing
    return frozenset(found)


def by_reference(measured: Measured | None, meaning: str) -> frozenset[str]:
    """Return what a number is beside the laboratory's own limits: within them, above, below; empty without limits."""
    _, found, words = meaning.partition("reference ")
    limits = value_of(words.split(";")[0]) if found else None
    number = measured.low if measured and measured.low == measured.high else None
    if limits is None or number is None or (limits.low is not None and limits.low == limits.high):
        return frozenset()
    if limits.high is not None and (number > limits.high or (number == limits.high and limits.low is None)):
        return frozenset({"high", "abnormal", "positive"})
    if limits.low is not None and number < limits.low:
        return frozenset({"low", "abnormal"})
    return frozenset({"normal", "negative"})
