"""A fact: one citable line out of one element of one resource, before it is laid out in a document."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from apps.chart.domain.documents import DocumentKind, SectionKind

# A record with one of these words as its status, or its verification, is no evidence of anything (F03).
WITHDRAWN_STATUSES = frozenset({"entered-in-error"})
WITHDRAWN_VERIFICATIONS = frozenset({"entered-in-error", "refuted"})


@dataclass(frozen=True, slots=True)
class StoredResource:
    """One current resource of a patient, as the renderer needs it. ``encounter_id`` is the chart's own id, or empty."""

    resource_type: str
    source_id: str
    body: Mapping[str, Any]
    names: Mapping[str, str] = field(default_factory=dict)
    encounter_id: str = ""

    @property
    def reference(self) -> str:
        return f"{self.resource_type}/{self.source_id}"


@dataclass(frozen=True, slots=True)
class Fact:
    """One line in four parts, so that repeated orders can become one line: what, when, the rest, and by whom."""

    kind: DocumentKind
    section: SectionKind
    section_title: str
    head: str
    resource: str  # "Observation/x"
    when: str = ""
    tail: str = ""
    by: str = ""
    at: str = ""  # the FHIR date it sorts and groups by
    pointer: str = ""  # JSON pointer into the resource (RFC 6901); empty for the whole of it
    scope: str = ""  # the encounter it belongs to; empty for what is kept per patient
    repeats: bool = False  # many of these with one head and tail are one line with first and last date


def withdrawn(body: Mapping[str, Any]) -> bool:
    """Return whether the sender has taken this record back, or ruled out what it says."""
    if body.get("status") in WITHDRAWN_STATUSES:
        return True
    codings = (body.get("verificationStatus") or {}).get("coding") or []
    return any(coding.get("code") in WITHDRAWN_VERIFICATIONS for coding in codings)
