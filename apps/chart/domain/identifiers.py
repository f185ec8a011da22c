"""Every string of a patient's record that names a person, as plain data for the redaction room.

What is listed here is only what the record itself says. Which of it is replaced, and by what,
is the redactor's decision.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Body = Mapping[str, Any]
FIRM_ALONE = re.compile(
    r"\b(?:suppl(?:y|ies)|equipment|oxygen|medical|home|pharmacy|imaging|services?|sons?|mobility)\b", re.IGNORECASE
)
# After a person's name and a comma: whom they work for, not what they are called.
FIRM = re.compile(
    r"&|\b(?:suppl(?:y|ies|ier)|medical(?! (?:assistant|director|student|oncolog|genetic))|equipment|oxygen|"
    r"home ?care|pharmacy|laborator(?:y|ies)|labs?|imaging|hospital|"
    r"diagnostics?|services?|cent(?:er|re)|group|associates|inc|llc|ltd|corp|company|co\.|clinic|health(?:care)?|"
    r"mobility|rehab\w*|systems|partners|institute|university)(?![\w-])",
    re.IGNORECASE,
)


class IdentifierKind(StrEnum):
    PATIENT_NAME = "patient_name"
    RELATIVE_NAME = "relative_name"
    CLINICIAN_NAME = "clinician_name"
    ORGANIZATION = "organization"
    BIRTH_DATE = "birth_date"  # ISO 8601 as recorded; the redactor knows the other spellings
    DEATH_DATE = "death_date"
    PHONE = "phone"
    EMAIL = "email"
    URL = "url"
    ADDRESS = "address"
    CITY = "city"
    POSTAL_CODE = "postal_code"
    MRN = "mrn"
    SSN = "ssn"
    DRIVER_LICENSE = "driver_license"
    PASSPORT = "passport"
    MEMBER_ID = "member_id"
    ACCOUNT = "account"
    OTHER_ID = "other_id"


@dataclass(frozen=True, slots=True, order=True)
class KnownIdentifier:
    """One string as it may stand in a note. ``text`` is trimmed and never empty."""

    kind: IdentifierKind
    text: str


# v2-0203 identifier types, and the naming systems that say the same without a type.
KIND_OF_IDENTIFIER_TYPE: Mapping[str, IdentifierKind] = {
    "MR": IdentifierKind.MRN,
    "SS": IdentifierKind.SSN,
    "SB": IdentifierKind.SSN,
    "DL": IdentifierKind.DRIVER_LICENSE,
    "PPN": IdentifierKind.PASSPORT,
    "MB": IdentifierKind.MEMBER_ID,
    "MC": IdentifierKind.MEMBER_ID,
    "MA": IdentifierKind.MEMBER_ID,
    "SN": IdentifierKind.MEMBER_ID,
    "AN": IdentifierKind.ACCOUNT,
}
KIND_OF_IDENTIFIER_SYSTEM: Mapping[str, IdentifierKind] = {
    "http://hl7.org/fhir/sid/us-ssn": IdentifierKind.SSN,
    "http://hl7.org/fhir/sid/us-medicare": IdentifierKind.MEMBER_ID,
    "http://hl7.org/fhir/sid/us-mbi": IdentifierKind.MEMBER_ID,
}
KIND_OF_TELECOM: Mapping[str, IdentifierKind] = {
    "phone": IdentifierKind.PHONE,
    "fax": IdentifierKind.PHONE,
    "pager": IdentifierKind.PHONE,
    "sms": IdentifierKind.PHONE,
    "email": IdentifierKind.EMAIL,
    "url": IdentifierKind.URL,
}
MAIDEN_NAME = "http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName"
BIRTH_PLACE = "http://hl7.org/fhir/StructureDefinition/patient-birthPlace"

# Words that stand beside a name and are no part of it.
NAME_PREFIXES = frozenset(
    {
        "dr", "mr", "mrs", "ms", "miss", "mx", "prof", "rev", "fr", "sr", "sir", "dame", "madam", "doctor", "professor"
    }
)  # fmt: skip
NAME_SUFFIXES = frozenset(
    {
        "md", "do", "mbbs", "phd", "dpm", "dds", "dmd", "pharmd", "rph", "rn", "np", "pa", "pa-c", "aprn", "fnp", "cnp",
        "crna", "cnm", "lpn", "lvn", "bsn", "msn", "dnp", "ma", "pt", "dpt", "ot", "otr", "slp", "rd", "lcsw", "msw",
        "psyd", "od", "dc", "facp", "facs", "faap", "frcp", "mph", "ms", "jr", "sr", "ii", "iii", "iv", "esq"
    }
)  # fmt: skip
SHORTEST_NAME_PART = 2


def _texts(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str) and value.strip():
            yield " ".join(value.split())


def name_forms(*, given: Iterable[str], family: str, text: str = "", prefix: str = "") -> list[str]:
    """Return the ways one name may be written, longest forms first: whole, turned round, and part by part."""
    givens, family = list(_texts(given)), " ".join(family.split())
    first = givens[0] if givens else ""
    whole = " ".join([*givens, family]).strip()
    forms = [
        text,
        f"{prefix} {whole}",
        whole,
        f"{first} {family}",
        f"{family}, {' '.join(givens)}",
        f"{family}, {first}",
    ]
    parts = [*givens, family, *family.split(), *re.split(r"[-\s]", family)]
    forms += [part for part in parts if len(part.strip(".")) >= SHORTEST_NAME_PART]
    return list(dict.fromkeys(form for form in (" ".join(f.split()).strip(" ,") for f in forms) if form))


def display_name_forms(display: str) -> list[str]:
    """Return the ways a name known only as a display text ("Dr. Ana M. Ruiz, MD") may be written."""
    display = " ".join(display.split())
    words = re.sub(r"[,()]", " ", display).split()
    while words and words[0].strip(".").lower() in NAME_PREFIXES:
        words.pop(0)
    while words and words[-1].replace(".", "").lower() in NAME_SUFFIXES:
        words.pop()
    if not words:
        return [display] if display else []
    return name_forms(given=words[:-1], family=words[-1], text=display)


def _human_names(names: Any, kind: IdentifierKind) -> Iterator[KnownIdentifier]:
    for name in names if isinstance(names, list) else [names]:
        if not isinstance(name, dict):
            continue
        given, prefix = name.get("given") or [], " ".join(_texts(name.get("prefix") or []))
        forms = name_forms(
            given=given if isinstance(given, list) else [], family=str(name.get("family") or ""), prefix=prefix
        )
        forms += display_name_forms(str(name.get("text") or ""))
        yield from (KnownIdentifier(kind, form) for form in forms)


def _telecoms(telecoms: Any) -> Iterator[KnownIdentifier]:
    for telecom in telecoms or []:
        kind = KIND_OF_TELECOM.get(str(telecom.get("system", "")), IdentifierKind.OTHER_ID)
        yield from (KnownIdentifier(kind, text) for text in _texts([telecom.get("value")]))


def _addresses(addresses: Any) -> Iterator[KnownIdentifier]:
    for address in addresses if isinstance(addresses, list) else [addresses or {}]:
        for text in _texts([*(address.get("line") or []), address.get("text")]):
            yield KnownIdentifier(IdentifierKind.ADDRESS, text)
        for key, kind in (
            ("city", IdentifierKind.CITY),
            ("district", IdentifierKind.CITY),
            ("postalCode", IdentifierKind.POSTAL_CODE),
        ):
            yield from (KnownIdentifier(kind, text) for text in _texts([address.get(key)]))


def identifier_kind(identifier: Body) -> IdentifierKind:
    for coding in (identifier.get("type") or {}).get("coding") or []:
        if kind := KIND_OF_IDENTIFIER_TYPE.get(str(coding.get("code"))):
            return kind
    return KIND_OF_IDENTIFIER_SYSTEM.get(str(identifier.get("system")), IdentifierKind.OTHER_ID)


def identifier_value(body: Body, kind: IdentifierKind) -> str:
    """Return the first identifier of a resource that is of this kind, or an empty text."""
    found = (i for i in body.get("identifier") or [] if identifier_kind(i) is kind)
    return next(_texts(i.get("value") for i in found), "")


def _identifiers(identifiers: Any) -> Iterator[KnownIdentifier]:
    for identifier in identifiers or []:
        kind = identifier_kind(identifier)
        yield from (KnownIdentifier(kind, text) for text in _texts([identifier.get("value")]))


def _extensions(extensions: Any) -> Iterator[KnownIdentifier]:
    for extension in extensions or []:
        if extension.get("url") == MAIDEN_NAME:
            for form in display_name_forms(str(extension.get("valueString") or "")):
                yield KnownIdentifier(IdentifierKind.RELATIVE_NAME, form)
        elif extension.get("url") == BIRTH_PLACE:
            yield from _addresses(extension.get("valueAddress"))


def _contacts(contacts: Any) -> Iterator[KnownIdentifier]:
    for contact in contacts or []:
        yield from _human_names(contact.get("name"), IdentifierKind.RELATIVE_NAME)
        yield from _telecoms(contact.get("telecom"))
        yield from _addresses(contact.get("address"))


def patient_identifiers(body: Body) -> list[KnownIdentifier]:
    """Return every identifier in a FHIR Patient that has passed the intake's checks, each once, in a fixed order."""
    found = [
        *_human_names(body.get("name"), IdentifierKind.PATIENT_NAME),
        *_identifiers(body.get("identifier")),
        *_telecoms(body.get("telecom")),
        *_addresses(body.get("address") or []),
        *_contacts(body.get("contact")),
        *_extensions(body.get("extension")),
        *(KnownIdentifier(IdentifierKind.BIRTH_DATE, text) for text in _texts([body.get("birthDate")])),
        *(KnownIdentifier(IdentifierKind.DEATH_DATE, text[:10]) for text in _texts([body.get("deceasedDateTime")])),
        *(KnownIdentifier(IdentifierKind.OTHER_ID, text) for text in _texts([body.get("id")])),
    ]
    return list(dict.fromkeys(found))


# Whom a reference names, by the type of what it points to.
KIND_OF_REFERENCE: Mapping[str, IdentifierKind] = {
    "Patient": IdentifierKind.PATIENT_NAME,
    "Practitioner": IdentifierKind.CLINICIAN_NAME,
    "PractitionerRole": IdentifierKind.CLINICIAN_NAME,
    "RelatedPerson": IdentifierKind.RELATIVE_NAME,
    "Organization": IdentifierKind.ORGANIZATION,
    "Location": IdentifierKind.ORGANIZATION,
}


def mention_forms(kind: IdentifierKind, text: str) -> list[KnownIdentifier]:
    """Return the ways a name seen in a reference may be written in a note."""
    person, firm = (text, "") if kind is IdentifierKind.ORGANIZATION else _person_and_firm(text)
    forms = [" ".join(text.split())] if kind is IdentifierKind.ORGANIZATION else display_name_forms(person or "")
    employer = [KnownIdentifier(IdentifierKind.ORGANIZATION, firm)] if firm else []
    return [*(KnownIdentifier(kind, form) for form in forms if form), *employer]


def _person_and_firm(text: str) -> tuple[str, str]:
    """Return the two halves of "Ana Ruiz, Harbor Oxygen & Supply": a firm's words are no names of a person."""
    person, _, rest = (part.strip() for part in text.partition(","))
    if not rest and "&" in person and FIRM_ALONE.search(person):
        return "", person
    return (person, rest) if len(person.split()) > 1 and FIRM.search(rest) else (text, "")


def person_identifiers(body: Body) -> list[KnownIdentifier]:
    """Return names and contacts of a Practitioner or RelatedPerson."""
    kind = KIND_OF_REFERENCE.get(str(body.get("resourceType")), IdentifierKind.RELATIVE_NAME)
    relative = kind is IdentifierKind.RELATIVE_NAME
    return [
        *_human_names(body.get("name"), kind),
        *(_telecoms(body.get("telecom")) if relative else ()),
        *(_addresses(body.get("address") or []) if relative else ()),
    ]


def coverage_identifiers(body: Body) -> list[KnownIdentifier]:
    """Return member and subscriber ids of a Coverage."""
    values = [body.get("subscriberId"), *(i.get("value") for i in body.get("identifier") or [])]
    return [KnownIdentifier(IdentifierKind.MEMBER_ID, text) for text in _texts(values)]
