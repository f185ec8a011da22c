"""Every address x every role x {own, another's, elsewhere, labelled, in an emergency}, by GET and POST.

The addresses come from the URLconf, the answers from one table (matrix.py). What a refusal looks like is tested
elsewhere: here the pages of refusals are plain, which makes thousands of them cheap.
"""

import logging
from collections.abc import Iterator
from zlib import crc32

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from apps.access.domain.roles import ROLES
from tests.access.everything import OWN, WHOSE, House, addresses
from tests.access.matrix import GET, LOGIN, NOT_THERE, POST, ROWS, Row

ADDRESSES = addresses()


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a refusal be its status alone, and nothing be logged."""
    pages = "apps.core.views.render"
    monkeypatch.setattr(pages, lambda request, template, context=None, status=200: HttpResponse(status=status))
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def answer(client: Client, method: str, path: str) -> int | str:
    """Ask, and take back whatever it did; the person stays signed in."""
    cookies = dict(client.cookies)
    undone = transaction.atomic()
    undone._from_testcase = True  # type: ignore[attr-defined]  # what commits on its own may run inside
    with undone:
        response = getattr(client, method)(path)
        if response.streaming:
            b"".join(response.streaming_content)  # which closes the file
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.update(cookies)  # type: ignore[arg-type]
    if response.status_code == 302 and response["Location"].startswith("/account/login/"):
        return LOGIN
    return response.status_code


def is_worth_asking(name: str, row: Row, role: str | None, whose: str, method: str) -> bool:
    """Return whether the answer could be another one than was asked for already.

    A method that is not there says nothing of a role or a patient: nobody in particular and a physician ask for it.
    A role's own refusal says nothing of a patient: it is asked for about two, the second another one each time.
    """
    said = row.answer(role, OWN, method)
    if said == NOT_THERE:
        return whose == OWN and role in {None, "physician"}
    turn = WHOSE[1 + crc32(f"{role} {name}".encode()) % 4]
    return whose in {OWN, turn} or said not in {LOGIN, 403}


def answers(house: House, role: str | None) -> dict[tuple[str, str, str], int | str]:
    """Ask every address by both methods about every patient it may name: each address once."""
    client = Client(raise_request_exception=False)
    if role:
        client.force_login(house.people[role])
    ids = {whose: house.ids(whose) for whose in WHOSE}
    found: dict[tuple[str, str, str], int | str] = {}
    for address in ADDRESSES:
        row, asked = ROWS[address.name], set()
        for whose in WHOSE:
            path = address.path(ids[whose])
            if path in asked:
                continue
            asked.add(path)
            for method in (GET, POST):
                if is_worth_asking(address.name, row, role, whose, method):
                    found[address.name, whose, method] = answer(client, method, path)
    return found


def test_every_address_stands_in_the_table_and_every_row_is_of_an_address() -> None:
    assert {address.name for address in ADDRESSES} == set(ROWS)


@pytest.mark.parametrize("role", [None, *ROLES])
def test_every_address_answers_a_role_as_the_table_says_about_every_patient(house: House, role: str | None) -> None:
    found = answers(house, role)
    assert found == {(name, whose, method): ROWS[name].answer(role, whose, method) for name, whose, method in found}
    assert 500 not in found.values()
    assert {name for name, _, _ in found} == set(ROWS)
