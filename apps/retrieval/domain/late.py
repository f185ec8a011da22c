"""Late interaction: every word piece of a question looks for its nearest word piece in a passage.

Source: Khattab and Zaharia 2020 (ColBERT), with the embedder's own vectors. Each vector is kept as the signs of its
numbers, one bit a number: the share of equal signs stands for the angle between two of them (Charikar 2002).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint64]  # [word pieces, dimensions / 64]
BITS = 64
WORST = 3  # a third of the word pieces: measured with the weights, decision 0010


def late_scores(question: bytes, passages: Sequence[Sequence[bytes]], dimensions: int) -> list[float]:
    """Return how well each passage, given as the signs of its windows, holds the words of a question: from -1 to 1.

    Each word piece of the question takes its nearest: within a window for the mean of the best window, anywhere in the
    passage for the mean of the worst held. The score is the middle of both: a passage that holds most of a question
    well, and the rest of it nowhere, speaks of something else. Neither the question nor any window is empty;
    ``dimensions`` is a multiple of 64.
    """
    if not passages:
        return []
    windows = [_rows(window, dimensions) for passage in passages for window in passage]
    alike = 1 - 2 * _unequal(np.concatenate(windows), _rows(question, dimensions)) / dimensions
    nearest = np.maximum.reduceat(alike, _starts(list(map(len, windows))), axis=0)
    firsts = _starts(list(map(len, passages)))
    best = np.maximum.reduceat(nearest.mean(axis=1), firsts)
    worst = _worst_held(np.maximum.reduceat(nearest, firsts, axis=0))
    scores: list[float] = ((best + worst) / 2).tolist()
    return scores


def _worst_held(nearest: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean over the third of the question's word pieces, at least one, that each passage holds worst."""
    number = -(-nearest.shape[1] // WORST)
    worst: NDArray[np.float64] = np.sort(nearest, axis=1)[:, :number].mean(axis=1)
    return worst


def _rows(signs: bytes, dimensions: int) -> Bits:
    return np.frombuffer(signs, dtype=np.uint64).reshape(-1, dimensions // BITS)


def _unequal(words: Bits, asked: Bits) -> NDArray[np.uint16]:
    """Return how many bits differ: [words, asked]. By columns, so that each step is one long loop of the processor."""
    counts = np.zeros((len(asked), len(words)), dtype=np.uint16)
    for column, ours in zip(np.ascontiguousarray(words.T), asked.T, strict=True):
        for row, bits in zip(counts, ours, strict=True):
            np.add(row, np.bitwise_count(column ^ bits), out=row)
    return counts.T


def _starts(lengths: Sequence[int]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(lengths[:-1], dtype=np.int64)])
