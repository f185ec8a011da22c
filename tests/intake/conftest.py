"""Messages as senders send them, and a way to send them."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from apps.core.actors import Actor
from apps.intake.domain.media_types import FHIR_JSON
from apps.intake.domain.report import Report
from apps.intake.models import InboundMessage
from apps.intake.pipeline import message_take
from tests.factories import World

SENDER = Actor.service("test-sender")
Send = Callable[..., tuple[InboundMessage, Report]]


@pytest.fixture
def send(world: World) -> Send:
    """Send a Bundle of these resources, or raw bytes, to Cedar (or another organization)."""

    def send(
        *resources: dict[str, Any], body: bytes | None = None, organization: Any = None, name: str = "message",
        media_type: str = FHIR_JSON,
    ) -> tuple[InboundMessage, Report]:  # fmt: skip
        return message_take(
            organization=organization or world.cedar, source_system="test", source_id=name, media_type=media_type,
            body=bundle(*resources) if body is None else body, actor=SENDER,
        )  # fmt: skip

    return send


def bundle(*resources: dict[str, Any]) -> bytes:
    entries = [{"fullUrl": f"urn:uuid:{n}", "resource": resource} for n, resource in enumerate(resources)]
    return json.dumps({"resourceType": "Bundle", "type": "transaction", "entry": entries}).encode()
