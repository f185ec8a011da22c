"""The weekly digest: made once for a closed week, kept as it was, with nothing small in it and nobody's name."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from apps.access.models import AccountNotice
from apps.audit.selectors import events_for
from apps.core import clock
from apps.quality.domain.causes import Cause
from apps.quality.domain.counting import Counts, Figure
from apps.quality.domain.digest import WITHHELD, Past, Week, digest_of, may_be_told
from apps.quality.domain.passages import Fates
from apps.quality.models import WeeklyDigest
from apps.quality.selectors import week_closed
from apps.quality.tasks import make_digests, take_decisions_over
from tests.factories import make_person
from tests.quality.generated import Judged, Slot, write
from tests.quality.signalled import signalled, some_place
from tests.quality.test_baselines import sign, tallied
from tests.review.acts import words
from tests.review.conftest import kept_after
from tests.review.test_learning import allow

MONDAY = date(2026, 11, 9)
NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)  # the Monday after
WEEK = Week(
    Counts(60, 20, 15, 12, opened=80), 3, Past(0.25, date(2026, 1, 5), date(2026, 5, 24)), {"Omission": 14, "Style": 8},
    {"Serious harm": 3, "Not at all": 90}, 0, dict.fromkeys(Cause, 5), Fates(cited=200, opened=140), (), (),
)  # fmt: skip


def decide_many(desk):
    """Two hundred decisions up to the Sunday night of the week, by three physicians."""
    world = desk.world
    place = some_place(world.anna)
    sunday = datetime(2026, 11, 15, 20, tzinfo=UTC)
    for seed, person in enumerate((world.okafor, world.lindholm, make_person(world.cedar, "third", "physician"))):
        signalled(world.anna, person, place, sunday, 30, Random(seed), days=6)
    signalled(world.anna, world.okafor, place, sunday - timedelta(days=7), 110, Random(5), days=70)
    write(world.carla, [world.quill], [Slot([Judged(sunday - timedelta(days=2))])], Random(2))
    take_decisions_over()


kept_desk_week = kept_after(decide_many)


@pytest.fixture
def week(kept_desk_week, desk):
    with clock.standing_at(NOW):
        make_digests()
    return desk


def read(desk, name, *args):
    address = reverse("quality:digest_week", args=args) if args else reverse("quality:digest")
    return desk.client(desk.world.people[name]).get(address)


def test_the_digest_of_the_closed_week_is_there_on_monday_and_says_so_in_sentences(week):
    told = words(read(week, "marchetti"))
    assert "Week of 9 Nov 2026 to 15 Nov 2026" in told
    assert "90 drafts were decided this week." in told
    assert "95 % interval" in told
    assert "There is no target on any of these" in told
    assert "None was finished when this was made." in told


def test_it_is_kept_as_it_was_whatever_is_decided_later(week):
    before = WeeklyDigest.objects.get(organization=week.world.cedar)
    write(week.world.anna, [week.world.okafor], [Slot([Judged(NOW - timedelta(days=3), "reject", reason="omission")])],
          Random(3))  # fmt: skip
    with clock.standing_at(NOW + timedelta(hours=5)):
        make_digests()
    after = WeeklyDigest.objects.get(organization=week.world.cedar)
    assert (after.pk, after.content, after.created_at) == (before.pk, before.content, before.created_at)


def test_a_monday_that_was_missed_is_made_up_for_and_a_week_that_is_not_over_is_not_made(kept_desk_week, desk):
    with clock.standing_at(NOW - timedelta(days=2)):
        make_digests()
    assert not WeeklyDigest.objects.filter(week=MONDAY).exists()
    with clock.standing_at(NOW + timedelta(days=3)):
        make_digests()
    assert WeeklyDigest.objects.filter(week=MONDAY, organization=desk.world.cedar).exists()


@given(st.dates(date(2025, 1, 1), date(2027, 1, 1)))
def test_the_last_closed_week_is_over_and_begins_on_a_monday(day):
    monday = week_closed(day)
    assert monday.weekday() == 0
    assert timedelta(days=7) <= day - monday < timedelta(days=14)


def test_a_digest_of_another_day_than_a_monday_is_refused_by_the_table(week):
    with pytest.raises(IntegrityError), transaction.atomic():
        WeeklyDigest.objects.create(
            organization=week.world.cedar, week=MONDAY + timedelta(days=1), definition_version=1, causes_version=1,
            content={},
        )  # fmt: skip


def test_who_reads_the_figures_is_told_and_the_physicians_are_not_nagged(week):
    told = AccountNotice.objects.filter(kind="digest_made")
    assert {notice.person for notice in told} >= {week.world.people["marchetti"]}
    assert {notice.person.role for notice in told} == {"quality"}
    assert "The digest of last week is there." in words(read(week, "marchetti"))


@pytest.mark.parametrize(("name", "status"), [("marchetti", 200), ("okafor", 200), ("nurse", 403), ("auditor", 403)])
def test_clinical_leads_and_the_quality_team_read_it_and_reading_is_on_record(week, name, status):
    assert read(week, name).status_code == status
    assert read(week, name, MONDAY.isoformat()).status_code == status
    events = events_for(organization_id=week.world.cedar.pk, action="digest_viewed").count()
    assert events == (2 if status == 200 else 0)


@pytest.mark.parametrize("asked", ["2026-11-02", "2026-11-10", "tomorrow", "2026-13-40"])
def test_a_week_without_a_digest_is_not_there(week, asked):
    assert read(week, "marchetti", asked).status_code == 404


def test_another_organization_has_a_digest_of_its_own_and_sees_no_other(week):
    told = words(read(week, "brightwater_quality"))
    assert "Fewer than three people decided on drafts this week" in told
    assert "90 drafts" not in told


def test_where_nothing_was_ever_decided_there_is_none_and_the_page_says_when(desk):
    make_digests()
    assert "None yet." in words(read(desk, "marchetti"))
    assert not WeeklyDigest.objects.exists()


def test_no_word_of_a_chart_no_name_and_no_remark_is_in_it(week):
    page = read(week, "okafor").content.decode()
    body = page[page.index("<main") :]
    for word in ("Lindgren", "Anna", "Okafor", "Hallucinated", "Methotrexate", "CDAI"):
        assert word not in body


def test_a_small_part_takes_every_figure_with_it_from_which_it_could_be_derived():
    told = digest_of(replace(WEEK, counts=Counts(60, 20, 15, 4, opened=80)))
    assert [figure["week"].startswith(WITHHELD) for figure in told["figures"]] == [False, True, True, True, False]
    whole = digest_of(WEEK)
    assert not [figure for figure in whole["figures"] if figure["week"] == WITHHELD]


@given(st.builds(Counts, *(st.integers(0, 40) for _ in range(4))), st.integers(0, 160))
def test_no_told_figure_leaves_a_part_of_one_to_ten_to_be_derived(parts, opened):
    counts = replace(parts, opened=min(opened, parts.decisions))
    told = [figure for figure in counts.figures() if may_be_told(figure, counts)]
    for figure in told:
        assert not 1 <= figure.numerator <= 10
        assert not 1 <= figure.denominator - figure.numerator <= 10
    if {figure.key for figure in told} & {"reject", "style_edit", "unedited_approve"}:
        for cell in (counts.unedited, counts.style, counts.substantive, counts.rejected):
            assert not 1 <= cell <= 10


def test_reasons_of_ten_or_fewer_and_few_harms_are_told_without_their_number():
    told = digest_of(WEEK)
    assert told["reasons"] == ["Omission"]
    assert told["safety"] == ["Some drafts, 10 or fewer, were called seriously harmful, had they gone out unread."]


def test_nothing_is_compared_under_thirty_and_a_change_beyond_the_interval_is_said():
    few = digest_of(replace(WEEK, counts=Counts(13, 0, 12, 0, opened=12)))
    assert not [figure["said"] for figure in few["figures"] if "than before" in figure["said"]]
    more = digest_of(replace(WEEK, counts=Counts(20, 20, 40, 20, opened=80)))
    assert more["figures"][0]["said"] == "Higher than the baseline."
    assert digest_of(WEEK)["figures"][0]["said"] == "No clear difference from the baseline."
    assert not any(figure["said"] for figure in more["figures"][1:])  # a baseline is signed for one figure


@given(st.floats(0.001, 0.999))
def test_what_is_told_of_a_baseline_is_too_rough_to_take_a_withheld_week_from_it(rate):
    told = digest_of(replace(WEEK, past=replace(WEEK.past, rate=rate)))
    words = told["past"]["rate"]
    assert re.fullmatch(r"about \d*[05] %|less than 5 %", words)
    assert "past" not in told["figures"][0]


def test_a_week_is_held_against_the_signed_baseline_or_says_that_there_is_none(week):
    assert "No baseline of earlier weeks was signed" in words(read(week, "marchetti"))
    assert "Sign a baseline" not in words(read(week, "okafor"))
    WeeklyDigest.objects.all().delete()
    tallied(week.world, 22, rejected=9)
    signed = sign(week.world)
    with clock.standing_at(NOW):
        make_digests()
    told = words(read(week, "marchetti"))
    assert "about 10 % from 5 Jan 2026 to 24 May 2026" in told
    assert "Higher than the baseline." in told
    assert str(signed.centre) not in str(WeeklyDigest.objects.get(organization=week.world.cedar).content)


def test_of_fewer_than_three_people_no_figure_is_told():
    told = digest_of(replace(WEEK, people=2))
    assert told["lead"].startswith("Fewer than three people decided on drafts this week")
    assert not re.search(r"\d", json.dumps({key: told[key] for key in told if key != "format"}))
    assert digest_of(replace(WEEK, people=3))["figures"]


def test_a_week_without_a_point_on_the_chart_is_not_said_to_be_chance(kept_desk_week, desk):
    with clock.standing_at(NOW + timedelta(days=7)):
        make_digests()
    told = words(read(desk, "marchetti"))
    assert "No draft was decided this week." in told
    assert "chance" not in told
    assert "rule of the control chart" not in told


def test_what_changed_in_the_week_stands_with_its_day_as_people_write_it(kept_desk_week, desk):
    with clock.standing_at(NOW - timedelta(days=3)):
        allow(desk.world)
    with clock.standing_at(NOW):
        make_digests()
    assert "13 Nov 2026 Rules of the desk:" in words(read(desk, "marchetti"))


def test_second_opinions_stand_in_it_with_their_interval_or_with_why_they_do_not():
    second = [("Missed errors", Figure("x", 20, 200), ""), ("Appropriate", None, "Too few readings."),
              ("Other", Figure("x", 4, 200), "")]  # fmt: skip
    told = digest_of(replace(WEEK, second=second))["adjudication"]
    assert told[0] == "Missed errors: 10.0 % (20 of 200; 95 % interval 6.6 % to 14.9 %)."
    assert told[1:] == ["Appropriate: Too few readings.", "Other: not enough, or withheld"]
