"""Reading a data set of documents and questions whose answers are known."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from apps.core.errors import WorkbenchError


@dataclass(frozen=True, slots=True)
class Question:
    """A question and where its document answers it: [start, end) in the text; the whole text when nobody marked it."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One document of the data set."""

    id: str
    title: str
    text: str
    questions: tuple[Question, ...]
    has_spans: bool


def articles_in(folder: Path) -> list[Article]:
    """Return the documents of covid_qa or pubmedqa_l. Raises WorkbenchError when the folder holds neither."""
    rows = [row for path in sorted(folder.glob("*.jsonl.gz")) for row in _rows(path)]
    articles = [_article(row) for row in rows if "questions" in row or "contexts" in row]
    if not articles:
        raise WorkbenchError(
            f"{folder.name} holds no questions that this bench can read. Name covid_qa or pubmedqa_l with --data."
        )
    return articles


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        yield from (json.loads(line) for line in stream if line.strip())


def _article(row: dict[str, Any]) -> Article:
    if "contexts" in row:
        text = "\n\n".join(row["contexts"])
        whole = Question(row["question"], 0, len(text))
        return Article(str(row["pmid"]), f"Abstract {row['pmid']}", text, (whole,), has_spans=False)
    questions = tuple(Question(q["question"], q["start"], q["end"]) for q in row["questions"])
    return Article(str(row["document_id"]), row["title"], row["text"], questions, has_spans=True)
