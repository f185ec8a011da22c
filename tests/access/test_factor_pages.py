"""The page of what one signs with: one's own alone, opened by a proof, and without JavaScript but for keys."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from apps.access.domain import totp
from apps.access.domain.factors import Site
from apps.access.models import SigningFactor
from apps.access.selectors import factors_of
from apps.core import clock
from tests.access.soft_key import SoftKey, set_up_key
from tests.access.test_signing_app import code_for, set_up_app
from tests.factories import PASSWORD, World

HERE = Site("localhost", "http://localhost")
FACTORS = reverse("account_factors")


@pytest.fixture
def client(world: World) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(world.okafor)
    return client


def open_page(client: Client, **shown: str) -> str:
    return client.post(reverse("account_factors_open"), shown or {"password": PASSWORD}, follow=True).content.decode()


def test_an_app_is_set_up_with_forms_alone(world: World, client: Client) -> None:
    assert "Add an authenticator app" in open_page(client)
    page = client.post(reverse("account_app_new"), {"app_name": "my phone"}, follow=True)
    app = SigningFactor.objects.get(person=world.okafor)
    text = page.content.decode()
    assert totp.secret_text(app.secret) in text
    assert "data:image/svg+xml" in text
    address = reverse("account_app", args=[app.pk])
    assert "not the code the app shows now" in client.post(address, {"code": "000000"}).content.decode()
    done = client.post(address, {"code": code_for(app)}, follow=True).content.decode()
    assert "my phone" in done
    assert "set up an authenticator app to sign with" in done
    assert client.get(address).status_code == 404  # its secret is shown no more


def test_a_key_is_set_up_and_removed(world: World, client: Client) -> None:
    open_page(client)
    key = SoftKey(HERE)
    answer = key.registers(client.post(reverse("account_key_options")).json())
    client.post(reverse("account_key_new"), {"name": "ring", "answer": answer})
    factor = factors_of(world.okafor).get()
    assert (factor.name, factor.kind, factor.host) == ("ring", "webauthn", "localhost")
    client.post(reverse("account_factor_remove", args=[factor.pk]))
    assert factors_of(world.okafor).count() == 0


def test_nothing_changes_before_it_was_shown_who_asks(world: World, client: Client) -> None:
    app = set_up_app(world.okafor)
    for name in ("account_key_options", "account_key_new", "account_app_new", "account_factor_remove"):
        args = [app.pk] if name == "account_factor_remove" else []
        answer = client.post(reverse(name, args=args), {"name": "x", "app_name": "x"})
        assert (name, answer["Location"]) == (name, FACTORS)
    assert list(factors_of(world.okafor)) == [app]


def test_what_is_set_up_opens_the_page_and_the_password_alone_does_not_any_more(world: World, client: Client) -> None:
    app = set_up_app(world.okafor)
    assert "Add an authenticator app" not in open_page(client, password=PASSWORD)
    assert "Add an authenticator app" not in open_page(client, code=code_for(app, 1))
    assert "Add an authenticator app" in open_page(client, code=code_for(app, 1), password=PASSWORD)


def test_a_key_opens_the_page(world: World, client: Client) -> None:
    key, _ = set_up_key(world.okafor, SoftKey(HERE))
    asked = client.post(reverse("account_factors_challenge")).json()
    assert "Add an authenticator app" in open_page(client, assertion=key.signs(asked))


def test_opening_the_page_gives_the_session_another_id_and_lasts_five_minutes(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = client.session.session_key
    open_page(client)
    assert client.session.session_key != before
    later = clock.now() + timedelta(minutes=6)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "Add an authenticator app" not in client.get(FACTORS).content.decode()


def test_nobody_sees_or_removes_what_another_signs_with(world: World, client: Client) -> None:
    theirs = set_up_app(world.lindholm)
    assert 'class="factors"' not in client.get(FACTORS).content.decode()
    open_page(client)
    assert client.post(reverse("account_factor_remove", args=[theirs.pk])).status_code == 404
    assert client.get(reverse("account_app", args=[theirs.pk])).status_code == 404
    assert list(factors_of(world.lindholm)) == [theirs]


def test_who_is_not_signed_in_is_led_to_sign_in(client: Client) -> None:
    for method, name in (("get", "account_factors"), ("post", "account_factors_open"), ("post", "account_key_options")):
        answer = getattr(Client(headers={"host": "localhost"}), method)(reverse(name))
        assert (name, answer["Location"].partition("?")[0]) == (name, reverse("account_login"))


def test_a_wrong_proof_is_said_and_nothing_opens(client: Client) -> None:
    answer = client.post(reverse("account_factors_open"), {"password": "wrong"})
    assert (answer.status_code, "not your password" in answer.content.decode()) == (422, True)
    assert "Add an authenticator app" not in client.get(FACTORS).content.decode()


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_factor_has_a_name_one_can_read(client: Client, name: str) -> None:
    open_page(client)
    answer = client.post(reverse("account_app_new"), {"app_name": name})
    assert answer.status_code == 422


def test_under_a_bare_address_the_page_says_where_keys_work(world: World) -> None:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(world.okafor)
    page = open_page(client)
    assert "On this machine, open it as localhost" in page
    assert "Set the key up" not in page
