"""A draft that its reviewer returns to who asked for it: what is needed, the answer, and the way back."""

import pytest
from django.urls import reverse

from apps.audit.selectors import events_for
from apps.core.errors import NotAllowed
from apps.review import services
from apps.review.domain.status import Outcome, ReturnAct
from apps.review.errors import Collision, ReviewError
from apps.review.models import DocumentRequest, ReturnReply, ReviewDecision, ReviewItem
from apps.review.selectors import final_text, queue_page
from apps.review.services.requests import Wanted
from tests.review.acts import judgement

NEEDED = "Which dose did Anna Lindgren-Sato take last spring?"


@pytest.fixture
def asked(desk):
    """The resident asked for the draft; Dr. Okafor reviews it."""
    desk.draft.requested_by = desk.world.reyes
    desk.draft.save()
    return desk


def give_back(desk, person=None, comment=NEEDED, **changed):
    person = person or desk.world.okafor
    values = {"outcome": Outcome.RETURN, "reason_code": "omission", "comment": comment}
    return services.item_decide(judgement=judgement(desk, person, **{**values, **changed}), **desk.act(person))


def answer(desk, act=ReturnAct.SENT_BACK, words="20 mg weekly.", person=None):
    person = person or desk.world.reyes
    return services.return_answer(
        draft=desk.as_seen_by(person), act=act, words=words, person=person, actor=desk.act(person)["actor"]
    )


def status(desk):
    return ReviewItem.objects.get(draft=desk.draft).status


def page(desk, person, name="review:draft_returned"):
    return " ".join(desk.client(person).get(reverse(name, args=[desk.draft.pk])).content.decode().split())


def rows(desk, person, show="open"):
    return [row.draft.pk for row in queue_page(person, show, "1").rows]


def test_a_returned_draft_leaves_the_reviewers_desk_and_stands_on_that_of_who_asked(asked):
    world = asked.world
    give_back(asked)
    assert status(asked) == "RETURNED"
    assert rows(asked, world.okafor) == []
    assert rows(asked, world.reyes) == [asked.draft.pk]
    assert rows(asked, world.okafor, "returned") == [asked.draft.pk]
    desk = asked.client(world.reyes).get(reverse("review:queue")).content.decode()
    assert reverse("review:draft_returned", args=[asked.draft.pk]) in desk


def test_who_asked_reads_who_returned_it_why_and_what_is_needed_and_the_words_are_kept_concealed(asked):
    give_back(asked)
    shown = page(asked, asked.world.reyes)
    assert "Returned by Dr. Imani Okafor" in shown
    assert f"Omission.</b> {NEEDED}" in shown
    assert "Lindgren" not in ReviewDecision.objects.get().comment


def test_a_return_needs_words_and_a_reason_and_somebody_else_to_return_it_to(asked):
    with pytest.raises(ReviewError, match=r"what you need from Dr\. Paloma Reyes"):
        give_back(asked, comment=" ")
    with pytest.raises(ReviewError, match="Choose the main reason"):
        give_back(asked, reason_code="")
    asked.draft.requested_by = asked.world.okafor
    asked.draft.save()
    with pytest.raises(ReviewError, match="You asked for this draft yourself"):
        give_back(asked)
    assert status(asked) == "OPEN"
    asked.draft.requested_by = asked.world.reyes
    asked.draft.save()
    with pytest.raises(NotAllowed):
        give_back(asked, person=asked.world.reyes)  # a resident decides nothing


def test_sent_back_with_an_answer_it_is_in_the_queue_again_and_the_reviewer_reads_the_answer(asked):
    give_back(asked)
    answer(asked)
    assert status(asked) == "OPEN"
    assert rows(asked, asked.world.okafor) == [asked.draft.pk]
    shown = page(asked, asked.world.okafor, "review:draft_detail")
    assert "Dr. Paloma Reyes answered and sent it back to review" in shown
    assert "20 mg weekly." in shown


def test_an_answer_alone_leaves_it_with_who_asked_and_a_withdrawal_ends_it(asked):
    give_back(asked)
    answer(asked, ReturnAct.ANSWERED, "I ask the pharmacy.")
    assert status(asked) == "RETURNED"
    answer(asked, ReturnAct.WITHDRAWN, "She chose another drug.")
    assert status(asked) == "WITHDRAWN"
    assert rows(asked, asked.world.reyes) == []
    assert rows(asked, asked.world.reyes, "done") == [asked.draft.pk]
    with pytest.raises(Collision, match="not with who asked for it"):
        answer(asked)
    with pytest.raises(ReviewError, match="withdrawn"):
        services.item_claim(**asked.act(asked.world.okafor))
    assert [reply.act for reply in ReturnReply.objects.all()] == ["answered", "withdrawn"]


def test_nobody_else_answers_and_nobody_without_words(asked, colleague):
    give_back(asked)
    with pytest.raises(ReviewError, match=r"Dr\. Paloma Reyes asked for this draft, and answers"):
        answer(asked, person=colleague)
    for act in ReturnAct:
        with pytest.raises(ReviewError, match=r"Write your answer|Say "):
            answer(asked, act, " \n ")
    assert "Dr. Paloma Reyes asked for this draft, and answers." in page(asked, colleague)
    assert not ReturnReply.objects.exists()


def test_a_reviewer_takes_a_returned_draft_back(asked):
    give_back(asked)
    with pytest.raises(ReviewError, match="Take it back"):
        services.item_claim(**asked.act(asked.world.okafor))
    services.item_reopen(**asked.act(asked.world.okafor))
    assert status(asked) == "CLAIMED"
    with pytest.raises(Collision):
        answer(asked)


def test_each_step_is_on_record_without_a_word_of_it(asked):
    give_back(asked)
    answer(asked, ReturnAct.ANSWERED, "Pending.")
    answer(asked, ReturnAct.SENT_BACK)
    events = list(events_for(organization_id=asked.world.cedar.pk, draft_id=asked.draft.pk)[:3])
    assert [one.action for one in events] == ["return_sent_back", "return_answered", "draft_sent_to_requester"]
    assert not [word for one in events for word in ("dose", "Pending", "weekly") if word in str(one.details)]


def test_what_the_reviewer_lacks_is_asked_for_in_the_same_act(asked):
    lacking = (Wanted("The infusion log of March"),)
    services.item_decide(
        judgement=judgement(asked, asked.world.okafor, Outcome.CANNOT_JUDGE, reason_code="omission"),
        lacking=lacking, **asked.act(asked.world.okafor),
    )  # fmt: skip
    assert status(asked) == "DECIDED"
    assert DocumentRequest.objects.get(draft=asked.draft).what == "The infusion log of March"


def test_a_refused_return_asks_for_nothing(asked):
    with pytest.raises(ReviewError):
        services.item_decide(
            judgement=judgement(asked, asked.world.okafor, Outcome.RETURN, comment=""),
            lacking=(Wanted("The infusion log"),), **asked.act(asked.world.okafor),
        )  # fmt: skip
    assert not DocumentRequest.objects.exists()


# through the pages


def decide(desk, person, **fields):
    text = final_text(desk.as_seen_by(person))
    data = {"outcome": "return", "harm": "no", "reason_code": "omission", "seen": text.sha256, "comment": NEEDED}
    return desk.client(person).post(reverse("review:draft_decide", args=[desk.draft.pk]), {**data, **fields})


def test_the_decide_page_returns_it_and_puts_each_named_document_on_the_list(asked):
    assert decide(asked, asked.world.okafor, lacking="The infusion log\n\nThe X-ray of 2024\n").status_code == 302
    assert status(asked) == "RETURNED"
    assert set(DocumentRequest.objects.values_list("what", flat=True)) == {"The infusion log", "The X-ray of 2024"}


def test_the_decide_page_gives_back_what_was_typed_when_it_refuses(asked):
    refused = decide(asked, asked.world.okafor, comment="", lacking="The infusion log")
    assert refused.status_code == 422
    shown = refused.content.decode()
    assert "what you need from Dr. Paloma Reyes" in shown
    assert "The infusion log</textarea>" in shown
    assert not DocumentRequest.objects.exists()


def test_who_asked_for_it_alone_is_told_why_they_cannot_return_it_to_themselves(desk):
    shown = page(desk, desk.world.okafor, "review:draft_decide")
    assert "You asked for this draft yourself: there is nobody else to return it to." in shown


def test_the_page_takes_the_answer_and_says_what_is_wrong_with_one(asked):
    give_back(asked)
    client, address = asked.client(asked.world.reyes), reverse("review:draft_returned", args=[asked.draft.pk])
    assert client.post(address, {"act": "sent_back", "words": ""}).status_code == 422
    assert client.post(address, {"words": "x"}).status_code == 422
    assert client.post(address, {"act": "sent_back", "words": "20 mg weekly."}).status_code == 302
    late = client.post(address, {"act": "withdrawn", "words": "Too late."})
    assert late.status_code == 409
    assert "<blockquote>Too late.</blockquote>" in late.content.decode()  # what was typed can be copied
