"""When an emergency is over its chart is missing as any other is, and who had it open reads why."""

from datetime import timedelta

import pytest
from django.urls import reverse

from apps.access.models import BreakGlassGrant, Person
from apps.access.tasks import end_lapsed_emergencies
from apps.chart.models import SourceDocument
from apps.chart.services import patient_grant
from apps.core import clock
from tests.factories import SETUP, World, make_document
from tests.viewer.test_break_glass_pages import PAGE, chart, signed_in, typed

OVER = "Your emergency access is over"


@pytest.fixture
def over(world: World) -> BreakGlassGrant:
    """An emergency of a physician on Anna's chart."""
    signed_in(world.lindholm).post(reverse(PAGE), typed(world))
    return BreakGlassGrant.objects.get()


def missing(person: Person, address: str) -> str:
    answer = signed_in(person).get(address)
    assert answer.status_code == 404
    return answer.content.decode()


def test_who_had_it_open_reads_that_the_time_is_over_whoever_recorded_the_end(
    world: World, over: BreakGlassGrant
) -> None:
    with clock.standing_at(over.expires_at):
        assert OVER in missing(world.lindholm, chart(world))
        assert OVER in missing(world.lindholm, chart(world))
    with clock.standing_at(over.expires_at + timedelta(hours=2)):
        end_lapsed_emergencies()
        assert OVER in missing(world.lindholm, chart(world))
    with clock.standing_at(over.expires_at + timedelta(days=1)):
        assert OVER not in missing(world.lindholm, chart(world))


def test_who_ended_it_by_hand_reads_so_too_and_nobody_else_does(world: World, over: BreakGlassGrant) -> None:
    signed_in(world.lindholm).post(reverse("viewer:break_glass_close", args=[world.anna.pk]))
    assert OVER in missing(world.lindholm, chart(world))
    assert OVER not in missing(world.lindholm, reverse("viewer:chart_detail", args=[world.berta.pk]))
    assert OVER not in missing(world.nurse, chart(world))
    assert OVER not in missing(world.quill, chart(world))


def test_what_no_emergency_opens_is_missing_without_a_word_of_its_end(world: World, over: BreakGlassGrant) -> None:
    note = make_document(world.anna, "Words of a session.")
    SourceDocument.objects.filter(pk=note.pk).update(labels=["psychotherapy"])
    address = reverse("viewer:document_detail", args=[world.anna.pk, note.pk])
    assert OVER not in missing(world.lindholm, address)
    patient_grant(patient=world.anna, permission="view_chart", person=world.lindholm, actor=SETUP)
    with clock.standing_at(over.expires_at):
        assert OVER not in missing(world.lindholm, address)
