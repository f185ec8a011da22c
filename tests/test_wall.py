"""The whole belt with a chart full of identifiers, and what can go wrong on it: none of them is found outside the rooms
that hold the record."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest
import redis
import structlog
from celery import current_app
from django.conf import settings
from django.core import mail
from django.db import DatabaseError, transaction
from django.test import Client, override_settings
from django.urls import include, path, reverse

from apps.access.models import Organization
from apps.access.selectors import actor_for
from apps.chart.models import Patient
from apps.core import fence
from apps.core.actors import Actor
from apps.core.tasks import workbench_task
from apps.drafting import pipeline as drafting
from apps.drafting.models import Draft
from apps.drafting.services import draft_check, draft_generate, draft_retrieve
from apps.intake.pipeline import message_finish, message_take
from apps.retrieval.models import Passage
from apps.review.services import items_open_for_ready_drafts
from tests.canary import (
    SEEDED,
    broker_contents,
    everything_but_the_database,
    leaks,
    logs_written,
    pdf_metadata,
    rows_outside,
)
from tests.factories import SETUP, World, make_world, patient_body
from tests.review.acts import edit, item_sign, judgement, remove
from tests.review.conftest import Desk

WORKER = Actor.service("worker")
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


def sign(world: World, draft: Draft) -> bytes:
    """Edit one claim in words that name the patient, remove the others, sign under a header with the name: the PDF."""
    items_open_for_ready_drafts(organization_id=world.cedar.pk, actor=WORKER)
    desk = Desk(world, draft, {})
    first, *others = draft.claims.order_by("ordinal")
    edit(desk, world.okafor, first.ordinal, "Marisolde Quennevar, born 17 Aug 1931, took leflunomide.")
    for claim in others:
        remove(desk, world.okafor, claim.ordinal)
    read = frozenset(map(str, draft.findings.filter(claim=None).values_list("pk", flat=True)))
    header = {"patient": "Marisolde Quennevar, born 17 Aug 1931", "clinician": "Imani Okafor, MD"}
    judged = judgement(desk, world.okafor, read=read)
    item_sign(judgement=judged, meaning="approved", header=header, **desk.act(world.okafor))
    answer = desk.client(world.okafor).get(reverse("review:draft_pdf", args=[draft.pk]))
    assert (answer.status_code, "no-store" in answer.headers["Cache-Control"]) == (200, True)
    return answer.content


@workbench_task(queue="upkeep", stands="every")
def crash(*, draft_id: str) -> None:
    """Break with the text of a chart in a local variable and in the error."""
    text = NOTE
    raise ValueError(text)


def broken_page(request: object) -> None:
    text = NOTE
    raise KeyError(text)


urlpatterns = [path("broken/", broken_page), path("", include("workbench.urls"))]


def go_wrong(world: World) -> None:
    """Send what cannot be read and what is held, crash a task, break a constraint, open pages that fail."""
    held = {**body(), "id": "wall-2", "birthDate": "born 1931-08-17"}
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": held}]}
    for name, raw in (("torn", NOTE.encode()), ("held", json.dumps(bundle).encode())):
        message_take(
            organization=world.cedar, source_system="test", source_id=f"{name}-quennevar.json", actor=WORKER,
            media_type="application/fhir+json", body=raw,
        )  # fmt: skip
    assert current_app.tasks[crash.name].apply(kwargs={"draft_id": "d1"}).failed()
    try:
        with transaction.atomic():
            Organization.objects.create(slug="cedar", name="Marisolde Quennevar")
    except DatabaseError:
        structlog.get_logger("apps.test").exception("refused")
    with override_settings(ROOT_URLCONF=__name__, DEBUG=True):
        fail_pages(Client(raise_request_exception=False))
    with override_settings(ROOT_URLCONF=__name__):
        fail_pages(Client(raise_request_exception=False))


def fail_pages(browser: Client) -> None:
    """Meet the 404 and the 500 page, and fail to sign in with a name in the place of the address."""
    named = {"login": "marisolde.quennevar@example.org", "password": "MRN-774193"}
    answers = [
        browser.post("/broken/", {"patient": "Marisolde Quennevar"}),
        browser.post("/charts/nobody/", {"words": "Marisolde Quennevar"}),
        browser.post("/account/login/", named),
    ]
    assert [answer.status_code for answer in answers] == [500, 404, 200]
    assert all("no-store" in answer.headers["Cache-Control"] for answer in answers)
    assert leaks(("page", answer.content.decode()) for answer in answers[:2]) == set()


@pytest.mark.django_db(transaction=True)
def test_no_identifier_is_found_outside_the_record_after_the_whole_belt(capfd, caplog, embedded_services):
    redis.Redis.from_url(settings.REDIS_URL.text).flushall()
    world = make_world()
    patient = take_in(world)
    draft = make_draft(world, patient)
    with logs_written() as written:
        open_pages(world, patient, draft)

    captured = capfd.readouterr()
    logs = [("stdout", captured.out), ("stderr", captured.err + written.getvalue()), ("log records", caplog.text)]
    files = list(everything_but_the_database(embedded_services.folder))
    rows, broker = list(rows_outside()), list(broker_contents())
    assert leaks([*rows, *broker, *logs, *files]) == set()
    assert any("leflunomide" in text.casefold() for table, text in rows if table == "retrieval_passage")
    assert any(str(draft.pk) in text for _, text in broker)
    assert any("review:draft_detail" in text for _, text in logs)


@pytest.mark.django_db(transaction=True)
def test_no_identifier_is_found_outside_the_record_when_everything_goes_wrong(capfd, embedded_services):
    redis.Redis.from_url(settings.REDIS_URL.text).flushall()
    world = make_world()
    with logs_written() as written:
        draft = make_draft(world, take_in(world))
        pdf = sign(world, draft)
        go_wrong(world)

    captured, said = capfd.readouterr(), written.getvalue()
    files = list(everything_but_the_database(embedded_services.folder))
    logs = [("stdout", captured.out), ("stderr", captured.err + said), pdf_metadata(pdf), ("mail", repr(mail.outbox))]
    assert leaks([*rows_outside(), *broker_contents(), *logs, *files]) == set()
    assert '"event": "refused"' in said
    assert '"error": "IntegrityError"' in said
    assert "Task %(name)s" in said
    assert {"log/postgres.log", "log/redis.log", "redis/dump.rdb"} <= {name for name, _ in files}
    assert b"Quennevar" not in pdf.split(b"stream")[0]


@pytest.mark.django_db(transaction=True)
def test_the_identifiers_were_there_to_be_found():
    patient = take_in(make_world())
    held = " ".join(document.text for document in patient.documents.all()) + json.dumps(patient.body)
    assert [seed for group in SEEDED.values() for seed in group if seed.casefold() not in held.casefold()] == []
    with fence.keeping():
        assert "[PATIENT-1" in " ".join(Passage.objects.filter(patient=patient).values_list("text", flat=True))


@pytest.mark.django_db
def test_the_database_says_nothing_of_statements_and_redis_of_commands():
    from django.db import connection

    quiet = {
        "log_statement": "none", "log_min_messages": "fatal", "log_min_error_statement": "panic",
        "log_error_verbosity": "terse", "log_parameter_max_length": "0", "log_parameter_max_length_on_error": "0",
        "log_min_duration_statement": "-1", "track_activities": "off",
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(quiet)])
        assert dict(cursor.fetchall()) == quiet
    server = redis.Redis.from_url(settings.REDIS_URL.text)
    assert server.config_get("slowlog-log-slower-than") == {"slowlog-log-slower-than": "-1"}
    with pytest.raises(redis.ResponseError, match="unknown command"):
        server.execute_command("MONITOR")
