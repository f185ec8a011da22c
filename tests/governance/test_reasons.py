"""A reason stays in plain words after a record was destroyed, so it names nobody."""

import pytest

from apps.access.selectors import actor_for
from apps.governance import services
from apps.governance.errors import RetentionError
from apps.governance.models import LegalHold, ShredRequest

NAMING = [
    "Ms. Lindgren-Sato asked for it",
    "lindgren-sato asked for it",
    "Asked for by telephone, 555-867-5309",
    "See the mail of someone@example.org",
    "Record MRN-000414 is a duplicate",
]


@pytest.mark.parametrize("reason", NAMING)
def test_a_reason_that_names_the_patient_or_holds_a_number_is_refused(world, reason) -> None:
    person = world.privacy
    given = {"patient_id": world.anna.pk, "reason": reason, "person": person, "actor": actor_for(person)}
    for act in (services.hold_place, services.shred_ask):
        with pytest.raises(RetentionError, match="Name no person, number or place in the reason"):
            act(**given)
    assert not LegalHold.objects.exists()
    assert not ShredRequest.objects.exists()


def test_a_hold_on_everything_is_refused_a_number_too(world) -> None:
    with pytest.raises(RetentionError, match="Name no person"):
        services.hold_place(reason="Call 555-867-5309", person=world.privacy, actor=actor_for(world.privacy))


@pytest.mark.parametrize(
    "reason", ["Lawsuit", "The patient asked in writing on 3 March 2026", "Litigation hold, board"]
)
def test_a_reason_that_names_nobody_is_kept(world, reason) -> None:
    person = world.privacy
    given = {"patient_id": world.anna.pk, "reason": reason, "person": person, "actor": actor_for(person)}
    assert services.shred_ask(**given).reason == reason
    assert services.hold_place(**given).reason == reason
