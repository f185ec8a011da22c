"""Seam 1 on questions with known answers: how often a passage that answers is among the first few.

A passage answers when it overlaps the marked span of the question's document. "own" searches that document alone,
"all" every document of the data set as one chart.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from apps.core.domain.bench import BenchResult, Say
from apps.core.errors import WorkbenchError
from apps.evaluation.benches.intervals import wilson
from apps.evaluation.benches.retrieval.bm25 import Chunk, PlainBm25
from apps.evaluation.benches.retrieval.cost import bench_cost
from apps.evaluation.benches.retrieval.questions import Article, Question, articles_in
from apps.evaluation.benches.retrieval.shelf import Shelf, shelf_fill
from apps.retrieval.domain.fusion import DENSE, WEIGHTS

DEPTHS = (1, 3, 5, 10)
DEEPEST = 20
MISSED = 0
HERE, BM25, DENSE_ONLY = "here", "bm25", "dense_only"
# Our channels under other weights: the vectors alone, and each channel switched off.
VARIANTS: Mapping[str, Mapping[str, float]] = {
    DENSE_ONLY: {DENSE: 1.0},
    **{f"without_{off}": {name: w for name, w in WEIGHTS.items() if name != off} for off in sorted(WEIGHTS)},
}
REPORT_EVERY = 50
Ranks = defaultdict[tuple[str, str], list[int]]  # (system, scope) -> rank of the first answer, 0 for none


def bench_retrieval(*, data: Path | None, scale: int, say: Say) -> BenchResult:
    """Index the documents of the folder and ask every question of it, ``scale`` times. Takes minutes.

    A folder of FHIR charts has no questions: what a search costs in it is measured instead (``cost``).
    Raises WorkbenchError for a folder with neither.
    """
    if data is None:
        raise WorkbenchError("Name a folder of questions with --data, such as ../shared/data/covid_qa.")
    if any(data.glob("*.ndjson*")):
        return bench_cost(data=data, scale=scale, say=say)
    articles = articles_in(data)
    start = time.perf_counter()
    shelf = shelf_fill(articles, say)
    indexing = time.perf_counter() - start
    ranks, milliseconds = _ask(shelf, articles, scale, say)
    return _result(ranks, milliseconds, {"passages": len(shelf.chunks), "indexing_s": round(indexing, 1)})


def _ask(shelf: Shelf, articles: Sequence[Article], times: int, say: Say) -> tuple[Ranks, list[float]]:
    asked = [(article, question) for article in articles for question in article.questions] * times
    plain = PlainBm25(articles)
    ranks: Ranks = defaultdict(list)
    milliseconds: list[float] = []
    for number, (article, question) in enumerate(asked, start=1):
        start = time.perf_counter()
        found = shelf.search(question.text, DEEPEST)
        milliseconds.append(1000 * (time.perf_counter() - start))
        answers = {(HERE, "all"): found} | _others(shelf, plain, question.text, None)
        if article.has_spans:
            answers[HERE, "own"] = shelf.search(question.text, DEEPEST, article.id)
            answers |= _others(shelf, plain, question.text, article.id)
        for key, chunks in answers.items():
            ranks[key].append(_rank(article, question, chunks))
        if number % REPORT_EVERY == 0:
            say(f"{number} of {len(asked)} questions asked")
    return ranks, milliseconds


def _others(shelf: Shelf, plain: PlainBm25, text: str, article_id: str | None) -> dict[tuple[str, str], list[Chunk]]:
    """Return the answers of the peers and of the variants, by system and scope."""
    scope = "own" if article_id else "all"
    candidates = shelf.scored(text, article_id)
    ranked = {(name, scope): shelf.ranked(candidates, weights, DEEPEST) for name, weights in VARIANTS.items()}
    return {(BM25, scope): plain.rank(text, DEEPEST, article_id), **ranked}


def _rank(article: Article, question: Question, chunks: Iterable[Chunk]) -> int:
    for rank, chunk in enumerate(chunks, start=1):
        if chunk.article_id == article.id and chunk.start < question.end and question.start < chunk.end:
            return rank
    return MISSED


def _result(ranks: Ranks, milliseconds: Sequence[float], size: dict[str, float]) -> BenchResult:
    figures: dict[str, float] = {}
    intervals: dict[str, tuple[float, float]] = {}
    peers: dict[str, dict[str, float]] = {BM25: {}, **{name: {} for name in VARIANTS}}
    for (system, scope), found in sorted(ranks.items()):
        recalls = {f"{scope}_recall_at_{depth}": [0 < rank <= depth for rank in found] for depth in DEPTHS}
        values = {key: sum(hits) / len(hits) for key, hits in recalls.items()}
        values[f"{scope}_mrr"] = sum(1 / rank for rank in found if rank) / len(found)
        (figures if system == HERE else peers[system]).update(values)
        of = "" if system == HERE else f"{system}."
        intervals |= {of + key: wilson(sum(hits), len(hits)) for key, hits in recalls.items()}
    p50, p95 = np.percentile(milliseconds, [50, 95])
    figures |= {"p50_ms": float(p50), "p95_ms": float(p95), **size}
    return BenchResult(n=len(milliseconds), figures=figures, intervals=intervals, peers=peers, notes=NOTES)


NOTES = (
    "A passage answers when it overlaps the marked answer; mrr looks at the first 20.",
    "p50_ms and p95_ms are whole searches over all documents: embedding the question, ranking, keeping the trace.",
    "bm25: plain BM25, chunks of 180 words that overlap by 40, no stemming. dense_only: our vectors without the words.",
    "without_CHANNEL: our own ranking with one channel switched off; intervals of peers stand under PEER.FIGURE.",
)
