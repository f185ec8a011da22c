"""What a text says of a finding: that it is not so, was so, is so of a relative, or might become so."""

from dataclasses import dataclass
from enum import StrEnum


class Assertion(StrEnum):
    NEGATED = "negated"
    HISTORICAL = "historical"
    FAMILY = "family"
    HYPOTHETICAL = "hypothetical"


@dataclass(frozen=True, slots=True)
class AssertedSpan:
    """[start, end) of a passage's text, in code points, and what is said of it."""

    start: int
    end: int
    kind: Assertion
