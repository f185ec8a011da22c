"""A halted draft says what happened to it: who stopped, when and why, since when it goes on, and how to resume."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.core import clock
from apps.core.templatetags.workbench import clinical_moment
from apps.drafting.models import Draft
from apps.governance.domain.scopes import ALL_DRAFTING, Scope, ScopeKind
from apps.governance.domain.verdict import UNREADABLE, Stop
from apps.review.selectors import queue_page
from tests.factories import make_person
from tests.governance.switch import WHY, resume, stop

SUMMARIES = Scope(ScopeKind.WORKFLOW, "chart_summary")


def halt(desk, scope=ALL_DRAFTING, reason=""):
    return Draft.objects.create(
        organization=desk.world.cedar, patient=desk.world.anna, kind="chart_summary", subject="Another",
        requested_by=desk.world.okafor, status="HALTED", bucket="halted", entered_at=clock.now(),
        reason=reason or Stop(scope, WHY).sentence,
    )  # fmt: skip


def pages(desk, draft):
    """Return what Dr. Okafor reads on the desk and on the draft's own page."""
    client = desk.client(desk.world.okafor)
    addresses = (reverse("review:queue"), reverse("review:draft_detail", args=[draft.pk]))
    return [" ".join(client.get(address).content.decode().split()) for address in addresses]


@pytest.mark.parametrize(("scope", "what"), [(ALL_DRAFTING, "Drafting"), (SUMMARIES, "Drafting of chart summaries")])
def test_after_two_people_let_it_go_on_nothing_says_that_it_is_stopped(desk, scope, what):
    stopped = stop(desk.world, scope)
    draft = halt(desk, scope)
    gone_on = resume(desk.world, scope)
    for page in pages(desk, draft):
        assert "Drafting on" in page
        assert "is stopped" not in page
        assert f"{what} was stopped on {clinical_moment(stopped.created_at)} by Ada Min, because: {WHY}." in page
        assert f"It goes on again since {clinical_moment(gone_on.created_at)}. Resume it" in page
    assert "Resume</button>" in pages(desk, draft)[1]


def test_while_the_stop_stands_no_button_promises_what_would_be_refused(desk):
    stop(desk.world)
    draft = halt(desk)
    for page in pages(desk, draft):
        assert f"by Ada Min, because: {WHY}. It still stands: two people let it go on" in page
    assert "Resume</button>" not in pages(desk, draft)[1]


def test_a_later_stop_for_the_same_reason_is_not_the_one_that_halted_a_draft(desk):
    stop(desk.world)
    draft = halt(desk)
    resume(desk.world)
    stop(desk.world)
    assert all("It goes on again since" in page for page in pages(desk, draft))


def test_who_stopped_everything_is_named_to_their_own_organization_alone(desk):
    elsewhere = make_person(desk.world.brightwater, "other", "admin", "Olga Ther")
    stop(desk.world, person=elsewhere)
    for page in pages(desk, halt(desk)):
        assert "by an administrator of another organization, because" in page
        assert "Olga" not in page


def test_a_draft_halted_by_a_switch_that_could_not_be_read_says_so_and_can_be_resumed(desk):
    for page in pages(desk, halt(desk, reason=UNREADABLE.sentence)):
        assert "because the kill switch could not be read. Resume it" in page


def test_the_desk_asks_once_however_many_drafts_were_halted(desk, django_assert_num_queries):
    stop(desk.world)
    halt(desk)
    queue_page(desk.world.okafor, "open", "1")  # what is asked once in a process is asked
    with CaptureQueriesContext(connection) as one:
        queue_page(desk.world.okafor, "open", "1")
    halt(desk)
    halt(desk)
    with django_assert_num_queries(len(one)):
        queue_page(desk.world.okafor, "open", "1")
