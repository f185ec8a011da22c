"""A payer's system on this machine, with real sockets, and a signed letter that can be sent to it."""

import json
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import reverse

from apps.access.models import Person
from apps.access.selectors import actor_for
from apps.chart.services import resource_store
from apps.core import clock
from apps.drafting.models import Draft
from apps.review.domain.pas.building import request_bundle
from apps.review.exchange.preparing import new_trace
from apps.review.models import PayerExchange
from apps.review.services import exchange as acts
from tests.drafting.scripted_server import Exchange, ScriptedServer, serving
from tests.factories import SETUP
from tests.review.after_signature import as_signed
from tests.review.pas.values import DOCTOR, a_request, approved

COVERAGE = {
    "resourceType": "Coverage", "id": "cov", "status": "active", "subscriberId": "M-77",
    "relationship": {"coding": [{"code": "self"}]}, "payor": [{"display": "Northfield"}],
}  # fmt: skip
TYPED = {
    "service_type": "1", "facility": "11", "quantity": "6", "unit": "UN", "payer_class": "medicare_advantage",
    "class_reason": "The payer says so.",
}  # fmt: skip
Answering = Callable[[Any], Any]


def as_ready(desk: Any, **coverage: Any) -> Any:
    """Sign the desk's letter, its record complete for a payer."""
    Person.objects.filter(pk=desk.world.okafor.pk).update(npi="1234567893")
    desk.world.okafor.refresh_from_db()
    resource_store(
        organization=desk.world.cedar, patient=desk.world.anna, encounter=None, source_system="test",
        body={**COVERAGE, **coverage}, actor=SETUP,
    )  # fmt: skip
    return as_signed(desk)


def prepared(desk: Any, **changed: str) -> PayerExchange:
    """Prepare the request of the desk's letter on its page, and return it."""
    response = post(desk, desk.world.okafor, "exchange_prepare", **typed(**changed))
    assert response.status_code == 302, response.content.decode()
    return PayerExchange.objects.latest("created_at")


def typed(**changed: str) -> dict[str, str]:
    """Return what staff type on the page of a request."""
    return {f"fhir-{name}": value for name, value in {**TYPED, **changed}.items()}


def kept(desk: Any) -> PayerExchange:
    """Keep a request of the desk's letter as if its page had made it, with a letter that costs nothing to print."""
    okafor = desk.world.okafor
    built = request_bundle(a_request(trace=new_trace()), acts.mint, clock.now())
    return acts.request_keep(
        draft=Draft.objects.get(pk=desk.draft.pk), built=built,
        terms=acts.Terms("medicare_advantage", is_drug=False, reason="The payer says so."),
        npi=DOCTOR.npi, versions={}, person=okafor, actor=actor_for(okafor),
    )  # fmt: skip


def post(desk: Any, person: Person, name: str, exchange: PayerExchange | None = None, **data: Any) -> Any:
    where = [desk.draft.pk, *([exchange.pk] if exchange else [])]
    return desk.client(person).post(reverse(f"review:{name}", args=where), data)


def shown(desk: Any, person: Person) -> str:
    response = desk.client(person).get(reverse("review:authorization", args=[desk.draft.pk]))
    assert response.status_code == 200
    return str(response.content.decode())


def saying(make: Answering) -> Callable[[Exchange], None]:
    """Return a script that answers with what is made of the bundle that came."""

    def script(exchange: Exchange) -> None:
        exchange.begin(200, "application/fhir+json")
        exchange.write(json.dumps(make(exchange.body)))

    return script


def status(code: int) -> Callable[[Exchange], None]:
    return lambda exchange: exchange.begin(code, "application/fhir+json")


def silent(exchange: Exchange) -> None:
    exchange.leave_when_the_client_does()


def broken(exchange: Exchange) -> None:
    exchange.begin(200, "application/fhir+json")
    exchange.write('{"resourceType": "Bundle", "entry": [')


@contextmanager
def payer(
    settings: Any, tmp_path: Any, *scripts: Callable[[Exchange], None], tls: Path | None = None, **row: Any
) -> Iterator[ScriptedServer]:
    """Serve the scripts as the system of the desk's payer, and put it on record."""
    with serving(*(scripts or (saying(approved),)), tls=tls) as server:
        scheme = "https" if tls else "http"
        named = {
            "organization": "cedar", "payer": "Northfield", "perimeter": "inside", "payer_id": "NF-1", "seconds": 1,
            "address": f"{scheme}://127.0.0.1:{server.port}/fhir", **row,
        }  # fmt: skip
        file = tmp_path / f"payers-{server.port}.json"
        file.write_text(json.dumps({"payers": [named]}))
        settings.WORKBENCH_PAYERS = str(file)
        yield server


def letter_in(bundle: Any) -> bytes:
    """Return the first document that a bundle carries."""
    documents = (row["resource"] for row in bundle["entry"] if row["resource"]["resourceType"] == "DocumentReference")
    return b64decode(next(documents)["content"][0]["attachment"]["data"])


def told(subscription: Any, body: Any, secret: str) -> int:
    """Knock at the door of notifications and return its answer."""
    address = reverse("exchange:notified", args=[subscription])
    headers = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
    return int(Client().post(address, json.dumps(body), content_type="application/json", **headers).status_code)
