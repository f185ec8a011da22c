"""What was destroyed does not come back because a sender sends it again."""

from typing import Any

from apps.audit.selectors import events_for
from apps.intake.domain.media_types import FHIR_JSON
from apps.intake.pipeline import held_retry, message_take
from tests.drafting.conftest import WORKER, bundle
from tests.governance.charts import ANNA, found, send
from tests.intake.test_post import post, told


def take(world: Any, name: str, body: bytes, organization: Any = None) -> Any:
    owner = organization or world.cedar
    return message_take(
        organization=owner, source_system="test", source_id=name, body=body, media_type=FHIR_JSON, actor=WORKER
    )


def test_a_destroyed_message_sent_again_byte_for_byte_under_any_name_is_not_taken(world, keeper) -> None:
    body = bundle("anna", "Anna", "Lindgren-Sato")
    send(world, "first.json", body)
    keeper.confirm(keeper.ask(world.anna))
    for name in ("first.json", "other.json"):
        message, report = take(world, name, body)
        assert (message.destroyed_at is None, report.destroyed, report.accepted) == (False, 1, 0)
    assert found(ANNA) == set()
    assert events_for(organization_id=world.cedar.pk, action="message_not_taken").count() == 2


def test_a_changed_message_of_the_sender_makes_a_new_record_and_another_clinic_s_is_its_own(world, keeper) -> None:
    body = bundle("anna", "Anna", "Lindgren-Sato")
    send(world, "first.json", body)
    keeper.confirm(keeper.ask(world.anna))
    assert take(world, "first.json", body + b"\n")[1].accepted
    assert take(world, "first.json", body, world.brightwater)[1].accepted


def test_the_sender_reads_when_it_was_destroyed(world, keeper) -> None:
    body = bundle("anna", "Anna", "Lindgren-Sato")
    send(world, "first.json", body)
    keeper.confirm(keeper.ask(world.anna))
    answer = post(world, body)
    assert answer.status_code == 202
    assert "with a patient's record; it is not taken again." in told(answer)[0]
    assert held_retry(organization=world.cedar, actor=WORKER).messages == 0
