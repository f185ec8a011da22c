"""Which words of the passages that were found are quoted for a question, best or newest first."""

import re
from collections.abc import Sequence

from apps.retrieval.domain.answerability import Statement
from apps.retrieval.domain.asking import Asked, asks_of_now
from apps.retrieval.domain.chunking import windows
from apps.retrieval.domain.evidence import LOOKED_AT, Found, Scores, Window, best_window, is_of_relative, rarity
from apps.retrieval.domain.spans import Span

QUOTED, FAR_BEHIND = 4, 0.35
AS_MUCH = 0.8  # of the best share of the question: so much is the same thing, said at another time
ALIKE = 0.5  # cosine: so near in meaning that it is quoted without a word of the question
_NO_END = re.compile(r"(?:\b(?:Drs?|Mr|Mrs|Ms|Prof|St|[db])|\b[A-Z])\.$")
_Near = tuple[Found, Window]  # a passage and its best window


def quotes_of(
    asked: Sequence[Asked], found: Sequence[Found], scores: Scores, *, question: str = ""
) -> tuple[Statement, ...]:
    """Return the windows of the passages that were found which come nearest to the question, best first.

    What lies ``FAR_BEHIND`` the best one is no answer beside it. A question for what is so now is answered by the
    newest statement first, and no old statement stands alone where a newer one holds the same words.
    """
    weights = [rarity(one, scores.passages) for one in asked]
    near = [(one, best_window(asked, weights, one)) for one in found[:LOOKED_AT]]
    ranked = sorted(
        near, key=lambda row: (is_of_relative(asked, row[0]), not row[0].is_first, -(row[0].dense + row[1].share))
    )
    least = max((one.dense + best.share for one, best in ranked), default=0.0) - FAR_BEHIND
    kept = [
        (one, best)
        for one, best in ranked
        if one.is_first or (one.dense + best.share > least and (best.share or one.dense > ALIKE))
    ]
    chosen = _with_newest(asked, ranked, kept or ranked[:1], newest_first=asks_of_now(question))
    return tuple(Statement(one.passage_id, *_whole(one.text, best.start, best.end)) for one, best in chosen)


def _with_newest(
    asked: Sequence[Asked], ranked: Sequence[_Near], kept: Sequence[_Near], *, newest_first: bool
) -> list[_Near]:
    """Return what is quoted, with the newest passage that holds as much of the question as the best one.

    A passage without a date and one of a relative come last where the newest is first.
    """
    best = max((row[1].share for row in ranked), default=0.0)
    alike = [row for row in ranked if best and row[1].share >= AS_MUCH * best and not is_of_relative(asked, row[0])]
    if newest_first and alike:
        return sorted(alike, key=_newest)[:QUOTED]
    chosen = list(kept[:QUOTED])
    newest = min((row for row in alike if row[0].day), key=_newest, default=None)
    if newest and newest not in chosen and all(row[0].day != newest[0].day for row in chosen):
        chosen = [*chosen[: QUOTED - 1], newest]
    return chosen


def _newest(row: _Near) -> tuple[bool, int]:
    return not row[0].is_first, -row[0].day.toordinal() if row[0].day else 0


def _whole(text: str, start: int, end: int) -> Span:
    """Return a window that ends at no title, initial or "d." of a date: with what follows, up to its sentence's end."""
    for left, right in windows(text):
        if left >= end and _NO_END.search(text[start:end]) and "\n" not in text[end:left]:
            end = right
    return start, end
