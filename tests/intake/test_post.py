"""The door for sending systems: who may, what is answered, and that a browser's cookie opens nothing."""

import base64
from typing import Any

import pytest
from django.test import Client

from apps.audit.domain.actions import Action
from apps.audit.models import AuditEvent
from apps.intake.models import InboundMessage
from tests.factories import PASSWORD, World
from tests.fhir import condition, observation
from tests.intake.conftest import bundle

URL = "/intake/fhir/"


def basic(email: str, password: str = PASSWORD) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{email}:{password}".encode()).decode()}


def post(world: World, body: bytes, who: str = "integration", **changes: Any) -> Any:
    headers = changes.pop("headers", basic(getattr(world, who).email)) | changes.pop("more", {})
    client = Client(enforce_csrf_checks=True)
    content_type = changes.pop("content_type", "application/fhir+json")
    return client.generic("POST", changes.pop("url", URL), body, content_type=content_type, headers=headers)


def told(response: Any) -> list[str]:
    outcome = response.json()
    assert outcome["resourceType"] == "OperationOutcome"
    return [issue["diagnostics"] for issue in outcome["issue"]]


def test_an_integration_account_delivers_records_to_its_own_organization(world: World) -> None:
    response = post(world, bundle(condition(patient="anna")), url=URL + "?source=test")
    assert response.status_code == 202
    assert "1 resource, of which 1 accepted" in told(response)[0]
    message = InboundMessage.objects.get()
    assert (message.organization, message.source_system) == (world.cedar, "test")


def test_each_held_resource_has_its_sentence_in_the_answer(world: World) -> None:
    response = post(world, bundle(condition(), observation(patient="carla")), url=URL + "?source=test")
    assert response.status_code == 202
    assert told(response)[1].startswith("Entry 2 (Observation): The patient it belongs to is not known here.")


def test_the_same_body_again_changes_nothing(world: World) -> None:
    post(world, bundle(condition()), url=URL + "?source=test")
    response = post(world, bundle(condition()), url=URL + "?source=test")
    assert response.status_code == 202
    assert "was received before; nothing has changed" in told(response)[0]
    assert InboundMessage.objects.count() == 1


def test_an_unreadable_body_is_kept_and_refused_with_a_sentence(world: World) -> None:
    response = post(world, bundle(condition())[:-9])
    assert response.status_code == 422
    assert "cut off" in told(response)[0]
    assert InboundMessage.objects.get().status == "QUARANTINED"


@pytest.mark.parametrize("who", ["okafor", "reyes", "lindqvist", "admin", "privacy", "marchetti", "quill"])
def test_no_other_role_may_send_and_the_refusal_is_recorded(world: World, who: str) -> None:
    response = post(world, bundle(condition()), who)
    assert response.status_code == 403
    assert told(response)
    assert not InboundMessage.objects.exists()
    assert AuditEvent.objects.filter(action=Action.REFUSED, actor_id=str(getattr(world, who).pk)).exists()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer abc"},
        {"Authorization": "Basic ???"},
        {"Authorization": "Basic " + base64.b64encode(b"no colon").decode()},
        basic("integration@cedar.example", "wrong"),
        basic("nobody@cedar.example"),
        basic("nul\x00@cedar.example"),
    ],
)
def test_who_does_not_prove_themselves_is_asked_to(world: World, headers: dict[str, str]) -> None:
    response = post(world, bundle(condition()), headers=headers)
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Basic")
    assert not InboundMessage.objects.exists()


def test_a_deactivated_account_sends_nothing(world: World) -> None:
    world.integration.is_active = False
    world.integration.save()
    assert post(world, bundle(condition())).status_code == 401


def test_a_signed_in_browser_is_nobody_here(world: World, client: Client) -> None:
    client.force_login(world.integration)
    assert client.post(URL, bundle(condition()), content_type="application/fhir+json").status_code == 401


def test_wrong_passwords_close_the_door_for_a_while(world: World) -> None:
    answers = [post(world, b"{}", headers=basic(world.integration.email, f"wrong {n}")).status_code for n in range(12)]
    assert answers[-1] == 429


def test_only_fhir_json_is_taken(world: World) -> None:
    assert post(world, b"<xml/>", content_type="application/xml").status_code == 415
    assert post(world, b"{}", content_type="application/fhir+json; charset=klingon").status_code == 422


def test_too_large_a_body_is_refused_before_it_is_read(world: World, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = post(world, b" " * 1001)
    assert response.status_code == 413
    assert "smaller parts" in told(response)[0]


def test_a_large_message_is_kept_at_once_and_read_by_a_worker(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.intake.views.READ_AT_ONCE", 10)
    response = post(world, bundle(condition()))
    assert response.status_code == 202
    assert "a worker reads it now" in told(response)[0]
    assert InboundMessage.objects.get().status == "RECEIVED"


def test_a_source_name_too_long_gets_a_sentence(world: World) -> None:
    response = post(world, bundle(condition()), url=URL + "?source=" + "x" * 300)
    assert response.status_code == 400
    assert "longer than 200 characters" in told(response)[0]


def test_reading_needs_a_post(world: World, client: Client) -> None:
    assert client.get(URL).status_code == 405
