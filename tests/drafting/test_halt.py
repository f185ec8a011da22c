"""The kill switch thrown while twenty drafts are written: all of them stop, none is lost, a person resumes them."""

import pytest

from apps.audit.domain.actions import Action
from apps.audit.models import AuditEvent
from apps.drafting.models import Claim, Draft, InferenceRun
from apps.evaluation.benches.halt import AT_ONCE, Trickle, halted, in_use, resumed
from tests.drafting.conftest import take_in
from tests.factories import World, make_world


@pytest.fixture
def charted(transactional_db: None) -> World:
    world = make_world()
    take_in(world.cedar, "anna", "Anna", "Lindgren-Sato")
    return world


@pytest.mark.django_db(transaction=True)
def test_a_switch_thrown_during_twenty_drafts_stops_them_all_and_loses_none(charted: World) -> None:
    with in_use(Trickle()) as backend:
        halt = halted(charted.anna, charted.okafor, charted.admin, backend, at_once=AT_ONCE)
        assert (halt.drafts, halt.halted, halt.began_after, halt.lost) == (2 * AT_ONCE, 2 * AT_ONCE, 0, 0)
        assert len(halt.to_stop) == AT_ONCE  # each of them while it was being written
        assert set(InferenceRun.objects.values_list("broken_off", flat=True)) == {"halted"}
        assert not Claim.objects.exists()
        assert set(Draft.objects.values_list("bucket", "lease_owner")) == {("halted", "")}
        assert AuditEvent.objects.filter(action=Action.DRAFT_HALTED).count() == 2 * AT_ONCE
        assert resumed(charted.okafor, charted.admin, backend) == 2 * AT_ONCE
    assert InferenceRun.objects.filter(broken_off="").count() == 2 * AT_ONCE
