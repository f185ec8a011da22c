"""What weeks are held against is frozen by a signed note alone, and does not move with the newest week."""

import html
from datetime import date, timedelta

import pytest
from django.urls import reverse

from apps.audit.models import AuditEvent
from apps.core import clock
from apps.core.actors import Actor
from apps.core.errors import NotAllowed
from apps.quality.domain.charts.choice import ControlChart
from apps.quality.errors import QualityError
from apps.quality.models import DayTally, FrozenBaseline
from apps.quality.selectors import override_report
from apps.quality.selectors.baselines import baseline_now
from apps.quality.services import baseline_sign

MONDAY = date(2026, 1, 5)
WHY = "Nothing changed in these weeks but the season."


def tallied(world, weeks: int, rejected: int, first: date = MONDAY, unedited: int = 80) -> None:
    """Write so many weeks with the same numbers each, a little scatter among them."""
    DayTally.objects.bulk_create(
        DayTally(
            organization=world.cedar, day=first + timedelta(weeks=week), tally="counts_as", kind="chart_summary",
            key=key, number=number + (week % 3 if key == "rejected" else 0),
        )
        for week in range(weeks)
        for key, number in (("unedited", unedited), ("rejected", rejected))
    )  # fmt: skip


def sign(world, person: str = "marchetti", first: date = MONDAY, weeks: int = 20, note: str = WHY) -> FrozenBaseline:
    who = world.people[person]
    last = first + timedelta(weeks=weeks) - timedelta(days=1)
    return baseline_sign(person=who, kind="", first=first, last=last, note=note, actor=Actor.service("test"))


def chart_of(world, weeks: int) -> ControlChart:
    end = clock.start_of(MONDAY + timedelta(weeks=weeks))
    chart = override_report(organization_id=world.cedar.pk, start=clock.start_of(MONDAY), end=end).chart
    assert isinstance(chart, ControlChart)
    return chart


def test_later_weeks_are_held_against_the_frozen_ones_and_stand_out(world):
    tallied(world, 20, rejected=9)
    signed = sign(world)
    assert chart_of(world, 20).is_frozen
    assert chart_of(world, 20).baseline.centre == signed.centre == pytest.approx(0.11, abs=0.01)
    tallied(world, 12, rejected=16, first=MONDAY + timedelta(weeks=20))
    chart = chart_of(world, 32)
    assert chart.baseline.centre == signed.centre
    assert len(chart.broken) >= 5
    FrozenBaseline.objects.all().delete()
    assert chart_of(world, 32).baseline.centre > signed.centre


def test_another_past_takes_its_place_by_a_signed_note_and_the_first_stays_on_record(world):
    tallied(world, 45, rejected=9)
    before = sign(world)
    after = sign(world, first=MONDAY + timedelta(weeks=24), note="A new release is in use since June.")
    assert baseline_now(world.cedar.pk) == after
    assert FrozenBaseline.objects.get(pk=before.pk).note == WHY
    event = AuditEvent.objects.filter(action="baseline_signed").latest("sequence")
    assert event.details["replaces"] == str(before.pk)
    assert "release" not in str(event.details)


@pytest.mark.parametrize(
    ("weeks", "note", "said"),
    [
        (19, WHY, "needs 20 whole weeks with decisions; from 2026-01-05 to 2026-05-17 there are 19"),
        (20, "", "Say why these weeks"),
        (20, "aaaa", "Say why these weeks"),
        (20, "x" * 501, "Shorten your note to 500"),
        (20, "Since Anna Lindgren-Sato was here nothing changed.", "Name no person"),
    ],
)
def test_what_cannot_be_frozen_is_refused_in_a_sentence_and_nothing_is_kept(world, weeks, note, said):
    tallied(world, 30, rejected=9)
    with pytest.raises(QualityError, match=said):
        sign(world, weeks=weeks, note=note)
    assert not FrozenBaseline.objects.exists()
    assert not AuditEvent.objects.filter(action="baseline_signed").exists()


def test_weeks_in_which_nothing_was_overridden_bear_no_limits(world):
    DayTally.objects.bulk_create(
        DayTally(
            organization=world.cedar, day=MONDAY + timedelta(weeks=week), tally="counts_as", key="unedited", number=9
        )
        for week in range(20)
    )
    with pytest.raises(QualityError, match="nothing was counted, or everything was"):
        sign(world)


def test_who_may_not_see_the_figures_freezes_none(world):
    tallied(world, 20, rejected=9)
    with pytest.raises(NotAllowed):
        sign(world, person="okafor")


def test_another_organization_s_past_is_not_ours(world):
    tallied(world, 20, rejected=9)
    with pytest.raises(QualityError, match="there are 0"):
        sign(world, person="brightwater_quality")
    sign(world)
    assert baseline_now(world.brightwater.pk) is None


def test_the_page_shows_what_weeks_would_make_before_anybody_signs(world, client):
    tallied(world, 20, rejected=9)
    client.force_login(world.people["marchetti"])
    asked = {"first": "2026-01-05", "last": "2026-05-24"}
    page = html.unescape(client.post(reverse("quality:baseline"), {**asked, "look": "1"}).content.decode())
    assert "20 weeks</b> with a centre of" in page
    assert not FrozenBaseline.objects.exists()
    refused = client.post(reverse("quality:baseline"), asked)
    assert refused.status_code == 422
    assert "Say why these weeks" in html.unescape(refused.content.decode())
    kept = client.post(reverse("quality:baseline"), {**asked, "note": WHY}, follow=True)
    assert WHY in html.unescape(kept.content.decode())
    shown = html.unescape(
        client.get(reverse("quality:overrides"), {"first": "2026-01-05", "last": "2026-05-24"}).content.decode()
    )
    assert "Held against 20 frozen weeks" in shown
    assert WHY in shown
