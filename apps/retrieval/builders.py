"""What this program can build an index with and search it by: each version is a way to cut and an embedder.

``WORKBENCH_INDEX_BUILDERS`` names them by dotted path, the one to build next last. The one in use stays in the list
until another is: a question has to be embedded as the passages were.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
from django.conf import settings
from django.utils.module_loading import import_string

from apps.core.errors import Unavailable
from apps.retrieval.domain.chunking import Chunk, SectionSpan, chunks, windows
from apps.retrieval.domain.version import INDEX_VERSION, PREVIOUS_VERSION
from apps.retrieval.embedder import embedder

if TYPE_CHECKING:
    from apps.retrieval.interface import Embedder

log = structlog.get_logger(__name__)


class IndexUnavailable(Unavailable):
    """The version of the index in use is one that this program does not know how to search.

    The sentence is for whoever searches; ``REMEDY`` is for the control room's page and the command.
    """

    def __init__(self) -> None:
        super().__init__(
            "The index is being renewed, and charts cannot be searched until that is done. Ask your administrator when "
            "that will be; charts can be read meanwhile."
        )


REMEDY = (
    "The version in use was built by another release, and this one cannot search it: searches and new drafts wait. "
    "Build the version of this release and put it into use (`manage.py reindex start`, then `reindex switch`), or name "
    "the builder of the one in use in WORKBENCH_INDEX_BUILDERS again."
)


@dataclass(frozen=True, slots=True)
class IndexBuilder:
    """One version of the index: how a text is cut into passages and those into windows, and what embeds the windows."""

    name: str
    chunks: Callable[..., Sequence[Chunk]]  # (text, sections, structured=) as in domain.chunking
    windows: Callable[[str], Sequence[tuple[int, int]]]
    embedder: Callable[[], Embedder]


def present() -> IndexBuilder:
    """Return the version that this release of the program builds."""
    return IndexBuilder(INDEX_VERSION, chunks, windows, embedder)


def previous() -> IndexBuilder:
    """Return the version that the last release built: searched until the present one is built and put into use."""
    return IndexBuilder(PREVIOUS_VERSION, chunks, windows, embedder)


def builders() -> Mapping[str, IndexBuilder]:
    """Return every version that can be built here, by name, the one to build next last."""
    made = (import_string(path)() for path in settings.WORKBENCH_INDEX_BUILDERS)
    return {builder.name: builder for builder in made}


def newest() -> IndexBuilder:
    """Return the version to build next."""
    return list(builders().values())[-1]


def builder_of(name: str) -> IndexBuilder:
    """Return how a version is built and searched. Raises IndexUnavailable for one that this program does not know."""
    found = builders().get(name)
    if found is None:
        log.error("index_unavailable_run_reindex_start", object_type="index_version", object_id=name)
        raise IndexUnavailable
    return found


__all__ = [
    "REMEDY",
    "IndexBuilder",
    "IndexUnavailable",
    "SectionSpan",
    "builder_of",
    "builders",
    "newest",
    "present",
    "previous",
]
