"""The one reader of orders to software: sentence by sentence, without disguise, each with why."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from apps.redaction.domain.injection.blocks import fenced_blocks, has_words, is_code, with_block
from apps.redaction.domain.injection.cutting import Span, lines_of, pieces_of, sentences_of
from apps.redaction.domain.injection.disguise import (
    decoded,
    in_two_scripts,
    is_respelled,
    other_spellings,
    spaced_out,
    unbroken,
)
from apps.redaction.domain.injection.features import CORRECTS, TOLD_A_PATIENT, WORD, opening
from apps.redaction.domain.injection.plain import plain_of
from apps.redaction.domain.injection.signs import (
    ANYWHERE,
    BEFORE_ORDERS,
    GOING_ON,
    OPENS,
    ORDERED,
    SIGNAL,
    SIGNAL_WORDS,
    TONGUE_WORDS,
    TONGUES,
    Sign,
    Why,
    why_ordered,
)
from apps.redaction.domain.injection.tasks import is_foreign_task

TEXTS = 8192  # remembered in this process: a draft is composed and checked from the same passages
# What is said after such an order, in the same paragraph, is its content; after foreign work the note goes on.
REACHES_ON = frozenset({Why.OVERRIDE, Why.ROLE, Why.DRAFT})


@dataclass(frozen=True, slots=True)
class Order:
    """[start, end) of a text that is addressed to software, and what it is."""

    start: int
    end: int
    why: Why


def orders_in(text: str) -> tuple[Order, ...]:
    """Return the sentences of a text that are addressed to software or to whoever drafts from it, in order, apart."""
    return _orders(text)


def reach_of(text: str, order: Order) -> int:
    """Return where what an order brings along ends: at the end of its paragraph, or of itself."""
    if order.why not in REACHES_ON:
        return order.end
    ends = next((end for start, end in lines_of(text) if start <= order.start < end), order.end)
    if text[order.start : max(order.end, ends)].rstrip().endswith(":"):
        blank = re.compile(r"\n[ \t]*\n").search(text, ends)
        ends = blank.start() if blank else len(text)
    return max(order.end, ends)


def together(found: Iterable[Order]) -> tuple[Order, ...]:
    """Return orders in order and apart, those that overlap as one of the kind that begins first."""
    apart: list[Order] = []
    for order in sorted(found, key=lambda one: (one.start, one.end)):
        last = apart[-1] if apart else None
        if last and order.start < last.end:
            apart[-1] = Order(last.start, max(last.end, order.end), last.why)
        else:
            apart.append(order)
    return tuple(apart)


@lru_cache(maxsize=TEXTS)
def _orders(text: str) -> tuple[Order, ...]:
    plain = plain_of(text)
    found: list[tuple[int, int, Why]] = []
    taken = 0
    blocks = fenced_blocks(plain.text)
    for start, end in sentences_of(plain.text):
        if start >= taken and (why := why_of(plain.text[start:end])):
            whole = with_block(plain.text, (start, end), blocks)
            if has_words(plain.text[start:end]) or is_code(plain.text[slice(*whole)]):
                found.append((*whole, why))
                taken = whole[1]
    found += [(start, end, Why.HIDDEN) for start, end in _hidden(plain.text)]
    orders = [Order(*plain.span(start, end), why) for start, end, why in found]
    if not text.isascii():
        orders += [Order(start, end, Why.HIDDEN) for start, end in in_two_scripts(text)]
    return together(orders)


def why_of(sentence: str) -> Why | None:
    """Return what kind of order a sentence in plain letters is, or None; one of any length is read in pieces."""
    return next((why for piece in pieces_of(sentence) if (why := _why_of(piece))), None)


def _why_of(sentence: str) -> Why | None:
    why = _signed(sentence)
    if (why is Why.OVERRIDE and TOLD_A_PATIENT.match(sentence)) or CORRECTS.match(sentence):
        return None
    if why is None and is_foreign_task(sentence):
        why = Why.TASK
    if why is None and (is_respelled(sentence) or any(_signed(other) for other in other_spellings(sentence))):
        why = Why.HIDDEN
    return why


def _signed(sentence: str) -> Why | None:
    words = frozenset(WORD.findall(sentence.lower()))
    opens = bool(opening(sentence))
    signs: tuple[Sign, ...] = ()
    if not words.isdisjoint(SIGNAL_WORDS) or SIGNAL.search(sentence):
        signs += ANYWHERE
    if not words.isdisjoint(TONGUE_WORDS) or not sentence.isascii():
        signs += TONGUES
    why = next((why for why, pattern in signs if pattern.search(sentence)), None)
    if why is None and (opens or not words.isdisjoint(BEFORE_ORDERS) or OPENS.search(sentence)):
        why = why_ordered(sentence, ORDERED)
    if why is None and opens:
        why = why_ordered(sentence, GOING_ON)
    return why


def _hidden(text: str) -> Iterator[Span]:
    yield from unbroken(text)
    for span, together in spaced_out(text):
        if together:
            yield span
    for span, said in decoded(text):
        if said:
            yield span
