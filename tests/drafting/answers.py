"""What several tests of a model server have it answer, and a draft made with it."""

import json

from django.test import override_settings

from apps.drafting.models import Draft
from tests.drafting.conftest import request_summary, run
from tests.drafting.scripted_server import Exchange, Script, ScriptedServer, claim
from tests.factories import World

ECHO = "Rheumatoid arthritis, said back by the server"


def good(exchange: Exchange) -> None:
    exchange.claims(
        claim("Active problems", "diagnosis", "Rheumatoid arthritis is active.", exchange.about("Rheumatoid")),
        claim(
            "Medications now", "medication", "Hydroxychloroquine 200 mg tablet, 300 mg by mouth daily.",
            exchange.about("Hydroxychloroquine"),
        ),
    )  # fmt: skip


def error(status: int, **headers: str) -> Script:
    def script(exchange: Exchange) -> None:
        exchange.begin(status, "application/json", **headers)
        exchange.write(json.dumps({"error": {"message": ECHO}}))

    return script


def drafted(world: World, server: ScriptedServer, **parameters: object) -> Draft:
    with override_settings(WORKBENCH_INFERENCE=server.setting(**parameters)):
        return run(request_summary(world))
