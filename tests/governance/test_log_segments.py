"""The page of the log's age: what is due, held and destroyed; two people ask for what is due, each on record."""

import re
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from apps.audit.models import AuditEvent
from apps.governance.models import LogDestruction
from tests.audit.conftest import append
from tests.audit.test_mutations import Log
from tests.audit.test_segments import grow, old_log
from tests.factories import PASSWORD, World
from tests.governance.conftest import Keeper

__all__ = ["append", "old_log"]
PAGE = reverse("governance:log_segments")


def browser(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def words(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def act(person: Any, name: str, *args: object, **data: str) -> Any:
    return browser(person).post(reverse(f"governance:{name}", args=args), data, follow=True)


def test_one_asks_another_confirms_the_signer_destroys_and_the_page_says_each_step(world: World, old_log: Log) -> None:
    shown = words(browser(world.privacy).get(PAGE))
    assert "1 to 512" in shown
    assert "older than 10 years" in shown
    asked = act(world.privacy, "log_destruction_ask", reason="Ten years are over")
    assert "It waits for another person" in words(asked)
    assert "Ask for 512 events" not in words(asked)
    request = LogDestruction.objects.get()
    confirmed = act(world.admin, "log_destruction_confirm", request.pk, password=PASSWORD)
    assert "It waits for manage.py log_retire" in words(confirmed)
    assert AuditEvent.objects.filter(sequence__lte=512).count() == 512
    call_command("log_retire")
    grow(old_log, 1)
    shown = words(browser(world.privacy).get(PAGE))
    assert "2 tombstones stay" in shown
    assert "512 destroyed by" in shown
    assert "No whole segment is 10 years old" in shown
    told = AuditEvent.objects.filter(action__startswith="log_destruction").order_by("sequence")
    assert list(told.values_list("action", "actor_id")) == [
        ("log_destruction_asked", str(world.privacy.pk)), ("log_destruction_confirmed", str(world.admin.pk)),
        ("log_destruction_finished", "log"),
    ]  # fmt: skip


def test_what_became_of_a_destroyed_event_is_said_in_the_place_of_its_proof_and_at_the_end_of_the_log(
    world: World, old_log: Log
) -> None:
    act(world.privacy, "log_destruction_ask", reason="Ten years are over")
    act(world.admin, "log_destruction_confirm", LogDestruction.objects.get().pk, password=PASSWORD)
    call_command("log_retire")
    assert "Event 17 was destroyed" in words(browser(world.okafor).get(reverse("audit:proof", args=[17])))
    assert "was destroyed, its time was over" in words(browser(world.privacy).get(reverse("audit:log")))


def test_who_asked_does_not_confirm_and_the_refusal_stays_on_record(world: World, old_log: Log) -> None:
    act(world.privacy, "log_destruction_ask", reason="Ten years are over")
    request = LogDestruction.objects.get()
    refused = act(world.privacy, "log_destruction_confirm", request.pk, password=PASSWORD)
    assert "Another person has to" in words(refused)
    assert AuditEvent.objects.filter(action="log_destruction_refused", outcome="failure").count() == 1
    wrong = act(world.admin, "log_destruction_confirm", request.pk, password="wrong")
    assert wrong.status_code == 422
    assert LogDestruction.objects.get().confirmed_at is None


@pytest.mark.parametrize("reason", ["", "Anna Lindgren-Sato asked"])
def test_a_reason_that_is_missing_or_names_somebody_is_refused_and_kept_in_its_field(
    world: World, old_log: Log, reason: str
) -> None:
    answer = act(world.privacy, "log_destruction_ask", reason=reason)
    assert answer.status_code == 422
    assert reason in answer.content.decode()
    assert not LogDestruction.objects.exists()


def test_a_request_that_nobody_confirmed_is_withdrawn_and_a_second_one_waits_for_it(world: World, old_log: Log) -> None:
    act(world.privacy, "log_destruction_ask", reason="Ten years are over")
    assert "asked for before" in words(act(world.admin, "log_destruction_ask", reason="Ten years are over"))
    request = LogDestruction.objects.get()
    assert act(world.privacy, "log_destruction_withdraw", request.pk).status_code == 200
    assert "was withdrawn" in words(act(world.admin, "log_destruction_confirm", request.pk, password=PASSWORD))


def test_another_organization_neither_sees_nor_confirms_what_was_asked_for(world: World, old_log: Log) -> None:
    act(world.privacy, "log_destruction_ask", reason="Ten years are over")
    request = LogDestruction.objects.get()
    LogDestruction.objects.update(organization=world.brightwater)
    assert "Ten years are over" not in words(browser(world.admin).get(PAGE))
    assert act(world.admin, "log_destruction_confirm", request.pk, password=PASSWORD).status_code == 422
    assert act(world.admin, "log_destruction_withdraw", request.pk).status_code == 422


def test_what_a_hold_covers_is_said_and_cannot_be_asked_for(world: World, old_log: Log) -> None:
    Keeper(world).hold()
    shown = words(browser(world.privacy).get(PAGE))
    assert "a legal hold covers events of each" in shown
    assert "Everything whose time is over is covered by a legal hold" in shown
    assert "covers those that are" in words(act(world.privacy, "log_destruction_ask", reason="Ten years are over"))
