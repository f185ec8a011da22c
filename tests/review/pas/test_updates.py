"""P04: an update carries every line that was ever sent, under its number, and says what changed."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.review.domain.pas.asking import inquiry_bundle
from apps.review.domain.pas.building import Built, request_bundle
from apps.review.domain.pas.lacking import PasIncomplete
from apps.review.domain.pas.lines import claim_of, items_of
from apps.review.domain.pas.names import PAS
from apps.review.domain.pas.rules import broken_rules
from apps.review.domain.pas.updating import cancelled, update_bundle
from apps.review.domain.pas.values import Attachment, Change, Delivery, Item
from tests.review.pas.values import NOW, a_request, item, minting

MORE = Attachment("Pharmacy fill history", "text/plain", b"filled twice", "CTL-9")


def sent(*lines: Item) -> tuple[Built, Any]:
    mint = minting()
    return request_bundle(a_request(items=lines), mint, NOW), mint


def updated(*wanted: Item, first: tuple[Item, ...], added: tuple[Attachment, ...] = ()) -> tuple[Built, Built]:
    before, mint = sent(*first)
    return before, update_bundle(before.bundle, wanted, added, "CRW-2", mint, NOW)


def test_p04_an_update_refers_to_the_claim_before_and_marks_what_changed() -> None:
    """P04: related.claim, infoChanged, item.sequence stable."""
    fewer = replace(item(1), delivery=Delivery(3, "UN"))
    before, after = updated(fewer, item(2), item(3, code="J1745"), first=(item(1), item(2)))
    claim = claim_of(after.bundle)
    assert claim["related"][0]["claim"]["reference"] == before.bundle["entry"][0]["fullUrl"]
    assert [line.sequence for line in items_of(after.bundle)] == [1, 2, 3]
    assert [line.change for line in items_of(after.bundle)] == [Change.CHANGED, Change.NONE, Change.ADDED]
    assert broken_rules(after.bundle) == ()


def test_p04_a_line_taken_back_stays_flagged_with_certification_type_three() -> None:
    """P04: infoCancelled and certificationType on what is removed, in this update and in every later one."""
    _, after = updated(item(1), cancelled(item(2)), first=(item(1), item(2)))
    row = claim_of(after.bundle)["item"][1]
    assert row["modifierExtension"] == [{"url": f"{PAS}modifierextension-infoCancelled", "valueBoolean": True}]
    gone = items_of(after.bundle)[1]
    assert (gone.certification, gone.cancelled, gone.change) == ("3", True, Change.CHANGED)
    later = update_bundle(after.bundle, items_of(after.bundle), (), "CRW-3", minting_past(after), NOW)
    assert [line.change for line in items_of(later.bundle)] == [Change.NONE, Change.NONE]
    assert items_of(later.bundle)[1].cancelled


def minting_past(built: Built) -> Any:
    """Return a mint that begins where nothing was given yet."""
    mint = minting()
    for _ in range(5 * len(built.bundle["entry"])):
        mint()
    return mint


@pytest.mark.parametrize(
    ("wanted", "words"),
    [((item(1),), "Line 2 was sent before"), ((item(1), item(2), item(2)), "one sequence"),
     ((item(1), item(2), replace(item(3), sequence=1)), "one sequence")],
    ids=["left out", "twice", "number given again"],
)  # fmt: skip
def test_p04_no_line_is_left_out_and_no_number_is_given_again(wanted: tuple[Item, ...], words: str) -> None:
    with pytest.raises(PasIncomplete, match=words):
        updated(*wanted, first=(item(1), item(2)))


def test_p04_a_line_that_was_taken_back_does_not_come_back() -> None:
    _, after = updated(item(1), cancelled(item(2)), first=(item(1), item(2)))
    with pytest.raises(PasIncomplete, match="taken back stays so"):
        update_bundle(after.bundle, (item(1), item(2)), (), "CRW-3", minting_past(after), NOW)


def test_p04_documents_sent_before_go_along_and_a_new_one_is_marked() -> None:
    before, after = updated(item(1), first=(item(1),), added=(MORE,))
    rows = claim_of(after.bundle)["supportingInfo"]
    assert rows[:-1] == claim_of(before.bundle)["supportingInfo"]
    assert rows[-1]["sequence"] == len(rows)
    assert {"url": f"{PAS}extension-infoChanged", "valueCode": "added"} in rows[-1]["extension"]


@given(gone=st.sets(st.integers(1, 4)), more=st.integers(0, 3))
def test_p04_any_update_keeps_the_rules_and_every_number(gone: set[int], more: int) -> None:
    first = tuple(item(number) for number in range(1, 5))
    wanted = tuple(cancelled(line) if line.sequence in gone else line for line in first)
    new = tuple(item(number) for number in range(5, 5 + more))
    before, after = updated(*wanted, *new, first=first)
    assert broken_rules(after.bundle) == ()
    assert [line.sequence for line in items_of(after.bundle)] == list(range(1, 5 + more))
    assert {line.sequence for line in items_of(after.bundle) if line.cancelled} == gone
    assert not set(before.guids) & set(after.guids)


def test_p05_an_inquiry_names_the_request_and_carries_no_document_again() -> None:
    """P05: who, to whom and for what; the letter is not sent twice."""
    before, mint = sent(item(1), item(2))
    asked = inquiry_bundle(before.bundle, mint, NOW)
    kinds = {row["resource"]["resourceType"] for row in asked.bundle["entry"]}
    assert not kinds & {"DocumentReference", "QuestionnaireResponse", "MedicationRequest"}
    assert claim_of(asked.bundle)["identifier"] == claim_of(before.bundle)["identifier"]
    assert [row["sequence"] for row in claim_of(asked.bundle)["item"]] == [1, 2]
    assert asked.bundle["entry"][0]["fullUrl"] != before.bundle["entry"][0]["fullUrl"]
