"""A masked patient's name is shown to staff who say why: on one page, once recorded; to nobody else."""

import pytest
from django.urls import reverse

from apps.audit.models import AuditEvent
from apps.review.identity import MOST
from tests.factories import make_person


def reveal(desk, who, **typed):
    client, address = desk.client(desk.world.people[who]), reverse("review:identity", args=[desk.draft.pk])
    return client.post(address, typed) if typed else client.get(address)


def test_staff_see_the_name_after_they_said_why_and_it_is_recorded(desk):
    asked = reveal(desk, "lindqvist").content.decode()
    assert "Anna L." in asked
    assert "Lindgren" not in asked
    shown = reveal(desk, "lindqvist", reason_code="call_payer").content.decode()
    assert "Anna Lindgren-Sato" in shown
    assert desk.world.anna.mrn in shown
    told = AuditEvent.objects.get(action="identity_revealed")
    assert (told.patient_id, told.details) == (str(desk.world.anna.pk), {"reason": "call_payer"})


def test_it_lasts_for_that_page_alone(desk):
    reveal(desk, "lindqvist", reason_code="call_payer")
    assert "Lindgren" not in reveal(desk, "lindqvist").content.decode()
    assert "Lindgren" not in desk.client(desk.world.lindqvist).get(reverse("review:queue")).content.decode()


@pytest.mark.parametrize("reason", ["curiosity", "x"])
def test_without_a_reason_of_the_list_nothing_is_shown(desk, reason):
    answer = reveal(desk, "lindqvist", reason_code=reason)
    assert answer.status_code == 422
    assert "Lindgren" not in answer.content.decode()
    assert not AuditEvent.objects.filter(action="identity_revealed").exists()


@pytest.mark.parametrize("who", ["admin", "marchetti", "okafor", "lindholm", "quill"])
def test_analysts_administrators_and_clinicians_reveal_nobody(desk, who):
    assert reveal(desk, who).status_code == 403
    assert reveal(desk, who, reason_code="call_payer").status_code == 403
    assert not AuditEvent.objects.filter(action="identity_revealed").exists()


def test_staff_of_another_organization_are_told_of_no_draft(desk):
    other = make_person(desk.world.brightwater, "staff", "biller")
    answer = desk.client(other).post(reverse("review:identity", args=[desk.draft.pk]), {"reason_code": "call_payer"})
    assert answer.status_code == 404


def test_the_queue_offers_it_where_the_patient_is_masked(desk):
    address = reverse("review:identity", args=[desk.draft.pk])
    assert address in desk.client(desk.world.lindqvist).get(reverse("review:queue")).content.decode()
    assert address not in desk.client(desk.world.okafor).get(reverse("review:queue")).content.decode()


def test_who_has_more_names_shown_than_work_needs_is_stopped_on_record(desk):
    for _ in range(MOST):
        reveal(desk, "lindqvist", reason_code="mix_up")
    answer = reveal(desk, "lindqvist", reason_code="mix_up")
    assert "within an hour" in answer.content.decode()
    assert "Lindgren" not in answer.content.decode()
    assert AuditEvent.objects.get(action="identity_not_revealed").outcome == "failure"
