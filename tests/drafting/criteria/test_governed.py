"""Who is unable to do one thing is not unable to do another that the sentence names as well."""

import pytest

from tests.drafting.criteria.asking import INSUFFICIENT, MET, answer_to, noted

ASKED = {"kind": "statement", "any_of": ["unable to self-propel a manual wheelchair", "unable to walk in the home"]}


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("He cannot self-propel a manual wheelchair.", MET),
        ("Unable to drive, self-propels a manual wheelchair.", INSUFFICIENT),
        ("Unable to assess gait in the home.", INSUFFICIENT),
        ("She is not able to walk in the home without help.", MET),
    ],
)
def test_what_one_is_unable_to_do_stands_after_it(text: str, verdict: str) -> None:
    assert answer_to(ASKED, noted(text, "2026-10-27")).verdict == verdict
