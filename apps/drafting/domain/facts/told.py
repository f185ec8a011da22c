"""What the record says to software instead of to its reader: found, named, and left out of every fact."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from apps.drafting.domain.facts.quotes import SEPARATOR, Quote
from apps.drafting.domain.language.sentences import sentences
from apps.drafting.domain.tasks import PassageView
from apps.redaction.domain.injection import Order, orders_of, reach_of, title_order_of

RULE = "instruction_in_record"
ANOTHERS_PAGE = "another_patients_page"
ANOTHERS_SHEET = "another_patients_sheet"


@dataclass(frozen=True, slots=True)
class Suspect:
    """A place that nothing is taken from, and why. ``also`` when what follows it in its paragraph was left out too."""

    rule: str  # RULE, ANOTHERS_PAGE, ANOTHERS_SHEET
    quote: Quote
    why: str = ""
    also: bool = False
    title: bool = False  # it is the document's title, not its text


def is_another_persons(quote: Quote, suspects: Iterable[Suspect]) -> bool:
    """Return whether words stand on a page, or on a sheet of one, that is about somebody else."""
    passage = quote.passage
    return any(
        (one.rule == ANOTHERS_PAGE and one.quote.passage.document_id == passage.document_id)
        or (
            one.rule == ANOTHERS_SHEET
            and one.quote.passage.passage_id == passage.passage_id
            and one.quote.start < quote.end
            and quote.start < one.quote.end
        )
        for one in suspects
    )


def instructions(passages: Iterable[PassageView]) -> Iterator[Suspect]:
    """Yield the orders to software that stand in passages and in the titles of their documents, each title once."""
    titled: set[str] = set()
    for passage in passages:
        for order in orders_of(passage):
            yield _suspect(passage, order)
        if passage.document_id not in titled and (why := title_order_of(passage)):
            titled.add(passage.document_id)
            yield Suspect(RULE, Quote(passage, 0, len(passage.text)), why, title=True)


def _suspect(passage: PassageView, order: Order) -> Suspect:
    also = bool(passage.text[order.end : _end_of(passage, order)].strip()) or _shares_its_sentence(passage, order)
    return Suspect(RULE, Quote(passage, order.start, order.end), order.why, also)


def _shares_its_sentence(passage: PassageView, order: Order) -> bool:
    """A sentence is taken whole or not at all: what stands beside an order without a stop between is left out too."""
    around = (one for one in sentences(passage.text) if one.start < order.end and order.start < one.end)
    beside = ((passage.text[one.start : order.start], passage.text[order.end : one.end]) for one in around)
    return not passage.structured and any(any(map(str.isalnum, f"{before}{after}")) for before, after in beside)


def is_told_software(passage: PassageView, start: int, end: int) -> bool:
    """Return whether [start, end) of a passage is part of an order to software, or of what it brings along."""
    return any(order.start < end and start < reach for order, reach in told_spans(passage))


def told_spans(passage: PassageView) -> Iterator[tuple[Order, int]]:
    """Yield each order to software in a passage with where what it brings along ends."""
    for order in orders_of(passage):
        yield order, _end_of(passage, order)


def before_orders(quote: Quote) -> Quote | None:
    """Return a line of facts up to the order that somebody put into it, or None where nothing stands before."""
    starts = [
        max(order.start, quote.start)
        for order in orders_of(quote.passage)
        if order.start < quote.end and quote.start < order.end
    ]
    if not starts:
        return quote
    kept = quote.passage.text[quote.start : min(starts)].rstrip(f"{SEPARATOR} \n")
    return Quote(quote.passage, quote.start, quote.start + len(kept)) if kept else None


def _end_of(passage: PassageView, order: Order) -> int:
    """A line of facts is one fact: what an order brings along does not reach into the next."""
    return order.end if passage.structured else reach_of(passage.text, order)
