"""Writing a text anew with tokens in place of what was found in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from apps.chart.domain.identifiers import KnownIdentifier
from apps.redaction.domain.corrections import NO_CORRECTIONS, Corrections
from apps.redaction.domain.detection import Detection, kept_lines, settle
from apps.redaction.domain.kinds import BoundaryPolicy, IdentifierKind, Layer
from apps.redaction.domain.known.leaks import LeakScan
from apps.redaction.domain.known.matcher import KnownMatcher, matcher_of, pairs_of, scan_of
from apps.redaction.domain.mapping import RedactionMap, redact
from apps.redaction.domain.tokens import TOKEN
from apps.redaction.names_layer import names_find_kept
from apps.redaction.patterns.blocks import rest_of_addresses
from apps.redaction.patterns.engine import patterns_find
from apps.redaction.patterns.widening import widened
from apps.redaction.surrogates import SurrogateBook


@dataclass(frozen=True, slots=True)
class Searched:
    """A text and everything in it that must not leave, in order and without overlap."""

    text: str
    detections: tuple[Detection, ...]

    def concealed(self, book: SurrogateBook) -> tuple[str, RedactionMap]:
        """Return the redacted text and its map; tokens come out of the patient's book."""
        return redact(
            self.text,
            [
                (found.start, found.end, found.kind, found.layer, book.token(found, self.text[found.start : found.end]))
                for found in self.detections
            ],
        )


class Searcher:
    """Every layer of the wall for one patient. The same short text, such as a title, is searched once."""

    def __init__(self, identifiers: Iterable[KnownIdentifier], corrections: Corrections = NO_CORRECTIONS) -> None:
        """Prepare the layers; what people corrected adds to them and takes from them."""
        pairs = pairs_of(identifiers)
        self._matcher: KnownMatcher = matcher_of(pairs)
        self._scan: LeakScan = scan_of(pairs)
        self._corrections = corrections
        self._searched: dict[str, Searched] = {}

    def search(
        self,
        text: str,
        *,
        by_line: bool = False,
        policy: BoundaryPolicy = BoundaryPolicy.LOCAL,
        document_id: str = "",
    ) -> Searched:
        """Find in a text what must not leave; ``by_line`` where each line is a fact of its own.

        ``document_id`` is the source's, for what people corrected in that very document.
        """
        found = self._certain(text, by_line, policy, document_id)
        [names] = names_find_kept([text], [found])
        return self._settled(text, [*found, *names], policy, document_id)

    def search_many(
        self, texts: Sequence[str], *, by_line: bool = False, policy: BoundaryPolicy = BoundaryPolicy.LOCAL
    ) -> list[Searched]:
        """Find what ``search`` finds in each of many texts of no document; the name finder reads them together."""
        certain = [self._certain(text, by_line, policy, "") for text in texts]
        named = names_find_kept(texts, certain)
        return [
            self._settled(text, [*found, *names], policy, "")
            for text, found, names in zip(texts, certain, named, strict=True)
        ]

    def found(
        self, text: str, *, by_line: bool = False, policy: BoundaryPolicy = BoundaryPolicy.LOCAL
    ) -> list[Detection]:
        """Return what each layer before the leak scan finds, overlaps and all."""
        certain = self._certain(text, by_line, policy, "")
        return [*certain, *names_find_kept([text], [certain])[0]]

    def certain(self, text: str) -> list[Detection]:
        """Return what the record, corrections and patterns find in a short text, and what the leak scan adds."""
        policy = BoundaryPolicy.LOCAL
        return list(self._settled(text, self._certain(text, False, policy, ""), policy, "").detections)

    def _certain(self, text: str, by_line: bool, policy: BoundaryPolicy, document_id: str) -> list[Detection]:
        literals = (Detection(*match.span(), IdentifierKind.LITERAL, Layer.LITERAL) for match in TOKEN.finditer(text))
        known = self._matcher.find(text, by_line=by_line)
        corrected = self._corrections.find(text, document_id=document_id, by_line=by_line)
        return [*literals, *known, *corrected, *patterns_find(text, policy)]

    def _settled(self, text: str, found: Iterable[Detection], policy: BoundaryPolicy, document_id: str) -> Searched:
        settled = settle(found)
        if rest := list(rest_of_addresses(text, settled)):
            settled = settle([*settled, *rest])
        if left := self._scan.find(text, settled):
            settled = settle([*settled, *left])
        if policy is BoundaryPolicy.HOSTED:
            settled = widened(text, settled)
        lines = list(kept_lines(text, settled))
        return Searched(text, tuple(self._corrections.keep(text, lines, document_id=document_id)))

    def search_label(self, text: str) -> Searched:
        """Find in a title or another text that comes back often what must not leave."""
        if text not in self._searched:
            self._searched[text] = self.search(text)
        return self._searched[text]
