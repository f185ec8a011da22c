"""A chart with everything in it, worked up to a signature, and the people who hold, purge and destroy."""

import pytest

from apps.access.selectors import actor_for
from apps.governance import services
from apps.governance.models import LegalHold, ShredRequest
from tests.factories import World


class Keeper:
    """A privacy officer asks, an administrator confirms."""

    def __init__(self, world: World) -> None:
        self.world = world

    def hold(self, **scope: object) -> LegalHold:
        person = self.world.privacy
        return services.hold_place(reason="A court wants it", person=person, actor=actor_for(person), **scope)

    def lift(self, hold: LegalHold) -> None:
        services.hold_lift(
            hold_id=hold.pk, reason="The suit ended", person=self.world.admin, actor=actor_for(self.world.admin)
        )

    def ask(self, patient) -> ShredRequest:
        person = self.world.privacy
        return services.shred_ask(
            patient_id=patient.pk, reason="The patient asked", person=person, actor=actor_for(person)
        )

    def confirm(self, request: ShredRequest, person=None):
        person = person or self.world.admin
        return services.shred_confirm(request_id=request.pk, person=person, actor=actor_for(person))


@pytest.fixture
def keeper(world: World) -> Keeper:
    return Keeper(world)
