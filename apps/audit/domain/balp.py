"""Events as FHIR R4 AuditEvents, after IHE Basic Audit Log Patterns (BALP) 1.1.

A pattern is claimed in ``meta.profile`` only where it holds: the act was a read, search, create, update or delete that
succeeded, or a disclosure. Everything else is told as an operation or by its DICOM code (PS3.16, CID 400 and 401) and
claims none. In a read the workbench is the source and the browser the destination, in every other pattern the reverse.
Like the log itself it holds opaque ids only: no name, no text of a chart, no words of a search.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Protocol

from apps.audit.domain.actions import Action, Outcome
from apps.audit.domain.looks import EMERGENCY, EMERGENCY_ENDS

Json = dict[str, Any]

IHE = "https://profiles.ihe.net/ITI/BALP"
TERMS = "http://terminology.hl7.org/CodeSystem"
DICOM = "http://dicom.nema.org/resources/ontology/DCM"
REST = {"system": f"{TERMS}/audit-event-type", "code": "rest", "display": "Restful Operation"}
SOURCE = {"system": DICOM, "code": "110153", "display": "Source Role ID"}
DESTINATION = {"system": DICOM, "code": "110152", "display": "Destination Role ID"}
APPLICATION = {"system": DICOM, "code": "110150", "display": "Application"}
CUSTODIAN = {"system": f"{TERMS}/provenance-participant-type", "code": "custodian", "display": "Custodian"}
PERSON = {"system": f"{TERMS}/audit-entity-type", "code": "1", "display": "Person"}
SYSTEM_OBJECT = {"system": f"{TERMS}/audit-entity-type", "code": "2", "display": "System Object"}
OTHER_ENTITY = {"system": f"{TERMS}/audit-entity-type", "code": "4", "display": "Other"}
PATIENT_ROLE = {"system": f"{TERMS}/object-role", "code": "1", "display": "Patient"}
RESOURCE_ROLE = {"system": f"{TERMS}/object-role", "code": "4", "display": "Domain Resource"}
QUERY_ROLE = {"system": f"{TERMS}/object-role", "code": "24", "display": "Query"}
REQUEST_ID = {"system": f"{IHE}/CodeSystem/BasicAuditEntityType", "code": "XrequestId"}
DISCLOSE = {"system": f"{TERMS}/iso-21089-lifecycle", "code": "disclose", "display": "Disclose Record Lifecycle Event"}
IP_ADDRESS = "2"  # of FHIR's network-type
APPLICATION_SERVER = {
    "system": f"{TERMS}/security-source-type", "code": "4", "display": "Application Server",
}  # fmt: skip


class Pattern(StrEnum):
    """What kind of act an event tells of."""

    READ = "Read"
    QUERY = "Query"
    CREATE = "Create"
    UPDATE = "Update"
    DELETE = "Delete"
    DISCLOSURE = "PrivacyDisclosure.Source"
    OPERATION = "operation"


PATTERNS: Mapping[Pattern, frozenset[Action]] = {
    Pattern.READ: frozenset({
        Action.CHART_VIEWED, Action.DOCUMENT_VIEWED, Action.EVIDENCE_OPENED, Action.DRAFT_VIEWED, Action.LEDGER_VIEWED,
        Action.TRACE_VIEWED, Action.REDACTION_VIEWED, Action.AUTHORIZATION_VIEWED, Action.REIDENTIFIED,
        Action.DOCUMENT_VERIFIED, Action.SEEDED_DRAFT_VIEWED, Action.REFERENCE_VIEWED, Action.CARD_VIEWED,
        Action.CITED_LETTER_VIEWED, Action.CITED_WORDS_VIEWED, Action.READING_OPENED, Action.SECOND_READING_VIEWED,
    }),
    Pattern.QUERY: frozenset({
        Action.PASSAGES_SEARCHED, Action.REFERENCE_SEARCHED, Action.QUEUE_VIEWED, Action.CHARTS_LISTED,
        Action.REDACTION_LISTED, Action.QUESTIONS_LISTED, Action.DOCUMENT_REQUESTS_LISTED, Action.AUDIT_VIEWED,
        Action.REPORT_VIEWED, Action.RETENTION_VIEWED, Action.LOG_SEGMENTS_VIEWED,
        Action.READINGS_LISTED,
    }),
    Pattern.CREATE: frozenset({
        Action.MESSAGE_RECEIVED, Action.RECORD_STORED, Action.DOCUMENT_REDACTED, Action.DOCUMENT_INDEXED,
        Action.DRAFT_REQUESTED, Action.DRAFT_SIGNED, Action.SECOND_SIGNED, Action.DRAFT_AMENDED,
        Action.STATEMENT_ADDED, Action.SPAN_CITED, Action.DOCUMENT_REQUESTED, Action.PAYER_LETTER_STORED,
        Action.CONSENT_RECORDED, Action.PERSON_CREATED, Action.ORGANIZATION_CREATED, Action.TEAM_CREATED,
        Action.POLICY_UPLOADED, Action.POLICY_LOADED, Action.REFERENCE_ADDED, Action.PAYER_REQUEST_PREPARED,
    }),
    Pattern.UPDATE: frozenset({
        Action.CLAIM_CONFIRMED, Action.CLAIM_EDITED, Action.CLAIM_REMOVED, Action.CLAIM_WAIVED, Action.CLAIM_UNDONE,
        Action.DRAFT_CLAIMED, Action.DRAFT_APPROVED, Action.DRAFT_EDITED, Action.DRAFT_REJECTED,
        Action.DRAFT_NOT_JUDGED, Action.DRAFT_RETURNED, Action.DRAFT_HANDED_OVER, Action.DRAFT_TAKEN_OVER,
        Action.DRAFT_ENTERED_IN_ERROR, Action.DOCUMENTS_RELABELLED, Action.DOCUMENT_SET_ASIDE, Action.DOCUMENT_SETTLED,
        Action.REDACTION_CORRECTED, Action.REDACTION_CHECKED, Action.CONSENT_WITHDRAWN, Action.POLICY_EDITED,
        Action.LETTERHEAD_CHANGED, Action.REVIEW_RULES_SET, Action.BASELINE_SIGNED, Action.DRAFT_RETRIEVED,
        Action.DRAFT_GENERATED, Action.DRAFT_READY, Action.DRAFT_BLOCKED,
    }),
    Pattern.DELETE: frozenset({
        Action.STATEMENT_UNDONE, Action.SPAN_TAKEN_OFF, Action.DRAFT_PURGED, Action.PATIENT_SHREDDED,
        Action.RECORDS_PURGED, Action.POLICY_DISCARDED, Action.LOG_SEGMENT_DESTROYED,
    }),
    Pattern.DISCLOSURE: frozenset({
        Action.DOCUMENT_EXPORTED, Action.PAYER_REQUEST_SENT, Action.PAYER_REQUEST_DOWNLOADED, Action.TRACE_EXPORTED,
    }),
}  # fmt: skip
PATTERN_OF: Mapping[str, Pattern] = {action: pattern for pattern, actions in PATTERNS.items() for action in actions}
# action, interaction, the client's part, the server's part, the person's part (v3-ParticipationType)
ROLES_OF: Mapping[Pattern, tuple[str, str, Json, Json, str]] = {
    Pattern.READ: ("R", "read", DESTINATION, SOURCE, "IRCP"),
    Pattern.QUERY: ("E", "search", SOURCE, DESTINATION, "IRCP"),
    Pattern.CREATE: ("C", "create", SOURCE, DESTINATION, "AUT"),
    Pattern.UPDATE: ("U", "update", SOURCE, DESTINATION, "AUT"),
    Pattern.DELETE: ("D", "delete", APPLICATION, CUSTODIAN, "CST"),
    Pattern.OPERATION: ("E", "operation", SOURCE, DESTINATION, "IRCP"),
}
AUTHENTICATION = {"system": DICOM, "code": "110114", "display": "User Authentication"}
SECURITY_ALERT = {"system": DICOM, "code": "110113", "display": "Security Alert"}
# What DICOM has a code of its own for: the event, and what it was of its kind.
BY_CODE: Mapping[str, tuple[Json, Json]] = {
    Action.SIGNED_IN: (AUTHENTICATION, {"system": DICOM, "code": "110122", "display": "Login"}),
    Action.SIGN_IN_FAILED: (AUTHENTICATION, {"system": DICOM, "code": "110122", "display": "Login"}),
    Action.SIGNED_OUT: (AUTHENTICATION, {"system": DICOM, "code": "110123", "display": "Logout"}),
    Action.BREAK_GLASS_OPENED: (
        SECURITY_ALERT, {"system": DICOM, "code": "110127", "display": "Emergency Override Started"},
    ),
    Action.BREAK_GLASS_ENDED: (
        SECURITY_ALERT, {"system": DICOM, "code": "110138", "display": "Emergency Override Stopped"},
    ),
    **{
        action: (SECURITY_ALERT, {"system": DICOM, "code": "110137", "display": "User security Attributes Changed"})
        for action in (
            Action.GRANT_GIVEN, Action.GRANT_REMOVED, Action.PERSON_ACTIVATED, Action.PERSON_DEACTIVATED,
            Action.TEAM_MEMBER_ADDED, Action.SIGNING_FACTOR_ADDED, Action.SIGNING_FACTOR_REMOVED,
            Action.SIGNING_FACTORS_RESET,
        )
    },
}  # fmt: skip


class Event(Protocol):
    """What a FHIR AuditEvent needs of an event of the log."""

    id: Any
    sequence: int
    recorded_at: datetime
    organization_id: str
    actor_kind: str
    actor_id: str
    actor_role: str
    action: str
    outcome: str
    patient_id: str
    object_type: str
    object_id: str
    request_id: str
    address: str
    details: dict[str, Any]
    hash: str


def as_fhir(event: Event, *, purpose: str) -> Json:
    """Return one event as a FHIR R4 AuditEvent. ``purpose`` is a v3-ActReason code: why the actor's role reads.

    What the log does not hold, such as the address of a service, is said to be unknown (data-absent-reason).
    """
    pattern = PATTERN_OF.get(event.action, Pattern.OPERATION)
    emergency = event.action in EMERGENCY_ENDS or event.details.get("purpose_of_use") == EMERGENCY
    return {
        "resourceType": "AuditEvent",
        "id": str(event.id),
        **_kind(event, pattern),
        "recorded": event.recorded_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "outcome": "0" if event.outcome == Outcome.SUCCESS else "4",
        "purposeOfEvent": [_concept(_reason(EMERGENCY if emergency else purpose))],
        "agent": _agents(event, pattern, EMERGENCY if emergency else purpose),
        "source": {"site": event.organization_id or "every organization", "observer": _workbench(),
                   "type": [APPLICATION_SERVER]},
        "entity": list(_entities(event, pattern)),
    }  # fmt: skip


def _kind(event: Event, pattern: Pattern) -> Json:
    own = {"system": "urn:workbench:action", "code": event.action}
    if event.action in BY_CODE:
        kind, subtype = BY_CODE[event.action]
        return {"type": kind, "subtype": [subtype, own], "action": "E"}
    if pattern is Pattern.DISCLOSURE:
        kind = {"system": DICOM, "code": "110106", "display": "Export"}
        return _claimed(event, pattern) | {"type": kind, "subtype": [DISCLOSE, own], "action": "R"}
    letter, interaction, *_ = ROLES_OF[pattern]
    subtype = {"system": "http://hl7.org/fhir/restful-interaction", "code": interaction}
    return _claimed(event, pattern) | {"type": REST, "subtype": [subtype, own], "action": letter}


def _claimed(event: Event, pattern: Pattern) -> Json:
    """Return the pattern an event is said to follow: none where it failed, or where it lacks what the pattern needs."""
    if pattern is Pattern.OPERATION or event.outcome != Outcome.SUCCESS:
        return {}
    if pattern is Pattern.DISCLOSURE and not event.patient_id:
        return {}
    named = "Patient" if event.patient_id and pattern is not Pattern.DISCLOSURE else ""
    return {"meta": {"profile": [f"{IHE}/StructureDefinition/IHE.BasicAudit.{named}{pattern.value}"]}}


def _agents(event: Event, pattern: Pattern, purpose: str) -> list[Json]:
    if pattern is Pattern.DISCLOSURE:
        client, server, part = DESTINATION, SOURCE, "IRCP"
    else:
        _, _, client, server, part = ROLES_OF[pattern]
    agents = [
        {
            "type": _concept(client),
            "who": _recipient(event, pattern),
            "requestor": False,
            "network": _network(event, pattern),
        },
        {"type": _concept(server), "who": _workbench(), "requestor": False, "network": _unknown()},
    ]
    if event.actor_kind == "person" and event.actor_id:
        agents.append({
            "type": _concept({"system": f"{TERMS}/v3-ParticipationType", "code": part}),
            "who": {"identifier": _uuid(event.actor_id)},
            "requestor": True,
            "role": [_concept({"system": "urn:workbench:role", "code": event.actor_role})] if event.actor_role else [],
            "purposeOfUse": [_concept(_reason(purpose))],
        })  # fmt: skip
    return [{name: value for name, value in agent.items() if value != []} for agent in agents]


def _recipient(event: Event, pattern: Pattern) -> Json:
    if event.actor_kind == "service":
        return {"identifier": {"system": "urn:workbench:service", "value": event.actor_id}}
    if pattern is Pattern.DISCLOSURE and (host := event.details.get("host")):
        return {"identifier": {"system": "urn:workbench:host", "value": str(host)}}
    return {"display": "A browser"}


def _entities(event: Event, pattern: Pattern) -> Iterable[Json]:
    if event.patient_id:
        yield {"what": {"reference": f"Patient/{event.patient_id}"}, "type": PERSON, "role": PATIENT_ROLE}
    if pattern is Pattern.QUERY:  # what was asked for is kept redacted, behind the id beside it: here it is masked
        yield {"type": SYSTEM_OBJECT, "role": QUERY_ROLE, "_query": {"extension": [_absent("masked")]}}
    if event.object_id or pattern is not Pattern.QUERY:
        what = _what(event)
        kind = OTHER_ENTITY if pattern is Pattern.QUERY else SYSTEM_OBJECT
        yield {"what": what, "type": kind, "role": RESOURCE_ROLE}
    if event.request_id:
        yield {"what": {"identifier": {"value": event.request_id[-32:]}}, "type": REQUEST_ID}
    yield {
        "what": {"identifier": _uuid(str(event.id))},
        "type": OTHER_ENTITY,
        "detail": [
            {"type": "sequence", "valueString": str(event.sequence)},
            {"type": "sha256", "valueString": event.hash},
        ],
    }


def _what(event: Event) -> Json:
    if not event.object_id:
        return {"display": event.object_type or "the workbench"}
    return {"identifier": {"system": f"urn:workbench:{event.object_type or 'object'}", "value": event.object_id}}


def _workbench() -> Json:
    return {"display": "Clinician Review Workbench"}


def _uuid(value: str) -> Json:
    return {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{value}"}


def _concept(coding: Json) -> Json:
    return {"coding": [coding]}


def _reason(code: str) -> Json:
    return {"system": f"{TERMS}/v3-ActReason", "code": code}


def _network(event: Event, pattern: Pattern) -> Json:
    """Return from where it was asked for: the browser's address; to where a disclosure went is another question."""
    if pattern is Pattern.DISCLOSURE and event.details.get("host"):
        return _unknown()
    return {"address": event.address, "type": IP_ADDRESS} if event.address else _unknown()


def _unknown() -> Json:
    return {"extension": [_absent("unknown")]}


def _absent(reason: str) -> Json:
    return {"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": reason}
