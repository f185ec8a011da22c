"""What a search costs inside the largest chart of a folder, as other patients' rows grow tenfold and a hundredfold."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import numpy as np
from django.apps import apps
from django.db import connection
from django.db.models import Count, Model

from apps.access.services import organization_create, person_create
from apps.chart.services import patient_grant, patient_store
from apps.core import fence
from apps.core.actors import Actor
from apps.core.domain.bench import BenchResult, Say
from apps.core.errors import WorkbenchError
from apps.intake.pipeline import DEFAULT_SOURCE, fhir_files, message_take
from apps.intake.services import message_index, message_redact
from apps.retrieval.interface import SearchTask
from apps.retrieval.selectors import embedder
from apps.retrieval.services import passages_search

if TYPE_CHECKING:
    from apps.access.models import Organization, Person
    from apps.chart.models import Patient

ACTOR = Actor.service("bench-retrieval")
Passage, PassageWindow = (apps.get_model("retrieval", name) for name in ("Passage", "PassageWindow"))
SIZES = (1, 10, 100)
ROUNDS = 2
LIMIT = 20
QUESTIONS = (
    "Which medicines does the patient take now?",
    "Is there an allergy to penicillin?",
    "What was the last haemoglobin A1c?",
    "history of smoking",
    "blood pressure at the last visit",
    "Has the patient had a colonoscopy?",
    "shortness of breath on exertion",
    "What is the plan for the diabetes?",
    "pain in the lower back",
    "Was physical therapy tried before the operation?",
    "kidney function creatinine eGFR",
    "influenza vaccination",
    "depression screening score",
    "Why was the patient in hospital?",
    "fracture",
    "body mass index",
    "Does the patient live alone?",
    "chest pain and shortness of breath",
    "lipid panel cholesterol",
    "follow up in six months",
)
# Copies of whole charts under other patients. They cite the documents of the chart they were copied from, so that a
# plan that came by documents would meet them all.
_COPY_PASSAGES = """
INSERT INTO retrieval_passage ({columns})
SELECT {values} FROM retrieval_passage AS original WHERE original.ordinal < %(step)s
"""
_COPY_WINDOWS = """
INSERT INTO retrieval_passagewindow ({columns})
SELECT {values} FROM retrieval_passagewindow AS original
JOIN retrieval_passage AS passage ON passage.id = original.passage_id AND passage.ordinal < %(step)s
"""
_STEP = 1_000_000


@dataclass(frozen=True, slots=True)
class Chart:
    """The largest chart of the folder, and who may read it."""

    patient: Patient
    reader: Person


def bench_cost(*, data: Path, scale: int, say: Say) -> BenchResult:
    """Take a folder of FHIR in, then search its largest chart at 1, 10 and 100 times the rows of the whole index.

    ``scale`` asks every question that many times as often. Raises WorkbenchError for a folder without a chart.
    """
    name = f"bench-cost-{uuid4().hex[:8]}"
    organization = organization_create(slug=name, name=name, actor=ACTOR)
    figures = _take_in(organization, data, say)
    chart = _largest(organization, name)
    load = os.getloadavg()[0]
    held = 1
    for size in SIZES:
        _grow(organization, held, size)
        held = size
        suffix = "" if size == 1 else f"_x{size}"
        figures |= {f"{key}{suffix}": value for key, value in _measure(chart, scale, say).items()}
        say(f"{size}x: p50 {figures[f'p50_ms{suffix}']:.1f} ms, p95 {figures[f'p95_ms{suffix}']:.1f} ms")
    return BenchResult(
        n=len(QUESTIONS) * ROUNDS * scale,
        figures=figures,
        notes=[
            (
                "p50_ms, p95_ms: a search through the front door, with its record and audit event, beside the call of "
                "the embedder, which is embed_p50_ms."
            ),
            f"Load average before the searches {load:.1f} on {len(os.sched_getaffinity(0))} cores.",
        ],
    )


def _take_in(organization: Organization, folder: Path, say: Say) -> dict[str, float]:
    messages = []
    for file in fhir_files([folder]):
        message, _ = message_take(
            organization=organization, source_system=DEFAULT_SOURCE, source_id=file.name, media_type=file.media_type,
            body=file.path.read_bytes(), actor=ACTOR,
        )  # fmt: skip
        message_redact(message_id=message.pk, actor=ACTOR)
        messages.append(message)
        say(f"{file.name} is redacted")
    embedder.cache_clear()
    embedder().embed(["Loaded before time is taken."])
    start = time.perf_counter()
    for message in messages:
        message_index(message_id=message.pk, actor=ACTOR)
    seconds = time.perf_counter() - start
    with fence.keeping():
        passages, windows = Passage.objects.count(), PassageWindow.objects.count()
    say(f"{passages} passages indexed in {seconds:.0f} s")
    return {"indexed_passages_per_s": passages / seconds, "indexed_windows_per_s": windows / seconds}


def _largest(organization: Organization, name: str) -> Chart:
    with fence.keeping():
        counted = Passage.objects.filter(organization=organization).values("patient").annotate(passages=Count("pk"))
        largest = counted.order_by("-passages").first()
    if largest is None:
        raise WorkbenchError("There is no chart in this folder, so there is nothing to search.")
    patient = organization.patients.get(pk=largest["patient"])
    reader = person_create(
        email=f"{name}@example.org", display_name=name, role="physician", organization=organization, actor=ACTOR
    )
    patient_grant(patient=patient, permission="view_chart", person=reader, actor=ACTOR)
    return Chart(patient, reader)


def _measure(chart: Chart, scale: int, say: Say) -> dict[str, float]:
    embedding: list[float] = []
    searching: list[float] = []
    _search(chart, QUESTIONS[0])  # a connection's first statements fill its caches
    embedder.cache_clear()
    embedder().embed(["Loaded before time is taken."])
    for number in range(ROUNDS * scale):
        for question in QUESTIONS:
            start = time.perf_counter()
            embedder().embed([question])  # the search remembers it
            middle = time.perf_counter()
            _search(chart, question)
            searching.append(1000 * (time.perf_counter() - middle))
            if number == 0:
                embedding.append(1000 * (middle - start))
    with fence.keeping():
        rows = {
            "passages": Passage.objects.filter(patient=chart.patient).count(),
            "windows": PassageWindow.objects.filter(patient=chart.patient).count(),
            "rows": PassageWindow.objects.count(),
        }
    p50, p95 = np.percentile(searching, [50, 95])
    return {"p50_ms": float(p50), "p95_ms": float(p95), "embed_p50_ms": float(np.median(embedding)), **rows}


def _search(chart: Chart, question: str) -> None:
    passages_search(
        patient_id=chart.patient.pk, text=question, requester=chart.reader, limit=LIMIT, task=SearchTask.SEARCH,
        purpose="bench", actor=ACTOR,
    )  # fmt: skip


def _grow(organization: Organization, held: int, wanted: int) -> None:
    """Copy the index of the folder under other patients until it has ``wanted`` times its rows."""
    for copy in range(held, wanted):
        name = f"bench-other-{copy}-{uuid4().hex[:8]}"
        body = {"resourceType": "Patient", "id": name, "name": [{"family": name}]}
        other = patient_store(organization=organization, source_system="bench", body=body, actor=ACTOR)
        values: dict[str, str | int] = {
            "patient": str(other.pk), "copy": str(copy), "step": _STEP, "shift": copy * _STEP,
        }  # fmt: skip
        own = {"id": "md5(original.id::text || %(copy)s)::uuid", "patient_id": "%(patient)s::uuid"}
        with fence.keeping(), connection.cursor() as cursor:
            moved = {**own, "ordinal": "original.ordinal + %(shift)s", "copied_from_id": "NULL"}
            cursor.execute(_copy(_COPY_PASSAGES, Passage, moved), values)
            moved = {**own, "passage_id": "md5(original.passage_id::text || %(copy)s)::uuid"}
            cursor.execute(_copy(_COPY_WINDOWS, PassageWindow, moved), values)
    if wanted > held:
        with connection.cursor() as cursor:  # a role that does not own the tables leaves it to autovacuum
            cursor.execute("ANALYZE retrieval_passage")
            cursor.execute("ANALYZE retrieval_passagewindow")


def _copy(sql: str, model: type[Model], moved: dict[str, str]) -> str:
    names = [str(field.column) for field in model._meta.concrete_fields if not getattr(field, "generated", False)]
    values = [moved.get(name, f'original."{name}"') for name in names]
    return sql.format(columns=", ".join(f'"{name}"' for name in names), values=", ".join(values))
