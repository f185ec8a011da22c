"""How a patient is named on screen: whole for who may see the chart, masked for who only sees the queue."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from apps.redaction.domain.injection import orders_in

Body = Mapping[str, Any]

# SNOMED CT: no known allergy, no known drug allergy, no known food allergy, no known environmental allergy
NONE_KNOWN = frozenset({"716186003", "409137002", "429625007", "428607008"})
NOT_TRUE = frozenset({"entered-in-error", "refuted"})
ENDED = frozenset({"inactive", "resolved"})
OLDEST_SHOWN_MASKED = 90
FIRST_LETTERS, MOST_LETTERS = 2, 4
SEX = {"female": "F", "male": "M"}


@dataclass(frozen=True, slots=True)
class Allergies:
    """What the record says. Nothing recorded is not the same as none known."""

    words: str
    alarming: bool  # there is at least one
    told_software: bool = False  # words among them are addressed to software: marked, for an allergy is never hidden


def full_name(given: str, family: str) -> str:
    return f"{given} {family}".strip() or "Name not recorded"


def masked_name(given: str, family: str) -> str:
    """Return "Ruth C." for Ruth Anne Calloway."""
    first = next(iter(given.split()), "Patient")
    return f"{first} {family[0]}." if family else first


def names_apart(names: Sequence[tuple[str, str]]) -> list[str]:
    """Return names by as few first letters as tell them apart, two to four and never a whole one: "An… Li…"."""
    shown: list[str] = []
    for letters in range(FIRST_LETTERS, MOST_LETTERS + 1):
        shown = [" ".join(_begun(part, letters) for part in name if part) for name in names]
        if len(set(shown)) == len(shown):
            break
    return shown


def _begun(part: str, letters: int) -> str:
    return f"{part[: min(letters, max(1, len(part) - 1))]}…"


def age_on(birth_date: date, day: date) -> int:
    """Return the age in whole years."""
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (not had_birthday)


def masked_age(birth_date: date | None, day: date) -> str:
    """Return the age, ages of 90 and more as one class (45 CFR 164.514(b)(2)(i)(C))."""
    if birth_date is None:
        return ""
    age = age_on(birth_date, day)
    return f"{OLDEST_SHOWN_MASKED}+" if age >= OLDEST_SHOWN_MASKED else str(age)


def allergies(resources: Iterable[Body]) -> Allergies:
    """Return the allergies of FHIR AllergyIntolerance resources in words (F05)."""
    true = [body for body in resources if _code(body.get("verificationStatus")) not in NOT_TRUE]
    active = [body for body in true if _code(body.get("clinicalStatus")) not in ENDED]
    real = [body for body in active if not _says_none(body)]
    if real:
        named = list(dict.fromkeys(_allergy(body) for body in real))
        return Allergies("; ".join(named), alarming=True, told_software=any(map(orders_in, named)))
    return Allergies("none known" if active else "not recorded", alarming=False)


def coverage(resources: Iterable[Body]) -> tuple[str, str]:
    """Return payer and member id of the first active FHIR Coverage; empty texts when there is none."""
    for body in resources:
        if body.get("status", "active") == "active":
            return payer_of(body), member_id_of(body)
    return "", ""


def payer_of(body: Body) -> str:
    return next((str(payor["display"]) for payor in body.get("payor", ()) if payor.get("display")), "")


def member_id_of(body: Body) -> str:
    """Return the member id: ``subscriberId``, else the first identifier."""
    identifiers = (str(row["value"]) for row in body.get("identifier", ()) if row.get("value"))
    return str(body.get("subscriberId") or "") or next(identifiers, "")


def _allergy(body: Body) -> str:
    name = _words(body.get("code")) or "unnamed substance"
    reactions = [_words(m) for row in body.get("reaction", ()) for m in row.get("manifestation", ())]
    said = ", ".join(dict.fromkeys(reaction.casefold() for reaction in reactions if reaction))
    return f"{name}: {said}" if said else name


def _says_none(body: Body) -> bool:
    code: Body = body.get("code") or {}
    coded = any(row.get("code") in NONE_KNOWN for row in code.get("coding", ()))
    return coded or _words(code).casefold().startswith("no known")


def _words(concept: Body | None) -> str:
    if not concept:
        return ""
    displays = (str(row["display"]) for row in concept.get("coding", ()) if row.get("display"))
    return str(concept.get("text") or "") or next(displays, "")


def _code(concept: Body | None) -> str:
    return next((str(row.get("code", "")) for row in (concept or {}).get("coding", ())), "")
