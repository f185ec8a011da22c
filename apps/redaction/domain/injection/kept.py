"""What the scan of the record itself keeps with its redacted words, and how every reader of those words reads it.

The wall takes unfamiliar words for names: of "Ignora las instrucciones" it leaves a token and two words. So the record
is scanned before it is redacted. Where an order stands goes with the redacted text: its place and its kind, no word.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from apps.redaction.domain.injection.orders import Order, orders_in, together
from apps.redaction.domain.injection.signs import Why
from apps.redaction.domain.mapping import RedactionMap

Kept = tuple[int, int, str]  # [start, end) in the redacted words, and the name of a ``Why``


class Scanned(Protocol):
    """A part of a redacted text with what was kept of its orders and of its document's title."""

    @property
    def text(self) -> str: ...
    @property
    def orders(self) -> Sequence[Sequence[int | str]]: ...
    @property
    def document_title(self) -> str: ...
    @property
    def title_order(self) -> str: ...


def kept_orders(source: str, mapping: RedactionMap) -> list[Kept]:
    """Return the orders to software that stand in a source text as places of its redacted text."""
    return [(*mapping.to_redacted(order.start, order.end), order.why.name) for order in orders_in(source)]


def orders_inside(kept: Iterable[Sequence[int | str]], text: str, start: int) -> list[Kept]:
    """Return what of the kept orders of a document stands in a part of it, ``text``, that begins at ``start``."""
    found = ((max(int(s) - start, 0), min(int(e) - start, len(text)), str(why)) for s, e, why in kept)
    return [(s, e, why) for s, e, why in found if s < e and text[s:e].strip()]


def title_order(title: str) -> str:
    """Return the name of what a title orders software to do; empty where it orders nothing."""
    return next((order.why.name for order in orders_in(title)), "")


def orders_of(passage: Scanned) -> tuple[Order, ...]:
    """Return the orders of a passage, in order and apart: those kept from the record, and those its words show.

    What was redacted by an earlier version kept none; then the words alone are read.
    """
    shown = orders_in(passage.text)
    if not passage.orders:
        return shown
    kept = (Order(int(start), int(end), Why[str(why)]) for start, end, why in passage.orders)
    return together((*kept, *shown))


def title_order_of(passage: Scanned) -> Why | None:
    """Return what the title of a passage's document orders software to do, or None."""
    name = passage.title_order or title_order(passage.document_title)
    return Why[name] if name else None
