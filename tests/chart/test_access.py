"""Grants: by person, by care team, never across organizations; a stranger learns nothing."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from apps.access.services import care_team_create, care_team_member_add
from apps.audit.domain.actions import Action
from apps.audit.models import AuditEvent
from apps.chart.errors import ChartError
from apps.chart.models import PatientPersonGrant, SourceDocument
from apps.chart.selectors import access_document, access_patient, may_on_patient, patients_visible_to
from apps.chart.services import patient_grant, patient_grant_remove
from tests.factories import SETUP, World


def test_whoever_holds_the_grant_sees_the_patient_in_one_statement(
    world: World, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        assert access_patient(world.okafor, world.anna.pk) == world.anna
    assert list(patients_visible_to(world.okafor)) == [world.anna]


@pytest.mark.parametrize("who", ["lindholm", "lindqvist", "admin", "privacy", "integration", "quill"])
def test_everyone_else_is_a_stranger(world: World, who: str) -> None:
    with pytest.raises(Http404):
        access_patient(getattr(world, who), world.anna.pk)


@pytest.mark.parametrize("patient_id", ["nonsense", "6a1f0d52-3f0e-4c55-9d0b-7d3f0c1a2b3c", ""])
def test_what_does_not_exist_answers_like_what_is_not_yours(world: World, patient_id: str) -> None:
    with pytest.raises(Http404):
        access_patient(world.okafor, patient_id)


def test_one_right_is_not_another(world: World) -> None:
    assert may_on_patient(world.reyes, world.anna.pk, "review_draft")
    assert not may_on_patient(world.reyes, world.anna.pk, "sign_draft")


def test_a_deactivated_person_sees_nobody(world: World) -> None:
    world.okafor.is_active = False
    assert not patients_visible_to(world.okafor).exists()


def test_a_care_team_shares_its_patients(world: World) -> None:
    team = care_team_create(organization=world.cedar, slug="rheum", name="Rheumatology", actor=SETUP)
    patient_grant(patient=world.berta, permission="view_chart", team=team, actor=SETUP)
    assert not patients_visible_to(world.lindholm).exists()
    care_team_member_add(team=team, person=world.lindholm, actor=SETUP)
    assert access_patient(world.lindholm, world.berta.pk) == world.berta


def test_a_grant_never_reaches_across_organizations(world: World) -> None:
    with pytest.raises(ChartError, match="across organizations"):
        patient_grant(patient=world.anna, permission="view_chart", person=world.quill, actor=SETUP)


def test_a_grant_that_slipped_past_the_service_still_opens_nothing(world: World) -> None:
    PatientPersonGrant.objects.filter(user=world.okafor).update(user=world.quill)
    assert list(patients_visible_to(world.quill)) == [world.carla]


def test_a_grant_is_given_once_and_recorded_once(world: World) -> None:
    given = AuditEvent.objects.filter(action=Action.GRANT_GIVEN).count()
    patient_grant(patient=world.anna, permission="view_chart", person=world.okafor, actor=SETUP)
    assert AuditEvent.objects.filter(action=Action.GRANT_GIVEN).count() == given
    grant = PatientPersonGrant.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        PatientPersonGrant.objects.create(
            user=grant.user, permission=grant.permission, content_object=grant.content_object
        )


def test_a_grant_taken_back_closes_the_chart(world: World) -> None:
    patient_grant_remove(patient=world.anna, permission="view_chart", person=world.okafor, actor=SETUP)
    assert not patients_visible_to(world.okafor).exists()
    assert AuditEvent.objects.filter(action=Action.GRANT_REMOVED).count() == 1


@pytest.mark.parametrize("holders", [{}, {"person": "okafor", "team": True}])
def test_a_grant_has_one_holder(world: World, holders: dict[str, Any]) -> None:
    team = care_team_create(organization=world.cedar, slug="t", name="T", actor=SETUP) if holders.get("team") else None
    with pytest.raises(ChartError, match="one person or to one care team"):
        patient_grant(
            patient=world.anna, permission="view_chart", person=world.okafor if team else None, team=team, actor=SETUP
        )


def test_only_known_rights_can_be_granted(world: World) -> None:
    with pytest.raises(ChartError, match="not a right on a patient"):
        patient_grant(patient=world.anna, permission="delete_patient", person=world.okafor, actor=SETUP)


def test_a_document_asks_its_patient(world: World) -> None:
    document = SourceDocument.objects.filter(patient=world.anna).first()
    assert access_document(world.okafor, document.pk) == document
    for stranger in (world.lindholm, world.quill):
        with pytest.raises(Http404):
            access_document(stranger, document.pk)
