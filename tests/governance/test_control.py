"""The control room's first page: turning the switch takes a reason and a second look."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.governance.models import KillSwitch
from apps.governance.selectors import generation_allowed
from apps.governance.services import release_ensure
from tests.factories import World
from tests.governance.test_release import PARTS, SETUP

STOP = {"stopped": "yes", "reason": "Wrong doses seen"}


@pytest.fixture
def admin(world: World, client: Client) -> Client:
    client.force_login(world.admin)
    return client


def set_switch(browser: Client, **data: str) -> Any:
    return browser.post(reverse("governance:kill_switch_set"), data, follow=True)


def test_the_first_step_asks_and_changes_nothing_the_second_stops(admin: Client) -> None:
    asked = set_switch(admin, **STOP).content.decode()
    assert "Stop all drafting?" in asked
    assert "Wrong doses seen" in asked
    assert not KillSwitch.objects.exists()
    done = set_switch(admin, **STOP, confirmed="on").content.decode()
    assert "Drafting is stopped" in done
    assert not generation_allowed().allowed


def test_a_form_without_a_reason_says_so_and_changes_nothing(admin: Client) -> None:
    response = set_switch(admin, stopped="yes", reason="  ", confirmed="on")
    assert response.status_code == 422
    assert "Say why" in response.content.decode()
    assert generation_allowed().allowed


def test_two_administrators_who_stop_it_at_once_both_read_what_happened(admin: Client) -> None:
    set_switch(admin, **STOP, confirmed="on")
    response = set_switch(admin, **STOP, confirmed="on")
    assert response.status_code == 422
    assert "already stopped" in response.content.decode()


def test_a_reason_is_shown_as_text_never_as_markup(admin: Client) -> None:
    shown = set_switch(admin, stopped="yes", reason="<script>alert(1)</script>", confirmed="on").content.decode()
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert" in shown


def test_a_get_never_turns_the_switch_and_another_role_cannot(admin: Client, world: World) -> None:
    assert admin.get(reverse("governance:kill_switch_set")).status_code == 405
    admin.force_login(world.privacy)
    assert set_switch(admin, **STOP, confirmed="on").status_code == 403
    assert generation_allowed().allowed


def test_the_page_lists_decisions_and_releases_by_digest(admin: Client) -> None:
    release = release_ensure(parts=PARTS, actor=SETUP)
    set_switch(admin, **STOP, confirmed="on")
    shown = admin.get(reverse("governance:control")).content.decode()
    assert release.digest in shown
    assert "Wrong doses seen" in shown


def test_every_page_says_whether_drafting_is_on_with_one_statement_for_it(
    admin: Client, django_assert_max_num_queries: Any
) -> None:
    assert "Drafting on" in admin.get(reverse("access:people")).content.decode()
    set_switch(admin, **STOP, confirmed="on")
    with django_assert_max_num_queries(12) as statements:
        shown = admin.get(reverse("access:people")).content.decode()
    assert "Drafting stopped" in shown
    assert sum("governance_killswitch" in query["sql"] for query in statements) == 1
