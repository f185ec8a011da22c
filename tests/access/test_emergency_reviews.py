"""A privacy officer reviews each emergency: what was looked at, whether it was right, in their own words."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.access.models import BreakGlassGrant, BreakGlassReview, Person
from apps.access.selectors import actor_for
from apps.access.services import break_glass_end, break_glass_open
from apps.audit.models import AuditEvent
from apps.core import clock
from tests.factories import World, make_person

LIST = "emergencies:emergencies"
WORDS = "Looked at one document for ten minutes; the admission sheet confirms it."


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def opened(world: World) -> BreakGlassGrant:
    return break_glass_open(
        person=world.lindholm, patient_id=world.anna.pk, reason_code="emergency_treatment",
        reason="Unconscious on arrival.", actor=actor_for(world.lindholm),
    )  # fmt: skip


@pytest.fixture
def ended(world: World, opened: BreakGlassGrant) -> BreakGlassGrant:
    signed_in(world.lindholm).get(reverse("viewer:chart_detail", args=[world.anna.pk]))
    break_glass_end(person=world.lindholm, patient_id=world.anna.pk, actor=actor_for(world.lindholm))
    opened.refresh_from_db()
    return opened


def page(world: World, grant: BreakGlassGrant, **typed: str) -> Any:
    client, address = signed_in(world.privacy), reverse("emergencies:emergency", args=[grant.pk])
    return client.post(address, typed) if typed else client.get(address)


def test_every_page_of_the_officer_shows_how_many_wait(world: World, ended: BreakGlassGrant) -> None:
    officer = signed_in(world.privacy)
    assert officer.get(reverse("audit:log")).context["emergencies_to_review"] == 1
    page(world, ended, outcome="appropriate", attestation=WORDS)
    assert officer.get(reverse("audit:log")).context["emergencies_to_review"] == 0


def test_the_officer_is_told_at_once_on_every_page_and_sees_what_is_open_first(
    world: World, ended: BreakGlassGrant
) -> None:
    officer = signed_in(world.privacy)
    still = break_glass_open(
        person=world.nurse, patient_id=world.anna.pk, reason_code="other", reason="Code blue.",
        actor=actor_for(world.nurse),
    )  # fmt: skip
    told = officer.get(reverse("audit:log"))
    assert told.context["emergencies_to_review"] == 2
    assert told.content.decode().count("A chart was opened in an emergency.") == 2
    listed = officer.get(reverse(LIST))
    assert [row.grant for row in listed.context["list"].rows] == [still, ended]
    assert "1 chart is open in an emergency now" in listed.content.decode()
    assert "60 min" in listed.content.decode()


def test_nobody_but_the_officers_of_the_organization_is_told(world: World, opened: BreakGlassGrant) -> None:
    told = Person.objects.filter(notices__kind="glass_broken")
    assert set(told) == set(Person.objects.filter(organization=world.cedar, role="privacy_officer", is_active=True))


def test_what_every_page_tells_of_emergencies_costs_no_statement_of_its_own(world: World) -> None:
    figures = []
    for _ in range(2):
        for person in (world.privacy, world.lindholm):
            client = signed_in(person)
            with CaptureQueriesContext(connection) as made:
                client.get(reverse("account_session"))
            figures.append(len(made))
        break_glass_open(
            person=world.lindholm, patient_id=world.anna.pk, reason_code="other", reason="On call.",
            actor=actor_for(world.lindholm),
        )  # fmt: skip
    assert len(set(figures)) == 1


def test_the_list_says_who_when_why_and_what_was_looked_at(world: World, ended: BreakGlassGrant) -> None:
    shown = signed_in(world.privacy).get(reverse(LIST)).content.decode()
    for words in (
        "Dr. Erik Lindholm",
        "Emergency treatment",
        "Unconscious on arrival.",
        "Overview of the chart",
        "due",
    ):
        assert words in shown
    assert "Lindgren" not in shown
    assert "Overview of the chart" not in page(world, ended).content.decode()
    assert "opened the chart of patient" in page(world, ended).content.decode()


def test_what_was_looked_at_before_and_after_is_not_part_of_it(world: World, ended: BreakGlassGrant) -> None:
    with clock.standing_at(clock.now() + timedelta(minutes=70)):
        break_glass_open(
            person=world.lindholm, patient_id=world.anna.pk, reason_code="other", reason="Still on call.",
            actor=actor_for(world.lindholm),
        )  # fmt: skip
        signed_in(world.lindholm).get(reverse("viewer:chart_detail", args=[world.anna.pk]))
        assert len(page(world, ended).context["acts"]) == 1


def test_a_finding_is_kept_with_the_name_and_recorded(world: World, ended: BreakGlassGrant) -> None:
    assert page(world, ended, outcome="not_appropriate", attestation=WORDS).status_code == 302
    review = BreakGlassReview.objects.get()
    assert (review.person, review.outcome, review.attestation) == (world.privacy, "not_appropriate", WORDS)
    told = AuditEvent.objects.get(action="break_glass_reviewed")
    assert (told.details["outcome"], told.details["person_id"]) == ("not_appropriate", str(world.lindholm.pk))
    assert WORDS not in str(told.details)


def test_a_finding_is_never_changed(world: World, ended: BreakGlassGrant) -> None:
    page(world, ended, outcome="appropriate", attestation=WORDS)
    with pytest.raises(DatabaseError, match="stays as it was written"), transaction.atomic():
        BreakGlassReview.objects.update(outcome="not_appropriate")
    with pytest.raises(DatabaseError, match="stays as it was written"), transaction.atomic():
        BreakGlassReview.objects.all().delete()


def test_what_needs_follow_up_stays_on_the_list_until_it_is_judged(world: World, ended: BreakGlassGrant) -> None:
    officer = signed_in(world.privacy)
    page(world, ended, outcome="follow_up", attestation="Asked the ward.")
    assert officer.get(reverse(LIST)).context["emergencies_to_review"] == 1
    page(world, ended, outcome="appropriate", attestation=WORDS)
    assert [row.grant for row in officer.get(reverse(LIST)).context["list"].rows] == []
    assert [row.grant for row in officer.get(reverse(LIST) + "?show=all").context["list"].rows] == [ended]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"outcome": "", "attestation": WORDS}, "Choose what you found"),
        ({"outcome": "fine", "attestation": WORDS}, "Choose what you found"),
        ({"outcome": "appropriate", "attestation": " "}, "Say in a sentence"),
        ({"outcome": "appropriate", "attestation": "."}, "two words or more"),
        ({"outcome": "appropriate", "attestation": "x" * 501}, "Shorten"),
        ({"outcome": "appropriate", "attestation": "Anna Lindgren-Sato was unconscious."}, "Name no person"),
    ],
)
def test_a_finding_that_does_not_hold_together_is_refused_and_not_lost(
    world: World, ended: BreakGlassGrant, typed: dict[str, str], sentence: str
) -> None:
    answer = page(world, ended, **typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert answer.context["typed"] == typed
    assert not BreakGlassReview.objects.exists()


def test_nothing_is_judged_while_the_chart_is_open(world: World, opened: BreakGlassGrant) -> None:
    assert "still open" in page(world, opened).content.decode()
    assert page(world, opened, outcome="appropriate", attestation=WORDS).status_code == 422


def test_nobody_judges_their_own_emergency(world: World, ended: BreakGlassGrant) -> None:
    Person.objects.filter(pk=world.lindholm.pk).update(role="privacy_officer")
    own = Person.objects.get(pk=world.lindholm.pk)
    client, address = signed_in(own), reverse("emergencies:emergency", args=[ended.pk])
    assert "declared themselves" in client.get(address).content.decode()
    assert client.post(address, {"outcome": "appropriate", "attestation": WORDS}).status_code == 422
    assert client.get(reverse(LIST)).context["emergencies_to_review"] == 0


def test_what_is_late_is_called_overdue(world: World, ended: BreakGlassGrant) -> None:
    with clock.standing_at(clock.now() + timedelta(days=4)):
        shown = signed_in(world.privacy).get(reverse(LIST))
        assert "1 of these is overdue" in " ".join(shown.content.decode().split())
        assert shown.context["list"].rows[0].is_overdue


def test_another_organization_s_officer_sees_none_of_it(world: World, ended: BreakGlassGrant) -> None:
    other = make_person(world.brightwater, "officer", "privacy_officer")
    client = signed_in(other)
    assert client.get(reverse(LIST)).context["list"].rows == ()
    assert client.get(reverse(LIST)).context["emergencies_to_review"] == 0
    assert client.get(reverse("emergencies:emergency", args=[ended.pk])).status_code == 404


@pytest.mark.parametrize("who", ["okafor", "lindqvist", "admin", "marchetti"])
def test_nobody_else_reads_the_list(world: World, ended: BreakGlassGrant, who: str) -> None:
    client = signed_in(world.people[who])
    assert client.get(reverse(LIST)).status_code == 403
    assert client.get(reverse("emergencies:emergency", args=[ended.pk])).status_code == 403


def test_the_officer_sees_how_often_the_chart_was_opened_that_day_and_that_more_reasons_were_given(
    world: World, ended: BreakGlassGrant
) -> None:
    once = page(world, ended).content.decode()
    assert "times that day" not in once
    for reason in ("Back from imaging.", "Seizure on the ward."):
        again = break_glass_open(
            person=world.lindholm, patient_id=world.anna.pk, reason_code="other", reason=reason,
            actor=actor_for(world.lindholm),
        )  # fmt: skip
    with clock.standing_at(clock.now() + timedelta(days=2)):
        break_glass_open(
            person=world.lindholm, patient_id=world.anna.pk, reason_code="other", reason="Two days later.",
            actor=actor_for(world.lindholm),
        )  # fmt: skip
    rows = {row.grant.pk: row for row in signed_in(world.privacy).get(reverse(LIST)).context["list"].rows}
    assert (len(rows[ended.pk].openings), rows[ended.pk].added) == (2, 0)
    assert (len(rows[again.pk].openings), rows[again.pk].added) == (2, 1)
    assert "2</span> times that day, first at" in page(world, ended).content.decode()
    assert (
        'and <span class="num">1</span> more reason given'
        in signed_in(world.privacy).get(reverse(LIST)).content.decode()
    )
