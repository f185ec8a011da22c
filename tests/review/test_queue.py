from datetime import timedelta

import pytest
from django.urls import reverse

from apps.core import clock
from apps.drafting.models import Draft
from apps.intake.models import InboundMessage
from apps.review import services
from apps.review.models import ReviewItem
from apps.review.selectors import queue_page
from tests.factories import SETUP
from tests.review.acts import edit, remove


def another(desk, **columns):
    values = {"status": "READY", "ready_at": clock.now()} | columns
    if values["status"] != "READY":
        values["ready_at"] = None
    return Draft.objects.create(
        organization=desk.world.cedar, patient=desk.world.anna, kind="chart_summary",
        requested_by=desk.world.okafor, **{"subject": "Another", **values},
    )  # fmt: skip


def subjects(desk, show="open", person=None):
    return [row.subject for row in queue_page(person or desk.world.okafor, show, "1").rows]


def get(desk, person, **headers):
    return desk.client(person).get(reverse("review:queue"), headers=headers)


def test_what_is_due_first_comes_first_then_what_is_weakest(desk):
    another(desk, subject="Strong")
    another(desk, subject="Tomorrow", due_at=clock.now() + timedelta(days=1))
    another(desk, subject="Today", due_at=clock.now() + timedelta(hours=1))
    assert subjects(desk) == ["Today", "Tomorrow", "Before first visit", "Strong"]


def test_risk_is_said_in_numbers_of_findings(desk):
    (row,) = queue_page(desk.world.okafor, "findings", "1").rows
    assert (row.contradicted, row.not_found) == (1, 1)
    page = get(desk, desk.world.okafor).content.decode()
    assert "1 contradicted" in page
    assert "1 not found" in page


def test_staff_see_the_drafts_of_the_organization_with_patients_masked_and_no_way_in(desk):
    page = get(desk, desk.world.lindqvist).content.decode()
    assert "Anna L., 65" in page
    assert "Lindgren" not in page
    assert f'href="{reverse("review:draft_detail", args=[desk.draft.pk])}"' not in page


def test_whoever_holds_a_grant_reads_the_name(desk):
    assert "Anna Lindgren-Sato, 65" in get(desk, desk.world.okafor).content.decode()


def test_there_is_no_way_to_decide_from_the_queue(desk):
    page = get(desk, desk.world.okafor).content.decode().split("<main")[1].split("</main>")[0]
    assert "<form" not in page
    assert "decide" not in page.replace("A draft is decided on its own page only.", "")


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"status": "RETRIEVED"}, "Drafting, 2 of 4: Writing"),
        ({"status": "BLOCKED", "reason": "Too little in the chart."}, "Too little in the chart."),
        ({"status": "FAILED", "reason": "The model gave up."}, "The model gave up."),
    ],
)
def test_a_draft_in_the_making_or_stopped_says_so(desk, columns, words):
    another(desk, **columns)
    assert words in get(desk, desk.world.okafor).content.decode()


def test_the_list_asks_for_itself_only_while_something_is_being_drafted(desk):
    assert "every 2s" not in get(desk, desk.world.okafor).content.decode()
    another(desk, status="QUEUED")
    page = get(desk, desk.world.okafor).content.decode()
    assert "every 2s" in page
    assert "Look again" in page
    part = get(desk, desk.world.okafor, HX_Request="true").content.decode()
    assert part.lstrip().startswith('<div id="queue"')


def test_who_holds_a_draft_is_named(desk):
    services.item_claim(**desk.act(desk.world.okafor))
    assert queue_page(desk.world.okafor, "mine", "1").rows[0].detail == "you"
    assert queue_page(desk.world.reyes, "mine", "1").rows[0].detail == "Dr. Imani Okafor"


def test_a_signed_draft_leaves_the_desk_and_stands_among_the_done(signed):
    assert subjects(signed) == []
    (row,) = queue_page(signed.world.okafor, "done", "1").rows
    assert (row.status, row.detail) == ("Signed", "approved with edits")


def test_a_ready_draft_gets_one_slot_however_often_it_is_looked_for(desk):
    another(desk)
    opened = [services.items_open_for_ready_drafts(organization_id=desk.world.cedar.pk, actor=SETUP) for _ in "12"]
    assert opened == [1, 0]
    assert ReviewItem.objects.count() == 2


def test_an_empty_desk_says_what_to_do_next(desk):
    assert "You hold no" not in get(desk, desk.world.lindholm).content.decode()
    assert "Ask for a chart summary" in get(desk, desk.world.lindholm).content.decode()


def test_a_desk_that_is_empty_while_charts_are_read_says_so_and_looks_again(desk):
    lindholm = desk.world.lindholm
    InboundMessage.objects.create(
        organization=desk.world.cedar, source_system="test", source_id_sealed=b"", source_id_index="0" * 64,
        body_sha256="0" * 64, body_sealed=b"", media_type="application/fhir+json",
    )  # fmt: skip
    page = get(desk, lindholm).content.decode()
    assert "Charts are coming in" in page
    assert "Your desk is clear" not in page
    assert "every 2s" in page
    InboundMessage.objects.filter(source_system="test").update(created_at=clock.now() - timedelta(hours=2))
    assert "Your desk is clear" in get(desk, lindholm).content.decode()


@pytest.mark.parametrize("page", ["0", "x", "9" * 5000, "1" * 30, "²", "\x00"])
def test_whatever_stands_for_the_page_the_queue_is_shown(desk, page):
    answer = desk.client(desk.world.okafor).get(reverse("review:queue"), {"page": page})
    assert answer.status_code == 200


def test_what_a_reviewer_settled_is_no_finding_on_the_desk_any_more(desk):
    okafor = desk.world.okafor
    before = queue_page(okafor, "open", "1").rows[0]
    assert (before.contradicted, before.not_found) == (1, 1)
    edit(desk, okafor, 3, "Methotrexate was stopped after 5 doses because of nausea.")
    remove(desk, okafor, 4)
    after = queue_page(okafor, "open", "1").rows[0]
    assert (after.contradicted, after.not_found) == (0, 0)
    assert queue_page(okafor, "findings", "1").rows == ()
