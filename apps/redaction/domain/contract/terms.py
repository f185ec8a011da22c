"""The words of the data contract: classes of PHI, actions at the wall, and which action goes with which class."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from apps.redaction.domain.kinds import IdentifierKind

NONE, FREE_TEXT = "none", "free_text"
PHOTO = "PHOTO"  # 45 CFR 164.514(b)(2)(i)(Q): no recognizer looks for it, because a text does not hold it
SEARCHED = frozenset(kind.value for kind in IdentifierKind) - {IdentifierKind.LITERAL.value}
CLASS_NAMES = SEARCHED | {PHOTO, NONE, FREE_TEXT}
H07_LETTERS = "ABCDEFGHIJKLMNOPQR"


class Action(StrEnum):
    """What happens to a field at the wall."""

    KEEP = "keep"
    SURROGATE = "surrogate"
    SHIFT = "shift"
    GENERALIZE = "generalize"
    SEARCH = "search"
    DROP = "drop"

    @property
    def words(self) -> str:
        return ACTION_WORDS[self]


ACTION_WORDS: Mapping[Action, str] = {
    Action.KEEP: "Crosses as it is.",
    Action.SURROGATE: "A stand-in crosses: the same for the same thing of the same patient, and for nobody else's.",
    Action.SHIFT: (
        "Stays as it is inside the perimeter (policy local); moved by the patient's secret number of days where the "
        "text may leave it (policy hosted)."
    ),
    Action.GENERALIZE: (
        "At most the coarser value crosses: an age over 89 as 90 or older, of a postal code the first three digits, "
        "and none of them where 20,000 people or fewer live."
    ),
    Action.SEARCH: "Goes through every layer of detection; what they find is replaced, the rest crosses.",
    Action.DROP: "Does not cross. It stays in the sealed record.",
}
# A class of identifier is never kept. Whatever it is, a field may always be dropped.
FITTING: Mapping[str, frozenset[Action]] = {
    NONE: frozenset({Action.KEEP, Action.DROP}),
    FREE_TEXT: frozenset({Action.SEARCH, Action.DROP}),
    "DATE": frozenset({Action.SHIFT, Action.SURROGATE, Action.DROP}),
    "ZIP": frozenset({Action.GENERALIZE, Action.SURROGATE, Action.DROP}),
    "AGE-NINETY-PLUS": frozenset({Action.GENERALIZE, Action.SURROGATE, Action.DROP}),
}
IDENTIFIER_ACTIONS = frozenset({Action.SURROGATE, Action.DROP})


def fits(phi_class: str, action: Action) -> bool:
    """Return whether a field of this class may be treated so."""
    return action in FITTING.get(phi_class, IDENTIFIER_ACTIONS)


class Format(StrEnum):
    """What a record comes in, or what became of it."""

    FHIR = "fhir"
    HL7V2 = "hl7v2"
    CCDA = "ccda"
    DOCUMENTS = "documents"

    @property
    def label(self) -> str:
        return {"fhir": "FHIR R4", "hl7v2": "HL7 v2", "ccda": "C-CDA", "documents": "Document classes"}[self.value]


@dataclass(frozen=True, slots=True)
class PhiClass:
    """One class, the letter of 164.514(b)(2)(i) that lists it (empty: none does), and its action."""

    name: str
    h07: str
    action: Action
    words: str

    @property
    def label(self) -> str:
        return {NONE: "nothing", FREE_TEXT: "free text"}.get(self.name, self.name)


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """What one leaf holds and what happens to it."""

    phi_class: str
    action: Action


class ContractFault(ValueError):
    """A contract that must not be used. ``sentences`` says each thing that is wrong with it, with file and path."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(dict.fromkeys(sentences))
        super().__init__("\n".join(self.sentences))


class Faults:
    """Gathers what is wrong with a contract, so that all of it is said at once."""

    def __init__(self) -> None:
        self.sentences: list[str] = []

    def add(self, file: str, path: str, sentence: str) -> None:
        """Note one fault of one place."""
        self.sentences.append(f"{file}, {path}: {sentence}")

    def check(self) -> None:
        """Raise ContractFault if there is any."""
        if self.sentences:
            raise ContractFault(self.sentences)
