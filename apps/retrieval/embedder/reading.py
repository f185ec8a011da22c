"""Asking any embedder for all that it tells of a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apps.retrieval.interface import Reading, WordEmbedder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apps.retrieval.interface import Embedder


def readings_of(embedder: Embedder, texts: Sequence[str]) -> list[Reading]:
    """Return what an embedder makes of texts, in order; without signs where it tells nothing of words."""
    if isinstance(embedder, WordEmbedder):
        return embedder.read(texts)
    return [Reading(vector) for vector in embedder.embed(texts)]
