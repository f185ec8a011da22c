"""Remembering what was made of the texts that were last embedded, in this process only."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from apps.core.canonical import sha256_hex
from apps.retrieval.embedder.reading import readings_of
from apps.retrieval.interface import Reading

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from apps.retrieval.interface import Embedder

TEXTS = 4096  # about 3.5 kB each
_Known = tuple["NDArray[np.float32]", bytes]  # vector, signs


class RememberingEmbedder:
    """Another embedder's vectors; a text that came lately is not embedded again.

    Criteria are asked of every chart and forms repeat their sentences. Nothing of it is stored: on disk, a vector
    belongs to one patient (L11). The texts themselves are not kept, only their digests.
    """

    def __init__(self, inner: Embedder, texts: int = TEXTS) -> None:
        self.inner = inner
        self.name, self.dimensions = inner.name, inner.dimensions
        self._texts = texts
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._lock = threading.Lock()

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Return one unit vector per text, in order."""
        return [reading.vector for reading in self.read(texts)]

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Return vector and signs of each text, in order; no signs where the other embedder gives none."""
        digests = [sha256_hex(text) for text in texts]
        with self._lock:
            found = {digest: self._known[digest] for digest in digests if digest in self._known}
        wanted = {digest: text for digest, text in zip(digests, texts, strict=True) if digest not in found}
        if wanted:
            found |= zip(wanted, map(_known, readings_of(self.inner, list(wanted.values()))), strict=True)
        self._remember({digest: found[digest] for digest in digests})
        return [Reading(vector.tolist(), signs) for vector, signs in (found[digest] for digest in digests)]

    def _remember(self, used: dict[str, _Known]) -> None:
        with self._lock:
            for digest, known in used.items():
                self._known[digest] = known
                self._known.move_to_end(digest)
            while len(self._known) > self._texts:
                self._known.popitem(last=False)


def _known(reading: Reading) -> _Known:
    return np.array(reading.vector, dtype=np.float32), reading.signs
