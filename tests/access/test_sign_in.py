"""Signing in and out: every way is recorded, nothing tells a stranger who exists, a lost person is out at once."""

from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse

from apps.access.selectors import actor_for
from apps.access.services import person_active_set
from apps.audit.models import AuditEvent
from tests.factories import PASSWORD, World

LOGIN = "/account/login/"


def sign_in(client: Client, email: str, password: str = PASSWORD, **data: str) -> Any:
    return client.post(LOGIN, {"login": email, "password": password, **data})


def last_event() -> AuditEvent:
    return AuditEvent.objects.order_by("-sequence")[0]


def test_the_right_password_signs_in_and_is_recorded_with_the_organization(world: World, client: Client) -> None:
    session_before = client.session.session_key
    response = sign_in(client, world.admin.email.upper())
    assert response.url == reverse("governance:control")
    assert client.session["_auth_user_id"] == str(world.admin.pk)
    assert client.session.session_key != session_before
    event = last_event()
    assert (event.action, event.actor_id, event.organization_id) == (
        "signed_in", str(world.admin.pk), str(world.cedar.pk),
    )  # fmt: skip
    assert event.request_id == response["X-Request-ID"]


def test_a_sign_in_that_cannot_be_recorded_does_not_happen(world: World, client: Client) -> None:
    def refuse_to_append(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "audit_append(" in sql:
            raise DatabaseError("the log cannot be written")
        return execute(sql, params, many, context)

    client.raise_request_exception = False
    with connection.execute_wrapper(refuse_to_append):
        assert sign_in(client, world.admin.email).status_code == 500
    assert client.get("/control/").status_code == 302


@pytest.mark.parametrize("known", [True, False])
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(world: World, client: Client, known: bool) -> None:
    response = sign_in(client, world.okafor.email if known else "nobody@cedar.example", "wrong password 123")
    assert response.status_code == 200
    assert "is not correct" in response.content.decode()
    assert "_auth_user_id" not in client.session
    event = last_event()
    assert (event.action, event.outcome) == ("sign_in_failed", "failure")
    assert event.object_id == (str(world.okafor.pk) if known else "")


def test_what_was_typed_as_an_address_is_never_kept(world: World, client: Client) -> None:
    sign_in(client, "hunter2-typed-here@cedar.example", "wrong password 123")
    row = AuditEvent.objects.filter(sequence=last_event().sequence).values().get()
    assert "hunter2" not in str(row)


def test_too_many_attempts_are_refused_even_with_the_right_password(world: World, client: Client) -> None:
    for _ in range(5):
        sign_in(client, world.okafor.email, "wrong password 123")
    response = sign_in(client, world.okafor.email)
    assert "Too many wrong passwords" in response.content.decode()
    assert last_event().details == {"reason": "too_many_attempts"}
    assert "_auth_user_id" not in client.session


def test_signing_out_is_recorded_and_ends_the_session(world: World, client: Client) -> None:
    sign_in(client, world.admin.email)
    key = client.session.session_key
    assert client.post("/account/logout/").status_code == 302
    assert (last_event().action, last_event().actor_id) == ("signed_out", str(world.admin.pk))
    client.cookies["sessionid"] = key
    assert client.get("/control/").status_code == 302


def test_a_get_does_not_sign_out(world: World, client: Client) -> None:
    sign_in(client, world.admin.email)
    assert client.get("/account/logout/").status_code == 200
    assert client.get("/control/").status_code == 200


def test_an_open_session_ends_with_the_next_request_once_the_person_is_deactivated(
    world: World, client: Client
) -> None:
    sign_in(client, world.privacy.email)
    assert client.get("/audit/").status_code == 200
    person_active_set(person=world.privacy, active=False, actor=actor_for(world.admin))
    response = client.get("/audit/")
    assert response.status_code == 302
    assert response.url.startswith(LOGIN)


def test_a_session_of_before_stays_closed_when_access_is_given_again(world: World, client: Client) -> None:
    sign_in(client, world.privacy.email)
    person_active_set(person=world.privacy, active=False, actor=actor_for(world.admin))
    person_active_set(person=world.privacy, active=True, actor=actor_for(world.admin))
    assert client.get("/audit/").url.startswith(LOGIN)
    sign_in(client, world.privacy.email)
    assert client.get("/audit/").status_code == 200


def test_a_deactivated_person_is_told_so_only_with_the_right_password(world: World, client: Client) -> None:
    person_active_set(person=world.okafor, active=False, actor=actor_for(world.admin))
    assert sign_in(client, world.okafor.email).url == "/account/inactive/"
    assert last_event().details == {"reason": "deactivated"}
    assert "is not correct" in sign_in(client, world.okafor.email, "wrong password 123").content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("path", ["signup/", "email/", "password/reset/", "password/set/", "reauthenticate/"])
def test_the_pages_that_would_make_or_open_accounts_do_not_exist(world: World, client: Client, path: str) -> None:
    assert client.get(f"/account/{path}").status_code == 404
    assert client.post(f"/account/{path}").status_code == 404


def test_a_sign_in_never_leads_to_another_host(world: World, client: Client) -> None:
    assert sign_in(client, world.admin.email, next="https://evil.example/").url == reverse("governance:control")


def test_the_demo_lists_its_people_and_fills_in_an_address_but_never_a_password(
    world: World, client: Client, settings: Any
) -> None:
    page = client.get(LOGIN, {"as": str(world.okafor.pk)}).content.decode()
    assert "This is a demo" in page
    assert "Dr. Imani Okafor" in page
    assert f'value="{world.okafor.email}"' in page
    assert PASSWORD not in page
    settings.WORKBENCH_DEMO = False
    page = client.get(LOGIN, {"as": str(world.okafor.pk)}).content.decode()
    assert "Okafor" not in page
    assert world.okafor.email not in page


@pytest.mark.parametrize("chosen", ["nobody", "11111111-1111-1111-1111-111111111111", ""])
def test_a_demo_link_that_fits_nobody_shows_an_empty_form(world: World, client: Client, chosen: str) -> None:
    assert client.get(LOGIN, {"as": chosen}).status_code == 200
