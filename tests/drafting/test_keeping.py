"""A worker that lives keeps its draft however long a step takes; one that is killed loses it within the minute."""

from datetime import timedelta
from typing import Any

import pytest

from apps.core import clock
from apps.drafting.models import Draft
from apps.drafting.services.keeping import lease_kept, renew_every
from apps.drafting.services.leases import lease_take
from tests.drafting.conftest import WORKER, request_summary, take_in
from tests.drafting.test_crash import until
from tests.factories import World, make_world
from workbench.schedule import BEAT_SCHEDULE


@pytest.fixture
def charted(transactional_db: None) -> World:
    world = make_world()
    take_in(world.cedar, "anna", "Anna", "Lindgren-Sato")
    return world


def leased(world: World, subject: str = "Visit") -> Draft:
    draft = lease_take(
        draft_id=request_summary(world, subject=subject).pk, expected="QUEUED", worker="one", actor=WORKER
    )
    assert draft
    return draft


def lease_of(draft: Draft) -> Any:
    return Draft.objects.values_list("lease_until", flat=True).get(pk=draft.pk)


@pytest.mark.django_db(transaction=True)
def test_the_lease_of_a_step_at_work_is_renewed(charted: World, settings: Any) -> None:
    settings.WORKBENCH_LEASE_SECONDS = 1
    draft = leased(charted)
    taken = lease_of(draft)
    with lease_kept(draft):
        until(lambda: lease_of(draft) > taken + timedelta(seconds=1))
    assert lease_of(draft) <= clock.now() + timedelta(seconds=1)


@pytest.mark.django_db(transaction=True)
def test_what_another_worker_took_over_is_not_held_for_the_first(charted: World, settings: Any) -> None:
    settings.WORKBENCH_LEASE_SECONDS = 1
    draft, ended = leased(charted), clock.now() - timedelta(hours=1)
    Draft.objects.filter(pk=draft.pk).update(fence=draft.fence + 1, lease_owner="two", lease_until=ended)
    other = leased(charted, "Another visit")
    with lease_kept(draft), lease_kept(other):
        taken = lease_of(other)
        until(lambda: lease_of(other) > taken + timedelta(seconds=renew_every()))
    assert lease_of(draft) == ended


def test_a_killed_workers_draft_is_taken_up_within_the_minute(settings: Any) -> None:
    sweep = BEAT_SCHEDULE["rings again for drafts whose worker was lost"]["schedule"]
    assert settings.WORKBENCH_LEASE_SECONDS + sweep < 60
    assert renew_every() * 3 <= settings.WORKBENCH_LEASE_SECONDS / 2
