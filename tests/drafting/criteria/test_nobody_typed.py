"""Criteria without a typed test: met only where clinicians say outright all that the sentence asks, else open."""

import pytest

from apps.drafting.domain.criteria import answers
from tests.drafting.criteria.asking import INSUFFICIENT, MET, chart_of, noted, policy_of

TOLD = "The member has been told about liver injury, hair loss, and contraception before the order."
RISKS = "The prescriber has gone through the risks of bleeding with the member, and the member agrees to the treatment."
CHANGE = "The result of the study is expected to change what is done."
PLAIN = "The member swallows capsules whole without help."
THEMES = "Diet, exercise and sleep have been discussed with the member."
# The payer's sentence; the sentences of one note; what it comes to.
READ = (
    (TOLD, "Discussed liver injury, hair loss and contraception.", MET),
    (TOLD, "Talked through liver injury. Went over contraception and hair loss.", MET),
    (TOLD, "Discussed liver injury and hair loss.", INSUFFICIENT),
    (TOLD, "Will discuss liver injury, hair loss and contraception next visit.", INSUFFICIENT),
    (TOLD, "Liver injury, hair loss, contraception: leaflet to be given.", INSUFFICIENT),
    (RISKS, "Explained bleeding risks. Wants to go ahead.", MET),
    (RISKS, "Explained bleeding risks. Declined for now.", INSUFFICIENT),
    (RISKS, "Wants to go ahead.", INSUFFICIENT),
    (CHANGE, "If the scan shows compression: surgical opinion, else injection.", MET),
    (CHANGE, "If pain gets worse come back.", INSUFFICIENT),
    (CHANGE, "MRI requested.", INSUFFICIENT),
    (PLAIN, "Swallows all capsules whole, needs no help.", MET),
    (PLAIN, "Swallows capsules whole without help.", MET),
    (PLAIN, "Cannot swallow capsules whole without help.", INSUFFICIENT),
    (PLAIN, "Husband swallows capsules whole without help.", INSUFFICIENT),
    (THEMES, "Diet, exercise and sleep gone through again.", MET),
    (THEMES, "Diet and exercise gone through again.", INSUFFICIENT),
)


@pytest.mark.parametrize(("sentence", "note", "verdict"), READ, ids=[f"{one[0][:24]} {one[1]}" for one in READ])
def test_what_nobody_typed_is_met_on_clinicians_words_alone(sentence: str, note: str, verdict: str) -> None:
    chart = chart_of(noted(note, "2026-11-10"))
    assert answers(policy_of(None, text=sentence), chart).leaves[0].verdict == verdict


@pytest.mark.parametrize("author", ["", "Equipment supplier"])
def test_what_nobody_typed_is_not_met_on_a_page_of_nobody(author: str) -> None:
    page = noted("Discussed liver injury, hair loss and contraception.", "2026-11-10", author=author)
    assert answers(policy_of(None, text=TOLD), chart_of(page)).leaves[0].verdict == INSUFFICIENT
