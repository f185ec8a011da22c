"""The peer everyone knows: plain BM25 over chunks of 180 words that overlap by 40, no stemming."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from apps.evaluation.benches.retrieval.questions import Article

WORDS, OVERLAP = 180, 40
K1, B = 1.2, 0.75


@dataclass(frozen=True, slots=True)
class Chunk:
    """[start, end) of an article's text."""

    article_id: str
    start: int
    end: int


class PlainBm25:
    """Ranks chunks of articles for a question, over all of them or over one article's alone."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._chunks: list[Chunk] = []
        self._lengths: list[int] = []
        self._postings: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        self._of_article: defaultdict[str, list[int]] = defaultdict(list)
        for article in articles:
            self._add(article)

    def rank(self, question: str, limit: int, article_id: str | None = None) -> list[Chunk]:
        """Return the best chunks, best first."""
        scope = self._of_article[article_id] if article_id else range(len(self._chunks))
        scores = self._scores(question, set(scope))
        order = sorted(scope, key=lambda number: (-scores[number], number))
        return [self._chunks[number] for number in order[:limit]]

    def _add(self, article: Article) -> None:
        words = list(re.finditer(r"\S+", article.text))
        for first in range(0, max(1, len(words) - OVERLAP), WORDS - OVERLAP):
            group = words[first : first + WORDS]
            if not group:
                return
            number = len(self._chunks)
            chunk = Chunk(article.id, group[0].start(), group[-1].end())
            counts = Counter(_terms(article.text[chunk.start : chunk.end]))
            self._chunks.append(chunk)
            self._lengths.append(counts.total())
            self._of_article[article.id].append(number)
            for term, count in counts.items():
                self._postings[term].append((number, count))

    def _scores(self, question: str, scope: Collection[int]) -> defaultdict[int, float]:
        mean = sum(self._lengths[number] for number in scope) / len(scope)
        scores: defaultdict[int, float] = defaultdict(float)
        for term in set(_terms(question)):
            postings = [(number, count) for number, count in self._postings.get(term, ()) if number in scope]
            idf = math.log(1 + (len(scope) - len(postings) + 0.5) / (len(postings) + 0.5))
            for number, count in postings:
                length = 1 - B + B * self._lengths[number] / mean
                scores[number] += idf * count * (K1 + 1) / (count + K1 * length)
        return scores


def _terms(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())
