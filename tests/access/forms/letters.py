"""The forms of what is signed, and of a signed letter at its payer."""

import json
from collections.abc import Mapping

from django.core.files.uploadedfile import SimpleUploadedFile

from apps.access.domain.factors import Factor
from apps.core import clock
from apps.review.models import PayerAnswer, PayerExchange, PayerReceipt, Signature
from tests.access.forms.stage import (
    DENIED,
    RECEIVED,
    SECOND,
    SENT,
    SIGNED,
    TEST_SITE,
    TO_SUBMIT,
    Form,
    Post,
    Stage,
    typed,
)
from tests.access.soft_key import SoftKey, set_up_key
from tests.factories import PASSWORD
from tests.review.acts import open_evidence
from tests.review.after_signature import store_letter, submit
from tests.review.pas.payer import kept
from tests.review.pas.payer import typed as typed_request
from tests.review.pas.values import approved
from tests.review.test_authorization_pages import denied_today, minute, sent_now
from tests.review.test_step_up import allow

ADDENDUM = {"kind": "addendum", "reason_code": "fact_wrong", "text": "The left wrist was swollen, too.", "cites": ["1"],
            "seen": 0}  # fmt: skip


def signed_by(stage: Stage) -> str:
    return str(Signature.objects.get(decision__item__draft=stage.at.draft).content_sha256)


def second(stage: Stage, **said: str) -> Post:
    open_evidence(stage.at, stage.world.lindholm, 1, 2)
    return Post({"act": "sign", "seen": signed_by(stage), "meaning": "approved", **said})


def second_by_key(stage: Stage) -> Post:
    allow(stage.at, Factor.WEBAUTHN)
    set_up_key(stage.world.lindholm, SoftKey(TEST_SITE))
    return second(stage)


def amended_by_key(stage: Stage) -> Post:
    set_up_key(stage.world.okafor, SoftKey(TEST_SITE))
    return Post(ADDENDUM)


def denial(stage: Stage) -> PayerAnswer:
    return PayerAnswer.objects.get(submission__draft=stage.at.draft)


def appealed(stage: Stage) -> Post:
    store_letter(stage.at, denial(stage))
    return Post({}, {"answer_id": denial(stage).pk})


def receipt(stage: Stage) -> Post:
    one = PayerReceipt.objects.get(submission__draft=stage.at.draft)
    return Post({"slip": "It was never confirmed.", "nothing": "on"}, {"receipt_id": one.pk})


def exchange(stage: Stage) -> Post:
    return Post({}, {"exchange_id": kept(stage.at).pk})


def underway(stage: Stage) -> PayerExchange:
    """Keep a request that was sent, and of which nobody knows whether it came."""
    one = kept(stage.at)
    PayerExchange.objects.filter(pk=one.pk).update(state="underway", sent_at=clock.now(), sent_by=stage.world.okafor)
    return one


def answered(stage: Stage) -> Post:
    one = kept(stage.at)
    submit(stage.at)
    file = SimpleUploadedFile("a.json", json.dumps(approved(one.body)).encode())
    return Post({"reply-file": file}, {"exchange_id": one.pk})


def letter(stage: Stage) -> Post:
    return Post({"text": "We deny the request."}, {"answer_id": denial(stage).pk})


FORMS: Mapping[str, Form] = {
    "review:answer_correct": Form(
        lambda stage: Post({**denied_today(), "slip": "Misread."}, {"answer_id": denial(stage).pk}), DENIED
    ),
    "review:appeal_ask": Form(appealed, DENIED),
    "review:authorization_answer": Form(lambda stage: Post(denied_today()), RECEIVED),
    "review:authorization_letter": Form(letter, DENIED),
    "review:authorization_receipt": Form(lambda stage: Post({"received_at": minute(clock.now())}), SENT),
    "review:authorization_submit": Form(lambda stage: Post(sent_now()), TO_SUBMIT),
    "review:authorization_submit by staff": Form(lambda stage: Post(sent_now()), TO_SUBMIT, by="lindqvist"),
    "review:draft_amend": Form(lambda stage: Post({**ADDENDUM, "password": PASSWORD}), SIGNED),
    "review:draft_amend_challenge": Form(amended_by_key, SIGNED, status=200),
    "review:draft_second": Form(lambda stage: second(stage, password=PASSWORD), SECOND, by="lindholm"),
    "review:draft_second that refuses": Form(
        lambda stage: second(stage, act="refuse", reason_code="omission", words="Which dose?"), SECOND, by="lindholm"
    ),
    "review:draft_second_challenge": Form(second_by_key, SECOND, by="lindholm", status=200),
    "review:draft_verify": Form(typed(sha256="a" * 64), SIGNED, status=200),
    "review:receipt_correct": Form(receipt, RECEIVED),
    "review:exchange_prepare": Form(lambda stage: Post(typed_request()), TO_SUBMIT),
    "review:exchange_read": Form(answered, TO_SUBMIT),
    "review:exchange_send": Form(exchange, TO_SUBMIT),
    "review:exchange_ask": Form(lambda stage: Post({}, {"exchange_id": underway(stage).pk}), TO_SUBMIT),
    "review:exchange_update": Form(
        lambda stage: Post({"update-quantity": "3"}, {"exchange_id": underway(stage).pk}), TO_SUBMIT
    ),
}
