"""Proving again that it is you, before you sign."""

from datetime import timedelta

import pytest
from django.db import transaction

from apps.access.errors import StepUpFailed
from apps.access.selectors import actor_for
from apps.access.services import STEP_UP_ATTEMPTS, STEP_UP_WINDOW, person_active_set, step_up_check
from apps.audit.models import AuditEvent
from apps.core import clock
from tests.factories import PASSWORD, World


def check(world: World, password: str) -> None:
    step_up_check(person=world.okafor, password=password, actor=actor_for(world.okafor))


def failures() -> int:
    return AuditEvent.objects.filter(action="step_up_failed", outcome="failure").count()


def test_the_own_password_passes_and_leaves_no_failure(world: World) -> None:
    check(world, PASSWORD)
    assert failures() == 0


@pytest.mark.parametrize("password", ["", "wrong", PASSWORD.upper(), PASSWORD + " "])
def test_anything_else_is_refused_with_a_sentence_and_recorded(world: World, password: str) -> None:
    with pytest.raises(StepUpFailed, match="nothing was signed"):
        check(world, password)
    assert failures() == 1


def test_after_five_failures_even_the_right_password_waits_and_another_person_does_not(world: World) -> None:
    for _ in range(STEP_UP_ATTEMPTS):
        with pytest.raises(StepUpFailed, match="not your password"):
            check(world, "wrong")
    with pytest.raises(StepUpFailed, match="Wait five minutes"):
        check(world, PASSWORD)
    assert failures() == STEP_UP_ATTEMPTS
    step_up_check(person=world.lindholm, password=PASSWORD, actor=actor_for(world.lindholm))


def test_the_wait_ends_with_the_window(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(STEP_UP_ATTEMPTS):
        with pytest.raises(StepUpFailed):
            check(world, "wrong")
    later = clock.now() + STEP_UP_WINDOW + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    check(world, PASSWORD)


def test_a_person_deactivated_meanwhile_cannot_sign_any_more(world: World) -> None:
    person_active_set(person=world.okafor, active=False, actor=actor_for(world.admin))
    with pytest.raises(StepUpFailed):
        check(world, PASSWORD)


@pytest.mark.django_db(transaction=True)
def test_it_refuses_to_run_inside_the_transaction_that_could_undo_the_record_of_a_failure(world: World) -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        check(world, PASSWORD)
