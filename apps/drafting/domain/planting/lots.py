"""Choices that are evenly spread and come out the same for the same lot."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Lots:
    """A row of choices read off a keyed text."""

    def __init__(self, lot: str) -> None:
        self._lot, self._drawn = lot, 0

    def below(self, most: int) -> int:
        """Return a number from 0 to ``most`` - 1."""
        self._drawn += 1
        digest = hashlib.sha256(f"{self._lot} {self._drawn}".encode()).digest()
        return int.from_bytes(digest[:8]) % most

    def one_of(self, things: Sequence[T]) -> T:
        return things[self.below(len(things))]
