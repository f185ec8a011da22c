"""The text of an attachment: capped before it is decoded, checked against its hash, in its own character set."""

import base64
import binascii
import codecs
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from apps.chart.domain.ccda import NotReadable, is_clinical_document, read_document
from apps.chart.domain.documents import SectionSpan
from apps.chart.domain.identity import Claim
from apps.chart.domain.text import html_text, note_text
from apps.intake.errors import Unfit

PLAIN_TYPES = frozenset({"text/plain", "text/markdown"})
HTML_TYPES = frozenset({"text/html", "application/xhtml+xml", "application/xhtml"})
XML_TYPES = frozenset(
    {"application/xml", "text/xml", "application/cda+xml", "application/hl7-cda+xml", "application/hl7-v3+xml"}
)
CHARSETS = frozenset(
    {
        "utf-8",
        "ascii",
        "iso8859-1",
        "iso8859-2",
        "iso8859-9",
        "iso8859-15",
        "cp1250",
        "cp1252",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "mac-roman",
    }
)


@dataclass(frozen=True, slots=True)
class Content:
    """What an attachment holds. ``text`` is None when it holds nothing that can be read here.

    ``sections`` are those its format names; None where they are to be found in the text.
    """

    media_type: str
    text: str | None
    sections: tuple[SectionSpan, ...] | None = None
    claims: tuple[Claim, ...] = ()  # whom its envelope says it is about


def media_type_of(content_type: str) -> str:
    """Return the bare media type, lower case: "text/plain"."""
    return content_type.partition(";")[0].strip().lower()


def _charset_of(content_type: str) -> str:
    for parameter in content_type.split(";")[1:]:
        name, _, value = parameter.strip().partition("=")
        if name.strip().lower() == "charset":
            try:
                found = codecs.lookup(value.strip().strip("\"'")).name
            except LookupError:
                found = ""
            if found not in CHARSETS:
                raise Unfit("Its attachment declares a character set that is not known here. Send the text as UTF-8.")
            return found
    return "utf-8"


def decoded(data: str, largest: int) -> bytes:
    """Return the bytes of base64 data. Raises Unfit for what is too large (before decoding it) or no base64."""
    if len(data) * 3 // 4 > largest + 2:
        raise Unfit(
            f"Its attachment is larger than {largest // 2**20} MB. "
            "Send a smaller one, or raise WORKBENCH_MAX_ATTACHMENT_BYTES."
        )
    try:
        return base64.b64decode("".join(data.split()), validate=True)
    except (binascii.Error, ValueError):
        raise Unfit("Its attachment is not valid base64. Have the sender encode it again.") from None


def _check_hash(attachment: Mapping[str, Any], content: bytes) -> None:
    expected = attachment.get("hash")
    # FHIR R4 2.24.0.2: the SHA-1 of the data, in base64. It guards against damage in transit, not against an attacker.
    actual = base64.b64encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()
    if expected and expected != actual:
        raise Unfit(
            "Its attachment does not match the hash that came with it: it was damaged or changed on the way. "
            "Send it again."
        )


def _text_of(content: bytes, content_type: str) -> str:
    charset = _charset_of(content_type)
    try:
        text = content.decode("utf-8-sig" if charset == "utf-8" else charset)
    except UnicodeDecodeError as error:
        raise Unfit(
            f"Its attachment is not {charset.upper()} text (at byte {error.start}), which is what it says it is. "
            "Have the sender declare the character set it is in."
        ) from None
    return note_text(html_text(text) if media_type_of(content_type) in HTML_TYPES else text)


def _clinical_document(content: bytes, media_type: str) -> Content:
    """Return a C-CDA document as its narrative. One without sections (a scan in an envelope) is not readable here."""
    try:
        document = read_document(content)
    except NotReadable as error:
        raise Unfit(f"Its attachment cannot be read as a C-CDA document. {error}") from None
    if not document.sections:
        return Content(media_type, None)
    return Content(media_type, document.text, document.spans, document.claims)


def read_attachment(attachment: Mapping[str, Any], binary: Mapping[str, Any] | None, largest: int) -> Content:
    """Return what an attachment holds, in itself or in the Binary it points to. Raises Unfit with a sentence."""
    content_type = str(attachment.get("contentType") or (binary or {}).get("contentType") or "")
    data = attachment.get("data") or (binary or {}).get("data")
    if not data:
        return Content(media_type_of(content_type) or "no content", None)
    content = decoded(str(data), largest)
    _check_hash(attachment, content)
    media_type = media_type_of(content_type)
    if media_type in XML_TYPES and is_clinical_document(content):
        return _clinical_document(content, media_type)
    if media_type not in PLAIN_TYPES | HTML_TYPES:
        return Content(media_type or "unknown", None)
    return Content(media_type, _text_of(content, content_type))
