"""The classes of identifiers the wall takes out, and the words of their surrogate tokens."""

from enum import StrEnum

REDACTOR_VERSION = "layers-7"


class Layer(StrEnum):
    """Which part of the wall found an identifier. Each is measured by itself."""

    LITERAL = "literal"  # text of the source that looks like a token
    KNOWN = "known"  # the patient's own record holds it, and so it is certain
    PATTERN = "pattern"  # its shape, its check digits or the words around it give it away
    NAMES = "names"  # the trained name finder
    SCAN = "scan"  # the leak scan over what the other layers left
    CORRECTION = "correction"  # a person marked it


class BoundaryPolicy(StrEnum):
    """How far a text may go, and so what must be out of it."""

    LOCAL = "local"  # stays inside the perimeter: dates of events and ages under 90 stay
    HOSTED = "hosted"  # may leave: all eighteen classes of 45 CFR 164.514(b)(2)(i); dates are shifted


class IdentifierKind(StrEnum):
    """One class of identifier. The value is the word inside its token: [PATIENT-1]."""

    PATIENT = "PATIENT"
    RELATIVE = "RELATIVE"
    CLINICIAN = "CLINICIAN"
    PERSON = "PERSON"
    ORGANIZATION = "ORGANIZATION"
    BIRTH_DATE = "BIRTH-DATE"
    DATE = "DATE"  # of an event; concealed by the hosted policy alone
    AGE_OVER_89 = "AGE-NINETY-PLUS"
    ADDRESS = "ADDRESS"
    PLACE = "PLACE"
    ZIP = "ZIP"
    PHONE = "PHONE"
    FAX = "FAX"
    EMAIL = "EMAIL"
    URL = "URL"
    IP_ADDRESS = "IP-ADDRESS"
    SSN = "SSN"
    MRN = "MRN"
    MEMBER_ID = "MEMBER-ID"
    ACCOUNT = "ACCOUNT"
    LICENCE = "LICENCE"
    VEHICLE = "VEHICLE"
    DEVICE = "DEVICE"
    BIOMETRIC = "BIOMETRIC"
    CARD = "CARD"
    ID = "ID"
    LITERAL = "LITERAL"  # text of the source that looks like a token: escaped, so that every token has one meaning


# Numbers and addresses of a person: who somebody is and when a thing happened stands in any sentence, these do not.
REACHES_SOMEONE = frozenset(IdentifierKind) - {
    IdentifierKind.PATIENT, IdentifierKind.RELATIVE, IdentifierKind.CLINICIAN, IdentifierKind.PERSON,
    IdentifierKind.ORGANIZATION, IdentifierKind.PLACE, IdentifierKind.DATE, IdentifierKind.AGE_OVER_89,
    IdentifierKind.LITERAL,
}  # fmt: skip
