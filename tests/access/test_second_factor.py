"""Nobody gets further than their own account by a password: not at sign-in, not around it, not by what was lost."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from apps.access.domain import totp
from apps.access.domain.factors import Site
from apps.access.models import AccountNotice, OpenSession, RecoveryCode, SigningFactor
from apps.access.selectors import actor_for, factors_of
from apps.access.services import person_emergency_set, person_role_set, recovery_codes_make
from apps.audit.models import AuditEvent
from apps.core import clock
from tests.access.soft_key import SoftKey, set_up_key
from tests.access.test_signing_app import set_up_app
from tests.factories import PASSWORD, World

HERE = Site("localhost", "http://localhost")
LOGIN, SECOND, FACTORS = "/account/login/", "/account/second/", "/account/factors/"


@pytest.fixture(autouse=True)
def strict(settings: Any) -> None:
    """Ask for what production asks for."""
    settings.WORKBENCH_PASSWORD_ALONE = False


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let the clock stand in the middle of a code's half minute, and go on when told to."""
    moment = [datetime.fromtimestamp(int(clock.now().timestamp()) // 30 * 30 + 10, UTC)]
    monkeypatch.setattr(clock, "now", lambda: moment[0])

    def later(**time: float) -> None:
        moment[0] += timedelta(**time)

    return later


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "localhost"})


def sign_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post(LOGIN, {"login": email, "password": password})


def code(app: SigningFactor, off: int = 0) -> str:
    return totp.code_of(app.secret, totp.step_of(clock.now()) + off)


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def events(*actions: str) -> list[str]:
    return list(AuditEvent.objects.filter(action__in=actions).order_by("sequence").values_list("action", flat=True))


def app_of(world: World, later: Any) -> SigningFactor:
    app = set_up_app(world.okafor)
    later(seconds=60)
    return app


def test_a_password_and_a_code_open_the_desk_and_the_password_alone_opens_nothing(
    world: World, client: Client, now: Any
) -> None:
    app = app_of(world, now)
    assert sign_in(client, world.okafor.email).url == SECOND
    assert "_auth_user_id" not in client.session
    assert client.get("/charts/").url.startswith(LOGIN)
    assert "One more step" in words(client.get(SECOND))
    before = client.session.session_key
    assert client.post(SECOND, {"code": code(app)}).url == "/"
    assert client.session.session_key != before
    assert client.get("/charts/").status_code == 200
    event = AuditEvent.objects.filter(action="signed_in").latest("sequence")
    assert event.details == {"factor": "totp"}


@pytest.mark.parametrize("off", [-1, 1])
def test_at_the_door_a_code_counts_in_its_own_half_minute_and_once(
    world: World, client: Client, now: Any, off: int
) -> None:
    app = app_of(world, now)
    sign_in(client, world.okafor.email)
    wrong = client.post(SECOND, {"code": code(app, off)})
    assert (wrong.status_code, "you are not signed in" in words(wrong)) == (422, True)
    good = code(app)
    assert client.post(SECOND, {"code": good}).url == "/"
    other = Client(headers={"host": "localhost"})
    sign_in(other, world.okafor.email)
    assert "used already" in words(other.post(SECOND, {"code": good}))


def test_five_wrong_codes_close_the_door_for_five_minutes_whatever_is_shown_then(
    world: World, client: Client, now: Any
) -> None:
    app = app_of(world, now)
    sign_in(client, world.okafor.email)
    for _ in range(5):
        client.post(SECOND, {"code": "000000"})
    assert "Wait five minutes" in words(client.post(SECOND, {"code": code(app)}))
    assert "_auth_user_id" not in client.session
    now(minutes=6)
    assert client.post(SECOND, {"code": code(app)}).url == "/"


def test_a_key_that_signs_opens_the_door_too(world: World, client: Client) -> None:
    key, _ = set_up_key(world.okafor, SoftKey(HERE))
    sign_in(client, world.okafor.email)
    options = client.post("/account/second/challenge/").json()
    assert client.post(SECOND, {"assertion": key.signs(options)}).url == "/"
    assert client.get("/charts/").status_code == 200


def test_an_answer_of_a_key_for_a_signature_opens_no_door(world: World, client: Client) -> None:
    key, _ = set_up_key(world.okafor, SoftKey(HERE))
    inside = Client(headers={"host": "localhost"})
    inside.force_login(world.okafor)
    other = inside.post(reverse("account_factors_challenge")).json()
    sign_in(client, world.okafor.email)
    assert client.post(SECOND, {"assertion": key.signs(other)}).status_code == 422


def test_a_passkey_signs_in_alone_and_once(world: World, client: Client) -> None:
    key, _ = set_up_key(world.okafor, SoftKey(HERE))
    options = client.post("/account/passkey/challenge/").json()
    assert options["allowCredentials"] == [] if "allowCredentials" in options else True
    answer = key.signs(options)
    assert client.post("/account/passkey/", {"assertion": answer}).url == "/"
    assert client.get("/charts/").status_code == 200
    again = Client(headers={"host": "localhost"})
    assert again.post("/account/passkey/", {"assertion": answer}).url == LOGIN
    assert again.get("/charts/").status_code == 302


@pytest.mark.parametrize("wrong", ["unknown", "removed", "unverified", "garbage", "other challenge"])
def test_no_other_passkey_signs_in_and_each_is_recorded(world: World, client: Client, wrong: str) -> None:
    key, factor = set_up_key(world.okafor, SoftKey(HERE))
    options = client.post("/account/passkey/challenge/").json()
    if wrong == "unknown":
        key = SoftKey(HERE)
    elif wrong == "removed":
        SigningFactor.objects.filter(pk=factor.pk).update(removed_at=clock.now())
    elif wrong == "unverified":
        key.verifies = False
    elif wrong == "other challenge":
        options = Client(headers={"host": "localhost"}).post("/account/passkey/challenge/").json()
    answer = "{}" if wrong == "garbage" else key.signs(options)
    assert client.post("/account/passkey/", {"assertion": answer}).url == LOGIN
    assert "_auth_user_id" not in client.session
    assert events("sign_in_failed") == ["sign_in_failed"]


def test_a_deactivated_person_has_no_passkey(world: World, client: Client) -> None:
    key, _ = set_up_key(world.okafor, SoftKey(HERE))
    type(world.okafor).objects.filter(pk=world.okafor.pk).update(is_active=False)
    options = client.post("/account/passkey/challenge/").json()
    assert client.post("/account/passkey/", {"assertion": key.signs(options)}).url == "/account/inactive/"
    assert "_auth_user_id" not in client.session


def test_who_has_nothing_sets_it_up_first_and_keeps_codes_then_everything_opens(
    world: World, client: Client, now: Any
) -> None:
    sign_in(client, world.okafor.email)
    assert client.get("/charts/").url == FACTORS
    assert "A password alone opens nothing here" in words(client.get(FACTORS))
    client.post(reverse("account_app_new"), {"app_name": "my phone"})
    app = SigningFactor.objects.get(person=world.okafor)
    done = client.post(reverse("account_app", args=[app.pk]), {"code": code(app)})
    assert done.url == reverse("account_recovery")
    made = client.post(reverse("account_recovery"))
    assert words(made).count("<li><code>") == 10
    assert "<li><code>" not in words(client.get(reverse("account_recovery")))
    assert client.get("/charts/").status_code == 200


def _paths() -> list[str]:
    """Return an address of every page that takes no argument, and of the others one with an id of nothing."""
    found = []

    def walk(patterns: Any, prefix: str, space: str) -> None:
        for entry in patterns:
            if isinstance(entry, URLPattern):
                if entry.name:
                    found.append(f"{space}{entry.name}")
            else:
                walk(entry.url_patterns, prefix, f"{space}{entry.namespace}:" if entry.namespace else space)

    walk(get_resolver().url_patterns, "", "")
    return found


NAMES = [name for name in _paths() if not name.startswith("account_") and name not in {"core:healthz", "core:readyz"}]


def test_no_page_but_of_ones_own_account_opens_before_a_second_factor(world: World, client: Client) -> None:
    sign_in(client, world.okafor.email)
    tried = 0
    for name in NAMES:
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        tried += 1
        for method in (client.get, client.post):
            response = method(address)
            assert (response.status_code, response["Location"]) == (302, FACTORS), name
        part = client.get(address, headers={"HX-Request": "true"})
        assert (part.status_code, part["HX-Redirect"]) == (204, FACTORS), name
    assert tried > 20


def test_a_session_that_was_written_without_the_door_gets_no_further(world: World, client: Client) -> None:
    set_up_app(world.okafor)
    client.force_login(world.okafor)
    assert client.get("/charts/").url == FACTORS
    session = client.session
    session["second"] = {"person": str(world.admin.pk), "by": "totp"}
    session.save()
    assert client.get("/charts/").url == FACTORS


def test_who_set_something_up_shows_it_before_changing_it_even_where_a_password_was_enough_to_come_in(
    world: World, client: Client, now: Any
) -> None:
    app = app_of(world, now)
    client.force_login(world.okafor)
    assert client.post(reverse("account_factors_open"), {"password": PASSWORD}).status_code == 422
    client.post(reverse("account_factors_open"), {"code": code(app), "password": PASSWORD})
    assert client.get("/charts/").status_code == 200


def test_the_last_one_is_not_removed(world: World, client: Client, now: Any) -> None:
    app = app_of(world, now)
    sign_in(client, world.okafor.email)
    client.post(SECOND, {"code": code(app)})
    now(seconds=30)
    client.post(reverse("account_factors_open"), {"code": code(app), "password": PASSWORD})
    refused = client.post(reverse("account_factor_remove", args=[app.pk]))
    assert (refused.status_code, "all you sign in with" in words(refused)) == (422, True)
    set_up_key(world.okafor)
    client.post(reverse("account_factor_remove", args=[app.pk]))
    assert factors_of(world.okafor).get().kind == "webauthn"


def test_a_recovery_code_leads_to_ones_own_account_alone_and_counts_once(
    world: World, client: Client, now: Any
) -> None:
    app_of(world, now)
    first, second, *_ = recovery_codes_make(person=world.okafor, actor=actor_for(world.okafor))
    sign_in(client, world.okafor.email)
    assert client.post(SECOND, {"recovery": first.upper().replace("-", " ")}).url == FACTORS
    assert client.get("/charts/").url == FACTORS
    assert client.get(FACTORS).status_code == 200
    client.post(reverse("account_app_new"), {"app_name": "new phone"})
    app = SigningFactor.objects.get(person=world.okafor, confirmed_at=None)
    client.post(reverse("account_app", args=[app.pk]), {"code": code(app)})
    assert client.get("/charts/").status_code == 200
    again = Client(headers={"host": "localhost"})
    sign_in(again, world.okafor.email)
    assert "none of your recovery codes" in words(again.post(SECOND, {"recovery": first}))
    assert again.post(SECOND, {"recovery": second}).url == FACTORS
    assert events("recovery_code_used") == ["recovery_code_used"] * 2


def test_recovery_codes_are_of_one_person_are_replaced_and_kept_as_hashes(world: World, client: Client) -> None:
    set_up_app(world.okafor)
    set_up_app(world.reyes)
    old = recovery_codes_make(person=world.okafor, actor=actor_for(world.okafor))
    new = recovery_codes_make(person=world.okafor, actor=actor_for(world.okafor))
    assert len(set(old + new)) == 20
    assert not RecoveryCode.objects.filter(code_sha256__in=new).exists()
    sign_in(client, world.okafor.email)
    assert client.post(SECOND, {"recovery": old[0]}).status_code == 422
    other = Client(headers={"host": "localhost"})
    sign_in(other, world.reyes.email)
    assert other.post(SECOND, {"recovery": new[0]}).status_code == 422
    assert events("step_up_failed") == ["step_up_failed"] * 2


def test_an_emergency_account_opens_by_its_key_alone_and_raises_an_alarm(
    world: World, client: Client, now: Any
) -> None:
    app = set_up_app(world.okafor)
    key, _ = set_up_key(world.okafor, SoftKey(HERE))
    person_emergency_set(person=world.okafor, emergency=True, administrator=world.admin, actor=actor_for(world.admin))
    recovery = recovery_codes_make(person=world.okafor, actor=actor_for(world.okafor))
    now(seconds=60)
    sign_in(client, world.okafor.email)
    assert client.post(SECOND, {"code": code(app)}).status_code == 422
    assert client.post(SECOND, {"recovery": recovery[0]}).status_code == 422
    client.post(SECOND, {"assertion": key.signs(client.post("/account/second/challenge/").json())})
    assert client.get("/charts/").status_code == 200
    assert events("emergency_account_used") == ["emergency_account_used"]
    officer = Client()
    officer.force_login(world.privacy)
    officer_session = officer.session
    officer_session["second"] = {"person": str(world.privacy.pk), "by": "totp"}
    officer_session.save()
    assert "An emergency account of your organization was used" in words(officer.get("/audit/"))


def test_a_role_that_changes_ends_the_session_at_once_and_says_why(world: World, client: Client, now: Any) -> None:
    app = app_of(world, now)
    sign_in(client, world.okafor.email)
    client.post(SECOND, {"code": code(app)})
    person_role_set(
        person=world.okafor, role="nurse", seen="physician", administrator=world.admin, actor=actor_for(world.admin)
    )
    assert client.get("/charts/").url.startswith(LOGIN)
    assert "Your access changed" in words(client.get(LOGIN))
    event = AuditEvent.objects.get(action="role_changed")
    assert event.details == {"old": "physician", "new": "nurse"}
    assert not OpenSession.objects.filter(person=world.okafor).exists()


def test_what_changed_stands_on_the_next_page_until_its_person_says_that_they_know(
    world: World, client: Client, settings: Any
) -> None:
    settings.WORKBENCH_PASSWORD_ALONE = True
    set_up_key(world.okafor)
    client.force_login(type(world.okafor).objects.get(pk=world.okafor.pk))
    page = words(client.get("/charts/"))
    assert "was set up for you to sign in and sign with" in page
    shown = [str(notice.pk) for notice in AccountNotice.objects.filter(person=world.okafor)]
    assert client.post("/account/notices/", {"back": "https://evil.example/"}).url == "/account/sessions/"
    assert "was set up for you" in words(client.get("/charts/"))
    assert client.post("/account/notices/", {"back": "/charts/", "notice": shown}).url == "/charts/"
    assert "was set up for you" not in words(client.get("/charts/"))
    assert events("notices_read") == ["notices_read"]


def test_a_new_browser_or_network_is_told_of_and_a_known_one_is_not(
    world: World, client: Client, settings: Any
) -> None:
    settings.WORKBENCH_PASSWORD_ALONE = True
    firefox = {"user-agent": "Mozilla/5.0 (X11; Linux) Firefox/130.0"}
    for headers in (firefox, firefox, {"user-agent": "Mozilla/5.0 (X11; Linux) Firefox/131.0"}):
        Client(headers=headers).post(LOGIN, {"login": world.okafor.email, "password": PASSWORD})
    assert not AccountNotice.objects.filter(person=world.okafor, kind="new_place").exists()
    Client(headers={"user-agent": "Mozilla/5.0 (Windows NT) Edg/120"}).post(
        LOGIN, {"login": world.okafor.email, "password": PASSWORD}
    )
    Client(headers=firefox, REMOTE_ADDR="203.0.113.9").post(LOGIN, {"login": world.okafor.email, "password": PASSWORD})
    assert AccountNotice.objects.filter(person=world.okafor, kind="new_place").count() == 2
    assert events("signed_in_new_place") == ["signed_in_new_place"] * 2
