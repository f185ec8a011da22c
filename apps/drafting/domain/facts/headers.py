"""The first lines of a page, where it says whose it is, read past what somebody planted among them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.facts.told import told_spans
from apps.drafting.domain.language.sentences import STAMP_ALONE
from apps.drafting.domain.tasks import PassageView

LINES_OF_HEADER = 6


@dataclass(slots=True)
class Header:
    """The lines of a page's header, and the first of them."""

    lines: list[str] = field(default_factory=list)
    first: Quote | None = None
    own: int = 0  # lines that are the page's own
    planted: bool = False

    @property
    def text(self) -> str:
        """The header with its line breaks."""
        return "\n".join(self.lines)


def headers_of(notes: Iterable[PassageView]) -> Iterator[tuple[PassageView, Header]]:
    """Yield each document's first passage with its header.

    Lines with an order to software or a printer's stamp are not counted. Words that share a line with an order are
    read: a page that names another patient must not pass for this one's because somebody wrote one before the name.
    """
    pages: dict[str, list[PassageView]] = {}
    for passage in notes:
        pages.setdefault(passage.document_id, []).append(passage)
    for passages in pages.values():
        first, *later = sorted(passages, key=lambda passage: passage.start)
        header = Header()
        _read(first, header)
        for passage in later:
            if not (header.planted and header.own < LINES_OF_HEADER and _goes_on(first, passage, header)):
                break
            _read(passage, header)
        yield first, header


def _goes_on(first: PassageView, later: PassageView, header: Header) -> bool:
    """What a planted block pushed out of the first passage stands in the next one of its section."""
    one_section = (first.section_kind, first.section_title) == (later.section_kind, later.section_title)
    return one_section or not header.own


def _read(passage: PassageView, header: Header) -> None:
    after_order = not header.own and header.planted
    for start, end in _lines(passage.text):
        if header.own == LINES_OF_HEADER:
            return
        words, planted = _past_orders(passage, start, end)
        planted = planted or bool(STAMP_ALONE.fullmatch(words))
        after_order = planted or (after_order and not words.strip())
        header.planted = header.planted or planted
        if words.strip() or not after_order:
            header.lines.append(words)
            header.own += not planted
        if header.first is None and words.strip():
            header.first = Quote(passage, start, end)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _past_orders(passage: PassageView, start: int, end: int) -> tuple[str, bool]:
    """Return the words of a line beside the orders that begin in it, and whether an order stands in it."""
    spans = [(order, reach) for order, reach in told_spans(passage) if order.start < end and start < reach]
    if not spans:
        return passage.text[start:end], False
    words = _without(passage.text, start, end, [(order.start, order.end) for order, _ in spans])
    left = _without(passage.text, start, end, [(order.start, reach) for order, reach in spans])
    begins = any(start <= order.start for order, _ in spans)
    return words if (begins or _says(left)) and _says(words) else "", True


def _without(text: str, start: int, end: int, spans: Iterable[tuple[int, int]]) -> str:
    kept, at = "", start
    for begin, stop in sorted(spans):
        kept += text[at : max(begin, at)]
        at = max(at, min(stop, end))
    return kept + text[at:end]


def _says(text: str) -> bool:
    return any(map(str.isalnum, text))
