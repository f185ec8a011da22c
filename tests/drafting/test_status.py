"""The state machine is data: every state stands in every table, and the diagram is drawn from it."""

import pytest

from apps.drafting.domain.status import AUDIT_EVENT, IN_PROGRESS, OWNER, VALID_TRANSITIONS, DraftStatus
from apps.drafting.selectors.drafts import STAGES
from apps.drafting.tasks import STEPS


@pytest.mark.parametrize("table", [VALID_TRANSITIONS, AUDIT_EVENT, OWNER], ids=["transitions", "audit", "owner"])
def test_every_state_stands_in_every_table(table) -> None:
    assert set(table) == set(DraftStatus)


def test_each_state_has_its_own_audit_event() -> None:
    assert len(set(AUDIT_EVENT.values())) == len(DraftStatus)


def test_every_state_can_be_reached_and_only_people_leave_an_end() -> None:
    reached = {DraftStatus.QUEUED}.union(*VALID_TRANSITIONS.values())
    assert reached == set(DraftStatus)
    for status, owner in OWNER.items():
        assert bool(VALID_TRANSITIONS[status]) == (owner != "nobody")


def test_every_state_a_worker_owns_has_a_step_and_a_place_in_the_progress() -> None:
    assert set(STEPS) == set(IN_PROGRESS)
    assert set(IN_PROGRESS) < set(STAGES)
