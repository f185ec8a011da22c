"""Corrections of what was signed: of which kind, for which reason, and what their signature says. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum

from apps.core.canonical import digest


class AmendmentKind(StrEnum):
    ADDENDUM = "addendum"
    ENTERED_IN_ERROR = "entered_in_error"  # the document is not to be relied on any more


AMENDMENT_REASONS: Mapping[str, str] = {
    "fact_wrong": "A fact in it is wrong",
    "fact_missing": "A fact is missing",
    "newer_evidence": "Newer evidence came in",
    "wrong_patient": "Wrong patient or encounter",
    "payer_asked": "The payer asked for more",
    "clerical": "Slip of the pen",
    "other": "Other",
}
KIND_WORDS: Mapping[str, str] = {
    AmendmentKind.ADDENDUM.value: "Addendum",
    AmendmentKind.ENTERED_IN_ERROR.value: "Entered in error",
}


@dataclass(frozen=True, slots=True)
class LaterAttestation:
    """All that a signature after the first says. It binds the first by its hash, and the hash of what came before it.

    Of a second signature ``kind`` is "second" and the words are empty.
    """

    id: str
    kind: str
    signature_id: str
    signed_sha256: str  # what the first signature is bound to
    before_sha256: str  # what the one before this is bound to: a chain, from which nothing is taken out unseen
    pdf_sha256: str
    person_id: str
    printed_name: str
    credentials: str
    meaning: str
    signed_at: datetime
    ordinal: int = 0
    reason_code: str = ""
    body_sha256: str = ""  # of the redacted words: they can be destroyed, and what was signed still be checked
    text_sha256: str = ""  # of the words as they were read
    cites: tuple[int, ...] = ()
    step_up_sha256: str = ""  # of how the signer showed who they are; empty: signed before that was kept

    def sha256(self) -> str:
        """Return the digest that the later signature is bound to."""
        said = {**asdict(self), "signed_at": self.signed_at.astimezone(UTC).isoformat()}
        if not self.step_up_sha256:
            del said["step_up_sha256"]
        return digest(said)


def addendum_sha256(
    *, before_sha256: str, ordinal: int, kind: str, reason_code: str, text_sha256: str, cites: Collection[int]
) -> str:  # fmt: skip
    """Return the sha256 of the record that an addendum's signer shows who they are for: these words, in this place."""
    return digest({
        "before_sha256": before_sha256, "ordinal": ordinal, "kind": str(kind), "reason_code": reason_code,
        "text_sha256": text_sha256, "cites": sorted(cites),
    })  # fmt: skip
