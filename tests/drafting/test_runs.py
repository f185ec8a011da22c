"""What is kept of a model call, what a day may cost, in which bucket a failure falls, and how long a lease holds."""

import json
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from apps.access.selectors import actor_for
from apps.core import clock
from apps.core.canonical import sha256_hex
from apps.coverage.models import CoveragePolicy
from apps.drafting import backends
from apps.drafting.domain.budgets import BudgetMalformed, Spent, budget_of, refusal
from apps.drafting.domain.errors import BackendError, LeaseLost
from apps.drafting.domain.tasks import DraftInput, DraftOutput, input_from_json
from apps.drafting.interface import Watch
from apps.drafting.models import Draft, DraftStage, InferenceRun
from apps.drafting.services import draft_generate, draft_resume, draft_retrieve, steps, watching
from apps.drafting.services.leases import MOST_ATTEMPTS, lease_take
from apps.drafting.services.watching import DraftWatch
from tests.drafting.conftest import WORKER, request_letter, request_summary, run
from tests.factories import World

WORK: Any = {"worker": "worker-1", "actor": WORKER}


class Paid(backends.ExtractiveBackend):
    """The real composer, which costs something and says what it wrote."""

    engine = "composer 1"

    def generate(self, draft_input: DraftInput, watch: Watch) -> DraftOutput:
        answer = super().generate(draft_input, watch)
        return DraftOutput(answer.claims, answer.missing, 700, 300, raw="{as written}", cost_micros=2500, marker="f00d")


@pytest.fixture
def paid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "backend_in_use", Paid)


@pytest.fixture
def budgets(settings: Any, tmp_path: Path) -> Any:
    """Set the day's budgets."""

    def write(**data: Any) -> None:
        path = tmp_path / f"budgets-{len(list(tmp_path.iterdir()))}.json"
        path.write_text(json.dumps(data))
        settings.WORKBENCH_BUDGETS = path

    return write


def test_a_run_keeps_everything_that_rebuilds_it(charted: World, policy: CoveragePolicy, paid: None) -> None:
    draft = run(request_letter(charted, policy))
    sealed = InferenceRun.objects.get(draft=draft)
    assert input_from_json(sealed.input).sha256() == sealed.input_sha256 == sealed.given_sha256
    texts = [(it["passage_id"], sha256_hex(it["text"])) for it in sealed.input["passages"]]
    assert [(row["id"], row["sha256"]) for row in sealed.passages] == texts
    assert any(found["criterion"] == "1" and found["rank"] == 1 for row in sealed.passages for found in row["found"])
    assert (sealed.raw, sealed.raw_sha256) == ("{as written}", sha256_hex("{as written}"))
    assert (sealed.input_tokens, sealed.output_tokens, sealed.cost_micros) == (700, 300, 2500)
    assert (sealed.requested_by, sealed.engine) == (charted.okafor, "composer 1")
    assert sealed.marker == "f00d"
    assert sealed.started_at


def test_the_words_of_a_run_stand_sealed_in_the_database(charted: World, paid: None) -> None:
    run(request_summary(charted))
    with connection.cursor() as cursor:
        cursor.execute("SELECT input_sealed, raw_sealed FROM drafting_inferencerun")
        for column in cursor.fetchone():
            assert b"Leflunomide" not in bytes(column)
            assert b"as written" not in bytes(column)


def test_each_stage_keeps_when_it_began_and_ended(charted: World) -> None:
    draft = run(request_summary(charted))
    stages = list(draft.stages.order_by("ended_at"))
    assert [(row.stage, row.end) for row in stages] == [
        ("QUEUED", "RETRIEVED"), ("RETRIEVED", "GENERATED"), ("GENERATED", "READY"),
    ]  # fmt: skip
    for before, after in pairwise(stages):
        assert before.queued_at <= before.entered_at <= before.started_at <= before.ended_at == after.entered_at


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ({"person": {"drafts": 1}}, "the person who asked is used up: 1 drafts of 1 drafts"),
        ({"person": {"tokens": 1000}}, "1,000 tokens of 1,000 tokens"),
        ({"organization": {"cost_micros": 2500}}, "the organization is used up: 0.00 in cost of 0.00 in cost"),
        ({"person": {"drafts": 9}, "organizations": {"cedar": {"person": {"drafts": 1}}}}, "1 drafts of 1 drafts"),
    ],
)
def test_over_budget_a_draft_fails_with_a_sentence_and_the_manual_path(
    charted: World, paid: None, budgets: Any, limits: dict[str, Any], words: str
) -> None:
    budgets(**limits)
    assert run(request_summary(charted)).status == "READY"
    over = run(request_summary(charted))
    assert (over.status, over.bucket, over.runs.count()) == ("FAILED", "budget", 0)
    assert words in over.reason
    assert "write the document by hand" in over.reason


def test_a_budget_starts_anew_the_next_day_and_a_person_resumes(
    charted: World, paid: None, budgets: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    budgets(person={"drafts": 1})
    run(request_summary(charted))
    over = run(request_summary(charted))
    tomorrow = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    draft_resume(draft=over, person=charted.okafor, actor=actor_for(charted.okafor))
    assert run(over).status == "READY"


def test_a_call_under_way_counts_before_it_is_sealed(charted: World, budgets: Any) -> None:
    budgets(person={"drafts": 1})
    first, second = request_summary(charted), request_summary(charted)
    for draft in (first, second):
        draft_retrieve(draft_id=draft.pk, **WORK)
    assert lease_take(draft_id=first.pk, expected="RETRIEVED", worker="one", actor=WORKER)
    assert lease_take(draft_id=second.pk, expected="RETRIEVED", worker="two", actor=WORKER) is None
    second.refresh_from_db()
    assert (second.status, second.bucket) == ("FAILED", "budget")


def test_what_was_paid_for_is_finished_although_the_budget_is_used_up(charted: World, paid: None, budgets: Any) -> None:
    budgets(person={"tokens": 1000})
    assert run(request_summary(charted)).status == "READY"


def test_no_limit_refuses_nothing_and_a_malformed_file_says_where() -> None:
    much = Spent(10**9, 10**12, 10**12)
    assert refusal(budget_of({}, "cedar"), person=much, organization=much) == ""
    with pytest.raises(BudgetMalformed, match=r"cedar\.person has no limit called 'pages'"):
        budget_of({"person": {"pages": 3}}, "cedar")
    with pytest.raises(BudgetMalformed, match=r"cedar\.organization\.tokens is -1"):
        budget_of({"organization": {"tokens": -1}}, "cedar")


def broken(*_: Any, **__: Any) -> Any:
    raise ConnectionResetError("gone")


@pytest.mark.parametrize(
    ("step", "where", "status", "bucket", "why"),
    [
        (draft_retrieve, "chart_read", "QUEUED", "retrieval", "the chart could not be searched"),
        (draft_generate, "backend_in_use", "RETRIEVED", "model", "the model failed"),
    ],
)
def test_an_error_nobody_foresaw_ends_in_its_bucket_once_the_attempts_are_used_up(
    charted: World, monkeypatch: pytest.MonkeyPatch, step: Any, where: str, status: str, bucket: str, why: str
) -> None:
    draft = request_summary(charted)
    if status == "RETRIEVED":
        draft_retrieve(draft_id=draft.pk, **WORK)
    monkeypatch.setattr(steps, where, broken)
    for attempt in range(1, MOST_ATTEMPTS + 1):
        draft.refresh_from_db()
        assert (draft.status, draft.attempt) == (status, attempt - 1)
        with pytest.raises(ConnectionResetError):
            step(draft_id=draft.pk, **WORK)
    draft.refresh_from_db()
    assert (draft.status, draft.bucket) == ("FAILED", bucket)
    assert why in draft.reason


@pytest.mark.parametrize("bucket", ["timeout", "upstream", "guardrail"])
def test_a_backend_that_fails_three_times_ends_in_the_bucket_it_named(
    charted: World, monkeypatch: pytest.MonkeyPatch, bucket: str
) -> None:
    class Failing(backends.ExtractiveBackend):
        def generate(self, draft_input: DraftInput, watch: Watch) -> DraftOutput:
            raise BackendError("It did not work.", bucket=bucket)

    draft = request_summary(charted)
    draft_retrieve(draft_id=draft.pk, **WORK)
    monkeypatch.setattr(steps, "backend_in_use", Failing)
    for _ in range(MOST_ATTEMPTS):
        draft_generate(draft_id=draft.pk, **WORK)
    draft.refresh_from_db()
    assert (draft.status, draft.bucket, draft.lease_owner) == ("FAILED", bucket, "")
    assert list(DraftStage.objects.filter(draft=draft).values_list("end", "bucket"))[-1] == ("FAILED", bucket)


def leased(world: World) -> Draft:
    draft = lease_take(draft_id=request_summary(world).pk, expected="QUEUED", worker="one", actor=WORKER)
    assert draft
    return draft


def test_looking_up_holds_the_lease_for_longer_than_it_was_taken(
    charted: World, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = leased(charted)
    watch = DraftWatch(draft)
    monkeypatch.setattr(watching, "monotonic", lambda: watch.started + watch.renew_every)
    later = clock.now() + timedelta(minutes=5)
    monkeypatch.setattr(clock, "now", lambda: later)
    watch.tick(1)
    draft.refresh_from_db()
    assert draft.lease_until == later + timedelta(seconds=settings.WORKBENCH_LEASE_SECONDS)


def test_a_lease_that_was_lost_stops_the_call(charted: World, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = leased(charted)
    watch = DraftWatch(draft)
    Draft.objects.filter(pk=draft.pk).update(fence=draft.fence + 1, lease_owner="two")
    monkeypatch.setattr(watching, "monotonic", lambda: watch.started + watch.renew_every)
    with pytest.raises(LeaseLost):
        watch.tick(1)


def test_a_call_that_takes_too_long_is_stopped(charted: World, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.WORKBENCH_GENERATION_SECONDS = 7
    watch = DraftWatch(leased(charted))
    monkeypatch.setattr(watching, "monotonic", lambda: watch.started + 8)
    with pytest.raises(BackendError, match="longer than 7 seconds") as caught:
        watch.tick(1)
    assert caught.value.bucket == "timeout"
