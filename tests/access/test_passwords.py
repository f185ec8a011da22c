"""Passwords are long and one's own; an administrator starts a reset and never knows its end."""

import re
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from apps.access.domain.hand_codes import ALPHABET, CODE_BYTES, as_typed, hand_code
from apps.access.domain.passwords import LONGEST, SHORTEST, why_not
from apps.access.models import AccountNotice, PasswordLink, Person
from apps.access.passwords import password_refusal
from apps.audit.models import AuditEvent
from apps.core import clock
from tests.factories import PASSWORD, World

PAGE, LINK, LOGIN = "/account/password/", "/account/password/code/", "/account/login/"
NEW = "seven grey herons wade"


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def change(client: Client, new: str, again: str = "", old: str = PASSWORD) -> Any:
    return client.post(PAGE, {"old": old, "new": new, "again": again or new})


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short but good", "15 characters or more; this has 14"),
        ("password12345678", "tried first"),
        ("PasswordPassword", "tried first"),
        ("aaaaaaaaaaaaaaaaaa", "one pattern"),
        ("abcdefghijklmnop", "one pattern"),
        ("123456789012345678", "one pattern"),
        ("Okafor-Cedar-Hollow", "made of your name"),
        ("clinician workbench 1", "made of your name"),
        ("x" * 100 + "y" * 101, "200 characters or fewer"),
    ],
)
def test_what_everybody_tries_first_is_no_password(world: World, password: str, sentence: str) -> None:
    assert sentence in password_refusal(password, world.okafor)


@pytest.mark.parametrize(
    "password",
    [
        NEW,
        "all lower case and no sign",
        "ключ от старого сарая",
        "漢字とかな mixed words",
        "k3!" + "qVz8 " * 13,
    ],
)
def test_length_is_all_that_is_asked_besides_and_every_script_counts(world: World, password: str) -> None:
    assert password_refusal(password, world.okafor) == ""


@given(st.text(min_size=SHORTEST, max_size=LONGEST))
def test_whatever_is_typed_is_taken_or_gets_a_sentence(password: str) -> None:
    sentence = why_not(password, ("Imani Okafor",), lambda word: False)
    assert sentence == "" or sentence.endswith(".")


def test_a_password_is_changed_after_the_old_one_and_every_other_session_ends(world: World) -> None:
    here, there = signed_in(world.okafor), signed_in(world.okafor)
    assert change(here, NEW).status_code == 302
    assert here.get("/charts/").status_code == 200
    assert there.get("/charts/").url.startswith(LOGIN)
    assert "Your access changed" in words(there.get(LOGIN))
    assert Client().post(LOGIN, {"login": world.okafor.email, "password": PASSWORD}).status_code == 200
    assert Client().post(LOGIN, {"login": world.okafor.email, "password": NEW}).status_code == 302
    assert AuditEvent.objects.filter(action="password_changed", actor_id=str(world.okafor.pk)).count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"old": "not this one either", "new": NEW}, "not your password; nothing was changed"),
        ({"new": NEW, "again": "seven grey herons wake"}, "not the same"),
        ({"new": PASSWORD}, "the password you have"),
        ({"new": "okafor"}, "15 characters or more"),
    ],
)
def test_what_does_not_fit_changes_nothing_and_says_why(world: World, typed: dict[str, str], sentence: str) -> None:
    response = change(signed_in(world.okafor), **typed)
    assert (response.status_code, sentence in words(response)) == (422, True)
    assert Person.objects.get(pk=world.okafor.pk).check_password(PASSWORD)


def code_for(world: World, person: Person) -> str:
    page = words(signed_in(world.admin).post(f"/control/people/{person.pk}/link/"))
    found = re.search(r'class="secret"><code>((?:[0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4})</code>', page)
    assert found
    return found[1]


def test_an_administrator_hands_over_a_code_and_its_person_chooses_the_password(world: World) -> None:
    token = code_for(world, world.okafor)
    client = Client()
    assert "Nobody but you knows it" in words(client.post(LINK, {"token": token}))
    weak = client.post(LINK, {"token": token, "new": "okafor", "again": "okafor"})
    assert (weak.status_code, token in words(weak)) == (422, True)
    assert client.post(LINK, {"token": token, "new": NEW, "again": NEW}).url == LOGIN
    assert "_auth_user_id" not in client.session
    assert client.post(LINK, {"token": token, "new": PASSWORD, "again": PASSWORD}).status_code == 422
    assert Person.objects.get(pk=world.okafor.pk).check_password(NEW)
    told = list(
        AuditEvent.objects.filter(action__startswith="password_link")
        .order_by("sequence")
        .values_list("action", "actor_kind")
    )
    assert told == [("password_link_made", "person"), ("password_link_used", "service")]
    assert not PasswordLink.objects.filter(token_sha256__contains=token[:20]).exists()


def test_a_code_counts_however_it_is_read_out_and_typed(world: World) -> None:
    code = code_for(world, world.okafor)
    for typed in (code.lower(), code.replace("-", " "), code.replace("-", ""), f" {code.replace('0', 'o')} "):
        assert "Nobody but you knows it" in words(Client().post(LINK, {"token": typed}))
    last = "2" if code[-1] != "2" else "3"
    for wrong in (code[:-1] + last, code[:-1], "-", "no code"):
        refused = Client().post(LINK, {"token": wrong})
        assert (refused.status_code, "This code was mistyped" in words(refused)) == (422, True)


@given(st.binary(min_size=CODE_BYTES, max_size=CODE_BYTES), st.binary(min_size=CODE_BYTES, max_size=CODE_BYTES))
def test_two_codes_are_the_same_only_of_the_same_bytes(one: bytes, other: bytes) -> None:
    assert (as_typed(hand_code(one)) == as_typed(hand_code(other))) == (one == other)
    assert set(hand_code(one)) <= {*ALPHABET, "-"}
    assert as_typed(hand_code(one).lower()) == as_typed(hand_code(one))
    assert len(as_typed(hand_code(one))) * 5 >= 100


def told(person: Person) -> list[str]:
    return list(AccountNotice.objects.filter(person=person).order_by("created_at").values_list("kind", flat=True))


def test_privacy_officers_are_told_when_a_code_is_made_and_when_it_is_used(world: World) -> None:
    token = code_for(world, world.okafor)
    assert told(world.privacy) == ["link_made_for_another"]
    Client().post(LINK, {"token": token, "new": "okafor", "again": "okafor"})
    assert told(world.privacy) == ["link_made_for_another"]
    Client().post(LINK, {"token": token, "new": NEW, "again": NEW})
    assert told(world.privacy) == ["link_made_for_another", "link_used_for_another"]
    assert "A password was chosen for Dr. Imani Okafor by a code" in words(signed_in(world.privacy).get("/audit/"))
    assert told(world.brightwater_quality) == []


def test_who_takes_an_account_by_a_code_cannot_click_it_away_for_its_person(world: World, settings: Any) -> None:
    settings.WORKBENCH_PASSWORD_ALONE = True
    own, other = ({"user-agent": f"Mozilla/5.0 ({system}) Firefox/130.0"} for system in ("X11; Linux", "Windows NT"))
    Client(headers=own).post(LOGIN, {"login": world.okafor.email, "password": PASSWORD})
    assert "password_link_used" not in told(world.okafor)
    Client().post(LINK, {"token": code_for(world, world.okafor), "new": NEW, "again": NEW})
    impostor = Client(headers=other)
    impostor.post(LOGIN, {"login": world.okafor.email, "password": NEW})
    shown = [str(notice.pk) for notice in AccountNotice.objects.filter(person=world.okafor)]
    impostor.post("/account/notices/", {"back": "/charts/", "notice": shown})
    impostor.post(LOGIN, {"login": world.okafor.email, "password": NEW})
    assert not AccountNotice.objects.filter(person=world.okafor, read_at=None).exists()
    for _ in range(2):
        Client(headers=own).post(LOGIN, {"login": world.okafor.email, "password": NEW})
    waiting = AccountNotice.objects.filter(person=world.okafor, read_at=None).values_list("kind", flat=True)
    assert list(waiting) == ["password_link_used"]


def test_a_code_is_no_news_to_who_came_here_by_it(world: World, settings: Any) -> None:
    settings.WORKBENCH_PASSWORD_ALONE = True
    Client().post(LINK, {"token": code_for(world, world.reyes), "new": NEW, "again": NEW})
    Client().post(LOGIN, {"login": world.reyes.email, "password": NEW})
    assert "password_link_used" not in told(world.reyes)


@pytest.mark.parametrize("why", ["none", "replaced", "old", "deactivated"])
def test_a_code_that_does_not_count_any_more_sets_nothing_and_says_the_same(world: World, why: str) -> None:
    token = code_for(world, world.okafor)
    if why == "none":
        token = "x" * 43
    elif why == "replaced":
        code_for(world, world.okafor)
    elif why == "old":
        PasswordLink.objects.update(expires_at=clock.now())
    else:
        Person.objects.filter(pk=world.okafor.pk).update(is_active=False)
    response = Client().post(LINK, {"token": token, "new": NEW, "again": NEW})
    assert (response.status_code, "was used, replaced or is older than a day" in words(response)) == (422, True)
    assert Person.objects.get(pk=world.okafor.pk).check_password(PASSWORD)


def test_nobody_makes_a_code_for_themselves_or_for_another_organization(world: World) -> None:
    admin = signed_in(world.admin)
    assert admin.post(f"/control/people/{world.admin.pk}/link/").status_code == 422
    assert admin.post(f"/control/people/{world.quill.pk}/link/").status_code == 404
    assert signed_in(world.privacy).post(f"/control/people/{world.okafor.pk}/link/").status_code == 403
    assert not PasswordLink.objects.exists()


@pytest.mark.parametrize("who", ["known", "unknown", "deactivated", "without a password"])
def test_the_same_work_is_done_for_who_exists_and_who_does_not(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    email = "nobody@cedar.example" if who == "unknown" else world.okafor.email
    if who == "deactivated":
        Person.objects.filter(pk=world.okafor.pk).update(is_active=False)
    if who == "without a password":
        world.okafor.set_unusable_password()
        world.okafor.save()
    done: list[str] = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *given: done.append("hashed") or encode(*given))
    response = client.post(LOGIN, {"login": email, "password": "wrong password 123"})
    assert (response.status_code, len(done)) == (200, 1)
    assert "is not correct" in words(response)
