"""Whether a citation still says what it said when it was bound. It resolves exactly, or it does not resolve."""

from dataclasses import dataclass

from apps.core.canonical import sha256_hex

BROKEN = (
    "This citation no longer resolves: the words it was bound to are not in this document. "
    "Do not rely on it. Edit, remove or waive the claim; the act is recorded."
)


@dataclass(frozen=True, slots=True)
class BoundSpan:
    """[start, end) of one immutable document version, with the hash of that version and of the words themselves."""

    document_id: str
    sha256: str
    start: int
    end: int
    quote_sha256: str


def resolves(span: BoundSpan, text: str) -> bool:
    """Return whether the text is the very version, and the span the very words, that the citation was bound to."""
    return sha256_hex(text) == span.sha256 and sha256_hex(text[span.start : span.end]) == span.quote_sha256


def line_around(text: str, start: int, end: int, *, most: int = 160) -> tuple[int, int]:
    """Return [left, right) of the line the words stand in, no more than ``most`` characters on either side."""
    left = max(text.rfind("\n", 0, start) + 1, start - most)
    newline = text.find("\n", end)
    right = min(len(text) if newline < 0 else newline, end + most)
    return left, right
