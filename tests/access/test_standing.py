"""Sessions are seen and ended; who leaves holds nothing; who fails to get in is counted."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.core.management import CommandError, call_command
from django.test import Client

from apps.access.domain.oidc import account_sha256
from apps.access.errors import AccessError
from apps.access.models import OpenSession, Person, SigningFactor
from apps.access.selectors import actor_for
from apps.access.services import (
    Departure,
    account_provision,
    care_team_create,
    care_team_member_add,
    person_deprovision,
    person_emergency_set,
    person_role_follow,
)
from apps.audit.models import AuditEvent
from apps.chart.models import PatientPersonGrant
from tests.access.soft_key import set_up_key
from tests.access.test_signing_app import set_up_app
from tests.factories import PASSWORD, SETUP, World
from tests.identity_provider import IdentityProvider

LOGIN, SESSIONS, END = "/account/login/", "/account/sessions/", "/account/sessions/end/"
FIREFOX, EDGE = "Mozilla/5.0 (X11; Linux) Firefox/130.0", "Mozilla/5.0 (Windows NT) Chrome/1 Edg/120"


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def browser(person: Person, agent: str = FIREFOX) -> Client:
    client = Client(headers={"user-agent": agent})
    assert client.post(LOGIN, {"login": person.email, "password": PASSWORD}).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/account/factors/").status_code == 200


def test_a_person_sees_where_they_are_signed_in_and_ends_one_or_all_others(world: World) -> None:
    here, there, third = browser(world.okafor), browser(world.okafor, EDGE), browser(world.okafor)
    page = here.get(SESSIONS)
    text = words(page)
    assert (text.count("Firefox on Linux</b>"), text.count("Edge on Windows</b>"), text.count("This one")) == (2, 1, 1)
    handle = next(line.handle for line in page.context["sessions"] if "Edge" in line.agent)
    here.post(END, {"session": handle})
    assert (is_in(here), is_in(there), is_in(third)) == (True, False, True)
    assert "You ended this session from another one" in words(there.get(LOGIN))
    here.post(END)
    assert (is_in(here), is_in(third)) == (True, False)


def test_nobody_ends_a_session_of_somebody_else_by_its_handle(world: World) -> None:
    theirs = browser(world.reyes)
    handle = theirs.get(SESSIONS).context["sessions"][0].handle
    assert "was over already" in words(browser(world.okafor).post(END, {"session": handle}, follow=True))
    assert is_in(theirs)
    assert handle not in {row.pk for row in OpenSession.objects.all()}


def test_a_person_has_two_sessions_at_most_and_the_oldest_is_told_why(world: World, settings: Any) -> None:
    settings.WORKBENCH_MOST_SESSIONS = 2
    first, second = browser(world.okafor), browser(world.okafor)
    other = browser(world.reyes)
    third = browser(world.okafor)
    assert [is_in(client) for client in (first, second, third, other)] == [False, True, True, True]
    assert "The oldest, this one, was closed" in words(first.get(LOGIN))
    assert AuditEvent.objects.filter(action="signed_out", details={"reason": "elsewhere"}).count() == 1


def test_what_was_ended_is_not_brought_back_by_a_request_under_way(world: World) -> None:
    client = browser(world.okafor)
    under_way = client.session
    under_way["typed"] = "late"
    admin = browser(world.admin)
    admin.post(f"/control/people/{world.okafor.pk}/change/", {"act": "sessions"})
    with pytest.raises(UpdateError):
        under_way.save()
    assert not is_in(client)


def test_an_administrator_ends_the_sessions_of_their_own_people_alone(world: World) -> None:
    theirs, foreign, admin = browser(world.okafor), browser(world.quill), browser(world.admin)
    told = words(admin.post(f"/control/people/{world.okafor.pk}/change/", {"act": "sessions"}, follow=True))
    assert f"1 session of {world.okafor.formal_name} ended" in told
    assert admin.post(f"/control/people/{world.quill.pk}/change/", {"act": "sessions"}).status_code == 404
    assert (is_in(theirs), is_in(foreign)) == (False, True)
    assert "An administrator ended your sessions" in words(theirs.get(LOGIN))
    assert AuditEvent.objects.get(action="sessions_ended").details == {"count": 1}


def held(world: World) -> None:
    set_up_key(world.okafor)
    set_up_app(world.okafor)
    team = care_team_create(organization=world.cedar, slug="t", name="T", actor=SETUP)
    care_team_member_add(team=team, person=world.okafor, actor=SETUP)


def test_who_leaves_holds_nothing_and_again_changes_nothing(world: World) -> None:
    held(world)
    client = browser(world.okafor)
    out = StringIO()
    for _ in range(2):
        call_command("person_deprovision", email=world.okafor.email, reason="left", stdout=out)
    assert out.getvalue().split("\n")[:2] == ["Ended.", "There was nothing left to end."]
    gone = Person.objects.get(pk=world.okafor.pk)
    assert (gone.is_active, gone.has_usable_password(), gone.groups.count()) == (False, False, 0)
    assert not PatientPersonGrant.objects.filter(user=gone).exists()
    assert not SigningFactor.objects.filter(person=gone, removed_at=None).exists()
    assert not is_in(client)
    event = AuditEvent.objects.get(action="person_deprovisioned")
    assert event.details["reason_code"] == "left"
    assert (event.details["factors"], event.details["teams"], event.details["sessions"]) == (2, 1, 1)
    assert event.organization_id == str(world.cedar.pk)


def test_who_leaves_is_named_by_their_account_at_the_identity_provider(
    world: World, identity_provider: IdentityProvider
) -> None:
    account_provision(person=world.okafor, subject="okafor-17", administrator=world.admin, actor=actor_for(world.admin))
    named = {"issuer": identity_provider.issuer, "subject": "okafor-17", "reason": "moved", "stdout": StringIO()}
    call_command("person_deprovision", **named)
    call_command("person_deprovision", **named)  # known still by what was removed
    assert not Person.objects.get(pk=world.okafor.pk).is_active
    assert AuditEvent.objects.filter(action="person_deprovisioned").count() == 1


@pytest.mark.parametrize(
    "named", [{}, {"email": "a@b.example", "issuer": "x", "subject": "y"}, {"issuer": "x"}, {"email": "no@b.example"}]
)
def test_nobody_is_deprovisioned_by_half_a_name(world: World, named: dict[str, str]) -> None:
    with pytest.raises(CommandError):
        call_command("person_deprovision", reason="left", **named)
    assert not AuditEvent.objects.filter(action="person_deprovisioned").exists()


def test_an_administrator_does_it_on_the_page_with_a_reason_and_never_to_themselves(world: World) -> None:
    admin = browser(world.admin)
    address = f"/control/people/{world.okafor.pk}/change/"
    assert admin.post(address, {"act": "leaves", "reason": "whim"}).status_code == 422
    assert admin.post(address, {"act": "leaves", "reason": "left"}).status_code == 302
    assert (
        admin.post(f"/control/people/{world.admin.pk}/change/", {"act": "leaves", "reason": "left"}).status_code == 422
    )
    assert not Person.objects.get(pk=world.okafor.pk).is_active
    assert Person.objects.get(pk=world.admin.pk).is_active


@pytest.mark.parametrize("role", ["integration", "king", ""])
def test_a_role_that_no_person_has_is_refused_to_the_provider_too(world: World, role: str) -> None:
    with pytest.raises(AccessError):
        person_role_follow(person=world.okafor, role=role, actor=SETUP)
    assert Person.objects.get(pk=world.okafor.pk).role == "physician"


def test_the_role_that_somebody_has_already_changes_nothing(world: World) -> None:
    person_role_follow(person=world.okafor, role="physician", actor=SETUP)
    assert not AuditEvent.objects.filter(action="role_changed").exists()


def test_two_accounts_with_keys_are_set_aside_and_no_third(world: World) -> None:
    def aside(person: Person) -> None:
        person_emergency_set(person=person, emergency=True, administrator=world.admin, actor=actor_for(world.admin))

    with pytest.raises(AccessError, match="security key first"):
        aside(world.okafor)
    for person in (world.okafor, world.lindholm, world.reyes):
        set_up_key(person)
    aside(world.okafor)
    aside(world.lindholm)
    with pytest.raises(AccessError, match="2 accounts"):
        aside(world.reyes)
    assert AuditEvent.objects.filter(action="emergency_account_set").count() == 2


def test_what_somebody_provisioned_signs_nothing(world: World, identity_provider: IdentityProvider) -> None:
    account_provision(person=world.okafor, subject="okafor-17", administrator=world.admin, actor=actor_for(world.admin))
    account = SigningFactor.objects.get(key_sha256=account_sha256(identity_provider.issuer, "okafor-17"))
    assert account.confirmed_at is None
    with pytest.raises(AccessError, match="linked with somebody else"):
        account_provision(
            person=world.reyes, subject="okafor-17", administrator=world.admin, actor=actor_for(world.admin)
        )


def test_people_counts_who_somebody_failed_to_sign_in_as(world: World) -> None:
    for _ in range(3):
        Client().post(LOGIN, {"login": world.okafor.email, "password": "wrong password 123"})
    admin = browser(world.admin)
    assert words(admin.get("/control/people/")).count("3 failed in 30 days") == 1
    assert "action=sign_in_failed" in words(admin.get(f"/control/people/{world.okafor.pk}/"))


@pytest.mark.parametrize("page", ["", "change/", "link/"])
def test_the_page_of_a_person_is_for_administrators_of_their_organization(world: World, page: str) -> None:
    address = f"/control/people/{world.okafor.pk}/{page}"
    assert Client().post(address).status_code in {302, 405}
    assert browser(world.privacy).post(address).status_code in {403, 405}
    assert browser(world.privacy).get(address).status_code in {403, 405}
    assert browser(world.admin).get(f"/control/people/{world.quill.pk}/").status_code == 404


def test_deprovisioning_closes_an_open_emergency_and_its_links(world: World) -> None:
    assert person_deprovision(person=world.okafor, reason=Departure.SUSPENDED, actor=actor_for(world.admin))
    assert not person_deprovision(person=world.okafor, reason=Departure.SUSPENDED, actor=actor_for(world.admin))
