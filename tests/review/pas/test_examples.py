"""P06: the guide's own answers are read as what they say. They are read where they lie, and never copied."""

from pathlib import Path

import pytest

from apps.review.domain.pas.reading import replies_in
from apps.review.domain.pas.replies import Reply
from tests.review.pas.fsh import responses

EXAMPLES = Path(__file__).parents[4] / "shared" / "data" / "davinci_pas_dtr" / "pas_Examples.fsh"
pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not EXAMPLES.exists(), reason="The examples of the guide are not on this machine."),
]


def example(name: str) -> Reply:
    (reply,) = replies_in(responses(EXAMPLES.read_text(encoding="utf-8"))[name])
    return reply


@pytest.mark.parametrize(
    ("name", "action"),
    [("PractitionerRequestorResponseExample", "A1"), ("PractitionerRequestorPendingResponseExample", "A4"),
     ("RejectionResponseExample", "A3"), ("PASClaimInquiryResponseExample", "A1"),
     ("PractitionerRequestorAdditionalContentResponseExample", "A1")],
)  # fmt: skip
def test_p06_each_example_of_an_answer_is_read_with_its_action(name: str, action: str) -> None:
    reply = example(name)
    assert not reply.is_fault
    assert reply.items[0].action == action
    assert reply.about is not None


def test_p06_the_example_of_an_approval_brings_number_period_and_detail() -> None:
    item = example("PractitionerRequestorResponseExample").items[0]
    assert item.number
    assert item.start is not None
    assert item.end is not None
    assert item.start < item.end
    assert item.detail is not None
    assert item.detail.delivery.quantity == 1


def test_p06_the_example_of_an_error_is_one_of_transmission() -> None:
    reply = example("ErrorResponseExample")
    assert reply.is_fault
    assert any(fault.path.startswith("Bundle.entry[1]") and fault.follow_up == "C" for fault in reply.faults)
