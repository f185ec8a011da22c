"""What a draft is made of: claims, each one checkable sentence, and the citations they rest on. Redacted text only."""

from dataclasses import dataclass
from enum import StrEnum


class DraftKind(StrEnum):
    CHART_SUMMARY = "chart_summary"
    PRIOR_AUTH_LETTER = "prior_auth_letter"


class ClaimType(StrEnum):
    IDENTITY = "identity"
    DIAGNOSIS = "diagnosis"
    MEDICATION = "medication"
    ALLERGY = "allergy"
    RESULT = "result"
    PROCEDURE = "procedure"
    EVENT = "event"
    CRITERION = "criterion"
    HISTORY = "history"
    CONFLICT = "conflict"
    ABSENCE = "absence"


class Severity(StrEnum):
    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"


class Support(StrEnum):
    SUPPORTED = "supported"
    INFERRED = "inferred"
    CONTRADICTED = "contradicted"
    NOT_FOUND = "not_found"


class Stance(StrEnum):
    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    BESIDE = "beside"  # of an answer to a criterion: on record, and neither for nor against


@dataclass(frozen=True, slots=True)
class CitedSpan:
    """[start, end) in code points of one passage's text, with the words that stand there."""

    passage_id: str
    start: int
    end: int
    quote: str
    stance: Stance = Stance.SUPPORTS


@dataclass(frozen=True, slots=True)
class ProposedClaim:
    """A sentence as a backend proposes it, before any check."""

    section: str  # heading it stands under
    text: str
    type: ClaimType
    severity: Severity
    citations: tuple[CitedSpan, ...]
    criterion_id: str = ""  # node id in the coverage policy, for letters
