"""Running the embedder under llama.cpp."""

import atexit
import os
import threading
from collections.abc import Sequence
from pathlib import Path

import llama_cpp

from apps.core.canonical import sha256_hex
from apps.retrieval.domain.version import EMBEDDER, MODEL_SHA256
from apps.retrieval.embedder.errors import EmbedderUnavailable

WINDOW_TOKENS = 512


class LlamaEmbedder:
    """all-MiniLM-L6-v2 under llama.cpp: mean pooling, vectors of length one."""

    name = EMBEDDER

    def __init__(self, weights: Path) -> None:
        """Load the weights. Raises EmbedderUnavailable when the file is not the recorded one."""
        if sha256_hex(weights.read_bytes()) != MODEL_SHA256:
            raise EmbedderUnavailable(
                f"The embedder's weights in {weights.name} are not the recorded ones. Delete the file, then run "
                "`manage.py embedder_build`."
            )
        self._lock = threading.Lock()  # llama.cpp's context serves one caller at a time
        self._llama = llama_cpp.Llama(
            model_path=str(weights),
            embedding=True,
            n_ctx=WINDOW_TOKENS,
            n_batch=WINDOW_TOKENS,
            n_ubatch=WINDOW_TOKENS,
            n_threads=_threads(),
            n_threads_batch=_threads(),
            n_gpu_layers=0,
            verbose=False,
        )
        # At interpreter exit llama.cpp must go before the modules it needs to go.
        atexit.register(self._llama.close)
        self.dimensions = int(self._llama.n_embd())

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Return one unit vector per text, in order.

        One text at a time: llama.cpp pays for the attention between all texts of a batch, and needs twice as long.
        """
        return [self._vector(text) for text in texts]

    def _vector(self, text: str) -> list[float]:
        with self._lock:
            vector: list[float] = self._llama.embed(text, normalize=True)
        return vector


def _threads() -> int:
    """Half the cores: llama.cpp's threads wait for each other by spinning, and the other half has its own work."""
    return max(1, len(os.sched_getaffinity(0)) // 2)
