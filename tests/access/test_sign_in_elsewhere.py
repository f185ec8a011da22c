"""Signing in at the identity provider, and limits behind a proxy: who somebody is, and from where, is not just said."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from apps.access.models import Person
from apps.access.provider.configuration import ProviderWrong, provider
from apps.access.selectors import actor_for
from apps.access.services import account_provision
from apps.audit.models import AuditEvent
from apps.core import clock
from tests.factories import PASSWORD, World
from tests.identity_provider import OTHER, IdentityProvider, follow, led_to

LOGIN, BEGIN = "/account/login/", "/account/provider/sign-in/"


@pytest.fixture(autouse=True)
def strict(settings: Any) -> None:
    settings.WORKBENCH_PASSWORD_ALONE = False


@pytest.fixture
def linked(world: World, identity_provider: IdentityProvider) -> Person:
    """Okafor, whose account there an administrator linked by its subject."""
    account_provision(person=world.okafor, subject="okafor-17", administrator=world.admin, actor=actor_for(world.admin))
    return world.okafor


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def come_back(client: Client, identity_provider: IdentityProvider) -> Any:
    return client.get(identity_provider.back_from(led_to(client, client.post(BEGIN))))


def reasons() -> list[str]:
    found = AuditEvent.objects.filter(action="sign_in_failed").order_by("sequence")
    return [event.details["reason"] for event in found]


def test_the_provider_signs_in_whose_subject_is_linked_whatever_the_address_says(
    linked: Person, world: World, client: Client, identity_provider: IdentityProvider
) -> None:
    identity_provider.email = world.admin.email
    assert "Go to Cedar Sign-In" in words(client.get(LOGIN))
    assert come_back(client, identity_provider).status_code == 302
    assert client.session["_auth_user_id"] == str(linked.pk)
    assert client.get("/charts/").status_code == 200
    assert AuditEvent.objects.get(action="signed_in").details == {"factor": "oidc"}


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"subject": "somebody-else"}, "provider_unknown"),
        ({"acr": "one-factor"}, "single"),
        ({"claims": {"nonce": "another"}}, "nonce"),
        ({"claims": {"aud": "another"}}, "audience"),
        ({"claims": {"iss": "https://evil.example"}}, "other_provider"),
        ({"key": OTHER}, "signature"),
        ({"answer": {"error": "access_denied"}}, "denied"),
        ({"answer": {"iss": "https://evil.example"}}, "other_provider"),
    ],
)
def test_nothing_the_provider_says_is_just_believed(
    linked: Person, client: Client, identity_provider: IdentityProvider, wrong: dict[str, Any], reason: str
) -> None:
    for name, value in wrong.items():
        setattr(identity_provider, name, value)
    assert come_back(client, identity_provider).url == LOGIN
    assert "_auth_user_id" not in client.session
    assert reasons() == [reason]


def test_an_answer_counts_for_the_browser_that_asked_once_and_for_two_minutes(
    linked: Person, client: Client, identity_provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    back = identity_provider.back_from(led_to(client, client.post(BEGIN)))
    assert Client().get(back).url == LOGIN
    assert client.get(back).status_code == 302
    assert "_auth_user_id" in client.session
    client.post("/account/logout/")
    client.get(back)
    assert "_auth_user_id" not in client.session
    late = identity_provider.back_from(led_to(client, client.post(BEGIN)))
    moment = clock.now() + timedelta(minutes=3)
    monkeypatch.setattr(clock, "now", lambda: moment)
    assert client.get(late).url == LOGIN
    assert reasons() == ["late"]


def test_a_deactivated_person_is_not_let_in_from_there(
    linked: Person, client: Client, identity_provider: IdentityProvider
) -> None:
    Person.objects.filter(pk=linked.pk).update(is_active=False)
    come_back(client, identity_provider)
    assert "_auth_user_id" not in client.session
    assert reasons() == ["deactivated"]


def test_groups_bring_the_first_role_that_fits_and_a_change_is_recorded(
    linked: Person, client: Client, identity_provider: IdentityProvider, settings: Any
) -> None:
    settings.WORKBENCH_OIDC_ROLES = ["ward nurses=nurse", "doctors=physician"]
    identity_provider.claims = {"groups": ["everybody", "doctors", "ward nurses"]}
    come_back(client, identity_provider)
    assert client.session["_auth_user_id"] == str(linked.pk)
    assert client.get("/account/sessions/").status_code == 200
    assert Person.objects.get(pk=linked.pk).role == "nurse"
    event = AuditEvent.objects.get(action="role_changed")
    assert (event.actor_id, event.details) == ("identity-provider", {"old": "physician", "new": "nurse"})
    assert event.organization_id == str(linked.organization_id)


@pytest.mark.parametrize("groups", [[], ["everybody"], "doctors", None])
def test_whose_groups_bring_no_role_is_refused_with_a_sentence(
    linked: Person, client: Client, identity_provider: IdentityProvider, settings: Any, groups: Any
) -> None:
    settings.WORKBENCH_OIDC_ROLES = ["doctors=physician"]
    identity_provider.claims = {"groups": groups}
    response = client.get(come_back(client, identity_provider).url)
    assert "Your groups at Cedar Sign-In bring no role here" in words(response)
    assert reasons() == ["no_role"]
    assert Person.objects.get(pk=linked.pk).role == "physician"


@pytest.mark.parametrize("row", ["doctors", "doctors=king", "=physician", "machines=integration"])
def test_a_mapping_that_cannot_be_read_does_not_start(
    identity_provider: IdentityProvider, settings: Any, row: str
) -> None:
    settings.WORKBENCH_OIDC_ROLES = [row]
    with pytest.raises(ProviderWrong, match="WORKBENCH_OIDC_ROLES"):
        provider()


def test_where_the_provider_is_the_only_way_a_password_opens_nothing_but_an_emergency_account(
    linked: Person, world: World, client: Client, settings: Any
) -> None:
    settings.WORKBENCH_OIDC_ONLY = True
    response = client.post(LOGIN, {"login": linked.email, "password": PASSWORD})
    assert response.url == LOGIN
    assert "has you sign in at Cedar Sign-In" in words(client.get(LOGIN))
    assert "_auth_user_id" not in client.session
    assert reasons() == ["provider_only"]
    client.post(LOGIN, {"login": world.reyes.email, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(world.reyes.pk)
    Person.objects.filter(pk=linked.pk).update(is_emergency=True)
    sealed = Client()
    sealed.post(LOGIN, {"login": linked.email, "password": PASSWORD})
    assert sealed.session["_auth_user_id"] == str(linked.pk)
    settings.WORKBENCH_OIDC_ISSUER = ""
    with pytest.raises(ProviderWrong, match="no other way in"):
        provider()


def test_who_links_what_an_administrator_provisioned_signs_with_it_from_then_on(
    linked: Person, client: Client, identity_provider: IdentityProvider
) -> None:
    come_back(client, identity_provider)
    client.post("/account/factors/open/", {"password": PASSWORD})
    follow(client, identity_provider, client.post("/account/factors/accounts/"))
    account = linked.signing_factors.get(kind="oidc", removed_at=None)
    assert account.confirmed_at is not None


def guess(address: str, times: int, forwarded: str = "", email: str = "") -> Any:
    client, response = Client(REMOTE_ADDR=address), None
    for number in range(times):
        headers = {"x-forwarded-for": forwarded.format(number)} if forwarded else {}
        who = email or f"nobody{number}@cedar.example"
        response = client.post(LOGIN, {"login": who, "password": "wrong password 123"}, headers=headers)
    return response


def test_a_header_that_a_guesser_writes_gives_them_no_new_address(world: World, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "wrong_address": "10/300s/ip"}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert "Too many wrong passwords" in words(guess("198.51.100.7", 12, "203.0.113.{}"))
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    # The proxy appends whom it saw: what stands before that is the guesser's own.
    assert "Too many wrong passwords" in words(guess("10.0.0.1", 12, "203.0.113.{}, 198.51.100.8"))


def test_behind_a_proxy_one_guesser_does_not_lock_the_others_out(world: World, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "wrong_address": "10/300s/ip"}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    guess("10.0.0.1", 12, "198.51.100.8")
    other = Client(REMOTE_ADDR="10.0.0.1").post(
        LOGIN, {"login": world.okafor.email, "password": PASSWORD}, headers={"x-forwarded-for": "198.51.100.9"}
    )
    assert other.status_code == 302


def test_twelve_wrong_passwords_at_a_clinic_lock_nobody_else_there_out(world: World) -> None:
    assert "Too many wrong passwords" not in words(guess("198.51.100.7", 12))
    other = Client(REMOTE_ADDR="198.51.100.7")
    assert other.post(LOGIN, {"login": world.okafor.email, "password": PASSWORD}).status_code == 302


@pytest.mark.parametrize(
    "limit", [{"wrong_here": "3/300s/key"}, {"wrong_account": "3/300s/key"}, {"wrong_address": "3/300s/ip"}]
)
def test_a_browser_that_is_known_is_not_shut_out_by_what_others_guess_beside_it(
    world: World, settings: Any, limit: dict[str, str]
) -> None:
    right = {"login": world.okafor.email, "password": PASSWORD}
    own = Client(REMOTE_ADDR="198.51.100.7")
    own.post(LOGIN, right)
    own.post("/account/logout/")
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, **limit}
    guess("198.51.100.7", 6, email=world.okafor.email)
    assert "Too many wrong passwords" in words(Client(REMOTE_ADDR="198.51.100.7").post(LOGIN, right))
    assert own.post(LOGIN, right).status_code == 302


def test_a_known_browser_that_guesses_is_shut_out_itself_and_is_known_for_its_own_account_alone(world: World) -> None:
    thief = Client(REMOTE_ADDR="198.51.100.7")
    thief.post(LOGIN, {"login": world.okafor.email, "password": PASSWORD})
    thief.post("/account/logout/")
    for person in (world.okafor, world.reyes):
        for _ in range(5):
            thief.post(LOGIN, {"login": person.email, "password": "wrong password 123"})
        refused = thief.post(LOGIN, {"login": person.email, "password": PASSWORD})
        assert "Too many wrong passwords" in words(refused)


def test_an_account_for_emergencies_is_never_closed_by_what_others_guess(world: World) -> None:
    Person.objects.filter(pk=world.okafor.pk).update(is_emergency=True)
    guess("198.51.100.7", 8, email=world.okafor.email)
    sealed = Client(REMOTE_ADDR="198.51.100.7")
    assert sealed.post(LOGIN, {"login": world.okafor.email, "password": PASSWORD}).status_code == 302


def test_guesses_at_one_account_from_many_addresses_are_counted_together(world: World, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "wrong_account": "3/300s/key"}
    for number in range(3):
        guess(f"198.51.100.{number}", 1, email=world.okafor.email)
    assert "Too many wrong passwords" in words(guess("198.51.100.9", 1, email=world.okafor.email))


def test_passkeys_are_limited_by_the_same_address(world: World, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "30/m/ip"}
    client = Client(headers={"host": "localhost"}, REMOTE_ADDR="198.51.100.7")
    for _ in range(31):
        client.post("/account/passkey/")
    assert "Too many attempts from this network" in words(client.get(LOGIN))
