"""A patient with a small chart that came in through belt 1, and a loaded policy."""

import base64
import json
from typing import Any

import pytest

from apps.access.selectors import actor_for
from apps.core.actors import Actor
from apps.coverage.models import CoveragePolicy
from apps.drafting.models import Draft
from apps.drafting.services import draft_check, draft_generate, draft_request, draft_retrieve
from apps.intake.pipeline import message_finish, message_take
from tests.factories import World, patient_body
from tests.kept import Kept, keep

WORKER = Actor.service("drafting")
NOTE = """\
Assessment and plan
RA, active. Leflunomide 20 mg daily gave no adequate response. {name} agrees to a TNF inhibitor.
"""


def bundle(source_id: str, given: str, family: str) -> bytes:
    subject = {"reference": f"Patient/{source_id}"}
    text = NOTE.format(name=f"Ms. {family}")
    attachment = {"contentType": "text/plain; charset=utf-8", "data": base64.b64encode(text.encode()).decode()}
    resources: list[dict[str, Any]] = [
        patient_body(source_id, given, family, "1961-05-04"),
        {
            "resourceType": "Condition", "id": f"{source_id}-c1", "subject": subject, "onsetDateTime": "2024-03-28",
            "clinicalStatus": {"coding": [{"code": "active"}]}, "code": {"text": "Rheumatoid arthritis"},
            "category": [{"coding": [{"code": "problem-list-item"}]}],
        },
        {
            "resourceType": "MedicationRequest", "id": f"{source_id}-m1", "subject": subject, "status": "active",
            "intent": "order", "authoredOn": "2025-05-20",
            "medicationCodeableConcept": {"text": "Hydroxychloroquine 200 mg tablet"},
            "dosageInstruction": [{"text": "300 mg by mouth daily"}],
        },
        {
            "resourceType": "DocumentReference", "id": f"{source_id}-n1", "status": "current", "subject": subject,
            "type": {"coding": [{"system": "http://loinc.org", "code": "11506-3"}], "text": "Progress note"},
            "category": [{"coding": [{"code": "clinical-note"}]}], "date": "2026-11-06T10:30:00-06:00",
            "content": [{"attachment": attachment}],
        },
    ]  # fmt: skip
    entries = [{"resource": resource} for resource in resources]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()


def take_in(organization: Any, source_id: str, given: str, family: str) -> None:
    message, _ = message_take(
        organization=organization, source_system="test", source_id=f"{source_id}.json", actor=WORKER,
        media_type="application/fhir+json", body=bundle(source_id, given, family),
    )  # fmt: skip
    message_finish(message_id=message.pk, actor=WORKER)


@pytest.fixture(scope="session")
def kept_chart(kept_world: Kept[World], django_db_blocker: Any) -> Kept[None]:
    with django_db_blocker.unblock():
        return keep(lambda: take_in(kept_world.made.cedar, "anna", "Anna", "Lindgren-Sato"), on=[kept_world])


@pytest.fixture
def charted(world: World, kept_chart: Kept[None]) -> World:
    """The cast, with Anna's chart filled."""
    kept_chart.write()
    return world


def request_summary(world: World, **change: Any) -> Draft:
    fields: dict[str, Any] = {
        "patient_id": world.anna.pk,
        "kind": "chart_summary",
        "subject": "Before first visit",
        **change,
    }
    person = fields.pop("person", world.okafor)
    return draft_request(person=person, actor=actor_for(person), **fields)


def request_letter(world: World, policy: CoveragePolicy, **change: Any) -> Draft:
    letter = {"kind": "prior_auth_letter", "subject": "Test drug", "policy": policy, "service_code": "J0135"}
    return request_summary(world, **{**letter, "diagnosis_codes": ["M05.79"], **change})


def run(draft: Draft) -> Draft:
    """Take every step that is due, as a worker would."""
    for step in (draft_retrieve, draft_generate, draft_check):
        step(draft_id=draft.pk, worker="worker-1", actor=WORKER)
    draft.refresh_from_db()
    return draft
