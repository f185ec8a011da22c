"""P06, P10: what a payer's system answered becomes an answer on record, or says what a person must add."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.review.domain.authorizations import Stage
from apps.review.domain.pas.answering import Reading, reading_of, why_not_ours
from apps.review.domain.pas.lines import items_of, ours
from apps.review.domain.pas.reading import replies_in
from apps.review.domain.pas.replies import Reply, ReplyUnreadable, ReviewAction
from tests.review.pas.values import answer_to, approved, built, extended, item, line

ON = date(2026, 11, 20)
BUNDLE = built().bundle
TWO = built(items=(item(1), item(2, code="J1745"))).bundle


def read(body: Any) -> Reply:
    (reply,) = replies_in(body)
    return reply


def reading(body: Any, sent: Any = BUNDLE, **reasons: str) -> Reading:
    return reading_of(read(body), items_of(sent), reasons, ON)


def test_p06_an_approval_brings_its_number_its_period_and_what_was_asked() -> None:
    """P06: preAuthRef and preAuthPeriod; a line certified in total was given as it was asked."""
    said = reading(approved(BUNDLE))
    assert said.wants == ()
    answer = said.answer
    assert answer is not None
    assert (answer.stage, answer.authorization, answer.quantity) == (Stage.APPROVED, "AUTH-9", "6 UN")
    assert (answer.period_start, answer.period_end) == (date(2026, 11, 20), date(2027, 5, 19))


def modified(**review: str) -> dict[str, Any]:
    added = {
        "itemSequence": [1], "productOrService": {"coding": [{"code": "J0139"}]},
        "quantity": {"value": 3, "unit": "UN"},
        "provider": [{"display": "Hill Infusion Center"}],
    }  # fmt: skip
    period = {"start": "2026-11-20", "end": "2027-02-19"}
    return answer_to(
        BUNDLE, line("A6", **review), addItem=[added], preAuthPeriod=period, preAuthRef="AUTH-3",
    )  # fmt: skip


def test_p06_of_a_modified_line_counts_what_the_added_item_says() -> None:
    """P06: A6 takes the authorized detail from addItem, and keeps who was authorized."""
    body = modified(words="Three months first.", reason="X1")
    said = reading(body)
    assert said.wants == ()
    assert said.answer is not None
    assert (said.answer.stage, said.answer.quantity) == (Stage.PARTLY_APPROVED, "3 UN")
    assert said.answer.allowed == "line 1 modified: J0139, 3 UN"
    assert read(body).items[0].provider == "Hill Infusion Center"


def test_p10_a_modified_line_without_a_reason_waits_for_a_person() -> None:
    assert "Give the payer's reason for refusing the rest in its own words." in reading(modified()).wants


def test_p10_a_denial_with_its_reason_is_recorded_in_the_payers_words() -> None:
    """P10: code and words; a code that the site mapped is ours, another stands as "other, as stated"."""
    body = answer_to(BUNDLE, line("A3", reason="0V", words="No trial of methotrexate."))
    said, mapped = reading(body), reading(body, **{"0V": "step_therapy"})
    assert said.wants == () == mapped.wants
    assert said.answer is not None
    assert mapped.answer is not None
    assert (said.answer.stage, said.answer.reason_code) == (Stage.DENIED, "other")
    assert said.answer.words == "No trial of methotrexate."
    assert (mapped.answer.reason_code, mapped.answer.notice_on) == ("step_therapy", ON)


@pytest.mark.parametrize("review", [{}, {"reason": "0V"}], ids=["nothing", "a code alone"])
def test_p10_a_denial_without_words_is_not_closed(review: dict[str, str]) -> None:
    assert (
        "Give the payer's reason in its own words: a denial is not closed without them."
        in reading(answer_to(BUNDLE, line("A3", **review))).wants
    )


def test_p06_an_error_is_no_denial() -> None:
    """P06: error.code and errorPath are read; nothing goes on record as the payer's judgement."""
    where = extended("extension-errorPath", valueString="Bundle.entry[1].resource.identifier")
    error = {"code": {"coding": [{"code": "T4"}]}, "extension": [where]}
    body = answer_to(BUNDLE, line("A3"), outcome="error", error=[error])
    reply = read(body)
    assert reply.is_fault
    assert (reply.faults[0].code, reply.faults[0].path) == ("T4", "Bundle.entry[1].resource.identifier")
    assert reading(body) == Reading(None)


def test_p06_what_waits_keeps_the_whole_request_waiting_and_says_what_is_asked_for() -> None:
    """P05, P06: pended as long as one line is, with the documents that the payer names."""
    body = answer_to(TWO, line("A1", 1), line("A4", 2), communicationRequest=[{"reference": "urn:x:c"}])
    payload = [{"contentString": "Pharmacy fill history"}]
    asking = {"resourceType": "CommunicationRequest", "payload": payload}
    body["entry"].append({"fullUrl": "urn:x:c", "resource": asking})
    said = reading(body, TWO)
    assert said.wants == ()
    assert said.answer is not None
    assert (said.answer.stage, said.answer.asked) == (Stage.PENDED, ("Pharmacy fill history",))
    alone = reading(answer_to(BUNDLE, line("A4")))
    assert (alone.wants, alone.answer and alone.answer.asked) == ((), ())


@pytest.mark.parametrize(
    ("actions", "stage"),
    [(("A1", "A1"), Stage.APPROVED), (("A1", "A3"), Stage.PARTLY_APPROVED), (("A3", "A3"), Stage.DENIED),
     (("A1", "CT"), Stage.PENDED), (("C", "C"), Stage.WITHDRAWN), (("A2", "NA"), Stage.PARTLY_APPROVED),
     (("A1",), Stage.PENDED)],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else str(value),
)  # fmt: skip
def test_p06_the_lines_together_say_where_a_request_stands(actions: tuple[str, ...], stage: Stage) -> None:
    lines = [line(action, number) for number, action in enumerate(actions, start=1)]
    said = reading(answer_to(TWO, *lines), TWO)
    assert said.answer is not None
    assert said.answer.stage is stage


def test_p06_no_authorization_needed_is_not_an_approval() -> None:
    said = reading(answer_to(BUNDLE, line("NA")))
    assert said.answer is None
    assert "needs no authorization" in said.wants[0]


def another(body: Any, **changed: Any) -> Any:
    body["entry"][0]["resource"].update(changed)
    return body


def test_an_answer_to_another_request_or_about_another_patient_is_not_ours() -> None:
    known = ours(BUNDLE)
    assert why_not_ours(read(approved(BUNDLE)), known) == ""
    stray = {"request": {"reference": "urn:uuid:other"}, "identifier": [{"value": "CRW-2"}]}
    assert "does not name this request" in why_not_ours(read(another(approved(BUNDLE), **stray)), known)
    for changed in ({"member_id": "M-78"}, {"born": "1961-05-05"}):
        assert "another patient" in why_not_ours(read(approved(BUNDLE)), replace(known, **changed))
    nobody = another(approved(BUNDLE), patient={"reference": "urn:uuid:who"})
    assert "another patient" in why_not_ours(read(nobody), known)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["resourceType", "entry", "resource", "item", "error", "extension", "url", "code", "coding",
                         "adjudication", "addItem", "itemSequence", "request", "patient", "identifier", "name"]),
        inner | st.sampled_from(["Bundle", "ClaimResponse", "OperationOutcome"]), max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@given(body=JSON, inner=JSON)
def test_whatever_comes_back_is_read_or_refused_in_a_sentence(body: Any, inner: Any) -> None:
    shaped = {"resourceType": "ClaimResponse", **(inner if isinstance(inner, dict) else {"item": inner})}
    for value in (body, shaped, {"resourceType": "Bundle", "entry": [{"resource": shaped}]}):
        assert told(value)


def told(value: Any) -> bool:
    """Return whether a thing was read as answers, each of which has a reading, or was refused by its own error."""
    try:
        replies = replies_in(value)
    except ReplyUnreadable as refused:
        return bool(str(refused))
    return all(isinstance(reading_of(reply, items_of(BUNDLE), {}, ON), Reading) for reply in replies)


def test_p07_every_action_of_the_278_is_known() -> None:
    """P07: HCR01 A1 A2 A3 A4 A6 C CT NA."""
    assert {action.value for action in ReviewAction} == {"A1", "A2", "A3", "A4", "A6", "C", "CT", "NA"}
