"""Pages for what went wrong, and the two answers for whoever watches."""

from typing import Any

import pytest
from celery import current_app
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from apps.core.context import request_id_start
from apps.core.views import broken

handler400 = "apps.core.views.bad_request"
handler403 = "apps.core.views.not_allowed"
handler404 = "apps.core.views.not_found"
handler500 = "apps.core.views.broken"


def breaks(request: HttpRequest) -> HttpResponse:
    raise DatabaseError('duplicate key: Key (name)=("Lindgren-Sato") already exists')


urlpatterns = [path("breaks/", breaks)]


def test_a_missing_page_says_what_to_do_and_not_what_exists(client: Client, db: None) -> None:
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "There is nothing here for you" in response.content.decode()


def test_a_request_that_cannot_be_read_is_not_quoted(client: Client, db: None) -> None:
    response = client.get("/account/login/", headers={"host": "lindgren-sato.example"})
    assert response.status_code == 400
    assert "could not be read" in response.content.decode()
    assert "lindgren" not in response.content.decode()


def test_a_broken_page_shows_a_reference_and_nothing_of_the_error(client: Client, db: None) -> None:
    client.raise_request_exception = False
    with override_settings(ROOT_URLCONF=__name__):
        response = client.get("/breaks/")
    shown = response.content.decode()
    assert response.status_code == 500
    assert response["X-Request-ID"] in shown
    assert "Lindgren" not in shown


def test_the_page_for_a_breakdown_needs_no_database() -> None:
    reference = request_id_start()
    # No database fixture: any statement would be refused by pytest-django.
    assert reference in broken(RequestFactory().get("/")).content.decode()


def test_a_form_without_its_token_is_refused_with_a_way_on(db: None) -> None:
    response = Client(enforce_csrf_checks=True).post("/account/login/", {})
    assert response.status_code == 403
    assert "reload the page" in response.content.decode()


def test_live_and_ready_answer_in_one_word(client: Client, db: None) -> None:
    assert client.get("/healthz").content == b"ok"
    ready = client.get("/readyz")
    assert (ready.status_code, ready.content) == (200, b"ready")


def test_a_lost_database_makes_it_not_ready_but_still_alive(client: Client, db: None) -> None:
    with connection.execute_wrapper(_refuse):
        assert client.get("/healthz").status_code == 200
        response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"not ready")


def _refuse(*_: Any) -> None:
    raise DatabaseError("gone")


@pytest.mark.parametrize("address", ["redis+socket:///nowhere/redis.sock", "redis://127.0.0.1:1/0"])
def test_a_lost_broker_makes_it_not_ready_and_says_no_more(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    celery: Any = current_app
    plain = celery.connection_for_write
    monkeypatch.setattr(celery._get_current_object(), "connection_for_write", lambda: plain(address))
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"not ready")
