"""Whose log an event is in: of whose person or patient it tells, whoever acts; the installation's are in each."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from apps.access.audit_reviews import week_page
from apps.access.domain.audit_review import monday_of
from apps.access.selectors import log_page
from apps.access.services import care_team_create, care_team_member_add, organization_create, person_active_set
from apps.access.services.roles import care_team_member_remove, person_role_follow
from apps.access.services.standing import Departure, person_deprovision
from apps.audit.domain.actions import Action
from apps.audit.models import AuditEvent
from apps.audit.services import event_append
from apps.chart.services import patient_grant, patient_grant_remove
from apps.core import clock
from apps.core.actors import Actor
from apps.evaluation.benches.injection.charts import chart_take
from tests.access.test_log_export import taken
from tests.factories import World, make_person

SHELL = Actor.service("shell")


def everything_by_a_service(world: World) -> None:
    """Do to people, teams and patients what a command does: in the name of no organization."""
    organization_create(slug="elm", name="Elm Street Clinic", actor=SHELL)
    team = care_team_create(organization=world.cedar, slug="night", name="Night", actor=SHELL)
    newcomer = make_person(world.cedar, "newcomer", "physician")
    care_team_member_add(team=team, person=newcomer, actor=SHELL)
    patient_grant(patient=world.anna, permission="view_chart", person=newcomer, actor=SHELL)
    patient_grant(patient=world.anna, permission="view_chart", team=team, actor=SHELL)
    patient_grant_remove(patient=world.anna, permission="view_chart", team=team, actor=SHELL)
    care_team_member_remove(team=team, person=newcomer, actor=SHELL)
    person_role_follow(person=newcomer, role="nurse", actor=SHELL)
    person_active_set(person=newcomer, active=False, actor=SHELL)
    person_active_set(person=newcomer, active=True, actor=SHELL)
    person_deprovision(person=newcomer, reason=Departure.LEFT, actor=SHELL)
    chart_take(world.cedar, "whose", "Seen for knee pain. Takes ibuprofen.", actor=SHELL)


def test_no_event_about_a_person_or_a_patient_is_in_nobodys_log(world: World) -> None:
    everything_by_a_service(world)
    nobodys = AuditEvent.objects.filter(organization_id="")
    of_somebody = nobodys.exclude(patient_id="") | nobodys.filter(
        object_type__in=["person", "care_team", "organization", "document", "redacted_document"]
    ).exclude(object_id="")
    assert list(of_somebody.values_list("action", "object_type")) == []
    cedars = set(AuditEvent.objects.filter(organization_id=str(world.cedar.pk)).values_list("action", flat=True))
    assert {
        "grant_given", "grant_removed", "person_created", "person_deprovisioned", "role_changed", "team_created",
        "team_member_added", "team_member_removed", "record_stored", "document_redacted", "document_indexed",
        "message_received",
    } <= cedars  # fmt: skip


def test_a_grant_given_by_a_command_is_told_to_its_privacy_officer_alone(world: World, client: Client) -> None:
    patient_grant(patient=world.berta, permission="sign_draft", person=world.okafor, actor=SHELL)
    client.force_login(world.privacy)
    shown = " ".join(client.get(reverse("audit:log"), {"action": "grant_given"}).content.decode().split())
    said = f"gave Dr. Imani Okafor a grant on patient {str(world.berta.pk)[:8]}: to sign drafts, without an end."
    assert f"The workbench (shell) {said}" in shown
    brightwaters = log_page(organization_id=world.brightwater.pk, action="grant_given").lines
    assert all(said not in line.sentence for line in brightwaters)


@pytest.fixture
def guessed(world: World) -> AuditEvent:
    """Somebody tried the account of nobody."""
    Client().post(reverse("account_login"), {"login": "nobody@nowhere.example", "password": "guess after guess"})
    return AuditEvent.objects.filter(action="sign_in_failed", organization_id="").latest("sequence")


def test_what_belongs_to_no_organization_is_in_the_log_the_week_and_the_file_of_each(
    world: World, client: Client, guessed: AuditEvent
) -> None:
    for organization in (world.cedar, world.brightwater):
        assert guessed.pk in {line.event.pk for line in log_page(organization_id=organization.pk).lines}
    client.force_login(world.privacy)
    assert "of the installation" in client.get(reverse("audit:log")).content.decode()
    assert guessed.sequence in {line["sequence"] for line in taken(client, "lines")}
    assert taken(client, "fhir")
    page = week_page(world.privacy, monday_of(clock.today()))
    assert {row.watch.name: row.count for row in page.watches}["Failed sign-ins and proofs"] == 1
    assert client.get(reverse("audit:proof", args=[guessed.sequence])).status_code == 200


def test_the_proof_of_an_event_of_the_installation_is_for_who_reads_the_log(
    world: World, client: Client, guessed: AuditEvent
) -> None:
    client.force_login(world.okafor)
    assert client.get(reverse("audit:proof", args=[guessed.sequence])).status_code == 404


@pytest.mark.parametrize(
    "about",
    [
        {"action": Action.GRANT_GIVEN, "patient_id": "a-patient"},
        {"action": Action.PERSON_CREATED, "object_type": "person", "object_id": "a-person"},
        {"action": Action.GRANTS_CLEANED, "object_type": "grant"},
    ],
)
def test_an_old_event_about_somebody_of_unknown_organization_is_shown_to_no_other(
    world: World, about: dict[str, Any]
) -> None:
    with transaction.atomic():
        old = event_append(actor=SHELL, **about)
    assert old.pk not in {line.event.pk for line in log_page(organization_id=world.cedar.pk).lines}
