"""Names of people and places that a patient's other resources mention, for the redaction room."""

from collections.abc import Iterator, Mapping
from typing import Any

from apps.chart.domain.identifiers import (
    KIND_OF_REFERENCE,
    IdentifierKind,
    KnownIdentifier,
    coverage_identifiers,
    mention_forms,
    person_identifiers,
)
from apps.chart.domain.records import IncomingResource

# Billing copies what the clinical resources say already.
NOT_READ = frozenset({"Claim", "ClaimResponse", "ExplanationOfBenefit", "Binary"})
PEOPLE = frozenset({"Practitioner", "RelatedPerson"})
PERFORMER_KEYS: Mapping[str, IdentifierKind] = {
    "author": IdentifierKind.CLINICIAN_NAME,
    "individual": IdentifierKind.CLINICIAN_NAME,
    "requester": IdentifierKind.CLINICIAN_NAME,
    "recorder": IdentifierKind.CLINICIAN_NAME,
    "asserter": IdentifierKind.CLINICIAN_NAME,
    "performer": IdentifierKind.CLINICIAN_NAME,
    "actor": IdentifierKind.CLINICIAN_NAME,
    "generalPractitioner": IdentifierKind.CLINICIAN_NAME,
    "informationSource": IdentifierKind.CLINICIAN_NAME,
    "authenticator": IdentifierKind.CLINICIAN_NAME,
    "serviceProvider": IdentifierKind.ORGANIZATION,
    "custodian": IdentifierKind.ORGANIZATION,
    "managingOrganization": IdentifierKind.ORGANIZATION,
    "payor": IdentifierKind.ORGANIZATION,
    "location": IdentifierKind.ORGANIZATION,
}


def _reference_kind(reference: str, key: str) -> IdentifierKind | None:
    """Return whom a reference names: by the type in it, or by the element it stands in."""
    segments = reference.partition("?")[0].split("/")
    found = next((KIND_OF_REFERENCE[part] for part in segments if part in KIND_OF_REFERENCE), None)
    typed = len(segments) > 1 and segments[-2][:1].isupper()
    return found or (None if typed else PERFORMER_KEYS.get(key))


def _named(value: Any, names: Mapping[str, str], key: str) -> Iterator[tuple[IdentifierKind, str]]:
    if isinstance(value, list):
        for member in value:
            yield from _named(member, names, key)
    elif isinstance(value, dict):
        reference = value.get("reference")
        display = value.get("display") or (names.get(reference) if isinstance(reference, str) else None)
        if isinstance(display, str) and (isinstance(reference, str) or key in PERFORMER_KEYS):
            kind = _reference_kind(reference if isinstance(reference, str) else "", key)
            if kind is not None:
                yield kind, display
        for name, member in value.items():
            if isinstance(member, dict | list):
                yield from _named(member, names, name)


def mentions_of(resource: IncomingResource) -> set[tuple[str, str]]:
    """Return (kind, text) of whom a resource names; a text is kept whole, its other forms are made when it is read."""
    if resource.resource_type in NOT_READ:
        return set()
    found = {(kind.value, " ".join(text.split())) for kind, text in _named(resource.body, resource.names, "")}
    if resource.resource_type in PEOPLE:
        found |= {(known.kind.value, known.text) for known in person_identifiers(resource.body)}
    if resource.resource_type == "Coverage":
        found |= {(known.kind.value, known.text) for known in coverage_identifiers(resource.body)}
    return {(kind, text) for kind, text in found if text}


def mentioned(mentions: list[list[str]]) -> list[KnownIdentifier]:
    """Return what the stored mentions may look like in a note."""
    forms: list[KnownIdentifier] = []
    for kind, text in mentions:
        known = IdentifierKind(kind)
        named = {
            IdentifierKind.CLINICIAN_NAME,
            IdentifierKind.RELATIVE_NAME,
            IdentifierKind.PATIENT_NAME,
            IdentifierKind.ORGANIZATION,
        }
        forms += mention_forms(known, text) if known in named else [KnownIdentifier(known, text)]
    return forms
