"""Why payers refuse, as a list with codes of our own (``data/denial_reasons.json``). Pure.

Shaped after the reason element of the X12 278 response (HCR03): one code, one phrase. The list of X12 itself is
licensed; a site that holds it maps its codes to these.
"""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

REASONS_FILE = Path(__file__).parents[1] / "data" / "denial_reasons.json"
SUBJECT_LIMIT = 300
APPEAL = re.compile(r"^Appeal of the denial of [^()]*\([^()]*\): (?=\S)")


@lru_cache(maxsize=1)
def denial_reasons() -> Mapping[str, str]:
    """Return the payer's reasons: code to words, in the order they are offered."""
    rows = json.loads(REASONS_FILE.read_text(encoding="utf-8"))["reasons"]
    return {row["code"]: row["words"] for row in rows}


def reason_words(code: str) -> str:
    """Return a code in words; one that is not on the list is given back as it came."""
    return denial_reasons().get(code, code)


def asked_for(subject: str) -> str:
    """Return what a letter asks for: of an appeal's subject, what was denied."""
    return APPEAL.sub("", subject)


def appeal_subject(subject: str, code: str, notice: str) -> str:
    """Return what an appeal is asked for: that it is one, of which denial, and for what. At most 300 characters."""
    head = f"Appeal of the denial of {notice} ({reason_words(code).lower()}): "
    return f"{head}{subject}"[:SUBJECT_LIMIT].rstrip()
