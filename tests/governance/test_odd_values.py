"""Whatever somebody puts into an address or a form of the control room, the answer is a page with a sentence."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from apps.drafting.backends import backend_in_use
from apps.drafting.services.acts import machine_parts
from apps.governance.services import release_ensure
from tests.factories import SETUP, World
from tests.governance.switch import ask, stop

ODD = ("a\x00b", "x" * 10_000, "9" * 5_000, "not-a-uuid", "²\u202e")
SENTENCE = ("<p", "<li>", 'role="alert"')

READ = {  # address, parameters
    "/control/": ("page", "scope"),
    "/control/releases/": ("part",),
    "/control/releases/touched.csv": ("part",),
    "/control/parts.json": ("part",),
    "/control/agreements/": ("page",),
    "/control/retention/": ("page",),
    "/control/operations/": ("days",),
    "/control/intake/": ("page",),
    "/control/index/": ("page",),
    "/control/people/": ("page",),
    "/by-hand/": ("page",),
    "/metrics": ("days",),
    "/charts/questions/": ("page",),
}
AGREEMENT = ("host", "counterparty", "signed_on", "expires_on", "data_classes", "document")
WRITE = {  # address, fields
    "/control/stop/": ("scope", "reason", "confirmed"),
    "/control/resume/": ("scope", "reason"),
    "/control/resume/{id}/confirm/": ("reason",),
    "/control/resume/{id}/withdraw/": ("reason",),
    "/control/agreements/record/": AGREEMENT,
    "/control/agreements/{id}/withdraw/": ("reason",),
    "/control/retention/holds/": ("reason", "patient_id", "draft_id"),
    "/control/retention/holds/{id}/lift/": ("reason",),
    "/control/retention/destroy/": ("reason", "patient_id"),
    "/control/retention/destroy/{id}/withdraw/": ("reason",),
    "/control/retention/destroy/{id}/confirm/": ("record_end", "password"),
    "/control/index/move/": ("act", "name", "confirmed"),
    "/control/people/{id}/access/": ("active",),
    "/drafts/{id}/replay/": ("run",),
    "/charts/questions/{id}/take/": ("query",),
    "/charts/questions/{id}/close/": ("query",),
    "/charts/{id}/ask/handover/": ("query",),
}
SOUND = {
    "scope": "all", "reason": "Wrong doses seen", "confirmed": "on", "host": "models.example", "counterparty": "Models",
    "signed_on": "2026-01-01", "expires_on": "2999-01-01", "data_classes": "redacted_notes",
}  # fmt: skip


def is_readable(answer: Any) -> bool:
    """Say whether a person can read the answer: no error of ours, and a refusal says something."""
    if answer.status_code in {400, 404, 422}:
        return any(mark in answer.content.decode() for mark in SENTENCE)
    return answer.status_code in {200, 302, 403, 405}


@pytest.fixture
def admin(world: World, client: Client) -> Client:
    client.force_login(world.admin)
    return client


@pytest.mark.parametrize(("address", "names"), READ.items())
def test_an_odd_value_in_an_address_is_answered(admin: Client, address: str, names: tuple[str, ...]) -> None:
    for value in ODD:
        for name in names:
            assert is_readable(admin.get(address, {name: value})), (address, name, value[:20])
    for method in ("post", "put", "delete", "patch", "options", "head", "trace"):
        assert is_readable(getattr(admin, method)(address)), (address, method)


@pytest.mark.parametrize(("address", "names"), WRITE.items())
def test_an_odd_value_in_a_form_is_answered(admin: Client, world: World, address: str, names: tuple[str, ...]) -> None:
    for value in ODD:
        for name in names:
            assert is_readable(admin.post(address.format(id=uuid4()), {**SOUND, name: value})), (
                address,
                name,
                value[:20],
            )
        assert is_readable(admin.post(address.replace("{id}", value))), (address, value[:20])
    for method in ("get", "put", "delete", "patch", "options", "head", "trace"):
        assert is_readable(getattr(admin, method)(address.format(id=uuid4()))), (address, method)


@pytest.mark.parametrize("scope", ["release:{}", "organization:{}", "workflow:{}", "{}"])
def test_an_odd_scope_says_that_the_page_is_out_of_date(admin: Client, world: World, scope: str) -> None:
    stop(world)
    ask(world)
    for value in ODD:
        for address in ("/control/stop/", "/control/resume/"):
            answer = admin.post(address, {**SOUND, "scope": scope.format(value)})
            assert answer.status_code == 422
            assert "out of date" in answer.content.decode() or "Null characters" in answer.content.decode()


@pytest.mark.parametrize("page", ["card", "card_export"])
def test_only_a_whole_digest_opens_a_card(admin: Client, world: World, page: str) -> None:
    release = release_ensure(parts=machine_parts(backend_in_use()), actor=SETUP)
    assert admin.get(reverse(f"governance:{page}", args=[release.digest])).status_code == 200
    for value in (*ODD, release.digest[:12], release.digest.upper()):
        assert admin.get(reverse(f"governance:{page}", args=[value])).status_code == 404
        if page == "card":
            answer = admin.post(reverse("governance:card", args=[release.digest]), {"text": value})
            assert is_readable(answer), value[:20]


@pytest.mark.parametrize("page", ["releases", "touched_export"])
def test_a_part_that_cannot_be_one_is_refused_with_a_sentence(admin: Client, page: str) -> None:
    assert admin.get(reverse(f"governance:{page}"), {"part": "django"}).status_code == 200
    for value, sentence in (("\x00", "a character that cannot be written"), ("x" * 10_000, "Shorten the part")):
        answer = admin.get(reverse(f"governance:{page}"), {"part": value})
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
