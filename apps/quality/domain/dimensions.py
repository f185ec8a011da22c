"""What figures may be broken down by, as data: the name of each way, and the words of its values. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from apps.access.domain.roles import ROLES
from apps.drafting.domain.claims import ClaimType, DraftKind, Severity
from apps.quality.domain.facts import AgeBand, WaitBand
from apps.quality.domain.tallies import RELEASE_LETTERS
from apps.review.domain.status import REASON_CODES

KIND_NAMES: Mapping[str, str] = {
    DraftKind.CHART_SUMMARY: "Chart summary",
    DraftKind.PRIOR_AUTH_LETTER: "Prior authorization",
}
UNKNOWN = "not on record"
LONGEST = 200  # letters of a value


class Dimension(StrEnum):
    """A way to break figures down; its value stands in addresses."""

    KIND = "kind"
    PAYER = "payer"
    POLICY = "policy"
    RELEASE = "release"
    SITE = "site"
    SPECIALTY = "specialty"
    ROLE = "role"
    REASON = "reason"
    WAITED = "waited"
    HOUR = "hour"
    LANGUAGE = "language"
    AGE = "age"
    SEX = "sex"
    SECTION = "section"
    CLAIM_TYPE = "claim"
    SEVERITY = "severity"


@dataclass(frozen=True, slots=True)
class Aspect:
    """How a dimension is named, kept and ordered."""

    name: str
    column: str  # of a fact
    words: Callable[[str], str]
    order: tuple[str, ...] = ()  # of its values; those that are not named, and all where none is, go by size
    is_unit: bool = False  # a place or service that chance may set apart: worth a funnel
    is_of_patients: bool = False  # says something of a patient: decisions of one value are listed nowhere
    is_of_reviewers: bool = False  # says something of who decided: no figure of fewer than three of them


def _plain(value: str) -> str:
    return value or UNKNOWN


def _named(names: Mapping[str, str]) -> Callable[[str], str]:
    return lambda value: names.get(value, _plain(value))


def _upper_first(value: str) -> str:
    return value[:1].upper() + value[1:] if value else UNKNOWN


def _release(value: str) -> str:
    return value[:RELEASE_LETTERS] or UNKNOWN


def _policy(value: str) -> str:
    return value or "no policy"


def _payer(value: str) -> str:
    return value or "no payer"


def _reason(value: str) -> str:
    return REASON_CODES.get(value, value or "no reason given")


def _hour(value: str) -> str:
    return f"{int(value):02}:00 to {(int(value) + 1) % 24:02}:00"


def _language(value: str) -> str:
    return LANGUAGES.get(value, value or UNKNOWN)


# Those an interpreter is most often asked for; another is shown by its code.
LANGUAGES: Mapping[str, str] = {
    "ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fa": "Persian", "fr": "French", "hi": "Hindi",
    "ht": "Haitian Creole", "hy": "Armenian", "it": "Italian", "ja": "Japanese", "km": "Khmer", "ko": "Korean",
    "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "so": "Somali", "tl": "Tagalog", "uk": "Ukrainian",
    "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
ROLE_NAMES = {key: role.name for key, role in ROLES.items()}
OF_DECISIONS: Mapping[Dimension, Aspect] = {
    Dimension.KIND: Aspect("Kind of work", "kind", _named(KIND_NAMES)),
    Dimension.PAYER: Aspect("Payer", "payer", _payer, is_unit=True),
    Dimension.POLICY: Aspect("Policy and version", "policy", _policy, is_unit=True),
    Dimension.RELEASE: Aspect("Release", "release", _release),
    Dimension.SITE: Aspect("Site", "site", _plain, is_unit=True, is_of_reviewers=True),
    Dimension.SPECIALTY: Aspect("Specialty", "specialty", _upper_first, is_unit=True, is_of_reviewers=True),
    Dimension.ROLE: Aspect("Role", "role", _named(ROLE_NAMES), is_of_reviewers=True),
    Dimension.REASON: Aspect("Reason given", "reason_code", _reason),
    Dimension.WAITED: Aspect("Time in the queue", "waited", _plain, tuple(WaitBand)),
    Dimension.HOUR: Aspect("Hour of the day", "hour", _hour, tuple(map(str, range(24)))),
    Dimension.LANGUAGE: Aspect("Patient's language", "language", _language, is_of_patients=True),
    Dimension.AGE: Aspect("Patient's age", "age_band", _plain, tuple(AgeBand), is_of_patients=True),
    Dimension.SEX: Aspect("Patient's sex", "sex", _upper_first, is_of_patients=True),
}
OF_CLAIMS: Mapping[Dimension, Aspect] = {
    Dimension.SECTION: Aspect("Section", "section", _plain),
    Dimension.CLAIM_TYPE: Aspect("Type of claim", "claim_type", _upper_first, tuple(ClaimType)),
    Dimension.SEVERITY: Aspect("Severity of claim", "severity", _upper_first, tuple(Severity)),
}
ASPECTS: Mapping[Dimension, Aspect] = {**OF_DECISIONS, **OF_CLAIMS}
RATED_BY = tuple(one for one in OF_DECISIONS if one is not Dimension.REASON)  # a reason is given to what was changed


def place_of(aspect: Aspect, value: str, size: int) -> tuple[int, int, str]:
    """Return what rows are sorted by: the order of the values where there is one, else the largest first."""
    place = aspect.order.index(value) if value in aspect.order else len(aspect.order)
    return place, -size, value


def may_be(dimension: Dimension, value: str) -> bool:
    """Return whether a text can be a value of a dimension at all."""
    if dimension is Dimension.HOUR:
        return value in ASPECTS[dimension].order
    return len(value) <= LONGEST and value.isprintable()
