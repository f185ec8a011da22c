"""The first three digits of a ZIP code, where they may be told (45 CFR 164.514(b)(2)(i)(B))."""

import re

from apps.redaction.domain.words import words_of

RESTRICTED = words_of("restricted_zip3.txt")
HIDDEN = "000"
_CODE = re.compile(r"\s*(\d)\s?(\d)\s?(\d)\s?\d\s?\d(?:\s?[-–]?\s?\d\s?\d\s?\d\s?\d)?\s*")


def zip3_of(code: str) -> str:
    """Return the first three digits of a ZIP or ZIP+4 code as text, or 000.

    000 stands for an area of 20,000 people or fewer, and for what is no ZIP code. Spaces that a scanner of paper left
    between the digits do no harm. The digits stay text: 036 is not 36.
    """
    match = _CODE.fullmatch(code)
    area = "".join(match.groups()) if match else HIDDEN
    return HIDDEN if area in RESTRICTED else area
