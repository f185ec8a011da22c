"""The file that was signed: whether its bytes are those, and whether they may leave."""

from typing import TYPE_CHECKING

from apps.access.domain.labels import label_words
from apps.chart.selectors import documents_get
from apps.core.canonical import sha256_hex
from apps.core.crypto.errors import DAMAGED
from apps.review.models import SignedFile
from apps.review.selectors.consents import consented_labels, why_not_leave
from apps.review.selectors.later import last_file_of, second_of
from apps.review.selectors.second import NOT_RELEASED

if TYPE_CHECKING:
    from apps.review.models import Amendment, SecondSignature, Signature

RESTRICTED_SINCE = (
    "A page that this file encloses was restricted after it was signed, and no consent to send it is on record. "
    "Nothing is handed out; ask for a new letter."
)


def file_of(signature: "Signature") -> SignedFile | None:
    """Return the row that keeps a signature's file, its bytes unopened, or None."""
    return SignedFile.objects.filter(signature=signature).select_related("patient").first()


def file_holds(signature: "Signature") -> bool:
    """Return whether the kept bytes open for this very signature and are those that it binds."""
    kept = file_of(signature)
    if kept is None:
        return False
    try:
        return sha256_hex(kept.pdf) == signature.pdf_sha256
    except DAMAGED:
        return False


def signed_pdf(signature: "Signature") -> bytes:
    """Return the bytes as the last signer signed them, for a caller that verified; nothing where none were bound."""
    kept = _last(signature)
    return kept.pdf if kept else b""


def first_pdf(signature: "Signature") -> bytes:
    """Return the bytes that the first signature binds, for a caller that verified them."""
    kept = file_of(signature)
    return kept.pdf if kept else b""


def _last(signature: "Signature") -> "SecondSignature | Amendment | SignedFile | None":
    return last_file_of(signature) or file_of(signature)


def why_not_handed(signature: "Signature") -> str:
    """Return why a file is not handed out, or an empty text: no page in it was restricted after the signature.

    Who may see the draft may see every document it cites; what may leave the house is another question.
    """
    if signature.decision.second_for and second_of(signature) is None:
        return NOT_RELEASED
    if sentence := why_not_leave(signature.decision.item.draft):
        return sentence
    kept = _last(signature)
    enclosed = documents_get(kept.enclosed).values() if kept and kept.enclosed else ()
    labels = {label for document in enclosed for label in document.labels}
    if not label_words(labels):
        return ""
    return RESTRICTED_SINCE if labels - consented_labels(signature.decision.item.draft) else ""
