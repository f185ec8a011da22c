"""What the dictionary adds to the words of a question."""

from dataclasses import dataclass
from enum import StrEnum


class ExpansionKind(StrEnum):
    ABBREVIATION = "abbreviation"
    SYNONYM = "synonym"
    BRAND = "brand"
    DRUG_CLASS = "drug_class"
    LABORATORY = "laboratory"
    SPELLING = "spelling"


@dataclass(frozen=True, slots=True)
class Expansion:
    """Words of a question, [start, end) in its code points, and what else they may be called in a chart."""

    asked: str
    start: int
    end: int
    added: tuple[str, ...]
    kind: ExpansionKind
    source: str
