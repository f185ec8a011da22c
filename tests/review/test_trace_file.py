"""The trace with its words leaves as a file only where every record it rests on may leave."""

import pytest
from django.urls import reverse

from apps.audit.models import AuditEvent
from apps.chart.services import patient_consent_record
from apps.core import clock
from tests.factories import SETUP
from tests.review.acts import words
from tests.review.conftest import grant
from tests.review.test_labels import label


@pytest.fixture
def staff(desk):
    """Pat Twombly, of a substance use program, may read its record, on which this draft rests."""
    label(desk, "note", "part2")
    return grant(desk, desk.world.part2, "view_chart")


def asked(desk, person, name):
    return desk.client(person).get(reverse(f"review:{name}", args=[desk.draft.pk]))


def consent(desk, staff, recipient):
    patient_consent_record(
        patient=desk.world.anna, labels=["part2"], recipient=recipient, starts_on=clock.today(), ends_on=None,
        kept="Paper file", person=staff, actor=SETUP,
    )  # fmt: skip


def test_without_a_consent_the_page_says_why_there_is_no_file_and_none_is_made(desk, staff):
    assert asked(desk, staff, "draft_trace_export").status_code == 403
    assert "leave only with the patient's written consent" in words(asked(desk, staff, "draft_trace"))
    assert not AuditEvent.objects.filter(action="trace_exported").exists()


@pytest.mark.parametrize(("recipient", "status"), [("", 200), ("Northfield", 403)])
def test_a_consent_for_whoever_treats_lets_it_go_and_one_for_a_payer_alone_does_not(desk, staff, recipient, status):
    consent(desk, staff, recipient)
    assert asked(desk, staff, "draft_trace_export").status_code == status


def test_without_words_it_leaves_whatever_the_label(desk, staff):
    assert asked(desk, desk.world.auditor, "draft_trace_export").status_code == 200
    assert AuditEvent.objects.get(action="trace_exported").details["with_words"] is False
