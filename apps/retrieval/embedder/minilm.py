"""Running the embedder: llama.cpp cuts texts into tokens, the encoder turns them into vectors on every core."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from apps.core.canonical import sha256_hex
from apps.retrieval.domain.version import EMBEDDER, MODEL_SHA256
from apps.retrieval.embedder.encoder import Encoder, Floats
from apps.retrieval.embedder.errors import EmbedderUnavailable
from apps.retrieval.embedder.tokens import Tokens, WordPieces
from apps.retrieval.interface import Reading

BATCH_TOKENS = 384  # measured: fewer read the weights more often, more fall out of the processor's nearer memory


class MiniLmEmbedder:
    """all-MiniLM-L6-v2: mean pooling, vectors of length one, the same to the bit whatever stands beside a text."""

    name = EMBEDDER

    def __init__(self, weights: Path) -> None:
        """Load the weights. Raises EmbedderUnavailable when the file is not the recorded one."""
        if sha256_hex(weights.read_bytes()) != MODEL_SHA256:
            raise EmbedderUnavailable(
                f"The embedder's weights in {weights.name} are not the recorded ones. Delete the file, then run "
                "`manage.py embedder_build`."
            )
        self._words = WordPieces(weights)
        self._encoder = Encoder(weights)
        self.dimensions = self._encoder.dimensions

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Return one unit vector per text, in order."""
        return [reading.vector for reading in self.read(texts)]

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Return vector and signs of each text, in order.

        Texts of like length go together, on as many cores as there are.
        Each core works on texts of its own: none waits for another, however busy the machine is.
        """
        tokens = [self._words.cut(text, self._encoder.longest) for text in texts]
        groups = list(_groups(tokens))
        found: dict[int, Reading] = {}
        for group, readings in zip(groups, self._read([[tokens[i] for i in g] for g in groups]), strict=True):
            found |= zip(group, readings, strict=True)
        return [found[number] for number in range(len(texts))]

    def _read(self, groups: Sequence[Sequence[Tokens]]) -> list[list[Reading]]:
        if len(groups) <= 1:
            return [self._read_group(group) for group in groups]
        with ThreadPoolExecutor(_cores()) as pool:  # made anew: threads do not survive the fork of a worker
            return list(pool.map(self._read_group, groups))

    def _read_group(self, group: Sequence[Tokens]) -> list[Reading]:
        vectors, pieces = self._encoder.encode(group)
        return [Reading(vector, _signs(words)) for vector, words in zip(vectors.tolist(), pieces, strict=True)]


def _signs(pieces: Floats) -> bytes:
    """Return a bit for each number of each word piece; the marks at both ends of the text are left out."""
    return np.packbits(pieces[1:-1] > 0, axis=1).tobytes()


def _groups(tokens: Sequence[Tokens]) -> Iterator[list[int]]:
    """Yield indexes of texts, the longest first, in groups of at most BATCH_TOKENS unless one text alone is longer.

    Few texts make as many groups as there are cores.
    """
    limit = min(BATCH_TOKENS, -(-sum(map(len, tokens)) // _cores()))
    group: list[int] = []
    held = 0
    for index in sorted(range(len(tokens)), key=lambda i: -len(tokens[i])):
        if group and held + len(tokens[index]) > limit:
            yield group
            group, held = [], 0
        group.append(index)
        held += len(tokens[index])
    if group:
        yield group


def _cores() -> int:
    return len(os.sched_getaffinity(0))
