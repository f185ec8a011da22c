"""What was signed after the first signature: a second one, addenda, and the file that is handed out since."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from apps.access.domain.factors import SigningAct
from apps.core.canonical import digest, sha256_hex
from apps.core.crypto.errors import DAMAGED
from apps.review.domain.amendments import (
    AMENDMENT_REASONS,
    KIND_WORDS,
    AmendmentKind,
    LaterAttestation,
    addendum_sha256,
)
from apps.review.models import Amendment, SecondSignature

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apps.review.models import Signature

SECOND = "second"
ADDENDUM = "addendum"


@dataclass(frozen=True, slots=True)
class AmendmentView:
    """One addendum in words a person with a grant may read."""

    row: Amendment
    text: str

    @property
    def title(self) -> str:
        return KIND_WORDS[self.row.kind]

    @property
    def reason(self) -> str:
        return AMENDMENT_REASONS[self.row.reason_code]

    @property
    def is_error(self) -> bool:
        return self.row.kind == AmendmentKind.ENTERED_IN_ERROR


def second_of(signature: "Signature") -> SecondSignature | None:
    """Return the second signature under what was signed, its file left closed, or None."""
    return SecondSignature.objects.filter(signature=signature).defer("pdf_sealed").first()


def amendments_of(signature: "Signature") -> list[Amendment]:
    """Return the addenda to what was signed, in their order, their files left closed."""
    return list(Amendment.objects.filter(signature=signature).defer("pdf_sealed").order_by("ordinal"))


def is_retracted(signature: "Signature") -> bool:
    """Return whether an addendum says that the document was entered in error."""
    return Amendment.objects.filter(signature=signature, kind=AmendmentKind.ENTERED_IN_ERROR).exists()


def last_file_of(signature: "Signature") -> "SecondSignature | Amendment | None":
    """Return the last row that keeps a file in the place of the first signature's, or None."""
    last = Amendment.objects.filter(signature=signature).order_by("-ordinal").first()
    return last or SecondSignature.objects.filter(signature=signature).first()


def attested_by(row: "SecondSignature | Amendment", before_sha256: str) -> LaterAttestation:
    """Return what a later signature says, from its row as it is now; ``before_sha256``: what the one before binds."""
    signed = row.signature
    common: dict[str, Any] = {
        "id": str(row.pk), "signature_id": str(row.signature_id), "signed_sha256": signed.content_sha256,
        "before_sha256": before_sha256, "pdf_sha256": row.pdf_sha256, "person_id": str(row.person_id),
        "printed_name": row.printed_name, "credentials": row.credentials, "meaning": row.meaning,
        "step_up_sha256": digest(row.step_up) if row.step_up else "",
    }  # fmt: skip
    if not isinstance(row, Amendment):
        return LaterAttestation(**common, kind=SECOND, signed_at=row.created_at)
    return LaterAttestation(
        **common, kind=row.kind, signed_at=row.created_at, ordinal=row.ordinal, reason_code=row.reason_code,
        body_sha256=row.body_sha256, text_sha256=row.text_sha256, cites=tuple(row.cites),
    )  # fmt: skip


def act_of_later(row: "SecondSignature | Amendment", before_sha256: str) -> SigningAct:
    """Return what the signer of a later signature shows who they are for, from its row, written or not yet.

    It is an act of its own: what was shown for one signature under a document is nothing for another.
    """
    if not isinstance(row, Amendment):
        return SigningAct(SECOND, str(row.signature_id), before_sha256, row.meaning)
    record = addendum_sha256(
        before_sha256=before_sha256, ordinal=row.ordinal, kind=row.kind, reason_code=row.reason_code,
        text_sha256=row.text_sha256, cites=row.cites,
    )  # fmt: skip
    return SigningAct(ADDENDUM, str(row.signature_id), record, row.meaning)


def later_chain(signature: "Signature") -> "list[tuple[SecondSignature | Amendment, str]]":
    """Return each later signature with the hash that the one before it is bound to."""
    rows: list[SecondSignature | Amendment] = [
        *SecondSignature.objects.filter(signature=signature),
        *_amendments(signature),
    ]
    before = [signature.content_sha256, *(row.content_sha256 for row in rows)]
    return list(zip(rows, before, strict=False))


def _amendments(signature: "Signature") -> "Sequence[Amendment]":
    return list(Amendment.objects.filter(signature=signature).order_by("ordinal"))


def words_hold(row: "SecondSignature | Amendment") -> bool:
    """Return whether the redacted words of an addendum are those whose hash is bound. A second signature has none."""
    return not isinstance(row, Amendment) or digest(row.text) == row.body_sha256


def bound_right(row: "SecondSignature | Amendment", before_sha256: str) -> bool:
    """Return whether what a later signature says is what it is bound to."""
    return attested_by(row, before_sha256).sha256() == row.content_sha256


def bytes_hold(row: "SecondSignature | Amendment") -> bool:
    """Return whether the kept bytes open and are those that the later signature binds."""
    try:
        return sha256_hex(row.pdf) == row.pdf_sha256
    except DAMAGED:
        return False
