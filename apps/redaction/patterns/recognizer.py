"""How one expression becomes a recognizer that costs nothing on a text that cannot hold what it looks for."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import regex

from apps.redaction.domain.allow_list import is_clinical, names_a_thing
from apps.redaction.domain.detection import Detection
from apps.redaction.domain.kinds import BoundaryPolicy, IdentifierKind, Layer

CASELESS = regex.MULTILINE | regex.IGNORECASE
CASED = regex.MULTILINE
# How far from its word, its mark or its digits an identifier may begin and end.
BEFORE, AFTER = 40, 110
_WORD = regex.compile(r"[A-Za-z]+|\d+")
_RUN_OF_DIGITS = regex.compile(r"\d(?:[ \-.]?\d)++")
_DIGITS = regex.compile(r"\d+")
_CLUSTER_GAP = 12

Window = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Glance:
    """A text and what one look at it says about where a recognizer can find anything.

    ``words``: where each word of ASCII letters, and each number, begins; in lower case and, with a capital, as written.
    ``clusters``: where digits stand close together, and how many.
    """

    text: str
    words: dict[str, list[int]]
    clusters: tuple[tuple[int, int, int], ...]

    @classmethod
    def of(cls, text: str) -> "Glance":
        """Take one look at a text."""
        words: dict[str, list[int]] = {}
        for match in _WORD.finditer(text):
            word, start = match.group(), match.start()
            lower = word.lower()
            words.setdefault(lower, []).append(start)
            if lower != word:
                words.setdefault(word, []).append(start)
        return cls(text, words, tuple(_clusters(text)))

    def longest_number(self) -> int:
        """Return how many digits the longest number holds; single spaces, hyphens and points do not end a number."""
        runs = _RUN_OF_DIGITS.finditer(self.text) if self.clusters else ()
        return max((sum(map(str.isdigit, run.group())) for run in runs), default=0)


def _clusters(text: str) -> Iterator[tuple[int, int, int]]:
    start = end = count = 0
    for match in _DIGITS.finditer(text):
        if count and match.start() - end > _CLUSTER_GAP:
            yield start, end, count
            count = 0
        start = start if count else match.start()
        end = match.end()
        count += end - match.start()
    if count:
        yield start, end, count


@dataclass(frozen=True, slots=True)
class Shape:
    """One expression and what it finds; ``\\K`` in it drops the context before the identifier.

    ``words``: the identifier stands near one of these words (ASCII letters, lower case, or as written with capitals).
    ``marks``: or near one of these strings. ``digits``: it holds so many digits, or has so many close to it. ``check``
    judges what was found (check digits, ranges). ``doubtful``: clinical words alone are let go. ``policy``: hosted for
    what only leaves the perimeter without.
    """

    kind: IdentifierKind
    expression: "regex.Pattern[str]"
    words: frozenset[str] = frozenset()
    marks: tuple[str, ...] = ()
    digits: int = 0
    check: Callable[[str], bool] | None = None
    doubtful: bool = False
    policy: BoundaryPolicy = BoundaryPolicy.LOCAL

    reach: Window = (BEFORE, AFTER)

    def find(self, glance: Glance, spots: Iterable[int] = ()) -> Iterator[Detection]:
        """Yield what the expression finds, looking only around its words (``spots``), its marks or its digits."""
        text = glance.text
        for left, right in self._windows(glance, spots):
            for match in self.expression.finditer(text, left, right):
                start, end = match.span()
                if start < end and self._accepts(text, start, end):
                    yield Detection(start, end, self.kind, Layer.PATTERN)

    def _windows(self, glance: Glance, spots: Iterable[int]) -> list[Window]:
        size = len(glance.text)
        if self.words or self.marks:
            near = self._merged(((spot, spot) for spot in sorted({*spots, *self._marked(glance.text)})), size)
            return [window for window in near if not self.digits or _digits_in(glance, window) >= self.digits]
        if self.digits:
            return self._merged(((start, end) for start, end, count in glance.clusters if count >= self.digits), size)
        return [(0, size)]

    def _marked(self, text: str) -> Iterator[int]:
        for mark in self.marks:
            spot = text.find(mark)
            while spot >= 0:
                yield spot
                spot = text.find(mark, spot + 1)

    def _merged(self, spots: Iterable[Window], size: int) -> list[Window]:
        before, after = self.reach
        merged: list[Window] = []
        for start, end in spots:
            left, right = max(0, start - before), min(size, end + after)
            if merged and left <= merged[-1][1]:
                merged[-1] = (merged[-1][0], right)
            else:
                merged.append((left, right))
        return merged

    def _accepts(self, text: str, start: int, end: int) -> bool:
        if self.check is not None and not self.check(text[start:end]):
            return False
        return not self.doubtful or not (is_clinical(text[start:end]) or names_a_thing(text, end))


def _digits_in(glance: Glance, window: Window) -> int:
    return max((count for start, end, count in glance.clusters if start < window[1] and end > window[0]), default=0)


def shape(
    kind: IdentifierKind,
    expression: str,
    *,
    words: str = "",
    marks: tuple[str, ...] = (),
    digits: int = 0,
    check: Callable[[str], bool] | None = None,
    doubtful: bool = False,
    cased: bool = False,
    policy: BoundaryPolicy = BoundaryPolicy.LOCAL,
    reach: Window = (BEFORE, AFTER),
) -> Shape:
    """Compile a shape. ``words`` is one text; ``reach``: how far from a word the shape begins and ends."""
    compiled = regex.compile(expression, CASED if cased else CASELESS)
    return Shape(kind, compiled, frozenset(words.split()), marks, digits, check, doubtful, policy, reach)


class ShapeSet:
    """Shapes, by the words near which each is looked for: one pass over a text's words says which to ask, and where."""

    def __init__(self, shapes: Iterable[Shape]) -> None:
        self._shapes = tuple(shapes)
        self._by_word: dict[str, list[int]] = {}
        for index, one in enumerate(self._shapes):
            for word in one.words:
                self._by_word.setdefault(word, []).append(index)
        self._wordless = [index for index, one in enumerate(self._shapes) if not one.words or one.marks]

    def find(self, glance: Glance, policy: BoundaryPolicy) -> Iterator[Detection]:
        """Yield what the shapes of a policy find."""
        spots: dict[int, list[int]] = {index: [] for index in self._wordless}
        for word, places in glance.words.items():
            for index in self._by_word.get(word, ()):
                spots.setdefault(index, []).extend(places)
        for index, places in spots.items():
            one = self._shapes[index]
            if policy is BoundaryPolicy.HOSTED or one.policy is policy:
                yield from one.find(glance, places)
