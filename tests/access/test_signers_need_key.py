"""Where the house asks for it, who signs comes in by a security key; a code leads them to where they set one up."""

from typing import Any

import pytest
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse

from apps.access.models import Person
from apps.access.selectors import actor_for, factors_of
from apps.access.services import account_provision, recovery_codes_make
from tests.access.soft_key import SoftKey, set_up_key
from tests.access.test_second_factor import FACTORS, HERE, SECOND, code, now, sign_in, words
from tests.access.test_signing_app import set_up_app
from tests.factories import World
from tests.identity_provider import IdentityProvider, led_to

__all__ = ["now"]
WANTED = "Who signs comes in by a security key or passkey."


@pytest.fixture(autouse=True)
def keys_wanted(settings: Any) -> None:
    settings.WORKBENCH_PASSWORD_ALONE, settings.WORKBENCH_SIGNERS_NEED_KEY = False, True


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "localhost"})


def in_by_code(client: Client, person: Person, now: Any) -> Any:
    app = set_up_app(person)
    now(seconds=60)
    sign_in(client, person.email)
    return client.post(SECOND, {"code": code(app)})


def show_key(client: Client, key: SoftKey) -> Any:
    options = client.post(reverse("account_factors_challenge")).json()
    return client.post(reverse("account_factors_open"), {"assertion": key.signs(options)})


def set_up_key_here(client: Client) -> Any:
    key = SoftKey(HERE)
    options = client.post(reverse("account_key_options")).json()
    return client.post(reverse("account_key_new"), {"name": "my ring", "answer": key.registers(options)})


def test_a_signers_code_leads_to_their_own_account_and_the_key_they_set_up_there_opens_the_rest(
    world: World, client: Client, now: Any
) -> None:
    assert in_by_code(client, world.okafor, now).url == FACTORS
    assert client.get("/charts/").url == FACTORS
    page = words(client.get(FACTORS))
    assert "Set up a security key" in page
    assert f"{WANTED} The code of an app leads here and no further." in page
    assert set_up_key_here(client).url == reverse("account_recovery")
    assert client.get("/charts/").status_code == 200


def test_the_administrator_reads_who_lacks_a_key(world: World, now: Any, settings: Any) -> None:
    set_up_app(world.okafor)
    set_up_app(world.reyes)
    set_up_key(world.lindholm, SoftKey(HERE))
    admin, told = Client(), "get no further than their own account"
    admin.force_login(world.admin)
    session = admin.session
    session["second"] = {"person": str(world.admin.pk), "by": "totp"}
    session.save()
    pages = [reverse("access:person_detail", args=[one.pk]) for one in (world.okafor, world.reyes, world.lindholm)]
    assert [told in words(admin.get(page)) for page in pages] == [True, False, False]
    settings.WORKBENCH_SIGNERS_NEED_KEY = False
    assert told not in words(admin.get(pages[0]))


def test_a_signers_key_opens_everything_and_who_does_not_sign_comes_in_by_a_code(
    world: World, client: Client, now: Any
) -> None:
    key, _ = set_up_key(world.okafor, SoftKey(HERE))
    sign_in(client, world.okafor.email)
    asked = client.post("/account/second/challenge/").json()
    assert client.post(SECOND, {"assertion": key.signs(asked)}).url == "/"
    assert client.get("/charts/").status_code == 200
    resident = Client(headers={"host": "localhost"})
    assert in_by_code(resident, world.reyes, now).url == "/"
    assert resident.get("/charts/").status_code == 200


def test_a_first_signer_who_sets_up_an_app_is_told_what_is_missing(world: World, client: Client, now: Any) -> None:
    sign_in(client, world.okafor.email)
    assert f"{WANTED} Set one up, and everything else opens." in words(client.get(FACTORS))
    client.post(reverse("account_app_new"), {"app_name": "phone"})
    app = world.okafor.signing_factors.get()
    client.post(reverse("account_app", args=[app.pk]), {"code": code(app)})
    assert client.get("/charts/").url == FACTORS
    assert "Set up a security key" in words(client.get(FACTORS))


def test_a_code_shown_later_takes_nothing_from_a_session_that_a_key_opened(
    world: World, client: Client, now: Any
) -> None:
    app = set_up_app(world.okafor)
    key, _ = set_up_key(world.okafor, SoftKey(HERE))
    now(seconds=60)
    sign_in(client, world.okafor.email)
    client.post(SECOND, {"code": code(app)})
    assert "Show your security key" in words(client.get(FACTORS))
    show_key(client, key)
    assert client.get("/charts/").status_code == 200
    now(seconds=30)
    client.post(reverse("account_factors_open"), {"code": code(app), "password": "not mine"})
    client.post(reverse("account_app_new"), {"app_name": "second phone"})
    second = world.okafor.signing_factors.get(confirmed_at=None)
    client.post(reverse("account_app", args=[second.pk]), {"code": code(second)})
    assert client.get("/charts/").status_code == 200


def test_a_signer_keeps_their_last_key_though_an_app_is_there(world: World, client: Client, now: Any) -> None:
    set_up_app(world.okafor)
    key, factor = set_up_key(world.okafor, SoftKey(HERE))
    sign_in(client, world.okafor.email)
    asked = client.post("/account/second/challenge/").json()
    client.post(SECOND, {"assertion": key.signs(asked)})
    show_key(client, key)
    refused = client.post(reverse("account_factor_remove", args=[factor.pk]))
    assert (refused.status_code, "who signs comes in by a security key" in words(refused)) == (422, True)
    app = factors_of(world.okafor).get(kind="totp")
    assert client.post(reverse("account_factor_remove", args=[app.pk])).url == FACTORS
    assert list(factors_of(world.okafor)) == [factor]


def test_a_signers_recovery_code_leads_to_a_new_key(world: World, client: Client, now: Any) -> None:
    set_up_key(world.okafor, SoftKey(HERE))
    first, *_ = recovery_codes_make(person=world.okafor, actor=actor_for(world.okafor))
    sign_in(client, world.okafor.email)
    assert client.post(SECOND, {"recovery": first}).url == FACTORS
    assert "A recovery code leads here and no further." in words(client.get(FACTORS))
    set_up_key_here(client)
    assert client.get("/charts/").status_code == 200


@pytest.mark.parametrize(("acr", "status"), [("phr", 200), ("https://login.example/acr/two-factors", 302)])
def test_the_provider_lets_a_signer_in_where_it_is_asked_for_what_resists_phishing(
    world: World, client: Client, identity_provider: IdentityProvider, settings: Any, acr: str, status: int
) -> None:
    account_provision(person=world.okafor, subject="okafor-17", administrator=world.admin, actor=actor_for(world.admin))
    settings.WORKBENCH_OIDC_ACR, identity_provider.acr = [acr], acr
    begun = client.post("/account/provider/sign-in/")
    client.get(identity_provider.back_from(led_to(client, begun)))
    assert client.session["_auth_user_id"] == str(world.okafor.pk)
    assert client.get("/charts/").status_code == status
    assert ("Signing in at the identity provider leads here" in words(client.get(FACTORS))) is (status == 302)


def test_a_password_that_opens_a_demo_and_a_demand_for_keys_do_not_stand_together(settings: Any) -> None:
    settings.WORKBENCH_PASSWORD_ALONE = True
    assert "access.E003" in {found.id for found in run_checks()}
    settings.WORKBENCH_PASSWORD_ALONE = False
    assert "access.E003" not in {found.id for found in run_checks()}
