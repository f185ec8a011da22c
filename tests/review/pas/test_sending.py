"""P03-P06: a signed letter goes to a payer's system over real HTTP, once, and what comes back goes on record."""

import json
import re

import pytest
from django.db import IntegrityError, transaction

from apps.audit.models import AuditEvent
from apps.core import clock
from apps.core.canonical import digest
from apps.governance.domain.agreements import PAYER_REQUESTS
from apps.review.domain.pas.rules import broken_rules
from apps.review.models import PayerAnswer, PayerExchange, PayerGuid, PayerReply, Submission
from tests.factories import make_agreement, make_agreement_with_this_machine
from tests.review.pas.payer import (
    as_ready,
    broken,
    kept,
    letter_in,
    payer,
    post,
    prepared,
    saying,
    shown,
    silent,
    status,
    typed,
)
from tests.review.pas.values import answer_to, approved, extended, line


def test_p03_the_request_of_a_signed_letter_carries_the_letter_and_the_record(desk):
    """P03: the whole bundle out of the record, the PDF with it; its GUIDs are kept."""
    exchange = prepared(as_ready(desk))
    bundle = exchange.body
    assert broken_rules(bundle) == ()
    assert letter_in(bundle).startswith(b"%PDF-")
    patient = next(row["resource"] for row in bundle["entry"] if row["resource"]["resourceType"] == "Patient")
    assert (patient["name"][0]["family"], patient["birthDate"]) == ("Lindgren-Sato", "1961-05-04")
    assert PayerGuid.objects.filter(exchange=exchange).count() == len(bundle["entry"]) + 1
    assert AuditEvent.objects.filter(action="payer_request_prepared").count() == 1


def test_p03_a_guid_is_never_given_twice(desk):
    exchange = prepared(as_ready(desk))
    known = PayerGuid.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        PayerGuid.objects.create(guid=known.guid, exchange=exchange)
    another = prepared(desk, replaces="on")
    assert not {row["fullUrl"] for row in another.body["entry"]} & {row["fullUrl"] for row in exchange.body["entry"]}


def test_p03_what_the_record_lacks_is_named_on_the_page_and_nothing_is_kept(desk):
    as_ready(desk, subscriberId="", relationship={})
    page = post(desk, desk.world.okafor, "exchange_prepare", **typed())
    assert page.status_code == 422
    said = page.content.decode()
    assert "member number (subscriber id)" in said
    assert "how the patient is related to the subscriber" in said
    assert not PayerExchange.objects.exists()


def test_p02_the_versions_of_a_request_are_those_of_the_table_on_its_day(desk, settings, tmp_path):
    """P02: versions are data; a proposal counts only once it has a first day."""
    assert prepared(as_ready(desk)).versions == {"ASC X12N 278": "005010X217"}
    row = {
        "use": "transaction",
        "name": "HL7 Da Vinci PAS",
        "version": "2.2.1",
        "valid_from": "2026-01-01",
        "source": "x",
    }
    file = tmp_path / "standards.json"
    file.write_text(json.dumps({"standards": [row]}))
    settings.WORKBENCH_STANDARDS = file
    later = prepared(desk, replaces="on")
    assert later.versions == {"HL7 Da Vinci PAS": "2.2.1"}
    assert later.body["meta"]["profile"][0].endswith("profile-pas-request-bundle|2.2.1")


def test_p06_an_approval_over_fhir_goes_on_record_with_its_submission_and_receipt(to_submit, settings, tmp_path):
    """P06: sent, received and approved in one act; the payer's clock runs from the answer."""
    exchange = kept(to_submit)
    with payer(settings, tmp_path) as server:
        assert post(to_submit, to_submit.world.lindqvist, "exchange_send", exchange).status_code == 302
    (asked,) = server.asked
    assert (asked.path, asked.headers["content-type"]) == ("/fhir/Claim/$submit", "application/fhir+json")
    assert digest(asked.body) == exchange.sha256
    answer, sent = PayerAnswer.objects.get(), Submission.objects.get()
    assert (answer.stage, answer.authorization, sent.channel) == ("APPROVED", "AUTH-9", "electronic")
    assert sent.received_at is not None
    assert answer.reply.exchange_id == exchange.pk
    assert AuditEvent.objects.get(action="payer_request_sent").details["host"] == "127.0.0.1"


def denied(bundle):
    today = clock.today().isoformat()
    return answer_to(bundle, line("A3", reason="0V", words="No trial of methotrexate."), created=today)


def test_p10_a_denial_over_fhir_is_recorded_with_its_reason_and_can_be_appealed(to_submit, settings, tmp_path):
    exchange = kept(to_submit)
    with payer(settings, tmp_path, saying(denied), reasons={"0V": "step_therapy"}):
        post(to_submit, to_submit.world.lindqvist, "exchange_send", exchange)
    answer = PayerAnswer.objects.get()
    assert (answer.stage, answer.reason_code, answer.words) == ("DENIED", "step_therapy", "No trial of methotrexate.")
    assert Submission.objects.get().appeal_due_at is not None


def test_p10_a_denial_over_fhir_without_its_reason_closes_nothing(to_submit, settings, tmp_path):
    """P10: the reason is needed whatever the channel."""
    exchange = kept(to_submit)
    with payer(settings, tmp_path, saying(lambda bundle: answer_to(bundle, line("A3")))):
        post(to_submit, to_submit.world.lindqvist, "exchange_send", exchange)
    assert not PayerAnswer.objects.exists()
    assert Submission.objects.get().stage == "RECEIVED"
    page = shown(to_submit, to_submit.world.lindqvist)
    assert "Not recorded as the payer's answer yet" in page.replace("&#x27;", "'")
    assert "a denial is not closed without" in page


def rejected(bundle):
    where = extended("extension-errorPath", valueString="Bundle.entry[1].resource.identifier")
    error = {"code": {"coding": [{"code": "T4", "display": "Payer of Lindgren"}]}, "extension": [where]}
    return answer_to(bundle, outcome="error", error=[error])


def test_p06_an_error_is_shown_to_staff_as_one_of_transmission_and_to_no_clinician_as_a_denial(
    to_submit, settings, tmp_path
):
    """P06: error.code and errorPath to staff; nothing is recorded as the payer's judgement."""
    exchange = kept(to_submit)
    with payer(settings, tmp_path, saying(rejected)):
        assert post(to_submit, to_submit.world.lindqvist, "exchange_send", exchange).status_code == 422
    assert not PayerAnswer.objects.exists()
    assert not Submission.objects.exists()
    staff, clinician = shown(to_submit, to_submit.world.lindqvist), shown(to_submit, to_submit.world.okafor)
    assert "Bundle.entry[1].resource.identifier" in staff
    assert "Payer of Lindgren" not in staff
    assert "Transmission error, not a denial" in clinician
    assert "Bundle.entry[1]" not in clinician
    assert "Denied" not in re.sub(r'(?s)<section class="card" aria-labelledby="next".*?</section>', "", clinician)


def test_a_corrected_request_may_follow_one_that_was_not_processed(to_submit, settings, tmp_path):
    first = kept(to_submit)
    with payer(settings, tmp_path, saying(rejected), saying(approved)) as server:
        post(to_submit, to_submit.world.lindqvist, "exchange_send", first)
        assert post(to_submit, to_submit.world.lindqvist, "exchange_send", kept(to_submit)).status_code == 302
    assert len({asked.body["identifier"]["value"] for asked in server.asked}) == 2
    assert PayerAnswer.objects.get().stage == "APPROVED"


@pytest.mark.parametrize("script", [silent, broken, status(500)], ids=["silent", "broken", "error"])
def test_a_request_whose_fate_is_not_known_is_never_sent_again_blindly(to_submit, settings, tmp_path, script):
    exchange = kept(to_submit)
    with payer(settings, tmp_path, script) as server:
        page = post(to_submit, to_submit.world.lindqvist, "exchange_send", exchange)
        assert page.status_code == 422
        assert "ask it before anything is sent again" in page.content.decode()
        assert post(to_submit, to_submit.world.lindqvist, "exchange_send", exchange).status_code == 409
    assert len(server.asked) == 1
    exchange.refresh_from_db()
    assert exchange.state == "underway"
    assert not Submission.objects.exists()


def test_asking_finds_the_answer_of_a_request_whose_fate_was_not_known(to_submit, settings, tmp_path):
    exchange = kept(to_submit)
    with payer(settings, tmp_path, broken, saying(lambda _: approved(exchange.body))) as server:
        post(to_submit, to_submit.world.lindqvist, "exchange_send", exchange)
        assert post(to_submit, to_submit.world.lindqvist, "exchange_ask", exchange).status_code == 302
    assert [asked.path for asked in server.asked] == ["/fhir/Claim/$submit", "/fhir/Claim/$inquire"]
    assert PayerAnswer.objects.get().stage == "APPROVED"


def test_what_the_payer_does_not_have_is_sent_again_under_the_same_key(to_submit, settings, tmp_path):
    exchange = kept(to_submit)
    nothing = {"resourceType": "Bundle", "type": "collection", "entry": []}
    with payer(settings, tmp_path, broken, saying(lambda _: nothing), saying(approved)) as server:
        for name in ("exchange_send", "exchange_ask", "exchange_send"):
            post(to_submit, to_submit.world.lindqvist, name, exchange)
    first, _, again = server.asked
    assert first.headers["idempotency-key"] == again.headers["idempotency-key"]
    assert first.body == again.body
    assert PayerAnswer.objects.count() == 1


@pytest.mark.parametrize("code", [401, 404, 429, 503, 302])
def test_what_the_payer_did_not_take_may_be_sent_again(to_submit, settings, tmp_path, code):
    exchange = kept(to_submit)
    with payer(settings, tmp_path, status(code), saying(approved)):
        assert post(to_submit, to_submit.world.lindqvist, "exchange_send", exchange).status_code == 422
        exchange.refresh_from_db()
        assert exchange.state == "prepared"
        assert post(to_submit, to_submit.world.lindqvist, "exchange_send", exchange).status_code == 302
    assert AuditEvent.objects.filter(action="payer_request_not_sent").count() == 1


def stray(bundle):
    body = approved(bundle)
    body["entry"][1]["resource"].update(birthDate="1975-11-30", identifier=[{"value": "M-12"}])
    return body


def other_claim(bundle):
    return approved(bundle, request={"reference": "urn:uuid:x"}, identifier=[{"value": "CRW-OTHER"}])


@pytest.mark.parametrize("make", [stray, other_claim], ids=["patient", "claim"])
def test_an_answer_about_another_patient_or_request_is_refused_and_not_kept(to_submit, settings, tmp_path, make):
    exchange = kept(to_submit)
    with payer(settings, tmp_path, saying(make)):
        page = post(to_submit, to_submit.world.lindqvist, "exchange_send", exchange)
    assert page.status_code == 422
    assert "Nothing was recorded" in page.content.decode()
    assert not PayerReply.objects.exists()
    assert not PayerAnswer.objects.exists()
    assert AuditEvent.objects.get(action="payer_reply_refused").details["reason"] == "not_ours"


def test_nothing_leaves_to_a_payer_outside_without_an_agreement_that_covers_it(to_submit, settings, tmp_path):
    exchange = kept(to_submit)
    where = {"address": "https://pas.northfield.example/fhir", "perimeter": "outside"}
    with payer(settings, tmp_path, **where) as server:
        without = post(to_submit, to_submit.world.lindqvist, "exchange_send", exchange)
        make_agreement(to_submit.world, "pas.northfield.example")  # for models alone
        uncovered = post(to_submit, to_submit.world.lindqvist, "exchange_send", exchange)
        make_agreement(to_submit.world, "pas.northfield.example", PAYER_REQUESTS, document_sha256="cd" * 32)
        unreached = post(to_submit, to_submit.world.lindqvist, "exchange_send", exchange)
    assert "No agreement (BAA) with pas.northfield.example" in without.content.decode()
    assert "does not cover requests for prior authorization" in uncovered.content.decode()
    assert "could not be reached" in unreached.content.decode()
    assert server.asked == []
    assert AuditEvent.objects.filter(action="payer_request_sent").count() == 1


def test_a_payer_outside_gets_a_request_over_tls_under_the_agreement_that_covers_it(
    to_submit, settings, tmp_path, certificate
):
    exchange = kept(to_submit)
    agreement = make_agreement_with_this_machine(to_submit.world, "127.0.0.1", PAYER_REQUESTS)
    key = tmp_path / "key"
    key.write_text("s3cret\n")
    where = {"perimeter": "outside", "tls": certificate}
    with payer(settings, tmp_path, **where) as server:
        unknown = post(to_submit, to_submit.world.lindqvist, "exchange_send", exchange)
    assert (unknown.status_code, server.asked) == (422, [])  # nobody we trust vouches for it
    with payer(settings, tmp_path, **where, ca_file=str(certificate), key_file=str(key)) as server:
        assert post(to_submit, to_submit.world.lindqvist, "exchange_send", exchange).status_code == 302
    assert server.asked[0].headers["authorization"] == "Bearer s3cret"
    sent = AuditEvent.objects.filter(action="payer_request_sent").latest("sequence")
    assert sent.details["agreement_id"] == str(agreement.pk)
    assert PayerAnswer.objects.get().stage == "APPROVED"


def test_an_answer_over_the_wire_with_a_number_that_is_none_is_one_that_cannot_be_read(to_submit, settings, tmp_path):
    exchange = kept(to_submit)
    with payer(settings, tmp_path, saying(lambda bundle: approved(bundle, amount=float("nan")))):
        page = post(to_submit, to_submit.world.lindqvist, "exchange_send", exchange)
    assert page.status_code == 422
    assert "answered with something that cannot be read" in page.content.decode()
    assert not PayerReply.objects.exists()
