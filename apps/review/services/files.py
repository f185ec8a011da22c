"""The file of a signature: made before the signature is written, bound by it, kept sealed under the patient's key."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apps.core.canonical import sha256_hex
from apps.core.crypto.sealed import sealing
from apps.review.documents import pdf_of
from apps.review.documents.page import printed_page
from apps.review.models import SignedFile
from apps.review.selectors.decisions import document_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apps.access.models import Person
    from apps.drafting.models import Draft
    from apps.review.models import Amendment, ReviewDecision, SecondSignature, Signature


@dataclass(frozen=True, slots=True)
class PressedFile:
    """The bytes of a document, and the ids of the documents whose pages are in it."""

    pdf: bytes
    enclosed: tuple[str, ...]

    @property
    def sha256(self) -> str:
        return sha256_hex(self.pdf)


def file_press(
    *, draft: "Draft", decision: "ReviewDecision", signature: "Signature", person: "Person",
    second: "SecondSignature | None" = None, amendments: "Sequence[Amendment]" = (),
) -> PressedFile:  # fmt: skip
    """Make the file of a signature that is not written yet. Raises DocumentTooLarge and DocumentFailed."""
    document = document_of(draft, decision, signature, person, second=second, amendments=amendments)
    page = printed_page(draft, document, person)
    return PressedFile(pdf_of(page.html, styles=page.styles), page.enclosed)


def file_keep(*, draft: "Draft", signature: "Signature", pressed: PressedFile) -> SignedFile:
    """Keep the bytes that a signature binds. Call inside the transaction of the signature."""
    kept = SignedFile(
        signature=signature, patient_id=draft.patient_id, enclosed=list(pressed.enclosed), **sealing(pdf=pressed.pdf)
    )
    kept.save()
    return kept
