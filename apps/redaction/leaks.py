"""What of a patient's record is still in a redacted text: for benches and for the page that shows what left."""

from collections.abc import Iterable

from apps.chart.domain.identifiers import KnownIdentifier
from apps.redaction.domain.detection import Detection, settle
from apps.redaction.domain.kinds import BoundaryPolicy, IdentifierKind, Layer
from apps.redaction.domain.known.leaks import mask
from apps.redaction.domain.known.matcher import pairs_of, scan_of
from apps.redaction.domain.tokens import TOKEN
from apps.redaction.patterns.engine import certain_find


def leaks_find(
    text: str, identifiers: Iterable[KnownIdentifier], policy: BoundaryPolicy = BoundaryPolicy.LOCAL
) -> list[Detection]:
    """Return everything of the record, and everything certain by its shape, that stands outside the tokens of a text.

    Spans are code points of the redacted text; the layer of each is SCAN. An empty list is what a redacted text shows.
    """
    tokens = [Detection(*match.span(), IdentifierKind.LITERAL, Layer.LITERAL) for match in TOKEN.finditer(text)]
    left = scan_of(pairs_of(identifiers)).find(text, tokens)
    return settle([*left, *certain_find(mask(text, tokens), policy)])
