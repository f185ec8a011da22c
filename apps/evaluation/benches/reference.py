"""The approximate index of the corpus that belongs to no patient: what it misses of the exact answer, what it saves.

The articles of a folder of questions are added as guidelines, every second one for another organization: an index that
filters after its scan falls short behind such a filter (L12).
"""

import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import numpy as np

from apps.access.services import organization_create
from apps.core.actors import Actor
from apps.core.domain.bench import BenchResult, Say
from apps.core.errors import WorkbenchError
from apps.evaluation.benches.intervals import wilson
from apps.evaluation.benches.retrieval.questions import Article, articles_in
from apps.retrieval.interface import ReferenceKind
from apps.retrieval.selectors import reference_nearest
from apps.retrieval.services import Reference, ReferenceRefused, reference_add

DEPTH = 10
SHIFT = 137  # characters between two cuts of the same article
ACTOR = Actor.service("bench-reference")
TODAY = date(2026, 11, 21)


def bench_reference(*, data: Path | None, scale: int, say: Say) -> BenchResult:
    """Add the articles of the folder, ask its questions and compare the index's nearest ten with the exact ones.

    ``scale`` adds each article so many times, each time cut elsewhere: near neighbours are what an index confuses.

    Raises WorkbenchError for a folder without questions.
    """
    if data is None:
        raise WorkbenchError("Name a folder of questions with --data, such as ../shared/data/covid_qa.")
    articles = articles_in(data)
    mine, other = (organization_create(slug=f"bench-{uuid4().hex[:8]}", name=name, actor=ACTOR) for name in "AB")
    passages, refused = _add(articles, [mine.pk, other.pk], scale, say)
    hits: list[bool] = []
    full = 0
    times: dict[bool, list[float]] = {True: [], False: []}
    questions = [question.text for article in articles for question in article.questions]
    for question in questions:
        found = {exact: _ask(question, mine.pk, times[exact], exact=exact) for exact in (True, False)}
        hits += [id_ in found[False] for id_ in found[True]]
        full += len(found[False]) == len(found[True])
    n = len(questions)
    figures = {
        "recall_at_10": sum(hits) / len(hits),
        "answered_in_full": full / n,
        "passages": passages,
        "refused": refused,
    }
    return BenchResult(
        n=n,
        figures=figures | _percentiles(times[False]),
        peers={"exact": _percentiles(times[True])},
        intervals={"recall_at_10": wilson(sum(hits), len(hits))},
        notes=(
            "refused: articles in which the wall sees numbers of a person; they are left out.",
            "Half of the articles belong to another organization: they stand in the index and behind the filter.",
            "Times include embedding the question, which is the same for both.",
        ),
    )


def _add(articles: Sequence[Article], owners: Sequence[UUID], times: int, say: Say) -> tuple[int, int]:
    passages = refused = 0
    wanted = [(article, shift) for article in articles for shift in range(times)]
    for number, (article, shift) in enumerate(wanted, start=1):
        reference = Reference(
            article.id, ReferenceKind.GUIDELINE, article.title[:300], str(shift), article.text[shift * SHIFT :],
            organization_id=owners[number % len(owners)],
        )  # fmt: skip
        try:  # its authors are public, so the name finder's suspicions count as reviewed
            passages += reference_add(reference=reference, reviewed=True, actor=ACTOR)
        except ReferenceRefused:
            refused += 1
        if number % 10 == 0:
            say(f"{number} of {len(wanted)} articles added")
    return passages, refused


def _ask(question: str, organization_id: UUID, times: list[float], *, exact: bool) -> set[str]:
    start = time.perf_counter()
    found = reference_nearest(question, organization_id=organization_id, on=TODAY, limit=DEPTH, exact=exact)
    times.append(1000 * (time.perf_counter() - start))
    return set(found)


def _percentiles(milliseconds: Sequence[float]) -> dict[str, float]:
    return {f"p{q}_ms": float(np.percentile(milliseconds, q)) for q in (50, 95)}
