"""Texts that belong to no patient: policies, protocols, guidelines. What may not stand in one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from apps.redaction.domain.detection import Detection
from apps.redaction.domain.kinds import IdentifierKind
from apps.retrieval.domain.chunking import SectionSpan

# Of a patient. A payer's address, an author's clinic and the day a policy begins may stand in a policy.
PERSONAL = frozenset(
    {
        IdentifierKind.PATIENT,
        IdentifierKind.RELATIVE,
        IdentifierKind.PERSON,
        IdentifierKind.BIRTH_DATE,
        IdentifierKind.AGE_OVER_89,
        IdentifierKind.SSN,
        IdentifierKind.MRN,
        IdentifierKind.MEMBER_ID,
        IdentifierKind.ACCOUNT,
    }
)
_HEADING = re.compile(
    r"^(?:#{1,6}\s+(?P<marked>\S[^\n]{0,120})|(?P<numbered>\d+(?:\.\d+)*\.?\s+[A-Z][^\n.]{2,80}))$", re.MULTILINE
)
SHOWN = 5  # lines in a refusal


class ReferenceKind(StrEnum):
    POLICY = "policy"
    PROTOCOL = "protocol"
    GUIDELINE = "guideline"


@dataclass(frozen=True, slots=True)
class Personal:
    """What may be a patient's in a text: its lines, from 1, and whether all of it are names, no numbers."""

    lines: tuple[int, ...]
    only_names: bool


def personal_in(text: str, detections: Iterable[Detection]) -> Personal | None:
    """Return where a text may speak of a patient, or None."""
    found = [one for one in detections if one.kind in PERSONAL]
    if not found:
        return None
    lines = sorted({text.count("\n", 0, one.start) + 1 for one in found})
    return Personal(tuple(lines), all(one.kind is IdentifierKind.PERSON for one in found))


def refusal(key: str, personal: Personal) -> str:
    """Return why a text is not taken into a corpus that everybody may search; nothing of the text itself."""
    shown = ", ".join(map(str, personal.lines[:SHOWN])) + (" and others" if len(personal.lines) > SHOWN else "")
    where = f"Line {shown}" if len(personal.lines) == 1 else f"Lines {shown}"
    said = (
        f"{key} was not added: this corpus holds nothing of a patient. {where} may name a person or "
        "carry a number of theirs."
    )
    look = " Take it out, or, if a person has looked and no patient is named, add it with --reviewed."
    return said + (look if personal.only_names else " Take it out and add the text again.")


def sections(text: str) -> Sequence[SectionSpan]:
    """Return the parts of a text under its headings (markdown, or numbered lines), in order."""
    heads = list(_HEADING.finditer(text))
    ends = [*(head.start() for head in heads), len(text)]
    spans = [SectionSpan("other", "", 0, ends[0])]
    for head, end in zip(heads, ends[1:], strict=True):
        spans.append(SectionSpan("other", (head["marked"] or head["numbered"]).strip(" #"), head.end(), end))
    return [span for span in spans if text[span.start : span.end].strip()]
