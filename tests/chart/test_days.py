"""A date that is sent without a time is that day wherever the house is: what is stored is shown as the day it was."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.chart.domain.columns import encounter_columns
from apps.chart.domain.fhir import parse_date, parse_moment

CHICAGO, BERLIN, AUCKLAND = (ZoneInfo(name) for name in ("America/Chicago", "Europe/Berlin", "Pacific/Auckland"))
# Clocks are put forward at midnight in Havana and Beirut: the first instant of such a day is 01:00.
AT_MIDNIGHT = (ZoneInfo("America/Havana"), ZoneInfo("Asia/Beirut"))
ZONES = (ZoneInfo("UTC"), CHICAGO, BERLIN, AUCKLAND, *AT_MIDNIGHT)
CHANGES = {
    "forward in Chicago": "2025-03-09",
    "back in Chicago": "2025-11-02",
    "forward in Berlin": "2025-03-30",
    "back in Berlin": "2025-10-26",
    "back in Auckland": "2025-04-06",
    "forward in Auckland": "2025-09-28",
    "forward at midnight in Havana": "2025-03-09",
    "forward at midnight in Beirut": "2025-03-30",
}


@pytest.mark.parametrize("zone", ZONES, ids=str)
@pytest.mark.parametrize("day", ["2025-10-28", *CHANGES.values()], ids=["a plain day", *CHANGES])
def test_a_bare_date_is_that_day_where_the_house_is(zone, day):
    moment = parse_moment(day, zone)
    assert moment.tzinfo is UTC
    assert moment.astimezone(zone).date().isoformat() == day
    assert (moment - timedelta(seconds=1)).astimezone(zone).date() < date.fromisoformat(day)


@given(st.dates(date(1850, 1, 1), date(2150, 12, 31)), st.sampled_from((CHICAGO, BERLIN, AUCKLAND)))
def test_every_day_of_three_centuries_comes_back_as_it_was_sent(day, zone):
    assert parse_moment(day.isoformat(), zone).astimezone(zone).date() == day


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_a_month_or_a_year_alone_is_its_first_day(zone):
    for sent, day in (("2025-10", date(2025, 10, 1)), ("2025", date(2025, 1, 1))):
        assert parse_moment(sent, zone).astimezone(zone).date() == day


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_a_moment_with_its_zone_is_the_same_moment_in_every_house(zone):
    meant = datetime(2025, 11, 12, 4, 30, tzinfo=UTC)
    assert parse_moment("2025-11-12T04:30:00Z", zone) == parse_moment("2025-11-11T22:30:00-06:00", zone) == meant


def test_a_time_without_a_zone_is_meant_where_the_house_is():
    assert parse_moment("2025-11-12T09:30", CHICAGO) == datetime(2025, 11, 12, 15, 30, tzinfo=UTC)
    assert parse_moment("2025-07-12T09:30", BERLIN) == datetime(2025, 7, 12, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize("sent", ["", "28 Oct 2025", "2025-02-30", "2025-13-01", "1849-12-31", "2151-01-01"])
def test_what_is_no_date_is_none_in_every_house(sent):
    assert [parse_moment(sent, zone) for zone in ZONES] == [None] * len(ZONES)


def test_a_birth_date_is_a_day_and_a_partial_one_is_none():
    assert parse_date("1961-05-02") == date(1961, 5, 2)
    assert parse_date("1961-05") is parse_date("1961-02-30") is None


def test_a_visit_of_a_day_starts_and_ends_on_it():
    columns = encounter_columns({"period": {"start": "2025-10-28", "end": "2025-10-29"}}, {}, CHICAGO)
    days = [columns[name].astimezone(CHICAGO).date().day for name in ("started_at", "ended_at")]
    assert days == [28, 29]
