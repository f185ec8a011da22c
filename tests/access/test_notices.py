"""What people are told on their next page says what it is about, and is taken note of heading by heading."""

import pytest
from django.test import Client
from django.urls import reverse

from apps.access.domain.notices import MOST_SHOWN, WORDS, About, Notice, about
from apps.access.models import AccountNotice, Person
from apps.access.selectors import actor_for
from apps.access.services import break_glass_open, notices_read, person_active_set, person_create, person_role_set
from apps.access.services.notices import notice_give
from tests.factories import SETUP, World

NOTICES = "/account/notices/"


def shown(client: Client, page: str = "/account/sessions/") -> str:
    return " ".join(client.get(page).content.decode().split())


@pytest.fixture
def officer(world: World, client: Client) -> Client:
    """The browser of an officer whose own account, somebody's emergency and another account gave them notices."""
    break_glass_open(
        person=world.lindholm, patient_id=world.anna.pk, reason_code="other", reason="On call tonight.",
        actor=actor_for(world.lindholm),
    )  # fmt: skip
    notice_give(world.privacy, Notice.NEW_PLACE)
    notice_give(world.privacy, Notice.EMERGENCY_USED)
    client.force_login(Person.objects.get(pk=world.privacy.pk))
    return client


def ids(officer: Client, heading: str, *, more: bool = False) -> list[str]:
    told = next(told for told in officer.get("/account/sessions/").context["account_notices"] if told.about == heading)
    return [str(notice.pk) for notice, _ in (told.more if more else told.shown)]


def test_each_kind_of_notice_stands_under_what_it_is_about_with_the_way_there(officer: Client) -> None:
    page = shown(officer)
    emergency, accounts, account = (
        page.index(f"<b>{heading}</b>")
        for heading in ("About an emergency", "About accounts of your organization", "About your account")
    )
    assert emergency < page.index("A chart was opened in an emergency.") < accounts
    assert 'href="/emergencies/">Emergencies</a>' in page[emergency:accounts]
    assert accounts < page.index("An emergency account of your organization was used") < account
    assert account < page.index("Somebody signed in to your account")


def test_an_emergency_alone_says_nothing_of_ones_account(world: World, officer: Client) -> None:
    known = AccountNotice.objects.filter(person=world.privacy).values_list("pk", flat=True)
    notices_read(person=world.privacy, known=list(known), actor=actor_for(world.privacy))
    notice_give(world.privacy, Notice.GLASS_BROKEN)
    page = shown(officer)
    assert "About an emergency" in page
    assert "About your account" not in page
    assert "If one of these was not you" not in page


def test_what_is_known_of_one_heading_leaves_the_others_standing(world: World, officer: Client) -> None:
    officer.post(NOTICES, {"notice": ids(officer, "emergencies"), "back": "/charts/"})
    page = shown(officer)
    assert "About an emergency" not in page
    assert "About your account" in page
    assert Person.objects.get(pk=world.privacy.pk).notices_waiting == 2
    assert AccountNotice.objects.get(person=world.privacy, kind="glass_broken").read_at is not None


def test_only_what_stood_on_the_page_is_known_and_what_came_since_is_not(world: World, officer: Client) -> None:
    carried = ids(officer, "emergencies")
    break_glass_open(
        person=world.nurse, patient_id=world.anna.pk, reason_code="other", reason="Code blue.",
        actor=actor_for(world.nurse),
    )  # fmt: skip
    officer.post(NOTICES, {"notice": carried})
    assert shown(officer).count("A chart was opened in an emergency.") == 1
    for nothing in ({}, {"notice": "no id at all"}, {"about": "emergencies"}):
        officer.post(NOTICES, nothing)
    assert shown(officer).count("A chart was opened in an emergency.") == 1


def test_nobody_says_for_another_that_they_know(world: World, officer: Client) -> None:
    notice_give(world.okafor, Notice.NEW_PLACE)
    theirs = AccountNotice.objects.get(person=world.okafor, kind=Notice.NEW_PLACE)
    officer.post(NOTICES, {"notice": str(theirs.pk)})
    theirs.refresh_from_db()
    assert theirs.read_at is None
    assert Person.objects.get(pk=world.okafor.pk).notices_waiting == 1


def test_many_of_one_kind_hide_neither_an_emergency_nor_an_account_in_other_hands(
    world: World, officer: Client
) -> None:
    notice_give(world.privacy, Notice.LINK_USED_FOR_ANOTHER, about=world.okafor)
    for _ in range(MOST_SHOWN + 4):
        notice_give(world.privacy, Notice.LINK_MADE_FOR_ANOTHER, about=world.nurse)
    page = shown(officer).split("<details>")
    assert "A chart was opened in an emergency." in page[0]
    assert "An emergency account of your organization was used" in page[0]
    assert "A password was chosen for Dr. Imani Okafor by a code" in page[0]
    assert page[0].count("can be chosen for Nell Ursin") == MOST_SHOWN - 2
    assert page[1].count("can be chosen for Nell Ursin") == 6
    assert "6 more" in page[1]
    rest = ids(officer, "accounts", more=True)
    officer.post(NOTICES, {"notice": ids(officer, "accounts")})
    assert "An emergency account of your organization was used" not in shown(officer)
    assert set(rest) == {*ids(officer, "accounts"), *ids(officer, "accounts", more=True)}


def test_the_officers_are_told_who_came_to_a_role_that_watches_or_runs(world: World, client: Client) -> None:
    admin, actor = world.admin, actor_for(world.admin)
    person_role_set(person=world.nurse, role="privacy_officer", seen="nurse", administrator=admin, actor=actor)
    person_role_set(person=world.reyes, role="nurse", seen=world.reyes.role, administrator=admin, actor=actor)
    added = {"organization": world.cedar, "actor": actor}
    person_create(email="pia@cedar.example", display_name="Pia Park", role="auditor", **added)
    person_create(email="tom@cedar.example", display_name="Tom Tree", role="biller", **added)
    told = AccountNotice.objects.filter(kind="watcher_made", person=world.privacy)
    assert sorted(told.values_list("about__display_name", "role")) == [
        ("Nell Ursin", "privacy_officer"), ("Pia Park", "auditor"),
    ]  # fmt: skip
    client.force_login(Person.objects.get(pk=world.privacy.pk))
    page = shown(client)
    assert "has the role Privacy officer from now on" in page
    assert "Pia Park has the role Auditor from now on" in page
    file = client.get(reverse("rights:access_csv")).content.decode()
    for email in ("pia@cedar.example", world.nurse.email, world.admin.email):
        assert f"{email}," in next(
            row for row in file.splitlines() if row.startswith("holds the role") and email in row
        )
    assert not any(row.startswith("holds the role") and "tom@" in row for row in file.splitlines())


def test_access_given_again_to_who_watches_or_runs_is_told_too(world: World) -> None:
    for active in (False, True):
        person_active_set(person=world.admin, active=active, actor=SETUP)
    told = AccountNotice.objects.filter(kind="watcher_made", about=world.admin)
    assert {notice.person for notice in told} == {world.privacy}


def test_every_notice_has_one_heading_and_its_words() -> None:
    assert {about(kind) for kind in Notice} == set(About)
    assert set(WORDS) == set(Notice)
