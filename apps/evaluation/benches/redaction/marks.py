"""Which characters of a text are marked, and what of a span that covers. Punctuation and white space never count."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

Span = tuple[int, int]
CUT = "\u2588"  # stands where something was taken out, so that what is left on both sides stays apart


class Marks:
    """The characters of one text that lie in any of the spans."""

    def __init__(self, text: str, spans: Iterable[Span]) -> None:
        self.text = text
        self.spans = sorted(spans)

    @cached_property
    def mask(self) -> bytearray:
        """One byte a character: 1 where it is marked."""
        mask = bytearray(len(self.text))
        for start, end in self.spans:
            mask[start:end] = b"\x01" * (end - start)
        return mask

    def solid(self, start: int = 0, end: int | None = None) -> int:
        """Count the letters and digits of [start, end)."""
        return sum(character.isalnum() for character in self.text[start:end])

    def marked(self, start: int = 0, end: int | None = None) -> int:
        """Count the marked letters and digits of [start, end)."""
        end = len(self.text) if end is None else end
        return sum(self.mask[i] for i in range(start, end) if self.text[i].isalnum())

    def covers(self, start: int, end: int) -> bool:
        """Say whether every letter and digit of a span is marked."""
        return all(self.mask[i] for i in range(start, end) if self.text[i].isalnum())

    def touches(self, start: int, end: int) -> bool:
        """Say whether any character of a span is marked."""
        return 1 in self.mask[start:end]

    def left(self) -> str:
        """Return the text with each marked run cut out."""
        return "".join(
            CUT if run.group()[0] else self.text[run.start() : run.end()]
            for run in re.finditer(rb"\x01+|\x00+", self.mask)
        )


@dataclass
class Overlap:
    """Characters in common between what was marked and what should be, summed over texts."""

    both: int = 0
    marked: int = 0
    wanted: int = 0

    def add(self, found: Marks, wanted: Marks, ignored: Sequence[Span] = ()) -> None:
        """Count one text; characters of ``ignored`` spans count on no side."""
        skip = Marks(found.text, ignored).mask
        for i, character in enumerate(found.text):
            if (found.mask[i] or wanted.mask[i]) and character.isalnum() and not skip[i]:
                self.both += found.mask[i] & wanted.mask[i]
                self.marked += found.mask[i]
                self.wanted += wanted.mask[i]

    @property
    def precision(self) -> float:
        """The share of marked characters that should be; 1 when nothing was marked."""
        return self.both / self.marked if self.marked else 1.0

    @property
    def recall(self) -> float:
        """The share of characters that should be marked and are; 1 when there are none."""
        return self.both / self.wanted if self.wanted else 1.0


def f_beta(precision: float, recall: float, beta: float = 2.0) -> float:
    """Return the F measure that weighs recall ``beta`` times as much as precision."""
    weight = beta * beta
    bottom = weight * precision + recall
    return (1 + weight) * precision * recall / bottom if bottom else 0.0
