"""Chance with a fixed seed."""

from collections.abc import Sequence
from typing import TypeVar
from zlib import crc32

import numpy as np

T = TypeVar("T")
_BATCH = 100_000


class Dice:
    """A source of chance that gives the same throws for the same seed, on every machine."""

    def __init__(self, seed: int) -> None:
        self._generator = np.random.default_rng(seed)
        self._throws: list[float] = []

    def throw(self) -> float:
        """Return a number in [0, 1)."""
        if not self._throws:
            self._throws = self._generator.random(_BATCH).tolist()
        return self._throws.pop()

    def pick(self, options: Sequence[T]) -> T:
        """Return one of the options, all equally likely."""
        return options[int(self.throw() * len(options))]

    def chance(self, likelihood: float) -> bool:
        """Return True as often as ``likelihood`` says."""
        return self.throw() < likelihood

    def digits(self, count: int) -> str:
        """Return that many digits, the first of them no zero."""
        return str(int((0.1 + 0.9 * self.throw()) * 10**count))


def is_held_out(word: str, one_in: int) -> bool:
    """Say whether a word or template is kept for scoring: the same ones always, one in so many."""
    return crc32(word.encode()) % one_in == 0
