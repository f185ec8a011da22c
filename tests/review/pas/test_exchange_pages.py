"""The pages of a payer's system, without JavaScript: who does what; and the file of payers an administrator writes."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.core import clock
from apps.review.checks import payers_are_configured
from apps.review.exchange.configuration import PayersWrong, parse_payers
from apps.review.exchange_forms import PrepareForm
from apps.review.models import PayerAnswer, PayerExchange, PayerReply
from tests.review.after_signature import submit
from tests.review.pas.payer import as_ready, kept, post, prepared, shown, typed
from tests.review.pas.values import answer_to, approved, line

GOOD = {"organization": "cedar", "payer": "N", "address": "https://pas.n.example/fhir", "perimeter": "outside"}


def page(desk, person, name, exchange):
    return desk.client(person).get(reverse(f"review:{name}", args=[desk.draft.pk, exchange.pk]))


@pytest.mark.parametrize(
    ("name", "download", "fields", "send"),
    [("okafor", 200, 200, 422), ("lindqvist", 403, 200, 422), ("reyes", 403, 403, 403), ("nurse", 403, 403, 403),
     ("lindholm", 404, 404, 404), ("quill", 404, 404, 404), ("marchetti", 403, 403, 403)],
)  # fmt: skip
def test_who_takes_a_request_out_reads_its_fields_and_sends_it(to_submit, name, download, fields, send):
    person, exchange = to_submit.world.people[name], kept(to_submit)
    assert page(to_submit, person, "exchange_download", exchange).status_code == download
    assert page(to_submit, person, "exchange_fields", exchange).status_code == fields
    assert post(to_submit, person, "exchange_send", exchange).status_code == send  # no system is on record: 422


def test_staff_send_what_somebody_who_may_open_the_chart_prepared(desk):
    as_ready(desk)
    staff = desk.world.lindqvist
    assert "Somebody who may open this chart prepares the request" in shown(desk, staff)
    assert post(desk, staff, "exchange_prepare", **typed()).status_code == 404
    prepared(desk)
    said = shown(desk, staff)
    assert "Prepared, not sent" in said
    assert "Lindgren" not in said
    assert "M-77" not in said


def test_without_a_system_on_record_the_request_is_a_file_and_so_is_its_answer(to_submit):
    exchange = kept(to_submit)
    said = shown(to_submit, to_submit.world.okafor)
    assert "No system of this payer is on record" in said
    assert "Send as FHIR" not in said
    file = page(to_submit, to_submit.world.okafor, "exchange_download", exchange)
    assert json.loads(file.content) == exchange.body
    assert "Lindgren" not in file["Content-Disposition"]
    early = read(to_submit, exchange, approved(exchange.body))
    assert "Record how the request was sent" in early.content.decode()
    submit(to_submit)
    assert read(to_submit, exchange, approved(exchange.body)).status_code == 302
    assert PayerAnswer.objects.get().authorization == "AUTH-9"
    assert read(to_submit, exchange, approved(exchange.body)).status_code == 302
    assert PayerReply.objects.count() == 1


def read(desk, exchange, body, **chosen):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    file = SimpleUploadedFile("a.json", content)
    return post(desk, desk.world.lindqvist, "exchange_read", exchange, **{"reply-file": file, **chosen})


@pytest.mark.parametrize(
    ("body", "words"),
    [(b"{", "JSON of at most 10 MB"), ({"resourceType": "Patient"}, "no ClaimResponse is in it"),
     ({"resourceType": "OperationOutcome", "issue": [{"code": "invalid"}]}, "does not name this request")],
    ids=["broken", "something else", "a refusal of nobody knows what"],
)  # fmt: skip
def test_a_file_that_is_no_answer_to_the_request_is_refused(to_submit, body, words):
    exchange = kept(to_submit)
    refused = read(to_submit, exchange, body)
    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert not PayerReply.objects.exists()


def test_p07_staff_read_a_request_and_its_answer_as_278_fields(to_submit):
    """P07: the page names each field and shows its value; the patient stays masked."""
    exchange = kept(to_submit)
    submit(to_submit)
    reason = answer_to(exchange.body, line("A3", reason="0V", words="No."), created=clock.today().isoformat())
    read(to_submit, exchange, reason)
    said = page(to_submit, to_submit.world.lindqvist, "exchange_fields", exchange).content.decode()
    for words in ("UM03", "SV101/SV202", "HSD", "every 2 weeks", "HCR01", "A3 Not certified", "0V No."):
        assert words in said
    assert "Lindgren" not in said


@pytest.mark.parametrize(
    ("change", "words"),
    [({"address": "http://pas.n.example"}, "plain http"), ({"perimeter": "inside"}, "nothing else says so"),
     ({"address": "https://key@pas.n.example"}, "without a name"), ({"perimeter": "near"}, "inside or outside"),
     ({"reasons": {"0V": "because"}}, "denial_reasons.json"), ({"payer": ""}, "lacks payer"),
     ({"password": "x"}, "holds something unknown"), ({"seconds": 900}, "from 1 to 60"),
     ({"key_file": 7}, "is a text")],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)  # fmt: skip
def test_a_file_of_payers_that_is_not_exactly_right_stops_the_start(change, words, settings, tmp_path):
    assert parse_payers({"payers": [GOOD]}, ())[0].host == "pas.n.example"
    with pytest.raises(PayersWrong, match=words):
        parse_payers({"payers": [{**GOOD, **change}]}, ())
    file = tmp_path / "payers.json"
    file.write_text(json.dumps({"payers": [{**GOOD, **change}]}))
    settings.WORKBENCH_PAYERS = str(file)
    assert [error.id for error in payers_are_configured(None)] == ["review.E001"]


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999", "9" * 30, '"\\ud800"'])
def test_a_file_with_a_number_that_is_none_is_refused_in_a_sentence(to_submit, number):
    exchange = kept(to_submit)
    submit(to_submit)
    body = json.dumps(approved(exchange.body, amount="#")).replace('"#"', number).encode()
    refused = read(to_submit, exchange, body)
    assert refused.status_code == 422
    assert "NaN, Infinity or another sign that JSON cannot carry" in refused.content.decode()
    assert not PayerReply.objects.exists()
    assert read(to_submit, exchange, approved(exchange.body, amount=2.5)).status_code == 302


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"unit": '<b>"x'}, "A unit without spaces"), ({"unit": "u" * 21}, "A unit without spaces"),
     ({"service_type": "0"}, "A number from 1 to 99"), ({"service_type": "123"}, "A number from 1 to 99")],
    ids=["marks", "long", "nought", "three"],
)  # fmt: skip
def test_a_unit_and_a_service_type_have_the_shape_of_their_codes(changed, words):
    form = PrepareForm(typed(**changed))
    assert words in str(form.errors)
    assert PrepareForm(typed(unit="10/mL{cells}[iU]%", service_type="BY")).is_valid()


def test_a_second_request_of_a_letter_is_live_only_in_the_place_of_the_first(desk):
    first = prepared(as_ready(desk))
    refused = post(desk, desk.world.okafor, "exchange_prepare", **typed())
    assert refused.status_code == 409
    assert "prepared already" in refused.content.decode()
    second = prepared(desk, replaces="on")
    first.refresh_from_db()
    assert (first.state, second.state) == ("replaced", "prepared")
    assert post(desk, desk.world.lindqvist, "exchange_send", first).status_code != 302


def test_a_day_of_service_decades_away_is_taken_for_a_slip_and_nothing_is_prepared(desk):
    as_ready(desk)
    okafor = desk.world.okafor
    refused = post(desk, okafor, "exchange_prepare", **typed(start="0026-11-23"))
    assert (refused.status_code, "more than ten years away" in refused.content.decode()) == (422, True)
    assert not PayerExchange.objects.exists()
    assert post(desk, okafor, "exchange_prepare", **typed()).status_code == 302
