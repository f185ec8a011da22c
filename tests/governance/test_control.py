"""The control room's first page: stopping takes a reason and a second look, going on takes a second person."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.governance.domain.scopes import Scope, ScopeKind
from apps.governance.models import KillSwitch, ResumeRequest
from apps.governance.selectors import generation_allowed
from tests.factories import World
from tests.governance.switch import ask, second_admin, stop

STOP = {"scope": "all", "reason": "Wrong doses seen"}


@pytest.fixture
def admin(world: World, client: Client) -> Client:
    client.force_login(world.admin)
    return client


def post(browser: Client, page: str, *args: Any, **data: str) -> Any:
    return browser.post(reverse(f"governance:{page}", args=args), data, follow=True)


def stop_it(browser: Client, **data: str) -> Any:
    return post(browser, "kill_switch_stop", **data)


def test_the_first_step_asks_and_changes_nothing_the_second_stops(admin: Client) -> None:
    asked = stop_it(admin, **STOP).content.decode()
    assert "All drafting: stop it?" in asked
    assert "Wrong doses seen" in asked
    assert not KillSwitch.objects.exists()
    done = stop_it(admin, **STOP, confirmed="on").content.decode()
    assert "Drafting is stopped: Wrong doses seen." in done
    assert not generation_allowed().allowed


@pytest.mark.parametrize("given", [{"scope": "all", "reason": "  "}, {"scope": "everything", "reason": "Why not"}])
def test_a_form_without_a_reason_or_a_scope_says_so_and_changes_nothing(admin: Client, given: dict[str, str]) -> None:
    response = stop_it(admin, **given, confirmed="on")
    assert response.status_code == 422
    assert "Say why" in response.content.decode() or "out of date" in response.content.decode()
    assert generation_allowed().allowed


def test_two_administrators_who_stop_it_at_once_both_read_what_happened(admin: Client) -> None:
    stop_it(admin, **STOP, confirmed="on")
    response = stop_it(admin, **STOP, confirmed="on")
    assert response.status_code == 422
    assert "already stopped" in response.content.decode()


def test_one_asks_that_it_goes_on_and_only_another_confirms(admin: Client, world: World) -> None:
    stop(world)
    shown = post(admin, "resume_ask", scope="all", reason="Doses checked").content.decode()
    assert "It waits for another person" in shown
    request = ResumeRequest.objects.get()
    assert post(admin, "resume_confirm", request.pk).status_code == 422
    admin.force_login(second_admin(world))
    shown = admin.get(reverse("governance:control")).content.decode()
    assert "Doses checked" in shown
    assert post(admin, "resume_confirm", request.pk).status_code == 200
    assert generation_allowed().allowed


def test_a_request_is_withdrawn_by_either_and_the_stop_stays(admin: Client, world: World) -> None:
    stop(world)
    request = ask(world)
    admin.force_login(second_admin(world))
    assert "is withdrawn" in post(admin, "resume_withdraw", request.pk).content.decode()
    assert post(admin, "resume_confirm", request.pk).status_code == 422
    assert not generation_allowed().allowed


def test_another_organizations_switch_is_neither_shown_nor_turned(admin: Client, world: World) -> None:
    theirs = Scope(ScopeKind.ORGANIZATION, str(world.brightwater.pk))
    assert stop_it(admin, scope=theirs.key, reason="Theirs", confirmed="on").status_code == 422
    assert str(world.brightwater.pk) not in admin.get(reverse("governance:control")).content.decode()
    assert not KillSwitch.objects.exists()


def test_a_reason_is_shown_as_text_never_as_markup(admin: Client) -> None:
    shown = stop_it(admin, scope="all", reason="<script>alert(1)</script>", confirmed="on").content.decode()
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert" in shown


def test_a_get_never_turns_the_switch_and_another_role_cannot(admin: Client, world: World) -> None:
    assert admin.get(reverse("governance:kill_switch_stop")).status_code == 405
    admin.force_login(world.privacy)
    assert stop_it(admin, **STOP, confirmed="on").status_code == 403
    assert generation_allowed().allowed


def test_every_page_says_whether_drafting_is_on_with_one_statement_for_it(
    admin: Client, django_assert_max_num_queries: Any
) -> None:
    assert "Drafting on" in admin.get(reverse("access:people")).content.decode()
    stop_it(admin, **STOP, confirmed="on")
    with django_assert_max_num_queries(12) as statements:
        shown = admin.get(reverse("access:people")).content.decode()
    assert "Drafting stopped" in shown
    assert sum("governance_killswitch" in query["sql"] for query in statements) == 1


def test_who_is_concerned_reads_it_with_the_way_by_hand_and_nobody_else(client: Client, world: World) -> None:
    stop(world, Scope(ScopeKind.ORGANIZATION, str(world.cedar.pk)))
    client.force_login(world.okafor)
    shown = client.get("/").content.decode()
    assert "Drafting for this organization is stopped: Wrong doses seen." in shown
    assert reverse("governance:by_hand") in shown
    assert "Writing by hand" in client.get(reverse("governance:by_hand")).content.decode()
    client.force_login(world.quill)
    assert "is stopped" not in client.get("/").content.decode()


def test_a_kind_that_is_stopped_is_named_while_the_others_go_on(client: Client, world: World) -> None:
    stop(world, Scope(ScopeKind.WORKFLOW, "prior_auth_letter"))
    client.force_login(world.okafor)
    shown = client.get("/").content.decode()
    assert "Drafting partly stopped" in shown
    assert "Drafting of prior-authorization letters is stopped: Wrong doses seen." in shown
