"""Somebody reviews in a physician's absence: what it opens, in both fences, and when it is over."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from apps.access.domain.roles import ROLES, Permission, role_may
from apps.access.selectors import actor_for
from apps.access.services import care_team_create, care_team_member_add, person_active_set, person_role_set
from apps.audit.models import AuditEvent
from apps.chart.errors import ChartError
from apps.chart.models import Delegation, Patient, PatientPersonGrant, PatientTeamGrant
from apps.chart.selectors import carers_of, may_on_patient, patients_visible_to
from apps.chart.services import delegation_end, delegation_give, patient_grant, patient_grant_remove
from apps.chart.tasks import clean_grants
from apps.core import clock, fence
from apps.core.errors import NotAllowed
from tests.factories import SETUP, World

WEEK = timedelta(days=7)


def delegated(world: World, **changes: Any) -> Delegation:
    """Let Dr. Lindholm review for Dr. Okafor from now on for a week."""
    person = changes.pop("person", world.okafor)
    begin = changes.pop("starts_at", clock.now())
    given: dict[str, Any] = {"to_person": world.lindholm, "reason": "leave", "ends_at": begin + WEEK, **changes}
    return delegation_give(person=person, starts_at=begin, actor=actor_for(person), **given)


def behind_the_fence(person: Any, patient: Patient) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT workbench_grant_held(%s, %s)", [person.pk, patient.pk])
        return bool(cursor.fetchone()[0])


def opens(person: Any, patient: Patient) -> bool:
    """Return whether a person sees a patient; both fences must say the same."""
    shown = patients_visible_to(person).filter(pk=patient.pk).exists()
    assert behind_the_fence(person, patient) is shown
    return shown


def test_a_colleague_reviews_what_the_absent_physician_could_and_signs_nothing(world: World) -> None:
    assert not opens(world.lindholm, world.anna)
    delegated(world)
    assert opens(world.lindholm, world.anna)
    assert not opens(world.lindholm, world.berta)
    assert may_on_patient(world.lindholm, world.anna.pk, "review_draft")
    assert not may_on_patient(world.lindholm, world.anna.pk, "sign_draft")
    assert world.lindholm in carers_of(world.anna.pk)


def test_one_patient_can_be_delegated_alone(world: World) -> None:
    patient_grant(patient=world.berta, permission="view_chart", person=world.okafor, actor=SETUP)
    delegated(world, patient=world.anna)
    assert opens(world.lindholm, world.anna)
    assert not opens(world.lindholm, world.berta)


def test_what_comes_by_a_care_team_is_delegated_too_and_what_was_delegated_is_not_passed_on(world: World) -> None:
    team = care_team_create(organization=world.cedar, slug="team", name="Team", actor=SETUP)
    patient_grant(patient=world.berta, permission="view_chart", team=team, actor=SETUP)
    care_team_member_add(team=team, person=world.okafor, actor=SETUP)
    delegated(world)
    assert opens(world.lindholm, world.berta)
    delegated(world, person=world.lindholm, to_person=world.reyes)
    assert not opens(world.reyes, world.berta)


def test_it_begins_and_ends_on_its_days(world: World) -> None:
    row = delegated(world, starts_at=clock.now() + timedelta(days=2))
    assert not opens(world.lindholm, world.anna)
    with clock.standing_at(row.starts_at + timedelta(hours=1)):
        assert patients_visible_to(world.lindholm).filter(pk=world.anna.pk).exists()
    with clock.standing_at(row.ends_at):
        assert not patients_visible_to(world.lindholm).filter(pk=world.anna.pk).exists()


def test_either_of_them_can_end_it_and_it_stays_on_record(world: World) -> None:
    row = delegated(world)
    assert delegation_end(delegation=row, actor=actor_for(world.lindholm))
    assert not opens(world.lindholm, world.anna)
    assert not delegation_end(delegation=row, actor=actor_for(world.okafor))
    given, ended = AuditEvent.objects.filter(action__startswith="delegation").order_by("sequence")
    assert given.details["person_id"] == str(world.lindholm.pk)
    assert ended.details["person_id"] == str(world.okafor.pk)
    assert ended.object_id == str(row.pk)


@pytest.mark.parametrize("who", ["okafor", "lindholm"])
def test_it_ends_for_good_when_either_loses_access(world: World, who: str) -> None:
    delegated(world)
    for active in (False, True):
        world.people[who] = person_active_set(person=world.people[who], active=active, actor=SETUP)
        assert not opens(world.lindholm, world.anna)
    assert Delegation.objects.get().ended_at is not None


@pytest.mark.parametrize(("who", "role"), [("okafor", "nurse"), ("lindholm", "nurse")])
def test_it_ends_when_either_gets_a_role_that_delegates_or_reviews_nothing(world: World, who: str, role: str) -> None:
    delegated(world)
    person_role_set(
        person=world.people[who], role=role, seen="physician", administrator=world.admin, actor=actor_for(world.admin)
    )
    world.people[who].refresh_from_db()
    assert not opens(world.lindholm, world.anna)


def test_it_brings_no_more_than_the_absent_physician_holds_at_that_moment(world: World) -> None:
    delegated(world)
    patient_grant_remove(patient=world.anna, permission="view_chart", person=world.okafor, actor=SETUP)
    assert not opens(world.lindholm, world.anna)


def test_a_grant_that_expired_opens_nothing_to_anybody(world: World) -> None:
    soon = clock.now() + timedelta(days=1)
    patient_grant(patient=world.berta, permission="view_chart", person=world.nurse, expires_at=soon, actor=SETUP)
    assert opens(world.nurse, world.berta)
    with clock.standing_at(soon):
        assert not patients_visible_to(world.nurse).exists()
    event = AuditEvent.objects.filter(action="grant_given").latest("sequence")
    assert event.details["expires_at"] == soon.isoformat()


@pytest.mark.parametrize("days", [-1, 0, 400])
def test_a_grant_ends_within_a_year_and_not_before_it_begins(world: World, days: int) -> None:
    with pytest.raises(ChartError, match="A grant that expires"):
        patient_grant(
            patient=world.berta, permission="view_chart", person=world.nurse, actor=SETUP,
            expires_at=clock.now() + timedelta(days=days),
        )  # fmt: skip


def test_the_night_removes_grants_that_expired_or_reach_across_and_leaves_the_rest(world: World) -> None:
    soon = clock.now() + timedelta(days=1)
    patient_grant(patient=world.berta, permission="view_chart", person=world.nurse, expires_at=soon, actor=SETUP)
    team = care_team_create(organization=world.cedar, slug="team", name="Team", actor=SETUP)
    patient_grant(patient=world.berta, permission="view_chart", team=team, actor=SETUP)
    PatientPersonGrant.objects.filter(user=world.quill).update(user=world.lindholm)  # on a patient of the other house
    left = PatientPersonGrant.objects.filter(user__in=[world.okafor, world.reyes]).count()
    with clock.standing_at(soon):
        clean_grants()
    assert PatientPersonGrant.objects.count() == left
    assert PatientTeamGrant.objects.count() == 1
    told = dict(AuditEvent.objects.filter(action="grants_cleaned").values_list("organization_id", "details"))
    assert {organization: details["count"] for organization, details in told.items()} == {
        str(world.cedar.pk): 1, str(world.brightwater.pk): 3,
    }  # fmt: skip
    assert told[str(world.cedar.pk)]["grants"] == [
        {"holder_id": str(world.nurse.pk), "patient_id": str(world.berta.pk), "permission": "view_chart"}
    ]


def test_who_was_deactivated_is_refused_although_the_grant_stands(world: World) -> None:
    person_active_set(person=world.okafor, active=False, actor=SETUP)
    world.okafor.refresh_from_db()
    assert PatientPersonGrant.objects.filter(user=world.okafor).exists()
    assert not opens_to_nobody(world)


def opens_to_nobody(world: World) -> bool:
    """Return whether a deactivated person still gets in, in the predicate or by a search behind the fence."""
    with fence.reading(world.okafor.pk, world.anna.pk), connection.cursor() as cursor:
        cursor.execute("SELECT workbench_open_subject()")
        behind = cursor.fetchone()[0] is not None
    return behind or patients_visible_to(world.okafor).exists()


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"to_person": "okafor"}, "Choose a colleague"),
    ({"to_person": "quill"}, "own organization"),
    ({"to_person": "nurse"}, "who reviews drafts"),
    ({"reason": "because"}, "reasons of the list"),
    ({"ends_at": clock.now() - WEEK}, "ends after it begins"),
    ({"ends_at": clock.now() + timedelta(days=31)}, "30 days at most"),
    ({"patient": "berta"}, "you review yourself"),
]


@pytest.mark.parametrize(("changes", "sentence"), REFUSED)
def test_what_cannot_be_delegated_is_refused_in_a_sentence(world: World, changes: Any, sentence: str) -> None:
    named = {name: getattr(world, value) for name, value in changes.items() if name in {"to_person", "patient"}}
    with pytest.raises(ChartError, match=sentence):
        delegated(world, **{**changes, **named})
    assert not Delegation.objects.exists()


def test_the_same_colleague_is_not_asked_twice_for_the_same_days(world: World) -> None:
    delegated(world)
    with pytest.raises(ChartError, match="already reviews for you"):
        delegated(world, patient=world.anna)


@pytest.mark.parametrize("who", ["reyes", "nurse", "admin"])
def test_only_physicians_delegate(world: World, who: str) -> None:
    with pytest.raises(NotAllowed, match="let a colleague review"):
        delegated(world, person=world.people[who])


def test_the_database_keeps_the_row_and_its_length_whoever_writes(world: World) -> None:
    row = delegated(world)
    for change in ({"ends_at": row.ends_at + timedelta(days=1)}, {"patient": world.berta}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Delegation.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delegation.objects.create(
            organization=world.cedar, from_person=world.okafor, to_person=world.lindholm, reason="leave",
            starts_at=clock.now(), ends_at=clock.now() + timedelta(days=31),
        )  # fmt: skip


def test_the_fence_knows_which_roles_delegate_as_the_table_of_roles_has_them(db: None) -> None:
    with connection.cursor() as cursor:
        for role in ROLES:
            cursor.execute("SELECT workbench_role_delegates(%s)", [role])
            assert cursor.fetchone()[0] == role_may(role, Permission.DELEGATE_REVIEW)
