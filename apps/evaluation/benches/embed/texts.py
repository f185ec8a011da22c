"""Texts of our own to embed: windows of this project's own prose, cut as the index cuts a note."""

from django.conf import settings

from apps.core.errors import WorkbenchError
from apps.retrieval.domain.chunking import SectionSpan, chunks, windows

SOURCES = ("fixtures/**/*.txt", "fixtures/**/*.md", "workbench/decisions/*.md", "apps/**/README.md", "README.md")


def own_texts(count: int) -> list[str]:
    """Return ``count`` windows, none twice unless there are too few. Raises WorkbenchError when there are none."""
    windows_of_ours = list(dict.fromkeys(piece for text in _prose() for piece in _windows(text)))
    if not windows_of_ours:
        raise WorkbenchError("The project's own texts are not installed here, so there is nothing to embed.")
    return (windows_of_ours * -(-count // len(windows_of_ours)))[:count]


def _prose() -> list[str]:
    paths = [path for pattern in SOURCES for path in sorted(settings.BASE_DIR.glob(pattern))]
    return [path.read_text(encoding="utf-8") for path in paths]


def _windows(text: str) -> list[str]:
    whole = [SectionSpan("other", "", 0, len(text))]
    passages = [text[chunk.start : chunk.end] for chunk in chunks(text, whole, structured=False)]
    return [passage[start:end] for passage in passages for start, end in windows(passage)]
