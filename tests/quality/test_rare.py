"""What must stay rare is charted by what lay between one event and the next, counted as a walk over them counts it."""

import html
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random
from uuid import uuid4

import pytest
from django.urls import reverse

from apps.core import clock
from apps.quality.domain.charts.rare import rate_bound
from apps.quality.domain.charts.rare_drawing import rare_drawing
from apps.quality.models import DecisionFact
from apps.quality.selectors.rare import RareEvent, rare_report

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
END = START + timedelta(days=200)


def decided(world, harms: list[str], chance: Random) -> None:
    """Write one fact for each answer, some of them at the same moment."""
    at = START
    facts = []
    for harm in harms:
        at += timedelta(minutes=chance.choice([0, 7, 90, 600]))
        facts.append(
            DecisionFact(
                decision_id=uuid4(),
                item_id=uuid4(),
                organization=world.cedar,
                person_id=uuid4(),
                decided_at=at,
                day=at.date(),
                hour=at.hour,
                counts_as="rejected" if harm == "serious" else "unedited",
                kind="chart_summary",
                harm=harm,
                role="physician",
                opened=True,
                attention=False,
            )
        )
    DecisionFact.objects.bulk_create(facts)


def report(world, event: RareEvent = RareEvent.SERIOUS_HARM):
    return rare_report(organization_id=world.cedar.pk, start=START, end=END, event=event)


@pytest.mark.parametrize("seed", range(4))
def test_cases_between_events_are_those_that_a_walk_over_all_of_them_counts(world, seed):
    chance = Random(seed)
    harms = ["serious" if chance.random() < 0.06 else "no" for _ in range(400)]
    decided(world, harms, chance)
    rows = DecisionFact.objects.order_by("decided_at").values_list("decided_at", "harm")
    moments = [at for at, harm in rows if harm == "serious"]
    walked = [
        sum(harm != "serious" and before <= at < after for at, harm in rows) for before, after in pairwise(moments)
    ]
    told = report(world)
    assert told.cases is not None
    assert list(told.cases.gaps) == walked
    assert told.figure.numerator == len(moments)


def test_none_in_so_many_is_a_bound_and_never_nothing(world, client):
    decided(world, ["no"] * 120, Random(1))
    told = report(world)
    assert told.bound == rate_bound(120)
    client.force_login(world.people["marchetti"])
    with clock.standing_at(END):
        page = html.unescape(client.get(reverse("quality:rare"), {"days": "365"}).content.decode())
    assert "Not once in" in page
    assert "2.5 %" in page
    assert "takes 299 decisions" in page


def test_what_happens_to_more_than_one_in_ten_is_no_rare_event(world):
    decided(world, ["no", "no", "serious"] * 40, Random(2))
    told = report(world)
    assert not told.is_rare
    assert told.cases is None


def test_few_events_are_told_and_not_charted(world, client):
    decided(world, ["no"] * 60 + ["serious"] + ["no"] * 60, Random(3))
    assert report(world).cases is None
    client.force_login(world.people["marchetti"])
    with clock.standing_at(END):
        page = client.get(reverse("quality:rare"), {"days": "365", "event": "nothing-known"}).content.decode()
    assert "needs six events" in page


def test_gaps_stand_inside_their_frame_the_longer_the_higher(world):
    decided(world, (["no"] * 15 + ["serious"]) * 9 + (["no"] * 90 + ["serious"]) * 2, Random(4))
    told = report(world)
    drawn = rare_drawing(told.cases, [date(2026, 3, 1)] * len(told.cases.gaps))
    assert all(44 <= one.x <= 748.1 and 20 <= one.y <= 220 for one in drawn.gaps)
    assert min(drawn.gaps, key=lambda one: one.y).gap == 90
