"""The three steps of belt 2. Each: take the lease, work outside any transaction, save under the fencing token."""

from collections.abc import Callable
from dataclasses import replace
from time import perf_counter
from uuid import UUID

import structlog
from django.db import transaction

from apps.core import clock
from apps.core.actors import Actor
from apps.drafting.backends import backend_in_use
from apps.drafting.domain.answerability import Unanswerable, unanswerable
from apps.drafting.domain.buckets import UNFORESEEN, Bucket
from apps.drafting.domain.checks import check_draft
from apps.drafting.domain.claims import DraftKind
from apps.drafting.domain.criteria import CriteriaAnswers
from apps.drafting.domain.errors import BackendError, GenerationStopped, LeaseLost
from apps.drafting.domain.letter import appealed
from apps.drafting.domain.status import DraftStatus
from apps.drafting.domain.tasks import DraftInput, DraftOutput, output_from_json
from apps.drafting.models import Draft, DraftQuery
from apps.drafting.services.acts import act_of
from apps.drafting.services.criteria import criteria_answer, criteria_note, criteria_save
from apps.drafting.services.crossing import input_cross, output_receive
from apps.drafting.services.inputs import input_of, left_out_of
from apps.drafting.services.keeping import lease_kept
from apps.drafting.services.leases import lease_hold, lease_release, lease_take
from apps.drafting.services.models import model_check
from apps.drafting.services.planting import planted_checked, plants_save
from apps.drafting.services.results import Called, result_save, run_seal
from apps.drafting.services.transitions import move
from apps.drafting.services.watching import DraftWatch
from apps.governance.selectors import generation_allowed
from apps.retrieval.interface import SearchTask
from apps.retrieval.selectors import has_passages, passages_get, patient_passages
from apps.retrieval.services import chart_read, passages_search

Save = Callable[[Draft], None]
HITS_PER_CRITERION = 12
PURPOSE = "draft"
log = structlog.get_logger(__name__)


def draft_retrieve(*, draft_id: str | UUID, worker: str, actor: Actor) -> DraftStatus | None:
    """Ask the index as the person who asked for the draft: QUEUED -> RETRIEVED, or BLOCKED when nothing may be read."""
    return _step(DraftStatus.QUEUED, draft_id, worker, actor, _retrieve)


def draft_generate(*, draft_id: str | UUID, worker: str, actor: Actor) -> DraftStatus | None:
    """Call the backend: RETRIEVED -> GENERATED, or BLOCKED when the chart cannot carry a draft."""
    return _step(DraftStatus.RETRIEVED, draft_id, worker, actor, _generate)


def draft_check(*, draft_id: str | UUID, worker: str, actor: Actor) -> DraftStatus | None:
    """Check every claim and bind every citation: GENERATED -> READY, or BLOCKED when nothing weighty stands."""
    return _step(DraftStatus.GENERATED, draft_id, worker, actor, _check)


def _step(
    expected: DraftStatus, draft_id: str | UUID, worker: str, actor: Actor, work: Callable[[Draft, Actor], Save]
) -> DraftStatus | None:
    draft = lease_take(draft_id=draft_id, expected=expected, worker=worker, actor=actor)
    if draft is None:
        return None
    actor = actor.within(draft.organization_id)
    try:
        with lease_kept(draft):
            save = work(draft, actor)
    except BackendError as error:
        save = _failure(error, actor)
    except GenerationStopped as stop:
        save = _halted(stop, actor)
    except LeaseLost:
        _lost(draft)
        return None
    except Exception:
        lease_release(draft_id=draft.pk, fence=draft.fence, bucket=UNFORESEEN[expected], actor=actor)
        raise
    try:
        return _save(draft, save, actor)
    except LeaseLost:
        _lost(draft)
        return None


def _lost(draft: Draft) -> None:
    log.warning("lease_lost", draft_id=str(draft.pk), stage=draft.status)


@transaction.atomic
def _save(draft: Draft, save: Save, actor: Actor) -> DraftStatus:
    held = lease_hold(draft.pk, draft.fence)
    verdict = generation_allowed(act_of(held))
    if verdict.allowed:
        save(held)
    else:
        move(held, DraftStatus.HALTED, actor=actor, reason=verdict.sentence, bucket=Bucket.HALTED)
    return DraftStatus(held.status)


def _failure(error: BackendError, actor: Actor) -> Save:
    def save(held: Draft) -> None:
        if error.permanent:
            move(held, DraftStatus.FAILED, actor=actor, reason=error.sentence, bucket=error.bucket)
        else:
            lease_release(draft_id=held.pk, fence=held.fence, bucket=error.bucket, actor=actor)

    return save


def _halted(stop: GenerationStopped, actor: Actor) -> Save:
    def save(held: Draft) -> None:
        move(held, DraftStatus.HALTED, actor=actor, reason=stop.sentence, bucket=Bucket.HALTED)

    return save


def _blocked(reason: str, missing: tuple[str, ...], actor: Actor) -> Save:
    def save(held: Draft) -> None:
        held.missing = list(missing)
        move(held, DraftStatus.BLOCKED, actor=actor, reason=reason)

    return save


def _unanswered(
    draft_input: DraftInput, refusal: Unanswerable, answered: CriteriaAnswers | None, actor: Actor
) -> Save:  # fmt: skip
    """End a draft that the chart cannot carry, with what the criteria want: that list is the product."""
    end = _blocked(refusal.reason, refusal.missing, actor)

    def save(held: Draft) -> None:
        criteria_save(held, draft_input, answered)
        end(held)

    return save


def _retrieve(draft: Draft, actor: Actor) -> Save:
    if not has_passages(draft.patient_id, draft.requested_by):
        return _blocked("The chart holds no document that the person who asked may see.", (), actor)
    found = [("", _read_chart(draft, actor))]
    if draft.kind == DraftKind.PRIOR_AUTH_LETTER and draft.policy:
        criteria = draft.policy.criteria.filter(op="leaf").order_by("ordinal")
        found += [(criterion.node_id, _search(draft, criterion.text, actor)) for criterion in criteria]

    def save(held: Draft) -> None:
        held.queries.all().delete()  # of an earlier attempt; the searches themselves stay in the log
        DraftQuery.objects.bulk_create(
            DraftQuery(draft=held, query_id=query_id, criterion_id=node_id) for node_id, query_id in found
        )
        held.attempt = 0
        move(held, DraftStatus.RETRIEVED, actor=actor, details={"searches": len(found) - 1})

    return save


def _read_chart(draft: Draft, actor: Actor) -> str:
    """Keep that everything its requester may read is read for this draft: any kind of draft gets all of it."""
    return chart_read(
        patient_id=draft.patient_id,
        requester=draft.requested_by,
        purpose=PURPOSE,
        purpose_id=str(draft.pk),
        actor=actor,
    )


def _search(draft: Draft, question: str, actor: Actor) -> str:
    result = passages_search(
        patient_id=draft.patient_id,
        text=question,
        requester=draft.requested_by,
        limit=HITS_PER_CRITERION,
        task=SearchTask.CRITERION,
        purpose=PURPOSE,
        purpose_id=str(draft.pk),
        actor=actor,
    )
    return result.query_id


def _generate(draft: Draft, actor: Actor) -> Save:
    draft_input = input_of(draft, patient_passages(draft.patient_id, draft.requested_by))
    refusal = unanswerable(draft_input)
    if refusal:
        return _unanswered(draft_input, refusal, criteria_answer(draft, draft_input), actor)
    backend = backend_in_use()
    model_check(backend)
    crossing = input_cross(draft, backend, draft_input, actor)
    started_at, started = clock.now(), perf_counter()
    watch = DraftWatch(draft)
    try:
        answer = backend.generate(crossing.given, watch)
    except (BackendError, GenerationStopped) as error:
        bucket = error.bucket if isinstance(error, BackendError) else Bucket.HALTED
        nothing = DraftOutput(claims=(), output_tokens=watch.tokens)
        _break_off(draft, Called(backend, crossing, nothing, started_at, _ms_since(started), bucket), actor)
        raise
    called = Called(backend, crossing, output_receive(crossing, answer), started_at, _ms_since(started))
    output = called.output

    def save(held: Draft) -> None:
        run = run_seal(held, called, actor=actor)
        held.attempt = 0
        move(held, DraftStatus.GENERATED, actor=actor, details={"run": str(run.pk), "claims": len(output.claims)})

    return save


def _ms_since(started: float) -> int:
    return round((perf_counter() - started) * 1000)


@transaction.atomic
def _break_off(draft: Draft, called: Called, actor: Actor) -> None:
    """Keep a call that gave no draft: it was made, and paid for. Nothing of what it wrote is kept."""
    run_seal(draft, called, actor=actor)


def _check(draft: Draft, actor: Actor) -> Save:
    run = draft.runs.filter(broken_off="").defer("input_sealed", "raw_sealed").latest("created_at")
    passages = passages_get(run.passage_ids, patient_id=draft.patient_id, requester=draft.requested_by)
    draft_input = input_of(draft, passages.values())
    output = appealed(draft_input, output_from_json(run.output))
    checked, plants = (
        planted_checked(draft, draft_input, output) if draft.is_seeded else (check_draft(draft_input, output), ())
    )
    answered = criteria_answer(draft, draft_input)
    checked = criteria_note(draft, checked, answered)
    checked = replace(checked, missing=(*checked.missing, *left_out_of(draft)))

    def save(held: Draft) -> None:
        result_save(held, draft_input, checked, answered, actor=actor)
        plants_save(held, plants)

    return save
