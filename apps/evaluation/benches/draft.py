"""Belt 2 on real charts: how long from the click to a draft that is ready, step by step."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from django.conf import settings

from apps.access.selectors import actor_for
from apps.access.services import organization_create, person_create
from apps.chart.services import patient_grant
from apps.core.actors import Actor
from apps.core.domain.bench import BenchResult, Say
from apps.core.errors import WorkbenchError
from apps.coverage.selectors import policy_get
from apps.coverage.services import policy_load
from apps.drafting.domain.claims import DraftKind, Support
from apps.drafting.domain.status import DraftStatus
from apps.drafting.selectors import draft_for_review
from apps.drafting.services import draft_check, draft_generate, draft_request, draft_retrieve
from apps.evaluation.benches.growing import HOW, chart_of
from apps.intake.pipeline import DEFAULT_SOURCE, fhir_files, message_finish, message_take

if TYPE_CHECKING:
    from apps.access.models import Organization, Person
    from apps.chart.models import Patient
    from apps.drafting.models import Draft

ACTOR = Actor.service("bench-draft")
FIXTURES: Path = settings.BASE_DIR / "fixtures"
STEPS = {"retrieve": draft_retrieve, "generate": draft_generate, "check": draft_check}
STAGES = ("click_to_ready", *STEPS)
SHARES = (50, 95)
GROWING = FIXTURES / "charts" / "dvorak-marek" / "bundle.json"
SIZES = (10, 30, 100, 300)  # notes of a chart
DRAFTS_OF_A_SIZE = 5


@dataclass
class Run:
    """What a run gathers: seconds by stage, on the clock and of this process's processor, and what came of it."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: {stage: [] for stage in STAGES})
    cpu: dict[str, list[float]] = field(default_factory=lambda: {stage: [] for stage in STAGES})
    ends: list[DraftStatus] = field(default_factory=list)
    passages: int = 0
    tokens: int = 0
    cost_micros: int = 0
    growth: dict[int, "Run"] = field(default_factory=dict)  # by notes in the chart
    claims: int = 0
    supported: int = 0


def bench_draft(*, data: Path | None, scale: int, say: Say) -> BenchResult:
    """Draft a chart summary of every patient of a folder, and on our own fixtures the letters asked for as well.

    ``scale`` makes each draft that many times. The steps are those a worker takes, in this process. Without a folder,
    charts of growing size are drafted as well.
    """
    organization = organization_create(slug="bench-draft", name="Bench", actor=ACTOR)
    person = person_create(
        email="bench@draft.example", display_name="Bench", role="physician", organization=organization, actor=ACTOR
    )
    take_in(organization, data or FIXTURES / "charts", say)
    patients = list(organization.patients.order_by("source_id"))
    if not patients:
        raise WorkbenchError("There is no patient in this folder, so there is nothing to draft.")
    run = Run()
    for patient in patients:
        patient_grant(patient=patient, permission="view_chart", person=person, actor=ACTOR)
        for wanted in drafts_wanted(patient, own=data is None):
            for _ in range(scale):
                _draft(run, patient, person, wanted)
        say(f"{len(run.ends)} drafts of {len(patients)} patients' charts")
    if data is None:
        for notes in SIZES:
            run.growth[notes] = _grown(notes, DRAFTS_OF_A_SIZE * scale)
            say(f"{notes} notes: {_share(run.growth[notes].seconds['click_to_ready'], 50):.2f} s")
    return _result(run)


def _grown(notes: int, drafts: int) -> Run:
    """Return what the drafts of a chart with so many notes take, the click included."""
    organization = organization_create(slug=f"bench-draft-{notes}", name="Bench", actor=ACTOR)
    person = person_create(
        email=f"{notes}@draft.example", display_name="Bench", role="physician", organization=organization, actor=ACTOR
    )
    message, _ = message_take(
        organization=organization, source_system=DEFAULT_SOURCE, source_id=f"{notes}.json", actor=ACTOR,
        media_type="application/fhir+json", body=chart_of(GROWING, notes),
    )  # fmt: skip
    message_finish(message_id=message.pk, actor=ACTOR)
    patient = organization.patients.get()
    patient_grant(patient=patient, permission="view_chart", person=person, actor=ACTOR)
    run = Run()
    for _ in range(drafts):
        _draft(run, patient, person, {"kind": DraftKind.CHART_SUMMARY, "subject": "Chart summary"})
    return run


def take_in(organization: "Organization", folder: Path, say: Say, *, most: int | None = None) -> None:
    """Take the files of a folder through belt 1: the first ``most`` of them, or all."""
    messages = []
    for file in islice(fhir_files([folder]), most):
        message, _ = message_take(
            organization=organization, source_system=DEFAULT_SOURCE, source_id=file.name, media_type=file.media_type,
            body=file.path.read_bytes(), actor=ACTOR,
        )  # fmt: skip
        messages.append(message)
    for done, message in enumerate(messages, start=1):
        message_finish(message_id=message.pk, actor=ACTOR)
        say(f"{done} of {len(messages)} files redacted and indexed")


def drafts_wanted(patient: "Patient", *, own: bool) -> Iterator[dict[str, Any]]:
    """Yield what is asked for of a patient: a summary, and of our own fixtures the letters as well."""
    yield {"kind": DraftKind.CHART_SUMMARY, "subject": "Chart summary"}
    if not own:
        return
    for path in sorted((FIXTURES / "policies").glob("*.json")):
        policy_load(body=json.loads(path.read_text(encoding="utf-8")), actor=ACTOR)
    for row in json.loads((FIXTURES / "requests.json").read_text(encoding="utf-8"))["requests"]:
        if row["patient"] == patient.source_id and row["policy"]:
            yield {
                "kind": row["kind"],
                "subject": row["subject"],
                "policy": policy_get(**row["policy"]),
                "service_code": row["service_code"],
                "diagnosis_codes": row["diagnosis_codes"],
            }


def _draft(run: Run, patient: "Patient", person: "Person", wanted: dict[str, Any]) -> None:
    with _timed(run, "click_to_ready"):
        draft = draft_request(patient_id=patient.pk, person=person, actor=actor_for(person), **wanted)
        for name, step in STEPS.items():
            with _timed(run, name):
                end = step(draft_id=draft.pk, worker="bench", actor=ACTOR)
            if end is None or end in {DraftStatus.BLOCKED, DraftStatus.FAILED, DraftStatus.HALTED}:
                break
    _count(run, draft)


@contextmanager
def _timed(run: Run, stage: str) -> Iterator[None]:
    began, worked = time.perf_counter(), time.process_time()
    yield
    run.seconds[stage].append(time.perf_counter() - began)
    run.cpu[stage].append(time.process_time() - worked)


def _count(run: Run, draft: "Draft") -> None:
    made = draft_for_review(draft.pk)
    run.ends.append(DraftStatus(made.status))
    for inference in made.runs.all():
        run.passages += len(inference.passage_ids)
        run.tokens += inference.input_tokens + inference.output_tokens
        run.cost_micros += inference.cost_micros
    claims = list(made.claims.all())
    run.claims += len(claims)
    run.supported += sum(claim.support == Support.SUPPORTED for claim in claims)


def _result(run: Run) -> BenchResult:
    figures = _times(run)
    figures |= {
        "drafts": len(run.ends),
        "ready": run.ends.count(DraftStatus.READY),
        "passages": run.passages,
        "tokens": run.tokens,
        "cost_micros": run.cost_micros,
        "claims": run.claims,
        "claims_supported": run.supported,
    }
    for notes, grown in run.growth.items():
        figures |= {f"{name}_{notes}_notes": value for name, value in _times(grown).items()}
    if run.growth:
        # A chart ten times as long: how many times as long its draft takes.
        for name in ("p50", "cpu_p50"):
            ratio = figures[f"{name}_{SIZES[-1]}_notes"] / figures[f"{name}_{SIZES[1]}_notes"]
            figures[name.replace("p50", "growth")] = ratio
    return BenchResult(n=len(run.ends), figures=figures, notes=_notes(run))


def _times(run: Run) -> dict[str, float]:
    """Return the shares of each stage, on the clock and, as ``cpu``, of the processor."""
    figures: dict[str, float] = {}
    for stage in STAGES:
        name = "" if stage == "click_to_ready" else f"{stage}_"
        figures |= _shares(name, run.seconds[stage]) | _shares(f"{name}cpu_", run.cpu[stage])
    return figures


def _shares(name: str, seconds: list[float]) -> dict[str, float]:
    return {f"{name}p{share}": _share(seconds, share) for share in SHARES if seconds}


def _share(seconds: list[float], share: int) -> float:
    return float(np.percentile(seconds, share))


def _notes(run: Run) -> list[str]:
    said = ["Seconds from the request to the end of the last step in one process; the queue's own hop is not in it."]
    said.append("cpu: of this process alone, so that a busy machine does not show; the database's is not in it.")
    if run.tokens == 0:
        said.append("tokens is 0: the extractive composer is no language model.")
    unready = [end for end in run.ends if end is not DraftStatus.READY]
    if run.growth:
        said += [
            HOW,
            f"growth: {SIZES[-1]} notes against {SIZES[1]}; {len(run.growth[SIZES[0]].ends)} drafts of each size.",
        ]
    return [*said, *(f"{unready.count(end)} drafts ended {end}." for end in dict.fromkeys(unready))]
