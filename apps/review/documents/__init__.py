"""From a rendered page to a file: WeasyPrint in a process of its own that can fetch, reach and keep nothing (R13)."""

from apps.review.documents.limits import PRESS, DocumentFailed, DocumentTooLarge, Limits
from apps.review.documents.press import pdf_of
from apps.review.documents.templates import template_of

__all__ = [
    "PRESS",
    "DocumentFailed",
    "DocumentTooLarge",
    "Limits",
    "pdf_of",
    "template_of",
]
