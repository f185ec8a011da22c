"""A patient with everything a record can leave behind, and everything that can be read in the end."""

import base64
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import product

import redis
from django.apps import apps
from django.conf import settings
from django.db import connection

from apps.access.selectors import actor_for
from apps.core.crypto.errors import KeyDestroyed, SealBroken
from apps.core.crypto.sealed import Sealed
from apps.intake.domain.media_types import FHIR_JSON
from apps.intake.pipeline import message_finish, message_take
from apps.viewer.services import chart_search
from tests.drafting.conftest import WORKER, bundle, request_summary, run, take_in
from tests.factories import World, patient_body
from tests.review.acts import finish, sign
from tests.review.conftest import PHONE, PROGRESS, Desk, make_document, make_draft

ANNA = ["Lindgren-Sato", "anna@example.org", "MRN-000414", "1961-05-04", "anna-n1", "Patient/anna"]
HER_CHART = ["leflunomide", "hydroxychloroquine", "CDAI 31", "osteopenia", "MTX 20 mg"]
OTHERS = ["Okonjo", "Sulfasalazine", "MRN-000515", "Vera"]


def make_record(world: World) -> Desk:
    """Fill Anna's chart, search it, draft from it, sign a draft; Berta's lies beside it, in one file with hers."""
    take_in(world.cedar, "anna", "Anna", "Lindgren-Sato")
    both = json.loads(bundle("anna", "Anna", "Lindgren-Sato"))
    both["entry"].append({"resource": patient_body("berta", "Berta", "Okonjo", "1975-11-30")})
    send(world, "lindgren-sato.json", json.dumps(both).encode())
    held = [
        {"resource": patient_body(*who, "no date")} for who in (("a2", "Anna", "Lindgren-Sato"), ("b2", "Vera", "Held"))
    ]
    send(world, "held.json", json.dumps({"resourceType": "Bundle", "type": "collection", "entry": held}).encode())
    send(world, "torn.json", b'{"resourceType": "Bundle", "entry": [{"Anna Lindgren-Sato": 1')
    make_document(world.berta, "own", "Sulfasalazine 1 g twice daily for Berta Okonjo.")
    run(request_summary(world, subject="Before Anna Lindgren-Sato's visit"))
    words = "Lindgren-Sato leflunomide"
    chart_search(patient=world.anna, text=words, person=world.okafor, actor=actor_for(world.okafor))
    documents = {name: make_document(world.anna, name, text) for name, text in (("note", PROGRESS), ("phone", PHONE))}
    desk = Desk(world, make_draft(world.anna, world.okafor, documents), documents)
    finish(desk, world.okafor)
    sign(desk, world.okafor)
    return desk


def send(world: World, name: str, body: bytes) -> None:
    message, _ = message_take(
        organization=world.cedar, source_system="test", source_id=name, body=body, media_type=FHIR_JSON, actor=WORKER
    )
    message_finish(message_id=message.pk, actor=WORKER)


def readable() -> Iterator[tuple[str, str]]:
    """Yield all that anybody could read: every row, with what is compressed or encoded in it, and all of Redis."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" AS t')
            yield from ((table, row[0]) for row in cursor.fetchall())
    yield from _opened()
    server = redis.Redis.from_url(settings.REDIS_URL.text)
    yield from (("redis", repr(server.dump(key))) for key in server.keys("*"))


def _opened() -> Iterator[tuple[str, str]]:
    """Yield every sealed column that still opens, with what is encoded in it."""
    for model in apps.get_models():
        sealed = [name for name, value in vars(model).items() if isinstance(value, Sealed)]
        for row, name in product(model.objects.all() if sealed else (), sealed):
            with suppress(KeyDestroyed, SealBroken):
                value = getattr(row, name)
                text = value.decode(errors="replace") if isinstance(value, bytes) else f"{value} {dumps(value)}"
                yield model._meta.db_table, text + "".join(_decoded(text))


def dumps(value: object) -> str:
    return json.dumps(value, default=str, ensure_ascii=False)


def _decoded(text: str) -> Iterator[str]:
    for found in re.findall(r'"data": "([A-Za-z0-9+/=]{40,})"', text):
        yield base64.b64decode(found).decode(errors="replace")


def found(words: list[str]) -> set[str]:
    """Return those of the words that can be read anywhere."""
    texts = [text.casefold() for _, text in readable()]
    return {word for word in words if any(word.casefold() in text for text in texts)}
