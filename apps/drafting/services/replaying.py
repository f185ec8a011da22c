"""Making a sealed run once more, to be compared. The draft never changes; what it cost counts like any other call."""

from collections.abc import Mapping
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from apps.access.selectors import actor_for
from apps.audit.domain.actions import Action, Outcome
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.core.canonical import digest
from apps.drafting.backends import backend_in_use
from apps.drafting.domain.errors import BackendError, GenerationStopped
from apps.drafting.domain.replaying import (
    Replay,
    ReplayVerdict,
    claims_changed,
    outputs_same,
    parts_changed,
    passages_changed,
)
from apps.drafting.domain.tasks import DraftInput, DraftOutput, input_from_json, output_to_json
from apps.drafting.interface import InferenceBackend
from apps.drafting.models import Draft, DraftReplay, InferenceRun
from apps.drafting.services.acts import act_of, machine_parts
from apps.drafting.services.budgets import budget_left
from apps.drafting.services.crossing import input_cross, output_receive
from apps.drafting.services.models import model_check
from apps.drafting.services.watching import DraftWatch
from apps.governance.selectors import generation_allowed
from apps.retrieval.selectors import passages_get

if TYPE_CHECKING:
    from apps.access.models import Person

NO_RUN = "No call of a model is on record for this draft, so there is nothing to make again."
PURGED = "What the model was given was purged; its hashes stay. There is nothing left to make again."
OLDER = "The run is older than the record of its input, so it cannot be made again."
OTHER = "The backend that made it is no longer the one in use, so it was not asked."
IDENTICAL = "Made again from the same input, the answer is the same, byte for byte."
DIFFERS = "Made again from the same input, the answer is another one."


@transaction.atomic
def replay_ask(*, draft: Draft, person: "Person | None", actor: Actor) -> DraftReplay | None:
    """Write down that the newest run of a draft is to be made again; None when it has none.

    Whoever asks twice before it is made gets the same one.
    """
    Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    run = draft.runs.filter(broken_off="").order_by("-created_at").first()
    if run is None:
        return None
    waiting = run.replays.filter(finished_at=None).first()
    return waiting or DraftReplay.objects.create(run=run, asked_by=person)


def replay_make(*, replay_id: str | UUID, actor: Actor) -> Replay | None:
    """Make a run again and keep what came of it; None when that was done already. Audited as DRAFT_REPLAYED."""
    row = _row(replay_id)
    if row is None:
        return None
    actor = actor.within(row.run.draft.organization_id)
    made = _made(row.run, actor)
    return made if _keep(row, made, actor) else None


def _row(replay_id: str | UUID) -> DraftReplay | None:
    related = ("run__draft__requested_by", "run__draft__organization", "run__draft__release", "run__release")
    return DraftReplay.objects.select_related(*related).filter(pk=replay_id, finished_at=None).first()


@transaction.atomic
def _keep(row: DraftReplay, made: Replay, actor: Actor) -> bool:
    held = DraftReplay.objects.select_for_update(of=("self",)).filter(pk=row.pk, finished_at=None).first()
    if held is None:
        return False  # made by somebody else, or purged with its input meanwhile
    held.run = row.run
    held.finished_at, held.verdict = clock.now(), made.verdict
    held.input_tokens, held.output_tokens = made.tokens
    held.cost_micros = made.cost_micros
    held.result = made.as_json()
    held.save()
    draft = row.run.draft
    event_append(
        actor=actor_for(row.asked_by) if row.asked_by else actor,
        action=Action.DRAFT_REPLAYED,
        patient_id=str(draft.patient_id),
        object_type="draft",
        object_id=str(draft.pk),
        outcome=_outcome(made),
        details={"run": str(row.run_id), "verdict": made.verdict.value, "output_sha256": made.output_sha256},
    )
    return True


def _outcome(made: Replay) -> Outcome:
    return Outcome.FAILURE if made.verdict is ReplayVerdict.NOT_RUN else Outcome.SUCCESS


def _made(run: InferenceRun, actor: Actor) -> Replay:
    """Return what comes out now, or why nothing was asked."""
    if run.destruction:
        return Replay(ReplayVerdict.NOT_RUN, PURGED)
    if not run.input_sealed:
        return Replay(ReplayVerdict.NOT_RUN, OLDER)
    backend = backend_in_use()
    before = Replay(ReplayVerdict.NOT_RUN, OTHER, parts=_parts(run, backend), passages=_passages(run))
    if (backend.name, backend.host) != (run.backend, run.host):
        return before
    if sentence := _refused(run.draft):
        return replace(before, sentence=sentence)
    try:
        return _compared(run, backend, before, actor)
    except (BackendError, GenerationStopped) as error:
        return replace(before, sentence=error.sentence)


@transaction.atomic
def _refused(draft: Draft) -> str:
    verdict = generation_allowed(act_of(draft))
    return budget_left(draft) if verdict.allowed else verdict.sentence


def _compared(run: InferenceRun, backend: InferenceBackend, before: Replay, actor: Actor) -> Replay:
    model_check(backend)
    own: DraftInput = input_from_json(run.input)
    crossing = input_cross(run.draft, backend, own, actor)
    started = perf_counter()
    answer = backend.generate(crossing.given, DraftWatch(run.draft, leased=False))
    duration_ms = round((perf_counter() - started) * 1000)
    return _verdict(run, output_receive(crossing, answer), replace(before, duration_ms=duration_ms))


def _verdict(run: InferenceRun, output: DraftOutput, before: Replay) -> Replay:
    said = output_to_json(output)
    same = outputs_same(run.output, said)
    return replace(
        before,
        verdict=ReplayVerdict.IDENTICAL if same else ReplayVerdict.DIFFERS,
        sentence=IDENTICAL if same else DIFFERS,
        claims=() if same else claims_changed(run.output["claims"], said["claims"]),
        missing_differs=run.output["missing"] != said["missing"],
        output_sha256=digest(said),
        tokens=(output.input_tokens, output.output_tokens),
        cost_micros=output.cost_micros,
    )


def _parts(run: InferenceRun, backend: InferenceBackend) -> tuple[Any, ...]:
    """Return what of the machine is not what it was: the parts of its release, its engine, its parameters."""
    now = machine_parts(backend)
    was: Mapping[str, Any] = {name: getattr(run.release, name) for name in now}
    here = {"engine": backend.engine, "tokenizer_sha256": backend.tokenizer_sha256}
    here["prompt_sha256"] = backend.prompt_sha256
    then = {name: getattr(run, name) for name in here}
    return parts_changed({**was, **then, **run.parameters}, {**now, **here, **backend.parameters()})


def _passages(run: InferenceRun) -> tuple[Any, ...]:
    """Return which passages of the run the person who asked for the draft would not read today as they were."""
    draft = run.draft
    now = passages_get(run.passage_ids, patient_id=draft.patient_id, requester=draft.requested_by)
    return passages_changed(run.passages, {str(id_): passage.text for id_, passage in now.items()})
