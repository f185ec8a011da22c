"""The kill switch: one decision after another, read afresh each time, and stopped whenever it cannot be read."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from apps.access.selectors import actor_for
from apps.audit.models import AuditEvent
from apps.governance.domain.verdict import UNREADABLE
from apps.governance.errors import KillSwitchError
from apps.governance.models import KillSwitch
from apps.governance.selectors import generation_allowed
from apps.governance.services import kill_switch_set
from tests.factories import World


def turn(world: World, *, stopped: bool, reason: str = "Wrong doses seen") -> KillSwitch:
    return kill_switch_set(stopped=stopped, reason=reason, person=world.admin, actor=actor_for(world.admin))


def test_drafting_is_on_until_somebody_stops_it_and_on_again_once_resumed(world: World) -> None:
    assert generation_allowed().allowed
    turn(world, stopped=True)
    assert generation_allowed().sentence == "Drafting is stopped: Wrong doses seen."
    assert not generation_allowed().allowed
    turn(world, stopped=False, reason="Doses checked")
    assert generation_allowed().allowed


def test_each_decision_is_kept_with_a_version_of_its_own_and_recorded_without_its_reason(world: World) -> None:
    turn(world, stopped=True)
    turn(world, stopped=False)
    assert list(KillSwitch.objects.values_list("version", "stopped")) == [(2, False), (1, True)]
    event = AuditEvent.objects.order_by("-sequence")[0]
    assert (event.action, event.details) == ("kill_switch_set", {"version": 2, "stopped": False})


@pytest.mark.parametrize(
    ("reason", "said"), [("", "Say why"), (" \n\t ", "Say why"), ("x" * 501, "Shorten the reason to 500")]
)
def test_a_decision_without_a_readable_reason_is_refused_and_nothing_changes(
    world: World, reason: str, said: str
) -> None:
    with pytest.raises(KillSwitchError, match=said):
        turn(world, stopped=True, reason=reason)
    assert generation_allowed().allowed
    assert not KillSwitch.objects.exists()


@pytest.mark.parametrize("stopped", [True, False])
def test_turning_it_to_where_it_stands_is_refused_with_a_sentence(world: World, stopped: bool) -> None:
    if stopped:
        turn(world, stopped=True)
    with pytest.raises(KillSwitchError, match="already"):
        turn(world, stopped=stopped)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_stop_it_at_once_one_does_and_the_others_read_that_it_is_stopped(world: World) -> None:
    start, refused = threading.Barrier(4), []

    def stop() -> None:
        try:
            start.wait()
            turn(world, stopped=True)
        except KillSwitchError as error:
            refused.append(error.sentence)
        finally:
            connection.close()

    threads = [threading.Thread(target=stop) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(KillSwitch.objects.values_list("version", flat=True)) == [1]
    assert refused == ["Drafting is already stopped; nothing was changed."] * 3


@pytest.mark.django_db(transaction=True)
def test_a_switch_that_cannot_be_read_counts_as_stopped(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE governance_killswitch RENAME TO governance_lost")
        try:
            assert generation_allowed() == UNREADABLE
            with transaction.atomic():
                assert generation_allowed() == UNREADABLE
                assert AuditEvent.objects.exists()  # the transaction that asked can still record that it halted
        finally:
            cursor.execute("ALTER TABLE governance_lost RENAME TO governance_killswitch")
    assert generation_allowed().allowed


def test_the_database_refuses_two_decisions_of_one_version(world: World) -> None:
    turn(world, stopped=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        KillSwitch.objects.create(version=1, stopped=False, reason="twin", set_by=world.admin)
