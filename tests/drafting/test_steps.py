"""A draft goes its way exactly once, whatever happens to the worker; and stops when it must."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from apps.access.selectors import actor_for
from apps.access.services import person_active_set
from apps.audit.domain.actions import Action
from apps.audit.models import AuditEvent
from apps.chart.models import PatientPersonGrant, SourceDocument
from apps.core import clock
from apps.core.canonical import sha256_hex
from apps.coverage.models import CoveragePolicy
from apps.coverage.services import policy_load
from apps.drafting import backends
from apps.drafting.domain.errors import BackendError
from apps.drafting.domain.tasks import DraftInput, DraftOutput
from apps.drafting.interface import Watch
from apps.drafting.models import Citation, Claim, Draft, Finding, InferenceRun
from apps.drafting.selectors import stale_draft_ids
from apps.drafting.services import draft_check, draft_generate, draft_resume, draft_retrieve, steps
from apps.drafting.services.leases import MOST_ATTEMPTS, lease_length, lease_take
from apps.governance.services import kill_switch_stop
from tests.coverage.test_tree import POLICY
from tests.drafting.conftest import WORKER, request_letter, request_summary, run
from tests.factories import World
from tests.governance.switch import resume

WORK = {"worker": "worker-1", "actor": WORKER}


def stop(world: World) -> None:
    kill_switch_stop(reason="A wrong dose was seen.", person=world.admin, actor=actor_for(world.admin))


def expire(draft: Draft) -> None:
    """Let the lease run out, as it does when a worker was killed."""
    Draft.objects.filter(pk=draft.pk).update(lease_until=clock.now() - timedelta(seconds=1))


class Backend(backends.ExtractiveBackend):
    """The real composer, with something done before it answers."""

    def __init__(self, before: Any) -> None:
        self.before = before

    def generate(self, draft_input: DraftInput, watch: Watch) -> DraftOutput:
        self.before()
        return super().generate(draft_input, watch)


def use(monkeypatch: pytest.MonkeyPatch, before: Any) -> None:
    monkeypatch.setattr(steps, "backend_in_use", lambda: Backend(before))


def test_a_summary_is_made_from_the_chart_with_every_citation_bound_to_the_source(charted: World) -> None:
    draft = run(request_summary(charted))
    assert draft.status == "READY"
    assert draft.release.model_name == "Extractive composer (no language model)"
    citations = Citation.objects.filter(claim__draft=draft).order_by("ordinal")
    assert [citation.ordinal for citation in citations] == list(range(1, len(citations) + 1))
    for citation in citations:
        document = SourceDocument.objects.get(pk=citation.source_document_id)
        assert citation.source_sha256 == document.sha256
        assert citation.quote_sha256 == sha256_hex(document.text[citation.source_start : citation.source_end])


def test_nothing_a_draft_stores_names_the_patient(charted: World) -> None:
    draft = run(request_summary(charted, subject="For Anna Lindgren-Sato"))
    stored = [
        draft.subject,
        *Claim.objects.values_list("text", flat=True),
        *Finding.objects.values_list("sentence", flat=True),
    ]
    stored += [str(inference.output) for inference in InferenceRun.objects.all()]
    assert not [text for text in stored if "Lindgren" in text or "Anna" in text]


def test_a_letter_is_made_criterion_by_criterion_with_the_searches_it_rests_on(
    charted: World, policy: CoveragePolicy
) -> None:
    draft = run(request_letter(charted, policy))
    assert draft.status == "READY"
    assert set(draft.queries.values_list("criterion_id", flat=True)) == {"", "1"}  # the chart as a whole, and the leaf
    assert any("no adequate response" in claim.text for claim in draft.claims.filter(criterion_id="1"))


def test_each_step_writes_its_audit_event_in_order(charted: World) -> None:
    draft = run(request_summary(charted))
    events = AuditEvent.objects.filter(object_type="draft", object_id=str(draft.pk)).order_by("sequence")
    assert [event.action for event in events] == [
        Action.DRAFT_REQUESTED, Action.DRAFT_RETRIEVED, Action.DRAFT_GENERATED, Action.DRAFT_READY,
    ]  # fmt: skip


def test_a_bell_that_rings_twice_does_the_step_once(charted: World) -> None:
    draft = run(request_summary(charted))
    claims = draft.claims.count()
    run(draft)
    assert draft.claims.count() == claims
    assert draft.runs.count() == 1


def test_a_draft_somebody_works_on_is_left_alone_until_the_lease_runs_out(charted: World) -> None:
    draft = request_summary(charted)
    first = lease_take(draft_id=draft.pk, expected="QUEUED", worker="one", actor=WORKER)
    assert first
    assert first.lease_until <= clock.now() + lease_length()
    assert lease_take(draft_id=draft.pk, expected="QUEUED", worker="two", actor=WORKER) is None
    expire(draft)
    second = lease_take(draft_id=draft.pk, expected="QUEUED", worker="two", actor=WORKER)
    assert second
    assert second.fence == first.fence + 1


def test_what_a_worker_made_under_an_old_lease_is_not_saved(charted: World, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = request_summary(charted)
    draft_retrieve(draft_id=draft.pk, **WORK)

    def stolen() -> None:
        expire(draft)
        lease_take(draft_id=draft.pk, expected="RETRIEVED", worker="thief", actor=WORKER)

    use(monkeypatch, stolen)
    assert draft_generate(draft_id=draft.pk, **WORK) is None
    draft.refresh_from_db()
    assert (draft.status, draft.lease_owner) == ("RETRIEVED", "thief")
    assert not draft.runs.exists()


@pytest.mark.parametrize("at", ["QUEUED", "RETRIEVED", "GENERATED"])
def test_a_worker_killed_at_any_step_leaves_a_draft_that_ends_ready_once(charted: World, at: str) -> None:
    draft = request_summary(charted)
    for step in (draft_retrieve, draft_generate, draft_check):
        draft.refresh_from_db()
        if draft.status == at:
            lease_take(draft_id=draft.pk, expected=at, worker="killed", actor=WORKER)
            expire(draft)
            assert stale_draft_ids() == [str(draft.pk)]
        step(draft_id=draft.pk, **WORK)
    draft.refresh_from_db()
    assert draft.status == "READY"
    assert (draft.runs.count(), draft.attempt, draft.lease_owner) == (1, 0, "")
    assert list(draft.claims.values_list("ordinal", flat=True)) == list(range(1, draft.claims.count() + 1))


def test_a_lost_bell_is_rung_again_only_when_nobody_came(charted: World) -> None:
    draft = request_summary(charted)
    assert stale_draft_ids() == []
    Draft.objects.filter(pk=draft.pk).update(created_at=clock.now() - timedelta(minutes=1))
    assert stale_draft_ids() == [str(draft.pk)]
    run(draft)
    assert stale_draft_ids() == []


def test_after_three_broken_attempts_a_person_decides_and_can_start_it_again(charted: World) -> None:
    draft = request_summary(charted)
    for _ in range(MOST_ATTEMPTS):
        lease_take(draft_id=draft.pk, expected="QUEUED", worker="dies", actor=WORKER)
        expire(draft)
    draft_retrieve(draft_id=draft.pk, **WORK)
    draft.refresh_from_db()
    assert (draft.status, draft.bucket) == ("FAILED", "worker")
    assert "broke off 3 times while reading the chart" in draft.reason
    draft_resume(draft=draft, person=charted.okafor, actor=actor_for(charted.okafor))
    assert run(draft).status == "READY"


@pytest.mark.parametrize(("permanent", "status"), [(True, "FAILED"), (False, "RETRIEVED")])
def test_a_backend_error_fails_the_draft_or_lets_it_be_tried_again(
    charted: World, monkeypatch: pytest.MonkeyPatch, permanent: bool, status: str
) -> None:
    def broken() -> None:
        raise BackendError("The model could not be loaded.", bucket="model", permanent=permanent)

    draft = request_summary(charted)
    draft_retrieve(draft_id=draft.pk, **WORK)
    use(monkeypatch, broken)
    draft_generate(draft_id=draft.pk, **WORK)
    draft.refresh_from_db()
    assert (draft.status, draft.lease_owner) == (status, "")
    assert draft.reason == ("The model could not be loaded." if permanent else "")


def test_an_unforeseen_error_lets_go_of_the_lease(charted: World, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = request_summary(charted)
    draft_retrieve(draft_id=draft.pk, **WORK)
    use(monkeypatch, lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        draft_generate(draft_id=draft.pk, **WORK)
    draft.refresh_from_db()
    assert (draft.status, draft.lease_owner, draft.attempt) == ("RETRIEVED", "", 1)


@pytest.mark.parametrize("done", [0, 1, 2])
def test_the_kill_switch_halts_before_any_step_and_a_person_resumes(charted: World, done: int) -> None:
    draft = request_summary(charted)
    steps_of_belt = (draft_retrieve, draft_generate, draft_check)
    for step in steps_of_belt[:done]:
        step(draft_id=draft.pk, **WORK)
    stop(charted)
    steps_of_belt[done](draft_id=draft.pk, **WORK)
    draft.refresh_from_db()
    assert (draft.status, draft.bucket) == ("HALTED", "halted")
    assert "A wrong dose was seen." in draft.reason
    resume(charted)
    draft_resume(draft=draft, person=charted.okafor, actor=actor_for(charted.okafor))
    assert run(draft).status == "READY"


def test_a_switch_thrown_while_the_model_runs_halts_before_anything_is_saved(
    charted: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = request_summary(charted)
    draft_retrieve(draft_id=draft.pk, **WORK)
    use(monkeypatch, lambda: stop(charted))
    draft_generate(draft_id=draft.pk, **WORK)
    draft.refresh_from_db()
    assert draft.status == "HALTED"
    made = draft.runs.get()  # the call was made: it stays on record, and no word that it wrote
    assert (made.broken_off, made.raw, made.output["claims"]) == ("halted", "", [])


def test_the_longest_reason_of_the_switch_still_halts(charted: World) -> None:
    draft = request_summary(charted)
    person = charted.admin
    kill_switch_stop(reason="x" * 500, person=person, actor=actor_for(person))
    assert run(draft).status == "HALTED"


def take_right(world: World) -> None:
    PatientPersonGrant.objects.filter(user=world.okafor, content_object=world.anna).delete()


def take_access(world: World) -> None:
    person_active_set(person=world.okafor, active=False, actor=WORKER)


@pytest.mark.parametrize("take", [take_right, take_access])
@pytest.mark.parametrize("done", [0, 1, 2])
def test_a_right_taken_away_between_the_bell_and_the_work_blocks_the_draft(
    charted: World, take: Any, done: int
) -> None:
    draft = request_summary(charted)
    steps_in_order = [draft_retrieve, draft_generate, draft_check]
    for step in steps_in_order[:done]:
        step(draft_id=draft.pk, **WORK)
    take(charted)
    steps_in_order[done](draft_id=draft.pk, **WORK)
    draft.refresh_from_db()
    assert (draft.status, draft.claims.count(), draft.runs.count()) == ("BLOCKED", 0, int(done == 2))
    assert "may no longer see the chart" in draft.reason


def test_a_right_taken_away_while_the_model_runs_leaves_no_draft(
    charted: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, lambda: take_right(charted))
    draft = run(request_summary(charted))
    assert (draft.status, draft.claims.count()) == ("BLOCKED", 0)


def test_an_empty_chart_blocks_with_a_sentence_and_no_model_call(world: World) -> None:
    draft = run(request_summary(world))
    assert draft.status == "BLOCKED"
    assert draft.reason == "The chart holds no document that the person who asked may see."
    assert not draft.runs.exists()


def test_a_letter_the_chart_cannot_carry_is_a_list_of_what_is_missing(charted: World) -> None:
    test = {"kind": "observation", "any_of": ["spirometry"]}
    leaf = {"id": "1", "op": "leaf", "text": "Spirometry shows obstruction.", "test": test}
    policy = policy_load(body={**POLICY, "root": {"id": "TS-01", "op": "all", "children": [leaf]}}, actor=WORKER)
    draft = run(request_letter(charted, policy))
    assert draft.status == "BLOCKED"
    assert draft.missing == [
        "Criterion 1: Spirometry shows obstruction. What would settle it: a pulmonary function report."
    ]
    assert not draft.claims.exists()


def test_the_database_refuses_an_end_without_a_reason(world: World) -> None:
    draft = request_summary(world)
    with pytest.raises(IntegrityError, match="draft_end_says_why"), transaction.atomic():
        Draft.objects.filter(pk=draft.pk).update(status="FAILED")
