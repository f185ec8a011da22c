"""The file that was signed: whether its bytes are those, and who may have them."""

from typing import TYPE_CHECKING

from apps.chart.selectors import documents_visible_to
from apps.core.canonical import sha256_hex
from apps.core.crypto.errors import DAMAGED
from apps.review.models import SignedFile

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.review.models import Signature

NOT_YOURS = "This file encloses pages of the chart that you may not see. Ask who signed it for a copy."


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
    """Return the bytes that were signed, for a caller that verified them; nothing where none were bound."""
    kept = file_of(signature)
    return kept.pdf if kept else b""


def why_not_handed(signature: "Signature", person: "Person") -> str:
    """Return why a person may not have the file, or an empty text: each page in it is one they may see."""
    kept = file_of(signature)
    enclosed = set(kept.enclosed) if kept else set()
    seen = documents_visible_to(person).filter(pk__in=enclosed).values_list("pk", flat=True) if enclosed else ()
    return NOT_YOURS if enclosed - {str(pk) for pk in seen} else ""
