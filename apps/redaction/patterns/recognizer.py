"""How one expression becomes a recognizer that costs nothing on a text that cannot hold what it looks for."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import regex

from apps.redaction.domain.allow_list import is_clinical, names_a_thing
from apps.redaction.domain.detection import Detection
from apps.redaction.domain.kinds import BoundaryPolicy, IdentifierKind, Layer

CASELESS = regex.MULTILINE | regex.IGNORECASE
CASED = regex.MULTILINE
_WORD = regex.compile(r"[a-z]+")
_DIGIT = regex.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Glance:
    """A text and what one look at it says about which recognizers can find anything there."""

    text: str
    words: frozenset[str]
    digits: bool

    @classmethod
    def of(cls, text: str) -> "Glance":
        """Take one look at a text."""
        return cls(text, frozenset(_WORD.findall(text.lower())), _DIGIT.search(text) is not None)


@dataclass(frozen=True, slots=True)
class Shape:
    """One expression and what it finds; ``\\K`` in it drops the context before the identifier.

    ``words``: one of these must stand in the text (ASCII letters, lower case; empty: none is needed). ``marks``: one of
    these strings must. ``digits``: a digit must. ``check`` judges the identifier found (check digits, ranges).
    ``doubtful``: clinical words alone are let go. ``policy``: hosted for what only leaves the perimeter without.
    """

    kind: IdentifierKind
    expression: "regex.Pattern[str]"
    words: frozenset[str] = frozenset()
    marks: tuple[str, ...] = ()
    digits: bool = False
    check: Callable[[str], bool] | None = None
    doubtful: bool = False
    policy: BoundaryPolicy = BoundaryPolicy.LOCAL

    def possible_in(self, glance: Glance) -> bool:
        """Say whether the expression could match at all."""
        return (
            (glance.digits or not self.digits)
            and (not self.words or not self.words.isdisjoint(glance.words))
            and (not self.marks or any(mark in glance.text for mark in self.marks))
        )

    def find(self, text: str) -> Iterator[Detection]:
        """Yield what the expression finds in a text."""
        for match in self.expression.finditer(text):
            start, end = match.span()
            if start < end and self._accepts(text, start, end):
                yield Detection(start, end, self.kind, Layer.PATTERN)

    def _accepts(self, text: str, start: int, end: int) -> bool:
        if self.check is not None and not self.check(text[start:end]):
            return False
        return not self.doubtful or not (is_clinical(text[start:end]) or names_a_thing(text, end))


def shape(
    kind: IdentifierKind,
    expression: str,
    *,
    words: str = "",
    marks: tuple[str, ...] = (),
    digits: bool = False,
    check: Callable[[str], bool] | None = None,
    doubtful: bool = False,
    cased: bool = False,
    policy: BoundaryPolicy = BoundaryPolicy.LOCAL,
) -> Shape:
    """Compile a shape. ``words`` is written as a text of words."""
    compiled = regex.compile(expression, CASED if cased else CASELESS)
    return Shape(kind, compiled, frozenset(words.split()), marks, digits, check, doubtful, policy)


def shapes_find(shapes: Iterable[Shape], glance: Glance, policy: BoundaryPolicy) -> Iterator[Detection]:
    """Yield what the shapes of a policy find."""
    for one in shapes:
        if (policy is BoundaryPolicy.HOSTED or one.policy is policy) and one.possible_in(glance):
            yield from one.find(glance.text)
