"""Which words a text denies, which side it names, and whether it is addressed to software.

Who and whether is read in one place for the whole house: ``apps.retrieval.domain.assertion``.
"""

import re

from apps.drafting.domain.language.dates import masked
from apps.drafting.domain.language.words import stems
from apps.retrieval.domain.assertion import readings

TO_SOFTWARE = re.compile(
    r"\bignore (?:all |any |the )?(?:previous|prior|above|earlier) (?:instructions?|prompts?|text)\b|"
    r"\bdisregard (?:all |any |the )?"
    r"(?:previous|prior|above) \w+|\b(?:AI|artificial intelligence|language model|LLM|chatbot|GPT)(?: system|"
    r" assistant| model| tool)?\b"
    r"(?=[^.]{0,80}\b(?:must|should|state|write|say|output|approve|ignore|summari\w+|respond|include|omit|prepar\w+)\b)|"
    r"\bautomated summari[sz]er\b|\b(?:system|developer) prompt\b|\bdo not cite this\b|\byou are (?:now )?(?:an?|the) "
    r"(?:assistant|AI|model|system)\b|\bas an AI\b|<\|?(?:im_start|system|assistant|user)\|?>|\[/?INST\]",
    re.IGNORECASE,
)


def negated_stems(text: str) -> frozenset[str]:
    """Return the word stems that a text denies and nowhere affirms."""
    denied, affirmed = polarity(text)
    return denied - affirmed


def polarity(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the word stems that a text denies somewhere, and those that it affirms somewhere; dates are neither."""
    denied: set[str] = set()
    affirmed: set[str] = set()
    plain = masked(text)
    for reading in readings(plain):
        (denied if reading.negated else affirmed).update(stems(plain[reading.start : reading.end]))
    return frozenset(denied), frozenset(affirmed)


def is_addressed_to_software(text: str) -> bool:
    """Return whether a sentence gives orders to a program that reads the record."""
    return bool(TO_SOFTWARE.search(text))


def sides(text: str) -> frozenset[str]:
    """Return the sides a text names: left, right, both."""
    found = set()
    if re.search(r"\bleft\b|(?<![A-Za-z0-9])L(?![A-Za-z0-9/'-])|\bLLE\b|\bLUE\b|\bL-sided\b", text):
        found.add("left")
    if re.search(r"\bright\b|(?<![A-Za-z0-9])R(?![A-Za-z0-9/'-])|\bRLE\b|\bRUE\b|\bR-sided\b", text):
        found.add("right")
    if re.search(r"(?i)\bleft\b", text):
        found.add("left")
    if re.search(r"(?i)\bright\b(?![- ]handed)", text):
        found.add("right")
    if re.search(r"(?i)\b(?:bilat(?:eral)?(?:ly)?|both|b/l)\b", text):
        found.add("both")
    return frozenset(found)
