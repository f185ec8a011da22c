"""An emergency: one patient, a reason, an hour, and an event at either end."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from apps.access.domain.break_glass import EmergencyReason
from apps.access.errors import AccessError
from apps.access.models import BreakGlassGrant
from apps.access.selectors import actor_for, break_glass_open_for
from apps.access.services import break_glass_end, break_glass_open
from apps.audit.models import AuditEvent
from apps.core.errors import NotAllowed
from tests.factories import World


def opened(world: World, who: str = "lindholm", **changes: Any) -> BreakGlassGrant:
    person = world.people[who]
    given: dict[str, Any] = {
        "patient_id": world.anna.pk, "reason_code": "emergency_treatment", "reason": "Unconscious on arrival.",
        **changes,
    }  # fmt: skip
    return break_glass_open(person=person, actor=actor_for(person), **given)


def test_opening_and_ending_are_recorded_with_the_reason_code_and_without_the_words(world: World) -> None:
    grant = opened(world)
    assert break_glass_end(person=world.lindholm, patient_id=world.anna.pk, actor=actor_for(world.lindholm))
    first, last = AuditEvent.objects.filter(action__startswith="break_glass").order_by("sequence")
    assert (first.action, last.action) == ("break_glass_opened", "break_glass_ended")
    assert first.details["reason_code"] == "emergency_treatment"
    assert "Unconscious" not in str(first.details)
    assert (first.patient_id, first.object_id) == (str(world.anna.pk), str(grant.pk))


def test_it_lasts_an_hour_at_most_and_the_database_says_so_too(world: World) -> None:
    grant = opened(world)
    assert grant.expires_at - grant.opened_at == timedelta(minutes=60)
    with pytest.raises(AccessError, match="60 minutes"):
        opened(world, "nurse", lasts=timedelta(minutes=61))
    with pytest.raises(IntegrityError), transaction.atomic():
        BreakGlassGrant.objects.update(expires_at=grant.opened_at + timedelta(hours=2))


def test_opening_again_while_it_stands_changes_nothing(world: World) -> None:
    assert opened(world) == opened(world)
    assert AuditEvent.objects.filter(action="break_glass_opened").count() == 1


@pytest.mark.parametrize("who", ["lindqvist", "admin", "privacy", "pharmacist", "integration"])
def test_only_some_roles_may_declare_an_emergency(world: World, who: str) -> None:
    with pytest.raises(NotAllowed, match="open a chart in an emergency"):
        opened(world, who)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason_code": "curiosity"}, "one of the reasons"),
        ({"reason": "  "}, "Say why"),
        ({"reason": "x" * 501}, "Shorten"),
        ({"reason": "Anna Lindgren-Sato is unconscious."}, "Name no person"),
    ],
)
def test_an_emergency_without_a_proper_reason_opens_nothing(world: World, changes: Any, sentence: str) -> None:
    with pytest.raises(AccessError, match=sentence):
        opened(world, **changes)
    assert not break_glass_open_for(world.lindholm).exists()


def test_a_patient_of_another_organization_is_no_patient(world: World) -> None:
    with pytest.raises(AccessError, match="no such patient"):
        opened(world, patient_id=world.carla.pk)


def test_ending_what_is_not_open_changes_nothing(world: World) -> None:
    assert not break_glass_end(person=world.lindholm, patient_id=world.anna.pk, actor=actor_for(world.lindholm))
    assert all(reason.label for reason in EmergencyReason)
