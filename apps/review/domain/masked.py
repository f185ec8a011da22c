"""A text for who does not see whose it is: its tokens as words, so that a title reads as one."""

import re

from apps.redaction.domain.kinds import IdentifierKind
from apps.redaction.domain.tokens import TOKEN, kind_of
from apps.review.domain import typed

WORDS = {
    IdentifierKind.PATIENT: "this patient",
    IdentifierKind.RELATIVE: "a relative",
    IdentifierKind.CLINICIAN: "a clinician",
    IdentifierKind.ORGANIZATION: "an organization",
    IdentifierKind.PLACE: "a place",
    IdentifierKind.PERSON: "(a name)",
}
HIDDEN = "(masked)"
NOTHING_LEFT = "a letter for this patient"


def title_masked(subject: str) -> str:
    """Return a redacted subject for who reads it masked: one that says nothing but names is a letter for this patient.

    ``Adalimumab for [PATIENT-1]`` reads ``Adalimumab for this patient``.
    """
    if not typed.has_letter(TOKEN.sub("", subject)):
        return NOTHING_LEFT
    return re.sub(r"\s+", " ", TOKEN.sub(_said, subject)).strip()


def _said(token: re.Match[str]) -> str:
    return WORDS.get(kind_of(token.group()), HIDDEN)
