"""A prior-authorization request as a value, in the words of the X12 278 and of FHIR alike (P07).

Codes of X12 are licensed: the few that stand here are those that the PAS guide itself names. Others come from whoever
sends, as the payer's own guide has them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

Json = Mapping[str, Any]

MOST_OF_A_CLAIM = 14  # care-team members; more do not fit into a 278 (PAS, Claim.careTeam)
MOST_OF_AN_ITEM = 10
HEALTH_SERVICES = "HS"  # UM01
INITIAL, CANCEL = "I", "3"  # UM02
URGENT = "U"  # UM06


class Change(StrEnum):
    """How a line differs from the request before (PAS InformationChangeMode)."""

    NONE = ""
    ADDED = "added"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Coded:
    """A code, the address of the system it is from, and its words."""

    system: str
    code: str
    display: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """How much and how often (SV1/SV2 units, HSD). ``frequency`` is as the order says it."""

    quantity: float = 0
    unit: str = ""
    frequency: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a request. Its ``sequence`` is never given to another line, nor changed (P04)."""

    sequence: int
    service: Coded
    service_type: str  # UM03
    facility: str  # UM04: a place of service
    trace: str  # TRN of the service line
    delivery: Delivery = Delivery()
    start: date | None = None
    end: date | None = None
    category: str = HEALTH_SERVICES  # UM01
    certification: str = INITIAL  # UM02
    care_team: tuple[int, ...] = ()
    change: Change = Change.NONE
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Individual:
    """A person by name. ``npi`` of a provider alone."""

    family: str
    given: str
    npi: str = ""
    specialty: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """The patient, and how the plan knows them."""

    family: str
    given: str
    born: date | None
    sex: str  # a FHIR AdministrativeGender
    member_id: str
    relationship: str  # a code of subscriber-relationship; "self" for the subscriber
    subscriber: Individual | None = None  # of another person's plan
    plan: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Clinic:
    """The organization that asks."""

    name: str
    address: str = ""
    phone: str = ""
    fax: str = ""


@dataclass(frozen=True, slots=True)
class CareMember:
    """Somebody who takes part; for the whole claim, or for the items that name the sequence."""

    sequence: int
    person: Individual
    of_claim: bool = True


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """An ICD-10-CM code with its words (HI)."""

    code: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document that goes along (PWK): its ``control`` number names it at the payer, too."""

    title: str
    media_type: str
    content: bytes = field(repr=False)
    control: str = ""


@dataclass(frozen=True, slots=True)
class Accident:
    """What caused an illness or injury (UM05), where something did; ``code`` is the payer's."""

    code: str
    on: date | None


class Origin(StrEnum):
    """How an answer of a payer's form came to be (DTR information-origin)."""

    AUTO_CLIENT = "auto-client"  # taken over from the record without anybody's judgement
    AUTO_SERVER = "auto-server"
    OVERRIDE = "override"  # proposed by a machine, accepted or changed by a person
    MANUAL = "manual"  # a person's own


@dataclass(frozen=True, slots=True)
class FormAnswer:
    """One question of a form and its answer; no ``text``: nobody answered it. ``author`` as P09 asks."""

    link_id: str
    question: str
    text: str = ""
    origin: Origin = Origin.MANUAL
    author: Individual | None = None
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class PasRequest:
    """All that a request says. ``issuer`` is the address under which its trace numbers are unique."""

    trace: str  # TRN of the request
    issuer: str
    payer: str
    payer_id: str
    member: Member
    clinic: Clinic
    provider: Individual
    items: tuple[Item, ...]
    diagnoses: tuple[Diagnosis, ...]
    letter: Attachment | None
    enclosures: tuple[Attachment, ...] = ()
    team: tuple[CareMember, ...] = ()
    urgent: bool = False  # UM06
    accident: Accident | None = None
    form: tuple["FormAnswer", ...] = ()  # the payer's questions with their answers (DTR)
    form_url: str = ""  # of the payer's Questionnaire
    versions: Json = field(default_factory=dict)  # name of a standard -> version
