"""Every page a person opens: SQL statements and milliseconds, as things are and a hundred times as large."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from apps.access.selectors import actor_for
from apps.access.services import organization_create, person_create
from apps.chart.domain.documents import DocumentKind
from apps.chart.selectors import documents_of
from apps.chart.services import document_store, patient_grant, patient_store
from apps.core import clock
from apps.core.actors import Actor
from apps.core.domain.bench import BenchResult, Say
from apps.coverage.services import policy_load
from apps.drafting.selectors import draft_for_review
from apps.drafting.services import draft_check, draft_generate, draft_request, draft_retrieve
from apps.intake.pipeline import DEFAULT_SOURCE, fhir_files, message_finish, message_take

if TYPE_CHECKING:
    from apps.access.models import Organization, Person
    from apps.chart.models import Patient
    from apps.drafting.models import Draft

ACTOR = Actor.service("bench-pages")
FIXTURES: Path = settings.BASE_DIR / "fixtures"
LARGE = 100
VISITS = 30
OTHER_PATIENTS, NOTES = 4, 10  # at 1x, beside the chart of the fixtures
PERMISSIONS = ("view_chart", "review_draft", "sign_draft")


@dataclass(frozen=True, slots=True)
class Cast:
    organization: "Organization"
    physician: "Person"
    analyst: "Person"
    officer: "Person"


def bench_pages(*, data: Path | None, scale: int, say: Say) -> BenchResult:
    """Open each page many times at ``scale`` and at ``scale`` times 100: notes of the chart, patients, drafts waiting.

    Needs no data: it takes in one chart of our own fixtures and grows it.
    """
    cast = _cast()
    patient = _chart(cast)
    draft = _letter(cast, patient)
    _grow(cast, patient, 0, scale, say)
    figures = _measure(cast, patient, draft, "", say)
    _grow(cast, patient, scale, scale * LARGE, say)
    figures |= _measure(cast, patient, draft, "_x100", say)
    others, notes = OTHER_PATIENTS * scale * LARGE, NOTES * scale * LARGE
    said = [
        f"At 100x: {others} other patients with a draft waiting each; {notes} more notes in the reviewed chart.",
        "Milliseconds of the whole request in one process, middleware, audit event and template included.",
    ]
    return BenchResult(n=VISITS, figures=figures, notes=said)


def _cast() -> Cast:
    organization = organization_create(slug="bench-pages", name="Bench", actor=ACTOR)
    people = {
        role: person_create(
            email=f"{role}@bench.example",
            display_name=f"Bench {role}",
            role=role,
            organization=organization,
            actor=ACTOR,
        )
        for role in ("physician", "quality", "privacy_officer")
    }
    return Cast(organization, people["physician"], people["quality"], people["privacy_officer"])


def _chart(cast: Cast) -> "Patient":
    for file in fhir_files([FIXTURES / "charts" / "calloway-ruth" / "bundle.json"]):
        message, _ = message_take(
            organization=cast.organization, source_system=DEFAULT_SOURCE, source_id=file.name,
            media_type=file.media_type, body=file.path.read_bytes(), actor=ACTOR,
        )  # fmt: skip
        message_finish(message_id=message.pk, actor=ACTOR)
    patient: Patient = cast.organization.patients.get()
    _grant(cast, patient)
    return patient


def _grant(cast: Cast, patient: "Patient") -> None:
    for permission in PERMISSIONS:
        patient_grant(patient=patient, permission=permission, person=cast.physician, actor=ACTOR)


def _letter(cast: Cast, patient: "Patient") -> "Draft":
    rows = json.loads((FIXTURES / "requests.json").read_text(encoding="utf-8"))["requests"]
    asked = next(row for row in rows if row["patient"] == patient.source_id)
    name = f"{asked['policy']['policy_id']}-v{asked['policy']['version']}.json"
    policy = policy_load(body=json.loads((FIXTURES / "policies" / name).read_text(encoding="utf-8")), actor=ACTOR)
    codes = {"service_code": asked["service_code"], "diagnosis_codes": asked["diagnosis_codes"]}
    draft = _request(cast, patient, asked["subject"], asked["kind"], policy=policy, **codes)
    for step in (draft_retrieve, draft_generate, draft_check):
        step(draft_id=draft.pk, worker="bench", actor=ACTOR)
    return draft_for_review(draft.pk)


def _request(cast: Cast, patient: "Patient", subject: str, kind: str, **wanted: Any) -> "Draft":
    return draft_request(
        patient_id=patient.pk,
        kind=kind,
        subject=subject,
        person=cast.physician,
        actor=actor_for(cast.physician),
        **wanted,
    )


def _grow(cast: Cast, patient: "Patient", start: int, end: int, say: Say) -> None:
    for number in range(OTHER_PATIENTS * start, OTHER_PATIENTS * end):
        other = _other_patient(cast, number)
        _grant(cast, other)
        _request(cast, other, "Chart summary", "chart_summary")
    for number in range(NOTES * start, NOTES * end):
        _note(cast, patient, number)
    say(f"{OTHER_PATIENTS * end} other patients, {NOTES * end} more notes")


def _other_patient(cast: Cast, number: int) -> "Patient":
    body = {
        "resourceType": "Patient",
        "id": f"other-{number}",
        "identifier": [{"system": "urn:bench", "value": f"B{number:06d}"}],
        "name": [{"family": f"Bench{number}", "given": ["Other"]}],
        "gender": "female",
        "birthDate": "1970-01-01",
    }
    return patient_store(organization=cast.organization, source_system="bench", body=body, actor=ACTOR)


def _note(cast: Cast, patient: "Patient", number: int) -> None:
    document_store(
        organization=cast.organization, patient=patient, encounter=None, source_system="bench", series=f"note/{number}",
        kind=DocumentKind.PROGRESS_NOTE, title="Progress note", code="11506-3", author="Bench, MD", author_role="",
        dated_at=clock.now(), source_status="current", structured=False, lines=[], actor=ACTOR,
        text=f"HPI: Visit {number}. Doing well, no new complaint.\n\nA&P: Continue. Recheck in 3 months.\n",
    )  # fmt: skip


def _measure(cast: Cast, patient: "Patient", draft: "Draft", suffix: str, say: Say) -> dict[str, float]:
    figures: dict[str, float] = {}
    for name, person, path in _pages(cast, patient, draft):
        client = Client(headers={"host": "localhost"})
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        statements, seconds = _visit(lambda client=client, path=path: client.get(path))  # type: ignore[misc]
        figures[f"{name}_sql{suffix}"] = statements
        for share in (50, 95):
            figures[f"{name}_p{share}_ms{suffix}"] = float(np.percentile(seconds, share)) * 1000
        say(f"{name}{suffix}: {statements} statements")
    return figures


def _pages(cast: Cast, patient: "Patient", draft: "Draft") -> list[tuple[str, "Person", str]]:
    citation = draft.claims.all()[0].citations.all()[0]
    document = documents_of(patient).filter(structured=False)[0]
    here = {"draft_id": draft.pk}
    return [
        ("queue", cast.physician, reverse("review:queue")),
        ("review", cast.physician, reverse("review:draft_detail", kwargs=here)),
        ("citation", cast.physician, reverse("review:citation", kwargs={**here, "citation_id": citation.pk})),
        ("charts", cast.physician, reverse("viewer:charts")),
        ("chart", cast.physician, reverse("viewer:chart_detail", args=[patient.pk])),
        ("document", cast.physician, reverse("viewer:document_detail", args=[patient.pk, document.pk])),
        ("overrides", cast.analyst, reverse("quality:overrides")),
        ("audit", cast.officer, reverse("audit:log")),
    ]


def _visit(get: Callable[[], Any]) -> tuple[int, list[float]]:
    """Return the SQL statements of one visit after a warm-up, and the seconds of each of ``VISITS`` visits."""
    _answered(get())
    counted: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        counted.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        _answered(get())
    seconds = []
    for _ in range(VISITS):
        began = time.perf_counter()
        _answered(get())
        seconds.append(time.perf_counter() - began)
    return len(counted), seconds


def _answered(response: Any) -> None:
    if response.status_code != HTTPStatus.OK:
        raise RuntimeError(f"{response.request['PATH_INFO']} answered {response.status_code}; its time means nothing.")
