"""Each night rows that stand for an act are compared with the log: what has no event, or no row, is found."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from apps.audit.domain.actions import Action
from apps.audit.models import AuditEvent
from apps.audit.pipeline import log_reconcile
from apps.audit.pipeline.reconciling import recorded_kinds
from apps.audit.services import event_append
from apps.core.actors import Actor
from apps.governance.tasks import reconcile_log
from apps.review.models import Signature
from tests.audit.conftest import WORKER
from tests.audit.test_mutations import tamper
from tests.factories import World
from tests.governance.charts import make_record
from tests.governance.conftest import Keeper
from tests.kept import Copies, Kept, keep
from tests.review.conftest import Desk


@pytest.fixture(scope="session")
def kept_worked_desk(kept_world: Kept[World], django_db_blocker: Any) -> Kept[Desk]:
    with django_db_blocker.unblock():
        return keep(partial(make_record, kept_world.made), on=[kept_world])


@pytest.fixture
def worked(kept_worked_desk: Kept[Desk], world: World, copies: Copies) -> Desk:
    """A chart that was worked up to a signature. Its draft was made by a test, so that nobody asked for it."""
    desk = kept_worked_desk.put_back(copies)
    event_append(actor=WORKER, action=Action.DRAFT_REQUESTED, object_type="draft", object_id=desk.draft.pk)
    return desk


def off() -> dict[str, tuple[int, int]]:
    return {
        one.table: (one.without_event, one.without_row)
        for one in log_reconcile(actor=Actor.service("log"))
        if one.is_off
    }


def test_what_the_workbench_itself_writes_agrees(worked: Desk, world: World, client: Client) -> None:
    found = {one.table: one.rows for one in log_reconcile(actor=Actor.service("log"))}
    assert found["review_signature"] == found["review_reviewdecision"] == 1
    assert found["drafting_draft"] > 0
    event = AuditEvent.objects.latest("sequence")
    assert (event.action, event.outcome, event.details["off"]) == ("log_reconciled", "success", [])
    client.force_login(world.privacy)
    assert "each event its row" in client.get(reverse("audit:heads")).content.decode()


def test_an_event_that_was_taken_out_and_a_row_that_was_are_found_and_said(
    worked: Desk, world: World, client: Client, log_lines: Callable[[], list[Any]]
) -> None:
    tamper("DELETE FROM audit_auditevent WHERE action = 'draft_signed'")
    assert off() == {"review_signature": (1, 0)}
    (line,) = [one for one in log_lines() if one["event"] == "log_off"]
    assert (line["bucket"], line["count"]) == ("review_signature", 1)
    client.force_login(world.privacy)
    assert "Rows and events do not agree" in client.get(reverse("audit:heads")).content.decode()
    assert "(signatures)" in client.get(reverse("audit:heads")).content.decode()
    with pytest.raises(CommandError, match="do not agree"):
        call_command("log_reconcile")


def test_a_row_that_was_taken_out_is_found(worked: Desk) -> None:
    signature = Signature.objects.get()
    told = AuditEvent.objects.filter(action="draft_signed").values_list("object_id", flat=True).get()
    assert told == str(signature.pk)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE review_signature DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE review_signedfile DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM review_signedfile; DELETE FROM review_signature")
    assert off() == {"review_signature": (0, 1)}


def test_the_rows_of_a_record_that_was_destroyed_are_missed_by_nobody(worked: Desk, world: World) -> None:
    keeper = Keeper(world)
    keeper.confirm(keeper.ask(world.anna))
    reconcile_log()
    assert AuditEvent.objects.latest("sequence").outcome == "success"


def test_a_hold_that_was_placed_by_nobody_is_found(worked: Desk, world: World) -> None:
    hold = Keeper(world).hold()
    assert off() == {}
    tamper(f"DELETE FROM audit_auditevent WHERE object_id = '{hold.pk}'")
    assert off() == {"governance_legalhold": (1, 0)}


def test_every_kind_names_a_table_with_an_id_and_a_moment() -> None:
    tables = {model._meta.db_table: model for model in apps.get_models()}
    for kind in recorded_kinds():
        names = {field.name for field in tables[kind.table]._meta.fields}
        assert {"id", "created_at"} <= names
