"""The operations page and the metrics: figures of the belt, of no patient and no person, for who may see them."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from apps.drafting.models import Draft
from apps.drafting.services.beats import beat_keep
from apps.quality.domain.exposition import Metric, Sample, exposition
from tests.drafting.conftest import request_summary, run, take_in
from tests.factories import World
from tests.governance.switch import resume, stop

METRICS = reverse("operations:metrics")
PAGE = reverse("operations:operations")


@pytest.fixture
def drafted(world: World) -> World:
    """One draft that is ready, one that was halted, one that waits."""
    take_in(world.cedar, "anna", "Anna", "Lindgren-Sato")
    run(request_summary(world))
    halted = request_summary(world)
    stop(world)
    run(halted)
    resume(world)
    request_summary(world)
    beat_keep(worker=f"here:{uuid4()}")  # of one worker, a beat is kept once in a while
    return world


def value(text: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    assert found, f"{name} is not among:\n{text}"
    return float(found[1])


def test_the_page_shows_ends_stages_queue_and_budget_of_the_own_organization(drafted: World, client: Client) -> None:
    client.force_login(drafted.admin)
    page = client.get(PAGE)
    assert [(row.end, row.bucket, row.number) for row in page.context["report"].ends] == [
        ("HALTED", "halted", 1), ("READY", "", 1),
    ]  # fmt: skip
    assert {row.name for row in page.context["report"].stages} >= {"Writing", "From the click to ready"}
    assert (page.context["report"].queue.waiting, page.context["report"].workers) == (1, 1)
    assert [row.used for row in page.context["report"].budget] == [1, 0, 0]
    assert "Lindgren" not in page.content.decode()


def test_another_organization_sees_nothing_of_it_and_no_other_role_sees_the_page(
    drafted: World, client: Client
) -> None:
    drafted.people["other"] = drafted.brightwater_quality
    drafted.other.role = "admin"
    drafted.other.save()
    client.force_login(drafted.other)
    report = client.get(PAGE).context["report"]
    assert (report.ends, report.stages, report.queue.waiting) == ([], [], 0)
    client.force_login(drafted.okafor)
    assert client.get(PAGE).status_code == 403


def test_metrics_count_drafts_and_name_no_patient_person_or_draft(drafted: World, client: Client) -> None:
    text = client.get(METRICS).content.decode()
    assert value(text, 'workbench_draft_ends_total{organization="cedar",end="READY",bucket=""}') == 1
    assert value(text, 'workbench_draft_ends_total{organization="cedar",end="HALTED",bucket="halted"}') == 1
    assert value(text, 'workbench_drafts_waiting{organization="cedar"}') == 1
    assert value(text, "workbench_workers_alive") == 1
    assert value(text, "workbench_drafting_allowed") == 1
    assert value(text, 'workbench_draft_stage_seconds_count{stage="Writing"}') == 1
    named = next(iter(Draft.objects.values_list("pk", "patient_id", "requested_by")))
    assert not [id_ for id_ in named if str(id_) in text]
    assert "okafor" not in text.lower()
    stop(drafted)
    assert value(client.get(METRICS).content.decode(), "workbench_drafting_allowed") == 0


@pytest.mark.parametrize(
    ("token", "loopback", "meta", "status"),
    [
        ("", True, {}, 200),
        ("", True, {"HTTP_X_FORWARDED_FOR": "10.0.0.9"}, 404),
        ("", True, {"REMOTE_ADDR": "10.0.0.9"}, 404),
        ("", False, {}, 404),
        ("abc", True, {}, 404),
        ("abc", False, {"HTTP_AUTHORIZATION": "Bearer abcd"}, 404),
        ("abc", False, {"HTTP_AUTHORIZATION": "Bearer abc", "REMOTE_ADDR": "10.0.0.9"}, 200),
    ],
)
def test_metrics_are_for_who_shows_the_token_or_asks_from_this_machine(
    db: None, client: Client, settings: Any, token: str, loopback: bool, meta: dict[str, Any], status: int
) -> None:
    settings.WORKBENCH_METRICS_TOKEN, settings.WORKBENCH_METRICS_ON_LOOPBACK = token, loopback
    assert client.get(METRICS, **meta).status_code == status


def test_a_label_cannot_break_out_of_its_line() -> None:
    text = exposition([Metric("m", "gauge", "What\nit is", (Sample(2, {"a": 'x"}\n\\'}), Sample(1.5)))])
    assert text == '# HELP m What\\nit is\n# TYPE m gauge\nm{a="x\\"}\\n\\\\"} 2\nm 1.5\n'
