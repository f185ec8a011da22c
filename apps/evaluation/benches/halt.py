"""The kill switch thrown while drafts are being written: what stops, how soon, and whether anything is lost."""

import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection

from apps.access.selectors import actor_for
from apps.access.services import organization_create, person_create
from apps.chart.services import patient_grant
from apps.core.actors import Actor
from apps.core.domain.bench import BenchResult, Say
from apps.drafting.domain.errors import GenerationStopped
from apps.drafting.domain.status import IN_PROGRESS, DraftStatus
from apps.drafting.domain.summary import compose_summary
from apps.drafting.interface import DraftInput, DraftOutput, InferenceBackend, Watch
from apps.drafting.selectors import drafts_of_organization
from apps.drafting.services import draft_check, draft_generate, draft_request, draft_resume, draft_retrieve, steps
from apps.evaluation.benches.draft import take_in
from apps.governance.domain.scopes import ALL_DRAFTING
from apps.governance.services import kill_switch_stop, resume_ask, resume_confirm
from apps.redaction.domain.kinds import BoundaryPolicy

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.chart.models import Patient
    from apps.drafting.models import Draft

ACTOR = Actor.service("bench-halt")
CHARTS: Path = settings.BASE_DIR / "fixtures" / "charts"
AT_ONCE = 20
TOKEN_SECONDS = 0.05


@dataclass
class Trickle:
    """A backend as slow as a model: a token, a look at the watch, a token. Then it answers as the composer does."""

    tokens: int = 2000
    begun: int = 0  # calls that were let in
    stopped_at: list[float] = field(default_factory=list)
    name: str = "trickle"
    host: str = ""
    policy: BoundaryPolicy = BoundaryPolicy.LOCAL
    model_name: str = "A token at a time"
    model_file: Path | None = None
    model_sha256: str = ""
    tokenizer_sha256: str = ""
    engine: str = ""
    prompt_version: str = "none"
    prompt_sha256: str = ""

    def parameters(self) -> dict[str, object]:
        """Return how many tokens it takes its time for."""
        return {"tokens": self.tokens}

    def generate(self, draft_input: DraftInput, watch: Watch) -> DraftOutput:
        """Return a summary after so many tokens, unless it is stopped."""
        watch.tick(0)
        self.begun += 1
        try:
            for token in range(1, self.tokens + 1):
                time.sleep(TOKEN_SECONDS)
                watch.tick(token)
        except GenerationStopped:
            self.stopped_at.append(time.perf_counter())
            raise
        return compose_summary(draft_input)


def bench_halt(*, data: Path | None, scale: int, say: Say) -> BenchResult:
    """Stop all drafting while 20 drafts times ``scale`` are written and as many wait; then resume them by hand."""
    organization = organization_create(slug="bench-halt", name="Bench", actor=ACTOR)
    person, admin, second = (
        person_create(
            email=f"{name}@halt.example", display_name=name, role=role, organization=organization, actor=ACTOR
        )
        for name, role in (("physician", "physician"), ("admin", "admin"), ("second", "admin"))
    )
    take_in(organization, data or CHARTS, say, most=1)
    patient = organization.patients.order_by("source_id")[0]
    patient_grant(patient=patient, permission="view_chart", person=person, actor=ACTOR)
    with in_use(Trickle()) as backend:
        halt = halted(patient, person, admin, backend, at_once=AT_ONCE * scale)
        say(f"{halt.halted} of {AT_ONCE * scale} drafts halted")
        ready = resumed(person, (admin, second), backend)
    return _result(halt, ready)


@dataclass
class Halt:
    """What a throw of the switch did."""

    drafts: int
    halted: int
    began_after: int  # calls of the model that were let in although drafting was stopped
    lost: int  # drafts that neither wait for a person nor are in work
    to_stop: list[float]  # seconds from the switch to the stop of each call
    to_halted: float  # until the last draft said HALTED


@contextmanager
def in_use(backend: Trickle) -> Iterator[Trickle]:
    """Let a backend draft instead of the one configured."""
    usual = vars(steps)["backend_in_use"]

    def chosen() -> InferenceBackend:
        return backend

    vars(steps)["backend_in_use"] = chosen
    try:
        yield backend
    finally:
        vars(steps)["backend_in_use"] = usual


def halted(patient: "Patient", person: "Person", admin: "Person", backend: Trickle, *, at_once: int) -> Halt:
    """Throw the switch while so many drafts are written and as many wait for a worker."""
    writing = [_asked(patient, person) for _ in range(at_once)]
    for draft in writing:
        draft_retrieve(draft_id=draft.pk, worker="bench", actor=ACTOR)
    waiting = [_asked(patient, person) for _ in range(at_once)]
    with ThreadPoolExecutor(at_once) as pool:
        calls = [pool.submit(_in_thread, draft) for draft in writing]
        _until_begun(backend, at_once, calls)
        kill_switch_stop(reason="A bench stops it.", person=admin, actor=actor_for(admin))
        thrown = time.perf_counter()
        began = backend.begun
    ended = time.perf_counter()
    for draft in waiting:
        draft_retrieve(draft_id=draft.pk, worker="bench", actor=ACTOR)
    ends = [DraftStatus(end) for end in drafts_of_organization(person.organization_id).values_list("status", flat=True)]
    return Halt(
        drafts=len(ends),
        halted=ends.count(DraftStatus.HALTED),
        began_after=backend.begun - began,
        lost=sum(end is not DraftStatus.HALTED and end not in IN_PROGRESS for end in ends),
        to_stop=[moment - thrown for moment in backend.stopped_at],
        to_halted=ended - thrown,
    )


def _until_begun(backend: Trickle, number: int, calls: "list[Future[None]]") -> None:
    while backend.begun < number and not any(call.done() for call in calls):
        time.sleep(TOKEN_SECONDS)


def _asked(patient: "Patient", person: "Person") -> "Draft":
    return draft_request(
        patient_id=patient.pk, kind="chart_summary", subject="Chart summary", person=person, actor=actor_for(person)
    )


def _in_thread(draft: "Draft") -> None:
    try:
        draft_generate(draft_id=draft.pk, worker="bench", actor=ACTOR)
    finally:
        connection.close()


def resumed(person: "Person", admins: tuple["Person", "Person"], backend: Trickle) -> int:
    """Let two people turn drafting on and start every halted draft again by hand; return how many became ready."""
    asks, confirms = admins
    asked = resume_ask(scope=ALL_DRAFTING, reason="The bench is over.", person=asks, actor=actor_for(asks))
    resume_confirm(request_id=asked.pk, person=confirms, actor=actor_for(confirms))
    backend.tokens = 1
    drafts = list(drafts_of_organization(person.organization_id).filter(status=DraftStatus.HALTED))
    for draft in drafts:
        draft_resume(draft=draft, person=person, actor=actor_for(person))
        for step in (draft_retrieve, draft_generate, draft_check):
            step(draft_id=draft.pk, worker="bench", actor=ACTOR)
    return drafts_of_organization(person.organization_id).filter(status=DraftStatus.READY).count()


def _result(halt: Halt, ready: int) -> BenchResult:
    figures: dict[str, float] = {
        "drafts": halt.drafts,
        "halted": halt.halted,
        "began_after": halt.began_after,
        "lost": halt.lost,
        "resumed_ready": ready,
        "seconds_to_stop_max": max(halt.to_stop),
        "seconds_to_halted_max": halt.to_halted,
    }
    notes = [
        f"Half of the drafts were being written, a token every {TOKEN_SECONDS:g} s; the other half waited.",
        "seconds_to_stop_max: from the commit of the switch to the stop of the last call, the next token included.",
        "seconds_to_halted_max: to the last draft that says HALTED.",
    ]
    return BenchResult(n=halt.drafts, figures=figures, notes=notes)
