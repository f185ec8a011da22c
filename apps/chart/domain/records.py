"""What the intake hands over: resources that have passed every check, and what came of storing them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from apps.chart.domain.documents import DocumentKind, SectionSpan
from apps.chart.domain.identity import Claim

UNKNOWN_PATIENT = (
    "The patient it belongs to is not known here. "
    "Send the Patient in the same message or before it, then send this again."
)


@dataclass(frozen=True, slots=True)
class Note:
    """The readable text of one DocumentReference or DiagnosticReport."""

    series: str  # names the document through its versions
    kind: DocumentKind
    title: str
    text: str
    code: str = ""  # LOINC document type
    author: str = ""
    author_role: str = ""
    dated_at: datetime | None = None
    source_status: str = ""
    sections: Sequence[SectionSpan] | None = None  # those its format names; None: found in the text
    claims: Sequence[Claim] = ()  # whom its envelope, if it has one, says it is about


@dataclass(frozen=True, slots=True)
class IncomingResource:
    """One checked resource. ``names`` says what its references are called where they do not say it themselves."""

    resource_type: str
    source_id: str
    body: Mapping[str, Any]
    sha256: str
    understood: bool = True
    patient_source_id: str = ""
    encounter_source_id: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    note: Note | None = None

    @property
    def key(self) -> tuple[str, str]:
        return (self.resource_type, self.source_id)

    @property
    def version_id(self) -> str:
        return str((self.body.get("meta") or {}).get("versionId") or "")


class Stored(StrEnum):
    ACCEPTED = "accepted"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one incoming resource; a refused one says why in a sentence without any identifier."""

    stored: Stored
    sentence: str = ""
