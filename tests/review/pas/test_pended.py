"""P05: a pended request is told of by the payer, fetched then, and asked about once a day for half a year."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from apps.audit.models import AuditEvent
from apps.core import clock
from apps.review.domain.pas.lines import claim_of, items_of
from apps.review.models import DocumentRequest, PayerAnswer, PayerExchange, PayerReply, PayerSubscription, Submission
from apps.review.selectors.exchange import exchanges_to_ask_about
from apps.review.tasks import fetch_answer
from tests.review.pas.payer import kept, payer, post, saying, shown, told
from tests.review.pas.values import answer_to, approved, line

CALLBACK = "https://workbench.cedar.example"


def pended(bundle):
    return answer_to(bundle, line("A4"))


def accepted(_):
    return {"resourceType": "Subscription", "id": "s1", "status": "active"}


@pytest.fixture
def waiting(to_submit, settings, tmp_path):
    """A request that the payer pended, with the subscription that was asked for."""
    to_submit.exchange = kept(to_submit)
    with payer(settings, tmp_path, saying(pended), saying(accepted), callback=CALLBACK) as server:
        assert post(to_submit, to_submit.world.lindqvist, "exchange_send", to_submit.exchange).status_code == 302
    to_submit.subscription = server.asked[1].body
    return to_submit


def secret(desk):
    (header,) = desk.subscription["channel"]["header"]
    return header.removeprefix("Authorization: Bearer ")


def later(desk, settings, tmp_path, days, make=approved):
    """Let days pass, ask what is due, and return what the payer was asked."""
    with (
        clock.standing_at(clock.now() + timedelta(days=days)),
        payer(settings, tmp_path, saying(lambda _: make(desk.exchange.body))) as server,
    ):
        for pk in exchanges_to_ask_about():
            fetch_answer(exchange_id=str(pk))
    return server.asked


def test_p05_a_pended_request_asks_to_be_told_by_a_rest_hook(waiting):
    """P05: rest-hook Subscription on the topic, filtered by our provider, with a secret of its own."""
    row = PayerSubscription.objects.get()
    channel = waiting.subscription["channel"]
    assert (channel["type"], waiting.subscription["criteria"].rpartition("/")[2]) == (
        "rest-hook",
        "PASSubscriptionTopic",
    )
    assert channel["endpoint"] == f"{CALLBACK}{reverse('exchange:notified', args=[row.pk])}"
    assert waiting.subscription["_criteria"]["extension"][0]["valueString"] == "orgIdentifier=1234567893"
    assert secret(waiting) not in str(PayerSubscription.objects.values())
    assert PayerAnswer.objects.get().stage == "PENDED"
    assert not DocumentRequest.objects.exists()


def test_p05_a_notification_with_its_secret_fetches_the_answer_and_believes_nothing_else(
    waiting, settings, tmp_path, django_capture_on_commit_callbacks
):
    """P05: the body is read for the request it names; what it says of the decision counts for nothing."""
    row, sent = PayerSubscription.objects.get(), waiting.exchange.body
    lie = answer_to(sent, line("A3", words="Denied."))
    with payer(settings, tmp_path, saying(lambda _: approved(sent))) as server:
        with django_capture_on_commit_callbacks() as rung:
            assert (
                told(row.pk, {"resourceType": "Bundle", "type": "history", "entry": lie["entry"]}, secret(waiting))
                == 200
            )
        assert len(rung) == 1
        fetch_answer(exchange_id=str(waiting.exchange.pk))
    assert [asked.path for asked in server.asked] == ["/fhir/Claim/$inquire"]
    assert list(PayerAnswer.objects.values_list("stage", flat=True)) == ["PENDED", "APPROVED"]
    assert AuditEvent.objects.get(action="payer_notified").details == {"requests": 1}


@pytest.mark.parametrize("case", ["wrong secret", "no secret", "no subscription"])
def test_p05_a_notification_without_its_secret_is_turned_away_and_recorded(
    waiting, case, django_capture_on_commit_callbacks
):
    row = PayerSubscription.objects.get()
    where = row.pk if case != "no subscription" else waiting.draft.pk
    shows = {"wrong secret": "x" * 43, "no secret": "", "no subscription": secret(waiting)}[case]
    with django_capture_on_commit_callbacks() as rung:
        assert told(where, approved(waiting.exchange.body), shows) == 404
    assert rung == []
    assert AuditEvent.objects.get(action="payer_notified").outcome == "failure"


def test_p05_a_missed_notification_is_found_by_one_inquiry_a_day(waiting, settings, tmp_path):
    """P05: no polling while waiting; one inquiry a day."""
    assert exchanges_to_ask_about() == []
    assert len(later(waiting, settings, tmp_path, 1.1, pended)) == 1
    assert later(waiting, settings, tmp_path, 1.5, pended) == []
    assert len(later(waiting, settings, tmp_path, 2.2)) == 1
    assert later(waiting, settings, tmp_path, 4) == []
    assert Submission.objects.get().stage == "APPROVED"
    assert PayerReply.objects.filter(via="inquiry").count() == 1  # the same answer twice is one


def test_p05_after_half_a_year_nobody_asks_any_more_and_the_request_is_still_there(waiting, settings, tmp_path):
    """P05: a payer keeps a pended request for six months; ours stays."""
    assert len(later(waiting, settings, tmp_path, 180, pended)) == 1
    assert later(waiting, settings, tmp_path, 190, pended) == []
    assert "Pended by the payer" in shown(waiting, waiting.world.lindqvist)
    assert PayerExchange.objects.get().body == waiting.exchange.body


def test_p04_an_update_replaces_a_pended_request_and_keeps_its_line_under_its_number(waiting, settings, tmp_path):
    """P04: related.claim and infoChanged over the wire; the answer names the same line."""
    changed = post(waiting, waiting.world.lindqvist, "exchange_update", waiting.exchange, **{"update-quantity": "3"})
    assert changed.status_code == 302
    update = PayerExchange.objects.get(kind="update")
    with payer(settings, tmp_path) as server:
        assert post(waiting, waiting.world.lindqvist, "exchange_send", update).status_code == 302
    (line_sent,) = items_of(server.asked[0].body)
    assert (line_sent.sequence, line_sent.change, line_sent.delivery.quantity) == (1, "changed", 3)
    assert (
        claim_of(server.asked[0].body)["related"][0]["claim"]["reference"]
        == waiting.exchange.body["entry"][0]["fullUrl"]
    )
    waiting.exchange.refresh_from_db()
    assert (waiting.exchange.state, PayerAnswer.objects.latest("ordinal").quantity) == ("replaced", "3 UN")


def test_p04_a_request_that_is_taken_back_goes_out_as_cancelled_and_ends_as_withdrawn(waiting, settings, tmp_path):
    """P04: infoCancelled with certification type 3; the payer's C closes the request."""
    asked = {"update-quantity": "6", "update-take_back": "on"}
    post(waiting, waiting.world.lindqvist, "exchange_update", waiting.exchange, **asked)
    update = PayerExchange.objects.get(kind="update")
    with payer(settings, tmp_path, saying(lambda bundle: answer_to(bundle, line("C")))) as server:
        post(waiting, waiting.world.lindqvist, "exchange_send", update)
    assert items_of(server.asked[0].body)[0].certification == "3"
    assert Submission.objects.get().stage == "WITHDRAWN"


def test_p05_what_a_payer_asks_for_stands_on_the_list_of_documents(to_submit, settings, tmp_path):
    exchange = kept(to_submit)

    def asking(bundle):
        body = answer_to(bundle, line("A4"), communicationRequest=[{"reference": "urn:x:c"}])
        payload = [{"contentString": "Pharmacy fill history"}]
        wanted = {"resourceType": "CommunicationRequest", "payload": payload}
        body["entry"].append({"fullUrl": "urn:x:c", "resource": wanted})
        return body

    with payer(settings, tmp_path, saying(asking)):
        post(to_submit, to_submit.world.lindqvist, "exchange_send", exchange)
    assert DocumentRequest.objects.get().what == "Pharmacy fill history"
    assert not PayerSubscription.objects.exists()  # nobody said where we are reached
    assert json.dumps(PayerReply.objects.get().body)
