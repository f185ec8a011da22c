"""What a nightly check of the log finds stands on each page of an officer until one takes it up, with a reason."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from apps.access.audit_reviews import week_of, week_page
from apps.access.domain.audit_review import monday_of
from apps.access.errors import AccessError
from apps.access.models import AuditReview
from apps.access.selectors import actor_for
from apps.access.services import audit_review_sign, log_alarm_take_up
from apps.audit.domain.actions import Action, Outcome
from apps.audit.models import AuditEvent
from apps.audit.selectors import alarms
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.core.errors import NotAllowed
from tests.access.test_audit_weeks import LATER, MONDAY, THEN
from tests.factories import World

BANNER = "no officer has taken it up"
WELL = {"count": 9, "fault": "", "broken_at": 0, "unguarded": []}


def night(**found: Any) -> AuditEvent:
    """Record a reading of the log as the nightly check does."""
    with transaction.atomic():
        return event_append(
            actor=Actor.service("log"), action=Action.LOG_CHECKED, object_type="audit_log",
            outcome=Outcome.FAILURE if found else Outcome.SUCCESS, details=WELL | found,
        )  # fmt: skip


def disagreeing() -> AuditEvent:
    with transaction.atomic():
        return event_append(
            actor=Actor.service("log"), action=Action.LOG_RECONCILED, object_type="audit_log", outcome=Outcome.FAILURE,
            details={"kinds": 9, "rows": 90, "without_event": 2, "without_row": 0, "off": ["emergencies"]},
        )  # fmt: skip


def shown(client: Client, person: Any, address: str = "emergencies:emergencies") -> str:
    client.force_login(person)
    return client.get(reverse(address)).content.decode()


def test_what_was_found_stands_on_every_page_of_an_officer_through_nights_that_find_nothing(
    world: World, client: Client
) -> None:
    night()
    assert BANNER not in shown(client, world.privacy)
    night(fault="row", broken_at=4)
    night()
    assert BANNER in shown(client, world.privacy)
    assert BANNER in shown(client, world.privacy, "audit:log")
    assert "The log was changed" in shown(client, world.privacy, "audit:heads")
    assert BANNER not in shown(client, world.auditor, "audit:log")
    assert "The log was changed" in shown(client, world.auditor, "audit:heads")
    assert "A privacy officer takes it up" in shown(client, world.auditor, "audit:heads")
    assert BANNER not in shown(client, world.okafor, "review:queue")


def test_an_officer_takes_it_up_with_a_reason_and_that_is_on_record(world: World, client: Client) -> None:
    found = night(fault="row", broken_at=4)
    night()
    client.force_login(world.privacy)
    address = reverse("audit:alarm_known")
    refused = client.post(address, {"seen": found.sequence})
    assert (refused.status_code, "Choose why" in refused.content.decode()) == (422, True)
    assert BANNER in shown(client, world.privacy)
    told = client.post(address, {"seen": found.sequence, "reason": "fault_handed_on"}, follow=True).content.decode()
    assert "You took it up" in told
    assert "The log was changed" not in told
    assert BANNER not in shown(client, world.privacy)
    event = AuditEvent.objects.get(action="log_alarm_known")
    assert (event.actor_id, event.details) == (
        str(world.privacy.pk), {"up_to": found.sequence, "reason": "fault_handed_on"},
    )  # fmt: skip
    assert "handed to those who run the server" in shown(client, world.privacy, "audit:log")


def test_one_organization_takes_nothing_up_for_another(world: World) -> None:
    found = night(fault="end", broken_at=4)
    log_alarm_take_up(person=world.privacy, seen=found.sequence, reason="known_work", actor=actor_for(world.privacy))
    assert alarms(world.cedar.pk).waits == 0
    assert alarms(world.carla.organization_id).waits == found.sequence


def test_what_is_still_so_in_the_last_night_stays_on_the_page_of_the_log_and_a_new_night_waits_anew(
    world: World, client: Client
) -> None:
    found = night(unguarded=["audit_auditevent"])
    log_alarm_take_up(person=world.privacy, seen=found.sequence, reason="known_work", actor=actor_for(world.privacy))
    page = shown(client, world.privacy, "audit:heads")
    assert "switched off at" in page
    assert "Nobody has taken this up" not in page
    disagreeing()
    page = shown(client, world.privacy, "audit:heads")
    assert "Nobody has taken this up" in page
    assert "holds every head" not in page
    assert "Every event is in a signed head" not in page


def test_what_nobody_saw_is_not_taken_up_and_only_an_officer_does_it(world: World) -> None:
    first = night(fault="row", broken_at=4)
    newer = disagreeing()
    given = {"reason": "known_work", "actor": actor_for(world.privacy)}
    with pytest.raises(AccessError, match="checked again since"):
        log_alarm_take_up(person=world.privacy, seen=first.sequence, **given)
    with pytest.raises(NotAllowed):
        log_alarm_take_up(person=world.admin, seen=newer.sequence, **given)
    log_alarm_take_up(person=world.privacy, seen=newer.sequence, **given)
    with pytest.raises(AccessError, match="Nothing waits"):
        log_alarm_take_up(person=world.privacy, seen=newer.sequence, **given)


def test_a_week_says_what_was_found_and_counts_no_night_that_found_nothing(world: World, client: Client) -> None:
    with clock.standing_at(THEN):
        night()
        night(fault="row", broken_at=4)
        disagreeing()
    with clock.standing_at(LATER):
        page = week_page(world.privacy, MONDAY)
        told = {row.action: row.number for watch in page.watches for row in watch.acts}
        assert (told["log_checked"], told["log_reconciled"]) == (1, 1)
        client.force_login(world.privacy)
        words = client.get(reverse("audit:week", args=[MONDAY.isoformat()])).content.decode()
    assert "row 4 was not what was written" in words
    assert "2 rows had no event and 0 events no row (emergencies)" in words


def test_nothing_stood_out_needs_a_look_at_what_comes_first_or_a_word_on_it(world: World, client: Client) -> None:
    with clock.standing_at(THEN):
        disagreeing()
    with clock.standing_at(LATER):
        address = reverse("audit:week", args=[MONDAY.isoformat()])
        client.force_login(world.privacy)
        form = {"seen": week_of(world.cedar.pk, MONDAY).last, "conclusion": "nothing"}
        refused = client.post(address, form)
        assert (refused.status_code, AuditReview.objects.count()) == (422, 0)
        assert "Look first at what is marked so" in refused.content.decode()
        assert "look first</span>" in refused.content.decode()
        narrowed = {"action": "log_reconciled", "since": "2096-03-05", "until": "2096-03-07"}
        client.get(reverse("audit:log"), narrowed)
        assert client.post(address, form).status_code == 422  # a part of the week is not the week
        client.get(reverse("audit:log"), narrowed | {"until": "2096-03-11"})
        assert "you looked</span>" in client.get(address).content.decode()
        assert client.post(address, form).status_code == 302


def test_a_word_in_the_note_stands_for_the_look_and_an_incident_is_not_hidden_by_a_later_name(
    world: World, client: Client
) -> None:
    monday = monday_of(clock.today())
    night(fault="row", broken_at=4)
    with clock.standing_at(clock.now() + timedelta(days=8)):
        for conclusion, note in (
            ("incident", "Handed to the incident team."),
            ("nothing", "The check was known work."),
        ):
            audit_review_sign(
                person=world.privacy, monday=monday, seen=week_of(world.cedar.pk, monday).last, conclusion=conclusion,
                note=note, actor=actor_for(world.privacy),
            )  # fmt: skip
        page = shown(client, world.privacy, "audit:weeks")
    assert "Nothing stood out" in page
    assert "before: Incident" in page
