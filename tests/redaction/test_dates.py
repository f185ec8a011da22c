"""Dates that move: exactly, in the manner they were written, and back again."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.redaction.domain.dates import CalendarDate, find, read

TODAY = date(2026, 11, 21)
DAYS = st.integers(-208, -1).map(lambda weeks: weeks * 7)
PAST = st.dates(date(1905, 1, 1), TODAY)
MANNERS = [
    "{d:%Y-%m-%d}", "{d:%Y/%m/%d}", "{d:%Y-%m-%d}T10:30:00-06:00", "{d:%m/%d/%Y}", "{d.month}/{d.day}/{d.year}",
    "{d:%B} {d.day}, {d.year}", "{d:%b} {d.day} {d.year}", "{d.day} {d:%B} {d.year}", "{d:%d-%b-%Y}", "{d:%Y%m%d}",
    "{d:%A}, {d:%B} {d.day}, {d.year}", "{d.day} {d:%b} {d.year} at 10:30 am",
]  # fmt: skip


def moved(written: str, days: int) -> str | None:
    there = read(written, TODAY)
    value = there.value.moved(days, TODAY) if there else None
    return there.written_as(value, TODAY) if there and value else None


def plain(written: str) -> str:
    """Return it without leading zeros: 10/10/2000 does not tell whether it would have any."""
    return re.sub(r"\b0(?=[1-9])", "", written)


@given(PAST.filter(lambda day: day.month != 5), DAYS, st.sampled_from(MANNERS))  # "May" is short and long
def test_a_whole_date_moves_by_exactly_so_many_days_in_its_own_manner(day, days, manner):
    there = day + timedelta(days=days)
    assert plain(moved(manner.format(d=day), days)) == plain(manner.format(d=there))


@given(PAST, PAST, DAYS)
def test_the_time_between_two_dates_and_the_weekday_stay(one, other, days):
    left, right = (read(moved(f"{day:%Y-%m-%d}", days), TODAY).value for day in (one, other))
    there = [date(value.year, value.month, value.day) for value in (left, right)]
    assert there[1] - there[0] == other - one
    assert there[0].weekday() == one.weekday()


@given(PAST, DAYS)
def test_a_date_of_two_digits_never_comes_to_mean_another_century(day, days):
    shown = moved(f"{day.month}/{day.day}/{day:%y}", days)
    read_as = read(f"{day.month}/{day.day}/{day:%y}", TODAY).value
    assert read(shown, TODAY).value == read_as.moved(days, TODAY)


@given(st.integers(1900, 2026), st.integers(1, 12), DAYS)
def test_a_month_and_a_year_have_one_way_there_and_one_way_back(year, month, days):
    for value in (CalendarDate(year, month), CalendarDate(year), CalendarDate(0, month)):
        assert value.moved(days, TODAY).moved(-days, TODAY) == value


@given(st.sets(st.integers(0, 364), min_size=2, max_size=30), DAYS)
def test_no_two_days_without_a_year_come_to_read_alike(ages, days):
    near = [TODAY - timedelta(days=age) for age in ages]
    shown = {CalendarDate(0, day.month, day.day).moved(days, TODAY) for day in near}
    assert len(shown) == len(near)


@pytest.mark.parametrize(
    ("written", "days", "shown"),
    [
        ("Feb 29, 2024", -7, "Feb 22, 2024"),
        ("2024-03-07", -7, "2024-02-29"),
        ("March 4th", -7, "February 25th"),
        ("the 1st of March", -7, "the 22nd of February"),
        ("MAR 4, 2026", -91, "DEC 3, 2025"),
        ("3/4/26", -7, "2/25/26"),
        ("Mar. 4 '26", -91, "Dec. 3 '25"),
        ("Mar 2026", -91, "Dec 2025"),
        ("03/2026", -91, "12/2025"),
        ("2019", -364, "2018"),
        ("13/02/2026", -7, "2026-02-06"),  # 06/02/2026 would be read as June
    ],
)
def test_each_shape_is_kept_where_it_can_be(written, days, shown):
    assert moved(written, days) == shown


@pytest.mark.parametrize(
    "written", ["31 Apr 2026", "the day after", "Apr-Sep 2024", "12-14 March 2026", "13/13/2026", ""]
)
def test_what_is_not_one_date_is_not_read_as_one(written):
    assert read(written, TODAY) is None


@pytest.mark.parametrize(
    "text",
    ["1/2 tablet daily", "BP 120/80", "may 4 times a day", "May 20 mg", "in 2000 mL saline", "ratio 5-10-20",
     "call 802-555-0199", "L4/5 disc", "CDAI 31", "version 2.10.4"],
)  # fmt: skip
def test_figures_of_care_are_not_taken_for_dates(text):
    assert find(text, TODAY) == []


def test_the_dates_of_a_sentence_are_found_where_they_stand():
    text = "Seen 3/4/26 and on 3/9; MTX Apr-Sep 2024, since 2019, until March. 👩‍⚕️ 2026-03-04T10:30Z, 4 Mar 2026."
    found = [text[it.start : it.end] for it in find(text, TODAY)]
    assert found == ["3/4/26", "3/9", "Apr-Sep 2024", "2019", "March", "2026-03-04", "4 Mar 2026"]
    assert [it.written is None for it in find(text, TODAY)] == [False, False, True, False, False, False, False]


@given(st.text(alphabet="0123456789/-. ,'’MarchOct\u0301👩\r\n\t", max_size=30))
def test_whatever_is_read_as_a_date_exists_and_never_raises(text):
    assert all(it.written is None or it.written.value.exists() for it in find(text, TODAY))
    there = read(text, TODAY)
    assert there is None or there.value.exists()
