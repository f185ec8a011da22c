"""What kinds of errors are planted, and what is kept of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class PlantKind(StrEnum):
    DOSE = "dose"
    SIDE = "side"
    NEGATION = "negation"
    DATE = "date"
    OTHER_PATIENT = "other_patient"
    UNSUPPORTED = "unsupported"


KIND_WORDS: Mapping[PlantKind, str] = {
    PlantKind.DOSE: "A dose was changed",
    PlantKind.SIDE: "Left and right were swapped",
    PlantKind.NEGATION: "A negation was dropped",
    PlantKind.DATE: "A date was moved",
    PlantKind.OTHER_PATIENT: "A sentence about another test patient was put in",
    PlantKind.UNSUPPORTED: "A sentence that nothing in the chart carries was put in",
}


@dataclass(frozen=True, slots=True)
class Plant:
    """One error: in which claim of the planted draft, what was put there, what stood there. Redacted words."""

    kind: PlantKind
    at: int  # index of the claim
    planted: str  # the words that are wrong
    right: str  # the words in their place; empty for a sentence that was put in
    sentence: str  # as it was; empty for a sentence that was put in
