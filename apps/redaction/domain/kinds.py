"""The classes of identifiers the wall takes out, and the words of their surrogate tokens."""

from enum import StrEnum

REDACTOR_VERSION = "local-1"


class IdentifierKind(StrEnum):
    """One class of identifier. The value is the word inside its token: [PATIENT-1]."""

    PATIENT = "PATIENT"
    RELATIVE = "RELATIVE"
    CLINICIAN = "CLINICIAN"
    PERSON = "PERSON"
    ORGANIZATION = "ORGANIZATION"
    BIRTH_DATE = "BIRTH-DATE"
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
    DEVICE = "DEVICE"
    CARD = "CARD"
    ID = "ID"
    LITERAL = "LITERAL"  # text of the source that looks like a token: escaped, so that every token has one meaning
