"""What of a passage an answer may be made from: nothing addressed to software, of another person only theirs."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from apps.redaction.domain.injection import orders_of, reach_of
from apps.retrieval.domain.answerability import Statement
from apps.retrieval.domain.asking import Asked, words_of, written
from apps.retrieval.domain.evidence import Found, Scores, blanked, holds
from apps.retrieval.domain.spans import Span, trimmed
from apps.retrieval.models import Passage


def told_a_reader(passage: Passage) -> str:
    """Return a passage's text with blanks for what is addressed to software: no answer is made from that."""
    return blanked(passage.text, _orders(passage)) or passage.text


def apart(asked: Sequence[Asked], one: Statement, passage: Passage) -> Statement | None:
    """Return a statement without the orders to software that stand in it; None where nothing else is left."""
    spans = [(max(s, one.start), min(e, one.end)) for s, e in _orders(passage) if s < one.end and one.start < e]
    if not spans:
        return one
    text, parts, at = passage.text, [], one.start
    for start, end in [*sorted(spans), (one.end, one.end)]:
        parts += [part for part in trimmed(text, at, start) if at < start and words_of(text[slice(*part)])]
        at = max(at, end)
    best = max(parts, key=lambda part: _held(asked, text[slice(*part)]), default=None)
    return replace(one, start=best[0], end=best[1]) if best else None


def without_planted(
    asked: Sequence[Asked], best: Iterable[tuple[Passage, Found]], scores: Scores
) -> tuple[list[Asked], list[Found], Scores]:
    """Return what is asked, found and scored as if what is addressed to software did not stand in the chart.

    A passage that holds a word of the question in an order alone came up by the order: it is near in meaning no more
    than the mean of the chart. One that holds nothing but orders is not read.
    """
    counts = dict.fromkeys(asked, 0)
    found: list[Found] = []
    for passage, row in best:
        lost = _lost(asked, passage) if passage.text != told_a_reader(passage) else []
        counts |= {one: counts[one] + 1 for one in lost}
        if words_of(row.text):
            found.append(replace(row, dense=min(row.dense, scores.mean), late=None) if lost else row)
    if not any(counts.values()):
        return list(asked), found, scores
    left = [
        replace(one, passages=max(one.passages - many, 0), named=max(one.named - many, 0))
        for one, many in counts.items()
    ]
    return left, found, replace(scores, best=max((row.dense for row in found), default=scores.mean))


def _lost(asked: Sequence[Asked], passage: Passage) -> list[Asked]:
    said, kept = written(passage.text), written(told_a_reader(passage))
    return [one for one in asked if holds(one, said) and not holds(one, kept)]


def _held(asked: Sequence[Asked], text: str) -> tuple[int, int]:
    return sum(holds(one, written(text)) for one in asked), len(text)


def _orders(passage: Passage) -> list[Span]:
    return [(order.start, reach_of(passage.text, order)) for order in orders_of(passage)]
