"""The audit page: own organization only, filters in the address, a page at a time, the same cost at any length."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from apps.access.selectors import actor_for, log_page
from apps.audit.domain.actions import Action
from apps.audit.domain.kinds import by_kind
from apps.audit.models import AuditEvent
from apps.audit.services import event_append
from apps.core.actors import Actor
from tests.factories import World

DRAFT, OTHER_DRAFT = str(uuid4()), str(uuid4())


def append(person: Any, action: Action, **fields: Any) -> AuditEvent:
    with transaction.atomic():
        return event_append(actor=actor_for(person), action=action, **fields)


@pytest.fixture
def officer(world: World, client: Client) -> Client:
    """The browser of Cedar's privacy officer, with some acts to look at."""
    append(world.okafor, Action.DRAFT_VIEWED, object_type="draft", object_id=DRAFT, patient_id=world.anna.pk)
    append(world.okafor, Action.CLAIM_CONFIRMED, object_type="claim", object_id=uuid4(), details={"draft_id": DRAFT})
    append(world.reyes, Action.DRAFT_VIEWED, object_type="draft", object_id=OTHER_DRAFT)
    append(world.quill, Action.CHART_VIEWED, patient_id=world.carla.pk)
    client.force_login(world.privacy)
    return client


def page(browser: Client, **query: Any) -> str:
    response = browser.get(reverse("audit:log"), query)
    assert response.status_code == 200
    return response.content.decode()


def test_acts_are_sentences_with_people_by_name_and_drafts_by_short_id(officer: Client) -> None:
    assert f"Dr. Imani Okafor confirmed a claim of draft {DRAFT[:8]}." in page(officer)


def test_no_patient_is_named_and_no_other_organization_is_seen(officer: Client, world: World) -> None:
    shown = page(officer)
    assert "Lindgren-Sato" not in shown
    assert str(world.anna.pk)[:8] in shown
    assert str(world.carla.pk) not in shown
    assert "Quill" not in shown


def test_the_draft_filter_finds_acts_on_the_draft_and_on_its_parts(officer: Client) -> None:
    shown = page(officer, draft=DRAFT)
    assert "confirmed a claim" in shown
    assert "opened draft" in shown
    assert "Paloma Reyes opened" not in shown


def test_filters_narrow_by_act_person_and_patient(officer: Client, world: World) -> None:
    assert "Imani Okafor opened" not in page(officer, person=world.reyes.pk)
    assert "confirmed a claim" not in page(officer, action="draft_viewed")
    assert "confirmed a claim" not in page(officer, patient=world.anna.pk)
    assert "opened draft" in page(officer, patient=world.anna.pk)


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ({"draft": "not an id"}, "That is not an id"),
        ({"patient": "1 OR 1=1"}, "That is not an id"),
        ({"person": str(uuid4())}, "Nobody of that id works in your organization"),
        ({"action": "dance"}, "Select a valid choice"),
        ({"before": "-1"}, "greater than or equal to 1"),
    ],
)
def test_a_filter_that_cannot_be_read_is_said_to_be_so_and_shows_nothing(
    officer: Client, filters: dict, said: str
) -> None:
    shown = page(officer, **filters)
    assert said in shown
    assert "Imani Okafor opened" not in shown


def test_a_person_of_another_organization_cannot_be_filtered_for(officer: Client, world: World) -> None:
    assert "Nobody of that id works in your organization" in page(officer, person=world.quill.pk)


def test_reading_the_log_is_an_act_of_its_own(officer: Client, world: World) -> None:
    page(officer, draft=DRAFT)
    event = AuditEvent.objects.order_by("-sequence")[0]
    assert (event.action, event.actor_id, event.details) == ("audit_viewed", str(world.privacy.pk), {"draft_id": DRAFT})


def test_pages_go_back_without_gap_or_overlap_while_the_log_grows(world: World) -> None:
    for _ in range(7):
        append(world.okafor, Action.QUEUE_VIEWED)
    first = log_page(organization_id=world.cedar.pk, size=3, action="queue_viewed")
    append(world.okafor, Action.QUEUE_VIEWED)
    second = log_page(organization_id=world.cedar.pk, size=3, action="queue_viewed", before=first.older_before)
    third = log_page(organization_id=world.cedar.pk, size=3, action="queue_viewed", before=second.older_before)
    seen = [line.event.sequence for shown in (first, second, third) for line in shown.lines]
    assert seen == sorted(seen, reverse=True)
    assert len(set(seen)) == 7
    assert third.older_before is None


def test_htmx_gets_the_events_alone_and_a_restored_history_the_whole_page(officer: Client) -> None:
    partial = officer.get(reverse("audit:log"), headers={"HX-Request": "true"})
    assert partial.content.decode().lstrip().startswith('<section id="events"')
    assert "HX-Request" in partial["Vary"]
    restored = officer.get(reverse("audit:log"), headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<!doctype html>" in restored.content.decode()


def test_the_cost_of_a_page_does_not_grow_with_the_log(
    officer: Client, world: World, django_assert_max_num_queries: Any
) -> None:
    page(officer)
    with django_assert_max_num_queries(17) as few:
        page(officer)
    for _ in range(60):
        append(world.okafor, Action.QUEUE_VIEWED)
    with django_assert_max_num_queries(17) as many:
        page(officer)
    assert len(many) == len(few)


def test_each_act_can_be_chosen_once_under_its_kind_by_the_alphabet(officer: Client) -> None:
    kinds = by_kind()
    listed = [action for acts in kinds.values() for action, _ in acts]
    assert sorted(listed) == sorted(Action)
    assert all(acts == sorted(acts, key=lambda act: act[1].casefold()) for acts in kinds.values())
    assert len({words for acts in kinds.values() for _, words in acts}) == len(listed)
    shown = page(officer)
    assert all(f'<optgroup label="{kind}">' in shown for kind in kinds)


def test_people_only_leaves_out_what_the_workbench_did_by_itself(officer: Client, world: World) -> None:
    with transaction.atomic():
        event_append(
            actor=Actor.service("belt").within(world.cedar.pk), action=Action.DRAFT_READY, object_type="draft",
            object_id=OTHER_DRAFT,
        )  # fmt: skip
    assert "The workbench (belt)" in page(officer)
    people = page(officer, by="person")
    assert "The workbench (belt)" not in people
    assert "Dr. Imani Okafor confirmed a claim" in people
    assert "A filter could not be read" in page(officer, by="robots")
