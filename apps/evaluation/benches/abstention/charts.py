"""Our own questions about the fixture charts: fixtures/questions/<chart>.json."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apps.core.domain.bench import Say
from apps.evaluation.benches.retrieval.questions import Article
from apps.evaluation.benches.retrieval.shelf import shelf_fill
from apps.retrieval.interface import Answerability

CHARTS = "charts"  # the folder beside that of the questions


def has_charts(folder: Path) -> bool:
    """Say whether the folder holds questions about charts that stand beside it."""
    return (folder.parent / CHARTS).is_dir() and any(folder.glob("*.json"))


def questions_of_charts(folder: Path, say: Say) -> Iterator[tuple[str, bool, Answerability]]:
    """Ask each chart its questions; yield (chart, whether the chart answers it, the answer)."""
    for path in sorted(folder.glob("*.json")):
        body: dict[str, Any] = json.loads(path.read_text())
        notes = sorted((folder.parent / CHARTS / path.stem / "notes").glob("*.txt"))
        articles = [_article(note) for note in notes]
        shelf = shelf_fill(articles, say)
        for answerable, questions in ((True, body["answered"]), (False, body["not_answered"])):
            for question in questions:
                yield path.stem, answerable, shelf.answer(question, [article.id for article in articles])


def _article(path: Path) -> Article:
    """Return a note without the header of its file."""
    return Article(path.stem, path.stem, path.read_text().partition("\n\n")[2], (), has_spans=True)
