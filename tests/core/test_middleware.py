"""What every request passes: its id, its line in the log, and no copy in a cache."""

import json
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path, reverse

from apps.core.errors import NotAllowed, WorkbenchError
from apps.core.middleware import no_store_middleware
from tests.factories import World

NAME = "Lindgren-Sato"


def refuses(request: HttpRequest, kind: str) -> HttpResponse:
    raise {"right": NotAllowed, "rest": WorkbenchError}[kind]("Ask <the> owner of the thing.")


urlpatterns = [path("refuses/<kind>/", refuses, name="refuses")]


def test_every_answer_carries_an_id_of_its_own_and_never_the_one_the_browser_sent(client: Client) -> None:
    first = client.get(reverse("core:healthz"), headers={"X-Request-ID": "chosen\nby-me"})
    second = client.get(reverse("core:healthz"))
    assert len(first["X-Request-ID"]) == 32
    assert first["X-Request-ID"] != second["X-Request-ID"]
    assert "chosen" not in first["X-Request-ID"]


def test_a_log_line_has_the_route_and_nothing_anybody_typed(client: Client, world: World, log_lines: Any) -> None:
    client.force_login(world.privacy)
    response = client.get(reverse("audit:log"), {"patient": NAME, "q": NAME}, headers={"User-Agent": NAME})
    (line,) = [line for line in log_lines() if line["event"] == "request"]
    assert line["route"] == "audit:log"
    assert line["status"] == 200
    assert line["request_id"] == response["X-Request-ID"]
    assert NAME not in json.dumps(log_lines())


def test_an_address_that_does_not_exist_is_logged_without_it(client: Client, db: None, log_lines: Any) -> None:
    client.get(f"/charts-of/{NAME}/")
    assert [line["status"] for line in log_lines() if line["event"] == "request"] == [404]
    assert NAME not in json.dumps(log_lines())


def test_no_cache_keeps_a_page_and_a_view_that_says_how_long_is_left_alone() -> None:
    request = RequestFactory().get("/")
    page = no_store_middleware(lambda _: HttpResponse("page"))(request)
    assert page["Cache-Control"] == "no-store, private"
    own = no_store_middleware(lambda _: HttpResponse("page", headers={"Cache-Control": "max-age=60"}))(request)
    assert own["Cache-Control"] == "max-age=60"


@pytest.mark.parametrize(("kind", "status"), [("right", 403), ("rest", 400)])
def test_what_a_room_refuses_becomes_a_page_with_its_sentence(client: Client, db: None, kind: str, status: int) -> None:
    with override_settings(ROOT_URLCONF=__name__):
        response = client.get(f"/refuses/{kind}/")
    assert response.status_code == status
    assert "Ask &lt;the&gt; owner of the thing." in response.content.decode()
