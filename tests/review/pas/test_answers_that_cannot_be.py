"""A payer's file that cannot be the answer is refused in a sentence; one that says otherwise than a person waits."""

from datetime import timedelta

import pytest

from apps.audit.models import AuditEvent
from apps.core import clock
from apps.review.domain.authorizations import Stage
from apps.review.models import PayerAnswer, PayerReply, Submission
from tests.review.after_signature import answer, submit
from tests.review.pas.payer import kept, payer, post, saying
from tests.review.pas.test_exchange_pages import read
from tests.review.pas.values import answer_to, approved, line


@pytest.fixture
def asked(to_submit):
    """A request that went out as a file."""
    to_submit.exchange = kept(to_submit)
    submit(to_submit)
    return to_submit


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"status": "cancelled"}, "its status is not active"), ({"status": None}, "its status is not active"),
     ({"use": "claim"}, "not to a request for prior authorization"), ({"created": "yesterday"}, "on which day"),
     ({"created": "2999-01-01"}, "or in the future"), ({"created": "2020-01-01"}, "before the request was sent"),
     ({"item": [line("A1", 99)]}, "a line that the request does not have"),
     ({"item": [line("A1"), {**line("A1"), "itemSequence": "<b>"}]}, "a line that the request does not have")],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)  # fmt: skip
def test_an_answer_that_cannot_be_is_refused_and_starts_no_clock(asked, changed, words):
    before = Submission.objects.values().get()
    refused = read(asked, asked.exchange, approved(asked.exchange.body, **changed))
    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert "Nothing was recorded" in refused.content.decode()
    assert (Submission.objects.values().get(), PayerReply.objects.count()) == (before, 0)
    assert read(asked, asked.exchange, approved(asked.exchange.body)).status_code == 302


def test_of_several_answers_the_one_that_is_active_counts(asked):
    body, gone = approved(asked.exchange.body), approved(asked.exchange.body, status="cancelled")
    assert read(asked, asked.exchange, {**body, "entry": [gone["entry"][0], *body["entry"]]}).status_code == 302
    assert PayerAnswer.objects.get().stage == "APPROVED"


def test_a_file_overturns_a_persons_denial_only_where_a_person_chooses_that(asked):
    answer(asked, Stage.DENIED)
    before = Submission.objects.values().get()
    refused = read(asked, asked.exchange, approved(asked.exchange.body))
    assert refused.status_code == 422
    assert "This letter stands recorded as: denied." in refused.content.decode()
    assert (Submission.objects.values().get(), PayerReply.objects.count()) == (before, 0)
    chosen = read(asked, asked.exchange, approved(asked.exchange.body), **{"reply-overturns": "on"})
    assert chosen.status_code == 302
    assert Submission.objects.get().stage == "APPROVED"
    assert AuditEvent.objects.get(action="payer_reply_taken").details["overturned"] == "DENIED"


def test_even_by_choice_a_file_moves_a_letter_only_as_its_page_would(asked):
    answer(asked, Stage.APPROVED)
    denial = answer_to(
        asked.exchange.body, line("A3", reason="0V", words="No trial."), created=clock.today().isoformat()
    )
    assert read(asked, asked.exchange, denial, **{"reply-overturns": "on"}).status_code == 302
    assert Submission.objects.get().stage == "APPROVED"
    assert "From there it does not become: denied." in PayerReply.objects.get().wants[0]


def test_what_comes_over_the_wire_after_a_persons_denial_waits_for_a_person(to_submit, settings, tmp_path):
    exchange = kept(to_submit)
    submit(to_submit)
    answer(to_submit, Stage.DENIED)
    with payer(settings, tmp_path, saying(approved)):
        post(to_submit, to_submit.world.lindqvist, "exchange_send", exchange)
    assert Submission.objects.get().stage == "DENIED"
    assert "Choose that it takes the place" in PayerReply.objects.get().wants[0]


def test_an_answer_dated_with_the_day_of_utc_is_not_in_the_future(asked):
    ahead = clock.now().replace(hour=4, minute=30) + timedelta(days=1)  # the evening before, at the clinic
    with clock.standing_at(ahead):
        assert (
            read(asked, asked.exchange, approved(asked.exchange.body, created=f"{ahead:%Y-%m-%d}")).status_code == 302
        )
