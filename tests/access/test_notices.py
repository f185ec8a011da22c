"""What people are told on their next page says what it is about, and is taken note of heading by heading."""

import pytest
from django.test import Client

from apps.access.domain.notices import About, Notice, kinds_about
from apps.access.models import AccountNotice, Person
from apps.access.selectors import actor_for
from apps.access.services import break_glass_open, notices_read
from apps.access.services.notices import notice_give
from tests.factories import World

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


def test_each_kind_of_notice_stands_under_what_it_is_about_with_the_way_there(officer: Client) -> None:
    page = shown(officer)
    account, emergency, accounts = (
        page.index(f"<b>{heading}</b>")
        for heading in ("About your account", "About an emergency", "About accounts of your organization")
    )
    assert account < page.index("Somebody signed in to your account") < emergency
    assert emergency < page.index("A chart was opened in an emergency.") < accounts
    assert 'href="/emergencies/">Emergencies</a>' in page[emergency:accounts]
    assert accounts < page.index("An emergency account of your organization was used")


def test_an_emergency_alone_says_nothing_of_ones_account(world: World, officer: Client) -> None:
    notices_read(person=world.privacy, actor=actor_for(world.privacy))
    notice_give(world.privacy, Notice.GLASS_BROKEN)
    page = shown(officer)
    assert "About an emergency" in page
    assert "About your account" not in page
    assert "If one of these was not you" not in page


def test_what_is_known_of_one_heading_leaves_the_others_standing(world: World, officer: Client) -> None:
    officer.post(NOTICES, {"about": "emergencies", "back": "/charts/"})
    page = shown(officer)
    assert "About an emergency" not in page
    assert "About your account" in page
    assert Person.objects.get(pk=world.privacy.pk).notices_waiting == 2
    assert AccountNotice.objects.get(person=world.privacy, kind="glass_broken").read_at is not None
    officer.post(NOTICES, {"about": "nothing of the kind"})
    assert "About" not in shown(officer).split("<main")[1].split("<h1")[0]


def test_every_notice_has_one_heading() -> None:
    assert sorted(kind for what in About for kind in kinds_about(what)) == sorted(kind.value for kind in Notice)
