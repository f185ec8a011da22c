"""The weekly look at the log: which weeks wait, what of one is shown, and whose name stands under it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from apps.access.audit_reviews import week_of, week_page
from apps.access.domain.audit_review import A_WEEK, MOST_WEEKS, WATCHES, is_overdue, monday_of, weeks_over
from apps.access.domain.unwatched import UNWATCHED
from apps.access.domain.watched_words import WATCHED_WORDS
from apps.access.errors import AccessError
from apps.access.models import AuditReview
from apps.access.selectors import actor_for
from apps.access.services import audit_review_sign
from apps.audit.domain.actions import Action
from apps.audit.models import AuditEvent
from apps.core import clock
from apps.core.errors import NotAllowed
from tests.access.test_log import append
from tests.factories import World

MONDAY = date(2096, 3, 5)  # long after the cast came: a log begins with its organization
THEN = datetime(2096, 3, 7, 9, tzinfo=UTC)
LATER = datetime(2096, 3, 13, 9, tzinfo=UTC)


@pytest.fixture
def acts(world: World) -> Iterator[None]:
    """Cedar's log of the week of 5 March, and the clock standing in the week after it."""
    with clock.standing_at(THEN):
        for patient in (world.anna, world.berta, world.anna):
            append(world.okafor, Action.CHART_VIEWED, patient_id=patient.pk)
        append(world.reyes, Action.CHART_VIEWED, patient_id=world.anna.pk)
        append(world.admin, Action.SIGN_IN_FAILED, object_type="person", object_id=world.okafor.pk)
        append(world.okafor, Action.REFUSED, object_type="page", object_id="audit:log")
        append(world.quill, Action.GRANT_GIVEN, patient_id=world.carla.pk)
    with clock.standing_at(LATER):
        yield


def sign(person: Any, **given: Any) -> AuditReview:
    wanted = {
        "monday": MONDAY,
        "seen": week_of(person.organization_id, MONDAY).last,
        "conclusion": "nothing",
        "note": "",
    }
    return audit_review_sign(person=person, actor=actor_for(person), **(wanted | given))


def test_a_week_shows_acts_by_kind_who_saw_most_patients_and_where_sign_ins_failed(world: World, acts: None) -> None:
    page = week_page(world.privacy, MONDAY)
    assert page.readers == [("Dr. Imani Okafor", 2), ("Dr. Paloma Reyes", 1)]
    assert page.guessed == [("Dr. Imani Okafor", 1)]
    told = {row.watch.name: row.count for row in page.watches}
    assert (told["Refusals"], told["Failed sign-ins and proofs"], told["People and rights"]) == (1, 1, 0)


def test_signing_off_is_on_record_with_the_last_row_that_was_seen(world: World, acts: None) -> None:
    review = sign(world.privacy, conclusion="followed_up", note="Asked about the refusal: a wrong bookmark.")
    kept = AuditReview.objects.get(pk=review.pk)
    assert (kept.up_to, kept.head) == (
        week_of(world.cedar.pk, MONDAY).last, AuditEvent.objects.get(sequence=kept.up_to).hash,
    )  # fmt: skip
    assert kept.note == "Asked about the refusal: a wrong bookmark."
    event = AuditEvent.objects.order_by("-sequence")[0]
    assert (event.action, event.details["conclusion"], event.details["up_to"]) == (
        "audit_reviewed", "followed_up", kept.up_to,
    )  # fmt: skip
    assert "bookmark" not in str(event.details)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"conclusion": ""}, "Choose what you found"),
        ({"conclusion": "incident", "note": " ... "}, "what stood out"),
        ({"note": "x" * 1001}, "Shorten your note"),
        ({"monday": MONDAY + A_WEEK}, "not over"),
        ({"monday": MONDAY + timedelta(days=1)}, "begins on a Monday"),
        ({"seen": 0}, "Rows came into this week"),
    ],
)
def test_what_cannot_be_signed_off_says_why_and_keeps_nothing(
    world: World, acts: None, given: dict[str, Any], said: str
) -> None:
    with pytest.raises(AccessError, match=said):
        sign(world.privacy, **given)
    assert not AuditReview.objects.exists()


@pytest.mark.parametrize("conclusion", ["nothing", "followed_up"])
def test_a_note_that_names_a_patient_is_refused_on_the_page_and_by_the_command_behind_it(
    world: World, client: Client, acts: None, conclusion: str
) -> None:
    client.force_login(world.privacy)
    seen = week_of(world.cedar.pk, MONDAY).last
    for note in (f"{world.anna.given_name} {world.anna.family_name} was looked at", f"Asked about {world.anna.mrn}."):
        with pytest.raises(AccessError, match="Name no person"):
            sign(world.privacy, conclusion=conclusion, note=note)
        typed = {"seen": seen, "conclusion": conclusion, "note": note}
        refused = client.post(reverse("audit:week", args=[MONDAY.isoformat()]), typed)
        assert refused.status_code == 422
        assert note in refused.content.decode()  # nothing that was typed is lost
    assert not AuditReview.objects.exists()


def test_who_may_read_the_log_does_not_sign_it_off_for_that(world: World, acts: None) -> None:
    with pytest.raises(NotAllowed):
        sign(world.admin)
    assert not AuditReview.objects.exists()


def test_a_signed_week_is_never_changed_or_removed(world: World, acts: None) -> None:
    review = sign(world.privacy)
    for change in ("UPDATE access_auditreview SET conclusion = 'incident'", "DELETE FROM access_auditreview"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)
    assert AuditReview.objects.get(pk=review.pk).conclusion == "nothing"


def test_the_page_leads_from_the_list_to_a_name_under_the_week(world: World, client: Client, acts: None) -> None:
    client.force_login(world.privacy)
    listed = client.get(reverse("audit:weeks")).content.decode()
    address = reverse("audit:week", args=[MONDAY.isoformat()])
    assert address in listed
    assert "waits" in listed
    seen = week_of(world.cedar.pk, MONDAY).last
    refused = client.post(address, {"seen": seen, "conclusion": "incident", "note": ""})
    assert (refused.status_code, "what stood out" in refused.content.decode()) == (422, True)
    assert client.post(address, {"seen": seen, "conclusion": "nothing"}).status_code == 302
    assert "Nothing stood out" in client.get(reverse("audit:weeks")).content.decode()
    assert "Imani Okafor" in client.get(address).content.decode()


@pytest.mark.parametrize("monday", ["yesterday", "2026-3-2", "20260302", "2026-02-30"])
def test_an_address_that_is_no_day_is_no_page(world: World, client: Client, monday: str) -> None:
    client.force_login(world.privacy)
    assert client.get(f"/audit/weeks/{monday}/").status_code == 404


def test_a_physician_reads_no_week(world: World, client: Client) -> None:
    client.force_login(world.okafor)
    assert client.get(reverse("audit:weeks")).status_code == 403


def test_every_act_is_watched_or_left_out_with_a_reason_and_none_is_both() -> None:
    watched = [action for watch in WATCHES for action in watch.actions]
    left_out = [action for _, actions in UNWATCHED for action in actions]
    assert sorted(watched + left_out) == sorted(Action)
    assert all(reason for reason, _ in UNWATCHED)
    assert set(WATCHED_WORDS) == set(watched)


def test_a_way_into_somebody_elses_account_is_counted_in_words(world: World, client: Client, acts: None) -> None:
    with clock.standing_at(THEN):
        for action in (Action.PASSWORD_LINK_MADE, Action.PASSWORD_LINK_USED, Action.PERSON_CREATED):
            append(world.admin, action, object_type="person", object_id=world.okafor.pk)
    client.force_login(world.privacy)
    shown = client.get(reverse("audit:week", args=[MONDAY.isoformat()])).content.decode()
    assert "Codes for a password that an administrator made" in shown
    assert "Passwords chosen by such a code" in shown
    assert "People added" in shown
    assert "Person created" not in shown


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 400))
def test_weeks_are_whole_over_and_without_a_gap(today: date, ago: int) -> None:
    mondays = list(weeks_over(today - timedelta(days=ago), today))
    assert all(monday == monday_of(monday) and monday + A_WEEK <= today for monday in mondays)
    assert [first - second for first, second in pairwise(mondays)] == [A_WEEK] * (max(len(mondays) - 1, 0))
    assert len(mondays) == min(MOST_WEEKS, (monday_of(today) - monday_of(today - timedelta(days=ago))) // A_WEEK)


def test_a_week_is_overdue_when_the_week_after_it_is_over() -> None:
    assert not is_overdue(MONDAY, date(2096, 3, 18))
    assert is_overdue(MONDAY, date(2096, 3, 19))
