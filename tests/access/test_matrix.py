"""Every address x every role x {own, another's, elsewhere, labelled, in an emergency}, by GET and POST.

The addresses come from the URLconf, what each has to answer from its row (matrix.py): from the rights it takes and from
what it is about. Every role is asked about every patient, at the guard alone (guards.py); what who is let in gets to
read is asked of one role for each address.
"""

import logging
from collections.abc import Iterator
from http import HTTPStatus

import pytest
from django.db.models import Max
from django.http import HttpResponse
from django.test import Client

from apps.access.domain.roles import ROLES, role_may
from apps.audit.models import AuditEvent
from tests.access.everything import OWN, WHOSE, House, addresses
from tests.access.guards import knock, stop_at_getters
from tests.access.matrix import GET, LOGIN, NOT_THERE, NOTHING, POST, ROWS, Row
from tests.access.posting import undone

ADDRESSES = addresses()
GUARDED = [address for address in ADDRESSES if ROWS[address.name].rights]
OPEN_TO_ALL = [address for address in ADDRESSES if not ROWS[address.name].rights]
# Pages that are read without an event, for they show nothing of a patient: of the house, or a form not yet filled in.
SILENT = frozenset(
    [
        "access:letterhead",
        "access:people",
        "access:person_active",
        "access:person_detail",
        "access:person_factors",
        "access:person_new",
        "access:teams",
        "audit:heads",
        "audit:log_verifier",
        "audit:weeks",
        "contract:contract",
        "contract:contract_yaml",
        "coverage:policies",
        "coverage:policy_import",
        "coverage:policy_new",
        "coverage:policy_schema",
        "governance:agreements",
        "governance:control",
        "governance:parts_list",
        "governance:releases",
        "intake:index_versions",
        "intake:messages",
        "looks:find",
        "operations:operations",
        "quality:baseline",
        "quality:cases",
        "quality:definitions",
        "quality:digest",  # of which none is made yet
        "quality:learning",
        "quality:report_plans",
        "reference:references",
        "review:desk_help",
        "review:holding",
        "review:identity",
        "review:rules",
        "rights:grants",
        "rights:person_role",
        "viewer:break_glass",
    ]
)


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a refusal be its status alone, keep no refusal, and let nothing be logged."""
    pages = "apps.core.views.render"
    monkeypatch.setattr(pages, lambda request, template, context=None, status=200: HttpResponse(status=status))
    monkeypatch.setattr("apps.access.decorators._record_refusal", lambda request, permission: None)
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def answer(client: Client, method: str, path: str, told: list[str] | None = None) -> int | str:
    """Ask, and take back whatever it did; the person stays signed in. ``told`` takes the actions that were recorded."""
    cookies = dict(client.cookies)
    before = AuditEvent.objects.aggregate(newest=Max("pk"))["newest"] or 0
    with undone():
        response = getattr(client, method)(path)
        if response.streaming:
            b"".join(response.streaming_content)  # which closes the file
        if told is not None:
            told += AuditEvent.objects.filter(pk__gt=before).values_list("action", flat=True)
    client.cookies.clear()
    client.cookies.update(cookies)  # type: ignore[arg-type]
    if response.status_code == 302 and response["Location"].startswith("/account/login/"):
        return LOGIN
    return response.status_code


def holder_of(row: Row, method: str) -> str:
    """Return the first role with the right that gets no other answer than the others."""
    held = (role for role in ROLES if any(role_may(role, right) for right in row.rights))
    return next(role for role in held if (role, method) not in row.but)


def client_of(house: House, role: str | None) -> Client:
    client = Client(raise_request_exception=False)
    if role:
        client.force_login(house.people[role])
    return client


def test_every_address_stands_in_the_table_and_every_row_is_of_an_address() -> None:
    assert {address.name for address in ADDRESSES} == set(ROWS)


@pytest.mark.parametrize("role", [None, *ROLES])
def test_every_guard_lets_in_whom_the_rules_let_in_and_nobody_else(
    house: House, monkeypatch: pytest.MonkeyPatch, role: str | None
) -> None:
    stop_at_getters(monkeypatch)
    person, ids = house.people[role] if role else None, {whose: house.ids(whose) for whose in WHOSE}
    wrong = []
    for address in GUARDED:
        row = ROWS[address.name]
        may_be_let_in = role is not None and any(role_may(role, right) for right in row.rights)
        for whose in WHOSE:
            path = address.path(ids[whose])
            for method in (GET, POST):
                said = row.let_in(role, whose, method)
                found = knock(person, method, path, at_the_role=row.about == NOTHING, undo=may_be_let_in)
                if found != said:
                    wrong.append((address.name, whose, method, f"{found}, not {said}"))
    assert wrong == []


def test_every_address_answers_who_is_let_in_as_the_table_says(house: House) -> None:
    clients = {role: client_of(house, role) for role in ROLES}
    ids, found, silent = house.ids(OWN), {}, set()
    for address in GUARDED:
        for method in (GET, POST):
            if ROWS[address.name].answer("physician", OWN, method) == NOT_THERE:
                continue
            role = holder_of(ROWS[address.name], method)
            told: list[str] = []
            found[address.name, role, method] = answer(clients[role], method, address.path(ids), told)
            if method == GET and found[address.name, role, method] == HTTPStatus.OK and not told:
                silent.add(address.name)
    said = {(name, role, method): ROWS[name].answer(role, OWN, method) for name, role, method in found}
    wrong = [(*key, found[key], said[key]) for key in found if found[key] != said[key]]
    assert wrong == []
    assert 500 not in found.values()
    assert silent == SILENT


@pytest.mark.parametrize("role", [None, "physician", "biller", "auditor"])
def test_what_takes_no_right_answers_everybody_alike(house: House, role: str | None) -> None:
    client, ids, found = client_of(house, role), house.ids(OWN), {}
    for address in OPEN_TO_ALL:
        for method in (GET, POST):
            found[address.name, method] = answer(client, method, address.path(ids))
    assert found == {(name, method): ROWS[name].answer(role, OWN, method) for name, method in found}


def test_a_role_that_gets_another_answer_than_the_others_is_asked_for_it(house: House) -> None:
    asked = [(name, role, method) for name, row in ROWS.items() for role, method in row.but]
    paths = {address.name: address.path(house.ids(OWN)) for address in ADDRESSES}
    found = {(name, role, method): answer(client_of(house, role), method, paths[name]) for name, role, method in asked}
    assert found == {(name, role, method): ROWS[name].but[role, method] for name, role, method in asked}
