"""The help page tells whoever reviews what the rules of their desk mean to them, before any of it happens."""

from dataclasses import replace

import pytest
from django.urls import reverse

from apps.review.domain.rules import HighRisk, ReviewRules, told_in_advance
from tests.review.test_rules import put

OFF = ReviewRules(tempo_check=False, pause_after_decisions=0, pause_after_minutes=0)


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ({"seeded_percent": 1}, "known to be wrong"),
        ({"independent_percent": 5}, "Of 5 % of letters"),
        ({"tempo_check": True}, "look at one claim once more"),
        ({"pause_after_decisions": 20}, "after 20 decisions;"),
        ({"pause_after_decisions": 20, "pause_after_minutes": 45}, "after 20 decisions or 45 minutes at work;"),
        ({"learning_export": True}, "What you edit may be used"),
        ({"second_signature": (HighRisk.CONTROLLED,)}, "letters for a controlled substance"),
    ],
)
def test_each_rule_is_told_where_it_holds_and_only_there(on, words):
    assert words in " ".join(told_in_advance(replace(OFF, **on)))
    assert words not in " ".join(told_in_advance(OFF))


def test_the_help_page_tells_the_rules_of_ones_own_organization(desk, world):
    put(world, replace(ReviewRules(), seeded_percent=2))
    page = desk.client(world.okafor).get(reverse("review:desk_help"))
    assert "known to be wrong" in page.text
    other = desk.client(world.quill).get(reverse("review:desk_help"))
    assert "known to be wrong" not in other.text
