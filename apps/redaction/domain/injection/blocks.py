"""Blocks of code beside an order: what stands in one belongs to the order that brings it."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from apps.redaction.domain.injection.cutting import Span

FENCE = re.compile(r"`{3,}|~{3,}")
LONGEST_BLOCK = 4000  # characters; a fence around a whole note must not hide it
BLANK_LINE = re.compile(r"\n[ \t]*\n")
LINES_BETWEEN = 2  # line breaks between an order and its block: one empty line
INDENTED = re.compile(r"[ \t]*(?:\n[ \t]*)?\n((?:(?: {4}|\t)[^\n]*(?:\n[ \t]*)*(?:\n|\Z))+)")
BRINGS_CODE = re.compile(r":\s*$|\b(?:code|script|snippet|function|program|commands?)\b", re.IGNORECASE)
LIKE_CODE = re.compile(
    r"[{};=]|\w\(|^[ \t]*(?:import|from|def|class|for|if|return|print|echo|sudo|curl|#!)\b", re.MULTILINE
)


def fenced_blocks(text: str) -> list[Span]:
    """Return [start, end) of the blocks between fences; one that is never closed ends with its paragraph."""
    found: list[Span] = []
    at = 0
    while opening := FENCE.search(text, at):
        closing = text.find(opening.group(), opening.end(), opening.start() + LONGEST_BLOCK)
        blank = BLANK_LINE.search(text, opening.end(), opening.start() + LONGEST_BLOCK)
        paragraph = blank.start() if blank else min(len(text), opening.start() + LONGEST_BLOCK)
        at = closing + len(opening.group()) if closing >= 0 else max(paragraph, opening.end())
        found.append((opening.start(), at))
    return found


def with_block(text: str, order: Span, blocks: Sequence[Span]) -> Span:
    """Return [start, end) of an order with the block that it stands in, or that follows it."""
    start, end = order
    for at in range(bisect_right(blocks, start, key=_end), len(blocks)):
        opened, closed = blocks[at]
        if opened >= end:
            is_near = opened <= end + LONGEST_BLOCK and _is_next(text[end:opened])
            end = closed if is_near else end
            break
        start, end = min(start, opened), max(end, closed)
    return start, _past_indented(text, start, end)


def is_code(block: str) -> bool:
    """Return whether a block is written as programs are, not as a table between fences is."""
    return bool(LIKE_CODE.search(block))


def has_words(sentence: str) -> bool:
    """Return whether a sentence is more than a fence."""
    return any(map(str.isalnum, sentence))


def _end(block: Span) -> int:
    return block[1]


def _is_next(between: str) -> bool:
    return not between.strip() and between.count("\n") <= LINES_BETWEEN


def _past_indented(text: str, start: int, end: int) -> int:
    line = text.rfind("\n", max(start - LONGEST_BLOCK, 0), start) + 1
    if text[line:start].isspace() or not BRINGS_CODE.search(text[start:end]):
        return end
    block = INDENTED.match(text, end, end + LONGEST_BLOCK)
    if block and is_code(block[1]):
        return end + len(block.group().rstrip())
    return end
