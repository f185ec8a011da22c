"""The verdict on a document: does what its header says of its patient agree with the chart it was filed in?

It differs when two of name, birth date and record number disagree, or when one disagrees strongly and none agrees. What
is a slip of a key away is forgiven once: two slips, or a slip and a disagreement, with nothing that agrees, are another
person.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from itertools import groupby
from typing import Any

from apps.chart.domain import fhir
from apps.chart.domain.identifiers import IdentifierKind, identifier_kind
from apps.chart.domain.identity.claims import Claim, Part
from apps.chart.domain.identity.dates import days_meant, is_far, is_slip
from apps.chart.domain.identity.names import PersonName, Relation, is_newborn, name_words, person_name, relation

FEWEST_DIFFERENT = 2
YEARS_FILED_AFTER = 5
LAST_CENTURY = range(1900, 2000)
YOUNGEST_MOTHER = 10  # years
NEWBORN_DAYS = 90  # after birth: a page still carries the mother's header
OR = "|"  # between the names of one authority: its system, and what it is called
SHORTEST_END = 5  # characters by which a number may be cited by its end
_PLAIN = re.compile(r"[^0-9a-z]")
_OF_A_MOTHER = re.compile(r"\b(?:of|b/?o|g/?o)\b", re.IGNORECASE)


class Verdict(StrEnum):
    SILENT = "silent"  # nothing that could be compared
    AGREES = "agrees"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict and, where it differs, in which parts; never what was said."""

    verdict: Verdict
    differs: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownIdentity:
    """Who a chart knows its patient to be. ``numbers`` are (who gave it, value), ``own`` the record numbers of them."""

    names: tuple[PersonName, ...]
    born: date | None
    numbers: tuple[tuple[str, str], ...]
    own: tuple[str, ...]


class _Says(Enum):
    AGREES = 1
    UNCLEAR = 2
    SLIP = 3  # all but agrees: one slip of a key, or another person who is easily mistaken for this one
    DISAGREES = 4
    STRONGLY = 5


def known_identity(body: Mapping[str, Any]) -> KnownIdentity:
    """Return what a FHIR Patient says of itself: every name of any use, birth date, every identifier."""
    identifiers = [one for one in fhir.items(body.get("identifier")) if isinstance(one, dict) and one.get("value")]
    return KnownIdentity(
        names=tuple(_names(body)),
        born=fhir.parse_date(str(body.get("birthDate") or "")),
        numbers=tuple((_authority(one), str(one["value"])) for one in identifiers),
        own=tuple(str(one["value"]) for one in identifiers if identifier_kind(one) is IdentifierKind.MRN),
    )


def _names(body: Mapping[str, Any]) -> Iterable[PersonName]:
    for name in fhir.items(body.get("name")):
        if not isinstance(name, dict):
            continue
        given = [one for one in fhir.items(name.get("given")) if isinstance(one, str)]
        family, text = fhir.plain(name.get("family")), fhir.plain(name.get("text"))
        nick = name.get("use") == "nickname"
        if given or family:
            yield person_name(given=given, family=family, nick=nick)
        if text:
            yield person_name(text=text, nick=nick)


def _authority(identifier: Mapping[str, Any]) -> str:
    assigner = identifier.get("assigner")
    said = fhir.plain(assigner.get("display")) if isinstance(assigner, dict) else ""
    return f"{str(identifier.get('system') or '').removeprefix('urn:oid:')}{OR}{said}"


def judge(claims: Sequence[Claim], known: KnownIdentity, *, written_on: date | None = None) -> Finding:
    """Return the verdict on a document. One header that names another person is enough, whatever the others say."""
    findings = [_judged(list(block), known, written_on) for _, block in groupby(claims, key=lambda claim: claim.block)]
    differs = [part for finding in findings for part in finding.differs]
    if differs:
        return Finding(Verdict.DIFFERS, tuple(part for part in Part if part in differs))
    agrees = any(finding.verdict is Verdict.AGREES for finding in findings)
    return Finding(Verdict.AGREES if agrees else Verdict.SILENT)


def _judged(block: Sequence[Claim], known: KnownIdentity, written_on: date | None) -> Finding:
    block = [claim for claim in block if _age_fits(claim, written_on)]
    said = {part: [claim for claim in block if claim.part is part] for part in Part}
    says = {part: _of_part(part, said[part], known) for part in Part}
    stands = _relation(said[Part.NAME], known)
    if stands is Relation.OTHER_FAMILY and _explains_family(says, said[Part.NAME]):
        says[Part.NAME] = _Says.UNCLEAR
    agrees = _Says.AGREES in says.values()
    against = _against(says, slips=not agrees)
    is_other = len(against) >= FEWEST_DIFFERENT or (_Says.STRONGLY in says.values() and not agrees)
    inside = not any(claim.outer for claim in block)
    if inside and Part.NAME not in against:
        is_other = False  # between head and foot only who is named otherwise is another person
    if is_other or _is_twin(stands, says):
        mothers = _is_mothers(block, known, written_on)
        return Finding(Verdict.SILENT) if mothers else Finding(Verdict.DIFFERS, against)
    return Finding(Verdict.AGREES if agrees else Verdict.SILENT)


def _explains_family(says: Mapping[Part, _Says], names: Sequence[Claim]) -> bool:
    """Say whether another family name is a marriage. Of newborns many share a birth date: only the number tells."""
    born = says[Part.BIRTH_DATE] is _Says.AGREES and not any(is_newborn(claim.text) for claim in names)
    return born or says[Part.IDENTIFIER] is _Says.AGREES


def _is_twin(stands: Relation | None, says: Mapping[Part, _Says]) -> bool:
    """Say whether somebody else of the family was born on the same day: for that, their own number is missing."""
    born = says[Part.BIRTH_DATE] is _Says.AGREES
    return stands is Relation.ANOTHER_GIVEN and born and says[Part.IDENTIFIER] is not _Says.AGREES


def _age_fits(claim: Claim, written_on: date | None) -> bool:
    """Say whether a date beside an age may be the birth date: pages are filed up to some years after they were printed.

    Of a page that is not dated itself, a date of the last century is one.
    """
    if claim.age is None:
        return True
    if written_on is None:
        return any(day.year in LAST_CENTURY for day in days_meant(claim.text))
    years = [written_on.year - day.year for day in days_meant(claim.text)]
    return any(claim.age <= passed <= claim.age + YEARS_FILED_AFTER for passed in years)


def _against(says: Mapping[Part, _Says], *, slips: bool) -> tuple[Part, ...]:
    against = (_Says.DISAGREES, _Says.STRONGLY, _Says.SLIP) if slips else (_Says.DISAGREES, _Says.STRONGLY)
    return tuple(part for part in Part if says[part] in against)


def _of_part(part: Part, claims: Sequence[Claim], known: KnownIdentity) -> _Says:
    if not claims:
        return _Says.UNCLEAR
    if part is Part.NAME:
        return _of_names(claims, known)
    if part is Part.BIRTH_DATE:
        return _best(_of_birth_date(claim, known.born) for claim in claims)
    return _of_numbers(claims, known)


def _best(says: Iterable[_Says]) -> _Says:
    """Return what speaks most for this patient: a header may also say something of somebody else."""
    return min(says, key=lambda one: one.value)


def _relation(claims: Sequence[Claim], known: KnownIdentity) -> Relation | None:
    found = [relation(claim.text, known.names) for claim in claims if not _OF_A_MOTHER.search(claim.text)]
    return max((one for one in found if one is not None), default=None)


def _of_names(claims: Sequence[Claim], known: KnownIdentity) -> _Says:
    best = _relation(claims, known)
    if best is None or best is Relation.INITIALS_ONLY:
        return _Says.UNCLEAR
    if best is Relation.SAME:
        return _Says.AGREES
    whole = any(claim.labelled and claim.outer for claim in claims)
    return _Says.STRONGLY if best is Relation.OTHER and whole else _Says.DISAGREES


def _of_birth_date(claim: Claim, born: date | None) -> _Says:
    days = days_meant(claim.text)
    if born is None or not days:
        return _Says.UNCLEAR
    if born in days:
        return _Says.AGREES
    if any(is_slip(day, born) for day in days):
        return _Says.SLIP
    return _Says.STRONGLY if claim.labelled and all(is_far(day, born) for day in days) else _Says.DISAGREES


def _of_numbers(claims: Sequence[Claim], known: KnownIdentity) -> _Says:
    if any(_is_one(claim.text, value) for claim in claims for _, value in known.numbers):
        return _Says.AGREES
    return _best(_of_number(claim, known) for claim in claims)


def _is_one(claimed: str, known: str) -> bool:
    one, other = _plain(claimed), _plain(known)
    if not one or not other:
        return False
    short, long = sorted((one.lstrip("0"), other.lstrip("0")), key=len)
    return short == long or (len(short) >= SHORTEST_END and (long.endswith(short) or long.startswith(short)))


def _of_number(claim: Claim, known: KnownIdentity) -> _Says:
    """Return what a number says that is none of the patient's: something only if our own authority gave it.

    Where the document names the authority, it has to be one we know; else the number has to be written as ours are.
    """
    if claim.authority:
        ours = [value for given_by, value in known.numbers if _same_authority(claim.authority, given_by)]
    else:
        ours = [value for value in known.own if _shape(value) == _shape(claim.text)]
    if not ours:
        return _Says.UNCLEAR
    return _Says.SLIP if any(_near(claim.text, value) for value in ours) else _Says.DISAGREES


def _same_authority(claimed: str, known: str) -> bool:
    return bool(_plain(claimed)) and _plain(claimed) in {_plain(name) for name in known.split(OR)}


def _near(claimed: str, known: str) -> bool:
    """Say whether one character is wrong, or two that stand beside each other changed places."""
    one, other = _plain(claimed), _plain(known)
    if len(one) != len(other):
        return False
    wrong = [at for at, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]]
    swapped = len(wrong) == FEWEST_DIFFERENT and wrong[1] - wrong[0] == 1 and one[wrong[0]] == other[wrong[1]]
    return len(wrong) <= 1 or (swapped and one[wrong[1]] == other[wrong[0]])


def _plain(text: str) -> str:
    return _PLAIN.sub("", text.casefold())


def _shape(text: str) -> str:
    return re.sub(r"[a-zA-Z]", "A", re.sub(r"\d", "9", text.strip()))


def _is_mothers(block: Sequence[Claim], known: KnownIdentity, written_on: date | None) -> bool:
    """Say whether a newborn's page carries the header of somebody of the same family name, or of nobody named."""
    if known.born is None or written_on is None or not 0 <= (written_on - known.born).days <= NEWBORN_DAYS:
        return False
    names = [claim.text for claim in block if claim.part is Part.NAME]
    days = [day for claim in block if claim.part is Part.BIRTH_DATE for day in days_meant(claim.text)]
    if any(map(is_newborn, names)) or (days and not any(known.born.year - day.year >= YOUNGEST_MOTHER for day in days)):
        return False  # another child
    families = {word for name in known.names for word in name.family}
    return not names or any(families & set(name_words(name)) for name in names)
