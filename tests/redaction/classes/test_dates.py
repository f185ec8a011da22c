"""(C) All elements of dates but the year, for what leaves; inside the perimeter dates of events stay (H08)."""

import pytest

from tests.redaction.classes import HOSTED, LOCAL, found, left

DATES = [
    "3/4/26", "03/04/2026", "2026-03-04", "2026/3/4", "3-4-2026", "04.03.2026", "4 Mar", "4 March 2026", "March 4th",
    "Mar 4, 2026", "March 4th, '26", "Mar 2026", "March of 2026", "Sept. 9", "Jan 5th", "4th of March", "20260304",
    "Wednesday, March 4, 2026", "March 4-9, 2026", "March 4 to 9", "fourth of March, 2026",
]  # fmt: skip


@pytest.mark.parametrize("date", DATES)
def test_a_date_in_any_common_shape_leaves_nothing_but_a_year(date):
    rest = left(f"She was seen on {date} and did well.", HOSTED)
    assert rest.startswith("She was seen on ")
    assert not any(word in rest.lower() for word in ("mar", "sep", "jan", "wed", "fourth", "3/", "4", "-0", "9"))
    assert rest.endswith(" and did well.")


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("on the 4th of March", "on the _"),
        ("seen 3/4 and 3/11", "seen _"),
        ("expires 03/26", "expires _"),
        ("follow-up in April", "follow-up in _"),
        ("3/4/26-3/9/26", "_"),
        ("at 10:20 on 2026-03-04", "at 10:20 on _"),
        ("discharged on the 9th", "discharged on the _"),
        ("dictated 20Oct2026 and", "dictated _ and"),
        ("then 10/21 and", "then _ and"),
        ("return Wed 4/22", "return Wed _"),
        ("at 4 months, 12/17.", "at 4 months, _."),
        ("flew on Tuesday", "flew on _"),
        ("taken 2026-08-31T05:40", "taken _"),
    ],
)
def test_parts_and_ranges_of_dates_are_taken_out_and_times_stay(text, redacted):
    assert left(text, HOSTED) == redacted


@pytest.mark.parametrize(
    "text",
    [
        "diagnosed in 2021, since 2019, guidelines from 2023, last summer, five years ago, on Mondays",
        "BP 120/80, strength 5/5, 20/40 vision, murmur 2/6, pain 8/10, ratio 1.2.3, L4-5, T1-T2",
        "may take 2 tablets; march in place; 1/2 tablet; 10-15 mg; 3-4 times; 24/7; 0.5-1.5",
        "basal 10-20-30 units; lenalidomide 10-15-25; days 1-8-15-22; on 2/3 of days",
        "89-year-old, admitted 2026",
    ],
)
def test_years_fractions_and_doses_stay(text):
    assert found(text, HOSTED) == []


@pytest.mark.parametrize("date", DATES[:8])
def test_dates_of_events_stay_inside_the_perimeter(date):
    assert found(f"She was seen on {date} and did well.", LOCAL) == []


@pytest.mark.parametrize(
    "text",
    ["DOB: 02/14/1968", "born on 4 May 1961", "Date of birth: 1961-05-04", "born 1935, admitted 2026", "YOB 1935"],
)
@pytest.mark.parametrize("policy", [LOCAL, HOSTED])
def test_a_date_of_birth_goes_always_and_with_it_the_year_that_shows_an_age(text, policy):
    assert [kind for kind, _ in found(text, policy)] == ["BIRTH-DATE"]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Born on the 4th of February 1938, a teacher", "4th of February 1938"),
        ("DOB the 4th of February, 1938", "4th of February, 1938"),
        ("born Tuesday the fourth of February 1938", "fourth of February 1938"),
        ("DOB: Feb 4,1938", "Feb 4,1938"),
    ],
)
def test_a_date_of_birth_is_taken_out_in_any_wording_under_both_policies(text, date):
    assert found(text, LOCAL) == found(text, HOSTED) == [("BIRTH-DATE", date)]


@pytest.mark.parametrize(
    "text",
    ["Gleason 3+3 in 5/12 cores", "Christmas disease, factor IX", "strength of 4/5. Pain of 7/10.", "in 2/9 nodes"],
)
def test_counts_and_a_disease_called_after_a_day_are_no_dates(text):
    assert found(text, HOSTED) == []
