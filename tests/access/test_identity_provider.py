"""Linking an account at the identity provider, and opening one's own page with it: nothing it says is just believed."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.access.models import Person, SigningFactor, StepUpChallenge
from apps.access.provider import client as wire
from apps.access.selectors import factors_of
from apps.audit.models import AuditEvent
from apps.core import clock
from tests.factories import PASSWORD, World
from tests.identity_provider import EC, OTHER, RSA, STRONG, IdentityProvider, follow, led_to

FACTORS = "/account/factors/"
LINK = "Link my account at Cedar Sign-In"


@pytest.fixture
def client(world: World) -> Client:
    return opened(world.okafor)


def opened(person: Person) -> Client:
    """Return the browser of somebody who has shown that it is they, to change what they sign with."""
    client = Client()
    client.force_login(person)
    client.post(reverse("account_factors_open"), {"password": PASSWORD})
    return client


def link(client: Client, provider: IdentityProvider) -> Any:
    return follow(client, provider, client.post(reverse("account_account_new")))


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def reasons() -> list[tuple[str, str]]:
    """Return what the log says of answers that counted for nothing, and whether they were wrong attempts."""
    events = AuditEvent.objects.filter(action__in=["step_up_failed", "provider_sign_in_refused"]).order_by("sequence")
    return [(event.action, event.details["reason"]) for event in events]


def test_an_account_is_linked_with_its_number_sealed_and_its_address_for_this_page(
    world: World, client: Client, identity_provider: IdentityProvider
) -> None:
    assert LINK in words(client.get(FACTORS))
    done = client.get(link(client, identity_provider)["Location"])
    assert "Your account at Cedar Sign-In is linked" in words(done)
    assert identity_provider.email in words(done)
    account = factors_of(world.okafor).get()
    assert (account.kind, account.host, account.secret) == ("oidc", identity_provider.issuer, b"okafor-17")
    assert b"okafor" not in bytes(account.secret_sealed) + bytes(account.name_sealed)
    event = AuditEvent.objects.get(action="signing_factor_added")
    assert event.details == {"factor": "oidc", "key_sha256": account.key_sha256}
    assert "set up an account at the identity provider to sign with" in words(done)


def test_the_provider_is_asked_for_a_fresh_sign_in_with_two_factors_and_told_nothing_else(
    client: Client, identity_provider: IdentityProvider
) -> None:
    link(client, identity_provider)
    (asked,) = identity_provider.asked
    assert (asked["prompt"], asked["max_age"], asked["acr_values"]) == ("login", "0", STRONG)
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert asked["nonce"] == StepUpChallenge.objects.get(object_type="new_account").challenge
    assert set(asked) == {"response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "prompt", "max_age",
                          "acr_values", "code_challenge", "code_challenge_method"}  # fmt: skip


WRONG, NOT = "step_up_failed", "provider_sign_in_refused"
AGO = int(clock.now().timestamp()) - 3600


@pytest.mark.parametrize(
    ("changed", "action", "reason"),
    [
        ({"claims": {"nonce": "another"}}, WRONG, "nonce"),
        ({"claims": {"nonce": None}}, WRONG, "nonce"),
        ({"alg": "none"}, WRONG, "signature"),
        ({"alg": "HS256"}, WRONG, "signature"),
        ({"key": OTHER}, WRONG, "signature"),
        ({"head": {"alg": "ES256", "kid": "ec"}, "alg": "ES256", "key": EC, "keys": [RSA]}, WRONG, "signature"),
        ({"claims": {"aud": "another"}}, WRONG, "audience"),
        ({"claims": {"aud": ["workbench", "another"]}}, WRONG, "audience"),
        ({"claims": {"azp": "another"}}, WRONG, "audience"),
        ({"claims": {"iss": "https://elsewhere.example"}}, WRONG, "other_provider"),
        ({"answer": {"iss": "https://elsewhere.example"}}, WRONG, "other_provider"),
        ({"answer": {"iss": ""}}, WRONG, "other_provider"),
        ({"answer": {"code": "guessed"}}, WRONG, "not_confirmed"),
        ({"claims": {"auth_time": AGO}}, NOT, "stale"),
        ({"claims": {"auth_time": None}}, NOT, "stale"),
        ({"claims": {"auth_time": "now"}}, NOT, "stale"),
        ({"claims": {"exp": AGO}}, NOT, "expired"),
        ({"claims": {"iat": AGO}}, NOT, "expired"),
        ({"claims": {"nbf": AGO + 7200}}, NOT, "expired"),
        ({"claims": {"exp": None}}, NOT, "unreadable"),
        ({"claims": {"sub": ""}}, NOT, "unreadable"),
        ({"claims": {"exp": 10**30}}, NOT, "unreadable"),
        ({"acr": None}, NOT, "single"),
        ({"acr": "1"}, NOT, "single"),
        ({"answer": {"error": "access_denied"}}, NOT, "denied"),
        ({"answer": {"error": "server_error"}}, NOT, "error"),
        ({"answer": {"code": ""}}, NOT, "unreadable"),
        ({"down": {"token"}}, NOT, "unreachable"),
        ({"down": {"keys"}}, NOT, "unreachable"),
    ],
)
def test_an_answer_that_is_not_right_in_every_part_links_nothing_and_is_on_record_with_its_reason(
    world: World, client: Client, identity_provider: IdentityProvider, changed: dict[str, Any], action: str, reason: str
) -> None:
    for name, value in changed.items():
        setattr(identity_provider, name, value)
    refused = link(client, identity_provider)
    assert (refused.status_code, "Nothing was changed" in words(refused)) == (422, True)
    assert reasons() == [(action, reason)]
    assert not factors_of(world.okafor).exists()


def test_what_is_right_in_every_part_is_believed_under_either_algorithm(
    world: World, client: Client, identity_provider: IdentityProvider
) -> None:
    identity_provider.alg = "ES256"
    identity_provider.claims = {"aud": ["workbench", "another"], "azp": "workbench"}
    assert link(client, identity_provider)["Location"] == FACTORS
    assert factors_of(world.okafor).count() == 1


@pytest.mark.parametrize(("amr", "counts"), [(["mfa"], True), (["pwd", "otp", "sms"], True), (["pwd"], False),
                                            (None, False)])  # fmt: skip
def test_methods_count_where_the_house_names_them(
    world: World, client: Client, identity_provider: IdentityProvider, settings: Any, amr: list[str], counts: bool
) -> None:
    settings.WORKBENCH_OIDC_AMR = ["mfa", "pwd+otp"]
    identity_provider.amr = amr
    link(client, identity_provider)
    assert factors_of(world.okafor).exists() is counts


def test_an_answer_counts_once_and_in_the_session_that_asked(
    world: World, client: Client, identity_provider: IdentityProvider
) -> None:
    back = identity_provider.back_from(led_to(client, client.post(reverse("account_account_new"))))
    elsewhere = opened(world.lindholm)
    assert "belongs to nothing that was begun here" in words(elsewhere.get(back, follow=True))
    assert Client().get(back)["Location"] == reverse("account_login")
    client.get(client.get(back)["Location"])
    assert factors_of(world.okafor).count() == 1
    assert "belongs to nothing that was begun here" in words(client.get(back, follow=True))
    assert reasons() == [(NOT, "not_begun")] * 2
    assert not factors_of(world.lindholm).exists()


def test_a_good_answer_is_taken_by_its_own_act_once(
    world: World, client: Client, identity_provider: IdentityProvider
) -> None:
    came = client.get(identity_provider.back_from(led_to(client, client.post(reverse("account_account_new")))))
    asked = came["Location"].rstrip("/").rpartition("/")[2]
    assert client.get(reverse("account_factors_opened", args=[asked])).status_code == 422
    client.get(came["Location"])
    again = client.get(came["Location"])
    assert (again.status_code, "was used already" in words(again)) == (422, True)
    assert reasons() == [(WRONG, "replayed")]


def test_what_comes_after_two_minutes_is_too_late(
    client: Client, identity_provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = led_to(client, client.post(reverse("account_account_new")))
    later = clock.now() + timedelta(minutes=2, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    refused = client.get(client.get(identity_provider.back_from(address))["Location"])
    assert "more than two minutes ago" in words(refused)
    assert reasons() == [(NOT, "late")]


def test_a_sign_in_is_fresh_for_a_minute_and_not_longer_even_once_it_was_believed(
    world: World, client: Client, identity_provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    came = client.get(identity_provider.back_from(led_to(client, client.post(reverse("account_account_new")))))
    later = clock.now() + timedelta(seconds=67)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "within the last minute" in words(client.get(came["Location"]))
    assert not factors_of(world.okafor).exists()


def test_an_account_belongs_to_one_person_and_a_person_has_one_there(
    world: World, client: Client, identity_provider: IdentityProvider
) -> None:
    link(client, identity_provider)
    other = opened(world.lindholm)
    assert "linked with somebody else here" in words(link(other, identity_provider))
    assert "at Cedar Sign-In</h2>" not in words(client.get(FACTORS))
    identity_provider.subject = "okafor-18"
    opened_again = follow(client, identity_provider, client.post(reverse("account_account_new")))
    assert "linked an account there already" in words(opened_again)
    assert SigningFactor.objects.filter(kind="oidc").count() == 1


def test_a_linked_account_opens_the_page_and_another_one_of_the_provider_does_not(
    world: World, client: Client, identity_provider: IdentityProvider
) -> None:
    link(client, identity_provider)
    later = Client()
    later.force_login(world.okafor)
    assert "Sign in anew at Cedar Sign-In" in words(later.get(FACTORS))
    identity_provider.subject = "lindholm-3"
    refused = follow(later, identity_provider, later.post(reverse("account_factors_open"), {"way": "oidc"}))
    assert "somebody else signed in" in words(refused)
    assert reasons() == [(WRONG, "other_person")]
    identity_provider.subject = "okafor-17"
    follow(later, identity_provider, later.post(reverse("account_factors_open"), {"way": "oidc"}))
    assert "Add an authenticator app" in words(later.get(FACTORS))


def test_a_removed_account_opens_nothing_and_an_administrator_removes_it_too(
    world: World, client: Client, identity_provider: IdentityProvider
) -> None:
    link(client, identity_provider)
    admin = Client()
    admin.force_login(world.admin)
    address = reverse("access:person_factors", args=[world.okafor.pk])
    assert "linked account" in words(admin.get(address))
    admin.post(address)
    assert not factors_of(world.okafor).exists()
    client.force_login(Person.objects.get(pk=world.okafor.pk))  # a reset ends what was open
    refused = client.post(reverse("account_factors_open"), {"way": "oidc"})
    assert (refused.status_code, "is not linked with yours here" in words(refused)) == (422, True)


def test_five_answers_for_somebody_else_close_signing_and_answers_nobody_asked_for_do_not(
    world: World, client: Client, identity_provider: IdentityProvider
) -> None:
    for _ in range(6):
        client.get(reverse("account_provider_back"), {"state": "x", "code": "y"})
    assert not AuditEvent.objects.filter(action="step_up_closed").exists()
    identity_provider.claims = {"nonce": "another"}
    for _ in range(5):
        link(client, identity_provider)
    assert AuditEvent.objects.filter(action="step_up_closed").count() == 1
    refused = client.post(reverse("account_account_new"))
    assert (refused.status_code, "Wait five minutes" in words(refused)) == (422, True)


def test_a_provider_that_does_not_answer_is_said_at_once_and_nothing_is_lost(
    client: Client, identity_provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "SECONDS", 0.2)
    for broken in ({"down": {wire.DISCOVERY[1:]}}, {"silent": {wire.DISCOVERY[1:]}}):
        for name, value in broken.items():
            setattr(identity_provider, name, value)
        refused = client.post(reverse("account_account_new"))
        assert (refused.status_code, "Cedar Sign-In does not answer" in words(refused)) == (422, True)


@pytest.mark.parametrize(
    "document",
    [{"issuer": "https://elsewhere.example"}, {"token_endpoint": "http://elsewhere.example/token"},
     {"jwks_uri": "ftp://127.0.0.1/keys"}, {"authorization_endpoint": None},
     {"code_challenge_methods_supported": ["plain"]}],
)  # fmt: skip
def test_a_provider_that_publishes_what_cannot_be_trusted_is_not_used(
    client: Client, identity_provider: IdentityProvider, document: dict[str, Any]
) -> None:
    identity_provider.document = document
    refused = client.post(reverse("account_account_new"))
    assert (refused.status_code, "cannot be used here" in words(refused)) == (422, True)
    identity_provider.document = {}
    assert client.post(reverse("account_account_new")).status_code == 302


def test_what_it_publishes_is_asked_for_once_and_new_keys_are_found(
    world: World, client: Client, identity_provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    identity_provider.keys, identity_provider.subject = [EC], "somebody"
    identity_provider.alg, identity_provider.claims = "ES256", {"acr": "1"}
    for _ in range(2):
        link(client, identity_provider)
    assert (identity_provider.served.count("keys"), identity_provider.served.count(wire.DISCOVERY[1:])) == (1, 1)
    identity_provider.keys, identity_provider.alg, identity_provider.claims = [EC, RSA], "RS256", {}
    later = clock.now() + timedelta(minutes=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert link(client, identity_provider)["Location"] == FACTORS
    assert identity_provider.served.count("keys") == 2


def test_a_provider_that_takes_the_secret_in_the_body_alone_gets_it_there(
    world: World, client: Client, identity_provider: IdentityProvider
) -> None:
    identity_provider.document = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    link(client, identity_provider)
    assert factors_of(world.okafor).count() == 1


def test_without_a_provider_nothing_is_offered_and_nobody_is_led_anywhere(client: Client) -> None:
    assert LINK not in words(client.get(FACTORS))
    refused = client.post(reverse("account_account_new"))
    assert (refused.status_code, "No identity provider is set up here" in words(refused)) == (422, True)


def test_nobody_links_an_account_before_it_was_shown_who_asks(
    world: World, identity_provider: IdentityProvider
) -> None:
    client = Client()
    assert client.post(reverse("account_account_new"))["Location"].startswith(reverse("account_login"))
    client.force_login(world.okafor)
    assert client.post(reverse("account_account_new"))["Location"] == FACTORS
    assert not identity_provider.served


def test_the_way_to_the_provider_is_shown_to_the_session_that_takes_it_alone(
    world: World, client: Client, identity_provider: IdentityProvider
) -> None:
    way = client.post(reverse("account_account_new"))["Location"]
    assert 'http-equiv="refresh"' in client.get(way).content.decode()
    other = Client()
    other.force_login(world.okafor)
    assert other.get(way).status_code == 404
