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
from apps.redaction.patterns.beside import ages_beside_people
from apps.redaction.patterns.blocks import rest_of_addresses
from apps.redaction.patterns.engine import patterns_find
from apps.redaction.patterns.widening import widened
from apps.redaction.surrogates import SurrogateBook


@dataclass(frozen=True, slots=True)
class Unsearched:
    """A text to be searched; ``by_line`` where each line is a fact of its own.

    ``document_id`` is the source's, for what people corrected in that very document.
    """

    text: str
    by_line: bool = False
    document_id: str = ""


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
        """Find in a text what must not leave; for the other arguments see ``Unsearched``."""
        [searched] = self.search_many([Unsearched(text, by_line, document_id)], policy=policy)
        return searched

    def search_many(
        self, unsearched: Sequence[Unsearched], *, policy: BoundaryPolicy = BoundaryPolicy.LOCAL
    ) -> list[Searched]:
        """Find what ``search`` finds in each of many texts; the name finder reads them together, a batch at a time."""
        certain = [self._certain(one, policy) for one in unsearched]
        named = names_find_kept([one.text for one in unsearched], certain)
        return [
            self._settled(one, [*found, *names], policy)
            for one, found, names in zip(unsearched, certain, named, strict=True)
        ]

    def found(
        self, text: str, *, by_line: bool = False, policy: BoundaryPolicy = BoundaryPolicy.LOCAL
    ) -> list[Detection]:
        """Return what each layer before the leak scan finds, overlaps and all."""
        certain = self._certain(Unsearched(text, by_line), policy)
        return [*certain, *names_find_kept([text], [certain])[0]]

    def certain(self, text: str) -> list[Detection]:
        """Return what the record, corrections and patterns find in a short text, and what the leak scan adds."""
        one, policy = Unsearched(text), BoundaryPolicy.LOCAL
        return list(self._settled(one, self._certain(one, policy), policy).detections)

    def _certain(self, one: Unsearched, policy: BoundaryPolicy) -> list[Detection]:
        text = one.text
        literals = (Detection(*match.span(), IdentifierKind.LITERAL, Layer.LITERAL) for match in TOKEN.finditer(text))
        known = self._matcher.find(text, by_line=one.by_line)
        corrected = self._corrections.find(text, document_id=one.document_id, by_line=one.by_line)
        return [*literals, *known, *corrected, *patterns_find(text, policy)]

    def _settled(self, one: Unsearched, found: Iterable[Detection], policy: BoundaryPolicy) -> Searched:
        text, settled = one.text, settle(found)
        if rest := [*rest_of_addresses(text, settled), *ages_beside_people(text, settled)]:
            settled = settle([*settled, *rest])
        if left := self._scan.find(text, settled):
            settled = settle([*settled, *left])
        if policy is BoundaryPolicy.HOSTED:
            settled = widened(text, settled)
        lines = list(kept_lines(text, settled))
        return Searched(text, tuple(self._corrections.keep(text, lines, document_id=one.document_id)))

    def search_label(self, text: str) -> Searched:
        """Find in a title or another text that comes back often what must not leave."""
        if text not in self._searched:
            self._searched[text] = self.search(text)
        return self._searched[text]
