"""The whole belt with a chart full of identifiers: none of them is found outside the rooms that hold the record."""

import base64
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import redis
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from apps.access.selectors import actor_for
from apps.chart.models import Patient
from apps.core.actors import Actor
from apps.drafting import pipeline as drafting
from apps.drafting.models import Draft
from apps.drafting.services import draft_check, draft_generate, draft_retrieve
from apps.intake.pipeline import message_finish, message_take
from apps.retrieval.models import Passage
from tests.factories import SETUP, World, make_world, patient_body

WORKER = Actor.service("worker")
# The record itself, the raw messages it came in, and the wall's own book of tokens.
MAY_HOLD = ("chart_", "redaction_", "intake_inboundmessage")
SEEDED = {
    "patient": ["Marisolde", "Quennevar", "QUENNEVAR"],
    "relative": ["Thaddeaus", "Brindlewick"],
    "clinician": ["Ottavian", "Vantongeren", "Sixsmythe"],
    "numbers": ["MRN-774193", "774193", "900-55-1234", "ZQ-44812-07", "555-0191", "802-555-0177", "10.20.30.44"],
    "places": ["47 Wrenhaven", "Sallowmere", "05977"],
    "dates": ["1931-08-17", "08/17/1931", "17 Aug 1931"],
    "addresses": ["m.quennevar@example.org", "portal.example.net"],
    "age": ["95-year-old"],
}
NOTE = """Progress note
Patient: QUENNEVAR, MARISOLDE   MRN: MRN-774193   DOB: 08/17/1931
Seen with her son Thaddeaus Brindlewick. Call 802-555-0177, mail m.quennevar@example.org, https://portal.example.net/m.

HISTORY OF PRESENT ILLNESS
Ms. Quennevar is a 95-year-old woman. Leflunomide 20 mg daily gave no adequate response; CDAI 31 on 6 Nov 2026.
Marisolde
Quennevar lives at 47 Wrenhaven Road, Sallowmere, VT 05977. SSN 900-55-1234, born 17 Aug 1931.

ASSESSMENT AND PLAN
Rheumatoid arthritis, high disease activity. Discussed with Dr. Sixsmythe. Member ID: ZQ-44812-07.
Portal sign-in came from 10.20.30.44.

Electronically signed by: Ottavian Vantongeren, MD
"""


def body() -> dict[str, Any]:
    return patient_body("wall", "Marisolde", "Quennevar", "1931-08-17") | {
        "identifier": [
            {"type": {"coding": [{"code": "MR"}]}, "system": "urn:example:mrn", "value": "MRN-774193"},
            {"type": {"coding": [{"code": "SS"}]}, "system": "http://hl7.org/fhir/sid/us-ssn", "value": "900-55-1234"},
        ],
        "telecom": [{"system": "phone", "value": "555-0191"}, {"system": "email", "value": "m.quennevar@example.org"}],
        "address": [{"line": ["47 Wrenhaven Road"], "city": "Sallowmere", "state": "VT", "postalCode": "05977"}],
        "contact": [{"name": {"family": "Brindlewick", "given": ["Thaddeaus"]}}],
    }


def resources() -> Iterator[dict[str, Any]]:
    subject = {"reference": "Patient/wall"}
    author = {"reference": "Practitioner/wall-doc", "display": "Dr. Ottavian Vantongeren, MD"}
    yield body()
    yield {
        "resourceType": "Condition", "id": "wall-c1", "subject": subject, "asserter": author,
        "clinicalStatus": {"coding": [{"code": "active"}]}, "code": {"text": "Rheumatoid arthritis"},
        "category": [{"coding": [{"code": "problem-list-item"}]}], "onsetDateTime": "2024-03-28",
        "note": [{"text": "Reported by Thaddeaus Brindlewick, 555-0191"}],
    }  # fmt: skip
    yield {
        "resourceType": "Coverage", "id": "wall-v1", "status": "active", "beneficiary": subject,
        "subscriberId": "ZQ-44812-07", "payor": [{"display": "Example Payer"}],
        "relationship": {"coding": [{"code": "self"}]},
    }  # fmt: skip
    yield {
        "resourceType": "DocumentReference", "id": "wall-n1", "status": "current", "subject": subject,
        "author": [author],
        "type": {"coding": [{"system": "http://loinc.org", "code": "11506-3"}], "text": "Progress note"},
        "category": [{"coding": [{"code": "clinical-note"}]}], "date": "2026-11-06T10:30:00-06:00",
        "content": [{"attachment": {"contentType": "text/plain", "title": "Note about Marisolde Quennevar",
                                    "data": base64.b64encode(NOTE.encode()).decode()}}],
    }  # fmt: skip


def take_in(world: World) -> Patient:
    """Send the chart through belt 1; the physician gets the rights to work on it."""
    from apps.chart.services import patient_grant

    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": r} for r in resources()]}
    message, report = message_take(
        organization=world.cedar, source_system="test", source_id="wall.json", actor=WORKER,
        media_type="application/fhir+json", body=json.dumps(bundle).encode(),
    )  # fmt: skip
    assert (report.quarantined, report.faults) == (0, 0)
    message_finish(message_id=message.pk, actor=WORKER)
    patient = Patient.objects.get(source_id="wall")
    for permission in ("view_chart", "review_draft", "sign_draft"):
        patient_grant(patient=patient, permission=permission, person=world.okafor, actor=SETUP)
    return patient


def make_draft(world: World, patient: Patient) -> Draft:
    """Ask for a draft in words that name the patient, and take every step of belt 2."""
    draft = drafting.draft_request(
        patient_id=patient.pk, kind="chart_summary", subject="Before Marisolde Quennevar's visit, call 555-0191",
        urgency="expedited", urgency_reason="Thaddeaus Brindlewick is worried", person=world.okafor,
        actor=actor_for(world.okafor),
    )  # fmt: skip
    for step in (draft_retrieve, draft_generate, draft_check):
        step(draft_id=draft.pk, worker="worker-1", actor=WORKER)
    draft.refresh_from_db()
    assert draft.status == "READY"
    return draft


def open_pages(world: World, patient: Patient, draft: Draft) -> None:
    """Look at everything that shows the chart, and search it by a name."""
    browser = Client()
    browser.force_login(world.okafor)
    for url in (
        "/",
        reverse("review:draft_detail", args=[draft.pk]),
        reverse("viewer:chart_detail", args=[patient.pk]),
    ):
        assert browser.get(url).status_code == 200
    claim = draft.claims.filter(citations__isnull=False).first()
    citation = reverse("review:citation", args=[draft.pk, claim.citations.first().pk])
    assert browser.get(citation).status_code == 200
    found = browser.post(
        reverse("viewer:chart_search", args=[patient.pk]), {"words": "Marisolde Quennevar methotrexate"}
    )
    assert found.status_code == 200


def rows_outside() -> Iterator[tuple[str, str]]:
    """Yield every row of every table that has no business with identifiers, as one text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith(MAY_HOLD):
                cursor.execute(f'SELECT t::text FROM "{table}" AS t')
                yield from ((table, row[0]) for row in cursor.fetchall())


def broker_contents() -> Iterator[tuple[str, str]]:
    """Yield everything that Redis holds: queues, unacknowledged messages, cache."""
    server = redis.Redis.from_url(settings.REDIS_URL.text)
    for key in server.keys("*"):
        yield f"redis {key!r}", repr(server.dump(key)) + repr(readable(server, key))


def readable(server: redis.Redis, key: bytes) -> Any:
    """Return a key's value with the bodies of its messages decoded."""
    kind = server.type(key)
    values = {b"list": lambda: server.lrange(key, 0, -1), b"hash": lambda: server.hgetall(key)}.get(kind, list)()
    texts = [value.decode(errors="replace") for value in (values.values() if isinstance(values, dict) else values)]
    return [text + base64.b64decode(json.loads(text)["body"]).decode() if '"body"' in text else text for text in texts]


def leaks(places: Iterator[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return (place, identifier) of everything that came through."""
    shapes = {seed: shape_of(seed) for group in SEEDED.values() for seed in group}
    return {(place, seed) for place, text in places for seed, shape in shapes.items() if shape.search(text)}


def shape_of(seed: str) -> re.Pattern[str]:
    """Return how an identifier is looked for. One of digits alone stands free: a vector's 0.05977 is no postal code."""
    if seed.isdigit():
        return re.compile(rf"(?<![0-9a-f.]){seed}(?![0-9a-f])")
    return re.compile(re.escape(seed), re.IGNORECASE)


@pytest.mark.django_db(transaction=True)
def test_no_identifier_is_found_outside_the_record_after_the_whole_belt(capfd, caplog, embedded_services):
    redis.Redis.from_url(settings.REDIS_URL.text).flushall()
    world = make_world()
    patient = take_in(world)
    draft = make_draft(world, patient)
    open_pages(world, patient, draft)

    captured = capfd.readouterr()
    files = ((str(path), path.read_text(errors="replace")) for path in embedded_services.folder.log.rglob("*.log"))
    logs = [("stdout", captured.out), ("stderr", captured.err), ("log records", caplog.text), *files]
    rows, broker = list(rows_outside()), list(broker_contents())
    assert leaks(iter(rows)) == set()
    assert leaks(iter(broker)) == set()
    assert leaks(iter(logs)) == set()
    assert any("leflunomide" in text.casefold() for table, text in rows if table == "retrieval_passage")
    assert any(str(draft.pk) in text for _, text in broker)
    assert any("review:draft_detail" in text for _, text in logs)


@pytest.mark.django_db(transaction=True)
def test_the_identifiers_were_there_to_be_found():
    patient = take_in(make_world())
    held = " ".join(document.text for document in patient.documents.all()) + json.dumps(patient.body)
    assert [seed for group in SEEDED.values() for seed in group if seed.casefold() not in held.casefold()] == []
    assert "[PATIENT-1" in " ".join(Passage.objects.filter(patient=patient).values_list("text", flat=True))
