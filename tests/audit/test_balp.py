"""Events as FHIR AuditEvents after IHE BALP: the two patterns whose directions are easily swapped as golden files."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from apps.audit.domain.actions import Action
from apps.audit.domain.balp import BY_CODE, DISCLOSE, PATTERN_OF, as_fhir

EVENT, PERSON, PATIENT = (f"00000000-0000-4000-8000-00000000000{digit}" for digit in "123")
PROFILE = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit."
DICOM = "http://dicom.nema.org/resources/ontology/DCM"
TERMS = "http://terminology.hl7.org/CodeSystem"
UNKNOWN = {"extension": [
    {"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}
]}  # fmt: skip


@dataclass
class Row:
    action: str
    id: str = EVENT
    sequence: int = 7
    recorded_at: datetime = datetime(2026, 3, 12, 14, 3, 5, 250_000, tzinfo=UTC)
    organization_id: str = "cedar"
    actor_kind: str = "person"
    actor_id: str = PERSON
    actor_role: str = "physician"
    outcome: str = "success"
    patient_id: str = PATIENT
    object_type: str = "document"
    object_id: str = "d-1"
    request_id: str = "r-1"
    address: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    hash: str = "ab" * 32


def told(action: Action, purpose: str = "TREAT", **fields: Any) -> dict[str, Any]:
    return as_fhir(Row(action.value, **fields), purpose=purpose)


def agent(code: str, display: str, who: dict[str, Any]) -> dict[str, Any]:
    kind = {"coding": [{"system": DICOM, "code": code, "display": display}]}
    return {"type": kind, "who": who, "requestor": False, "network": UNKNOWN}


BROWSER, WORKBENCH = {"display": "A browser"}, {"display": "Clinician Review Workbench"}
READER = {
    "type": {"coding": [{"system": f"{TERMS}/v3-ParticipationType", "code": "IRCP"}]},
    "who": {"identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{PERSON}"}},
    "requestor": True,
    "role": [{"coding": [{"system": "urn:workbench:role", "code": "physician"}]}],
    "purposeOfUse": [{"coding": [{"system": f"{TERMS}/v3-ActReason", "code": "TREAT"}]}],
}
SUBJECT = {
    "what": {"reference": f"Patient/{PATIENT}"},
    "type": {"system": f"{TERMS}/audit-entity-type", "code": "1", "display": "Person"},
    "role": {"system": f"{TERMS}/object-role", "code": "1", "display": "Patient"},
}
RESOURCE = {"system": f"{TERMS}/object-role", "code": "4", "display": "Domain Resource"}
OTHER = {"system": f"{TERMS}/audit-entity-type", "code": "4", "display": "Other"}
REQUEST = {
    "what": {"identifier": {"value": "r-1"}},
    "type": {"system": "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType", "code": "XrequestId"},
}
ROW = {
    "what": {"identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{EVENT}"}},
    "type": OTHER,
    "detail": [{"type": "sequence", "valueString": "7"}, {"type": "sha256", "valueString": "ab" * 32}],
}
COMMON = {
    "resourceType": "AuditEvent",
    "id": EVENT,
    "recorded": "2026-03-12T14:03:05.250Z",
    "outcome": "0",
    "type": {"system": f"{TERMS}/audit-event-type", "code": "rest", "display": "Restful Operation"},
    "purposeOfEvent": [{"coding": [{"system": f"{TERMS}/v3-ActReason", "code": "TREAT"}]}],
    "source": {
        "site": "cedar",
        "observer": WORKBENCH,
        "type": [{"system": f"{TERMS}/security-source-type", "code": "4", "display": "Application Server"}],
    },
}


def interaction(code: str, action: str) -> list[dict[str, str]]:
    return [
        {"system": "http://hl7.org/fhir/restful-interaction", "code": code},
        {"system": "urn:workbench:action", "code": action},
    ]


def test_in_a_read_the_workbench_is_the_source_and_the_browser_the_destination() -> None:
    assert told(Action.DOCUMENT_VIEWED) == COMMON | {
        "meta": {"profile": [f"{PROFILE}PatientRead"]},
        "subtype": interaction("read", "document_viewed"),
        "action": "R",
        "agent": [
            agent("110152", "Destination Role ID", BROWSER), agent("110153", "Source Role ID", WORKBENCH), READER,
        ],
        "entity": [
            SUBJECT,
            {
                "what": {"identifier": {"system": "urn:workbench:document", "value": "d-1"}},
                "type": {"system": f"{TERMS}/audit-entity-type", "code": "2", "display": "System Object"},
                "role": RESOURCE,
            },
            REQUEST,
            ROW,
        ],
    }  # fmt: skip


def test_in_a_search_it_is_the_reverse_and_what_was_asked_is_masked() -> None:
    masked = {"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "masked"}
    assert told(Action.PASSAGES_SEARCHED, object_type="query", object_id="q-1") == COMMON | {
        "meta": {"profile": [f"{PROFILE}PatientQuery"]},
        "subtype": interaction("search", "passages_searched"),
        "action": "E",
        "agent": [
            agent("110153", "Source Role ID", BROWSER), agent("110152", "Destination Role ID", WORKBENCH), READER,
        ],
        "entity": [
            SUBJECT,
            {
                "type": {"system": f"{TERMS}/audit-entity-type", "code": "2", "display": "System Object"},
                "role": {"system": f"{TERMS}/object-role", "code": "24", "display": "Query"},
                "_query": {"extension": [masked]},
            },
            {
                "what": {"identifier": {"system": "urn:workbench:query", "value": "q-1"}},
                "type": OTHER,
                "role": RESOURCE,
            },
            REQUEST,
            ROW,
        ],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("action", "profile"),
    [
        (Action.RECORD_STORED, "PatientCreate"),
        (Action.CLAIM_EDITED, "PatientUpdate"),
        (Action.STATEMENT_UNDONE, "PatientDelete"),
        (Action.PAYER_REQUEST_SENT, "PrivacyDisclosure.Source"),
    ],
)
def test_each_pattern_is_claimed_where_it_holds_and_by_nothing_that_failed(action: Action, profile: str) -> None:
    assert told(action)["meta"] == {"profile": [f"{PROFILE}{profile}"]}
    refused = told(action, outcome="failure")
    assert ("meta" in refused, refused["outcome"]) == (False, "4")


def test_without_a_patient_the_pattern_is_the_one_without() -> None:
    assert told(Action.QUEUE_VIEWED, patient_id="")["meta"] == {"profile": [f"{PROFILE}Query"]}
    assert "meta" not in told(Action.DOCUMENT_EXPORTED, patient_id="")


def test_a_disclosure_names_to_which_host_it_went() -> None:
    sent = told(Action.PAYER_REQUEST_SENT, details={"host": "payer.example"})
    assert sent["subtype"][0] == DISCLOSE
    assert sent["agent"][0]["who"] == {"identifier": {"system": "urn:workbench:host", "value": "payer.example"}}


@pytest.mark.parametrize(
    ("action", "code"), [(Action.BREAK_GLASS_OPENED, "110127"), (Action.BREAK_GLASS_ENDED, "110138")]
)
def test_an_emergency_begins_and_ends_by_its_dicom_code_and_for_its_purpose(action: Action, code: str) -> None:
    event = told(action)
    assert event["type"]["code"] == "110113"
    assert event["subtype"][0]["code"] == code
    assert event["purposeOfEvent"][0]["coding"][0]["code"] == "BTG"
    assert event["agent"][2]["purposeOfUse"][0]["coding"][0]["code"] == "BTG"


def test_a_service_is_named_as_one_and_no_person_is_made_up() -> None:
    event = told(Action.DOCUMENT_REDACTED, actor_kind="service", actor_id="worker", actor_role="service")
    assert event["agent"][0]["who"]["identifier"]["value"] == "worker"
    assert [one["requestor"] for one in event["agent"]] == [False, False]


def test_an_act_of_a_later_version_is_an_operation_that_claims_nothing() -> None:
    event = as_fhir(Row("danced"), purpose="TREAT")
    assert ("meta" in event, event["subtype"][0]["code"]) == (False, "operation")


def test_no_act_is_told_in_two_ways() -> None:
    assert not set(PATTERN_OF) & set(BY_CODE)


def test_where_it_was_asked_from_stands_beside_the_browser_and_beside_no_payers_host() -> None:
    read = told(Action.DOCUMENT_VIEWED, address="203.0.113.9")["agent"]
    assert [one.get("network") for one in read] == [{"address": "203.0.113.9", "type": "2"}, UNKNOWN, None]
    sent = told(Action.PAYER_REQUEST_SENT, address="203.0.113.9", details={"host": "payer.example"})["agent"]
    assert sent[0]["network"] == UNKNOWN
