"""The local embedder: all-MiniLM-L6-v2, written to GGUF once and run in this process.

Its libraries are loaded when it is first needed: the web pages of most requests do without.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from apps.retrieval.domain.version import MODEL_NAME

if TYPE_CHECKING:
    from apps.retrieval.embedder.minilm import MiniLmEmbedder
    from apps.retrieval.interface import Embedder

FILE_NAME = f"{MODEL_NAME}-f32.gguf"


def embedder_ensure() -> Path:
    """Return the path of the embedder's weights, written first when they are not there yet."""
    path = Path(settings.WORKBENCH_MODELS_DIR) / FILE_NAME
    if not path.exists():
        from apps.retrieval.embedder.weights import weights_write

        weights_write(path)
    return path


@lru_cache(maxsize=1)
def embedder() -> Embedder:
    """Return the process's embedder. The first call loads the weights."""
    from apps.retrieval.embedder.memory import RememberingEmbedder

    return RememberingEmbedder(embedder_load())


def embedder_load() -> MiniLmEmbedder:
    """Return an embedder that computes every vector it is asked for."""
    from apps.retrieval.embedder.minilm import MiniLmEmbedder

    logging.getLogger("llama-cpp-python").setLevel(logging.CRITICAL)  # it prints to standard error by itself
    return MiniLmEmbedder(embedder_ensure())
