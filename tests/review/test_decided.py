"""The page on which a review ends that signed nothing: what was decided, by whom, why, and what follows."""

import pytest
from django.urls import reverse

from apps.review import services
from apps.review.models import ReviewItem
from apps.review.selectors import final_text
from tests.review.acts import words


def decide(desk, **changed):
    okafor = desk.world.okafor
    form = {
        "outcome": "reject", "reason_code": "unsupported", "harm": "minor", "comment": "Anna Lindgren-Sato takes none.",
        "seen": final_text(desk.as_seen_by(okafor)).sha256, **changed,
    }  # fmt: skip
    return desk.client(okafor).post(reverse("review:draft_decide", args=[desk.draft.pk]), form, follow=True)


def get(desk, person, name="review:draft_decided"):
    return desk.client(person).get(reverse(name, args=[desk.draft.pk]))


def test_who_rejects_lands_on_what_was_decided_why_and_what_follows(desk):
    answer = decide(desk)
    told = words(answer)
    assert answer.redirect_chain == [(reverse("review:draft_decided", args=[desk.draft.pk]), 302)]
    for part in (
        "Rejected", "You,", "Unsupported by the chart", "Anna Lindgren-Sato takes none.", "Minor harm",
        "Nothing was signed and nothing is sent.", "No document is asked for.", "Re-open",
    ):  # fmt: skip
        assert part in told


def test_documents_named_with_cannot_judge_stand_on_the_page(desk):
    told = words(decide(desk, outcome="cannot_judge", lacking="Operative report of 2024"))
    assert "Could not be judged" in told
    assert "Operative report of 2024 (nobody sees to it yet)" in told
    assert reverse("review:draft_requests", args=[desk.draft.pk]) in decide_page(desk)


def decide_page(desk):
    return get(desk, desk.world.okafor).content.decode()


def test_a_colleague_reads_who_decided(desk, colleague):
    decide(desk)
    told = words(get(desk, colleague))
    assert desk.world.okafor.formal_name in told
    assert "You," not in told


def test_the_draft_calls_for_no_work_after_its_decision_and_leads_to_it(desk):
    before = words(get(desk, desk.world.okafor, "review:draft_detail"))
    assert "To do first" in before
    decide(desk)
    page = get(desk, desk.world.okafor, "review:draft_detail")
    assert "To do first" not in words(page)
    assert "high-severity claims checked" not in words(page)
    assert "nothing here is left to do" in words(page)
    assert page.content.decode().count(reverse("review:draft_decided", args=[desk.draft.pk])) == 2


@pytest.mark.parametrize("reopened", [False, True])
def test_where_no_decision_stands_one_is_led_to_the_draft(desk, reopened):
    if reopened:
        decide(desk)
        services.item_reopen(**desk.act(desk.world.okafor))
    answer = get(desk, desk.world.okafor)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("review:draft_detail", args=[desk.draft.pk])


def test_a_stranger_finds_no_such_page_and_a_reader_cannot_reopen(desk, reader):
    decide(desk)
    assert get(desk, desk.world.people["quill"]).status_code == 404
    assert "Re-open" not in words(get(desk, reader))
    assert ReviewItem.objects.get().status == "DECIDED"
