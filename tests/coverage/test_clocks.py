"""P01, P02: payers' times and the standards' versions are tables; hours, days and weekends are counted right."""

import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.coverage.domain.clocks import Due, Unit, Urgency, appeal_due, internal_target, parse_table, payer_due
from apps.coverage.domain.errors import TableInvalid
from apps.coverage.domain.payers import PayerClass
from apps.coverage.domain.standards import parse_standards, standard_on
from apps.coverage.domain.working import WEEKDAYS, WorkingDays
from apps.coverage.selectors import payer_due as payer_due_in_house
from apps.review.models import Submission

DATA = Path(__file__).parents[2] / "apps/coverage/data"
BODY = json.loads((DATA / "clocks.json").read_text())
TABLE = parse_table(BODY)
NEW_YORK = ZoneInfo("America/New_York")
ZONES = st.sampled_from(
    ["America/New_York", "America/Phoenix", "Europe/Berlin", "America/Havana", "Pacific/Apia", "UTC"]
)
START = datetime(2026, 1, 2, 14, tzinfo=UTC)
MOMENTS = st.integers(0, 14 * 366 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
CLASSES = st.sampled_from(PayerClass)
IMPACTED = [
    PayerClass.MEDICARE_ADVANTAGE, PayerClass.MEDICAID_FFS, PayerClass.MEDICAID_MANAGED, PayerClass.CHIP,
]  # fmt: skip


def due(received: str | None, payer: PayerClass, urgency: Urgency = Urgency.STANDARD, is_drug: bool = False) -> Due:
    at = datetime.fromisoformat(received).replace(tzinfo=NEW_YORK) if received else None
    return payer_due(at, payer, urgency, is_drug, NEW_YORK, table=TABLE)


def local(answer: Due) -> str:
    assert answer.at
    return f"{answer.at.astimezone(NEW_YORK):%Y-%m-%d %H:%M:%S}"


@pytest.mark.parametrize("payer", IMPACTED)
def test_an_impacted_payer_decides_in_72_hours_or_7_calendar_days_since_2026(payer: PayerClass) -> None:
    """P01: CMS-0057-F, for requests received since 1 Jan 2026."""
    assert local(due("2026-06-01 10:00", payer)) == "2026-06-08 23:59:59"
    assert local(due("2026-06-01 10:00", payer, Urgency.EXPEDITED)) == "2026-06-04 10:00:00"


@pytest.mark.parametrize("payer", [PayerClass.MEDICARE_ADVANTAGE, PayerClass.MEDICAID_MANAGED, PayerClass.CHIP])
def test_a_request_received_before_2026_keeps_its_14_days(payer: PayerClass) -> None:
    assert local(due("2025-12-31 23:59", payer)) == "2026-01-14 23:59:59"
    assert local(due("2026-01-01 00:00", payer)) == "2026-01-08 23:59:59"


@pytest.mark.parametrize("payer", [PayerClass.QHP_FFE, PayerClass.COMMERCIAL, PayerClass.EMPLOYER])
def test_a_payer_that_is_not_impacted_keeps_the_law_of_its_own(payer: PayerClass) -> None:
    assert local(due("2026-06-01 10:00", payer)) == "2026-06-16 23:59:59"
    assert local(due("2026-06-01 10:00", payer, Urgency.EXPEDITED)) == "2026-06-04 10:00:00"
    assert "2560.503-1" in due("2026-06-01 10:00", payer).says


@pytest.mark.parametrize("payer", IMPACTED)
def test_a_drug_is_never_timed_by_the_rule_that_excludes_drugs(payer: PayerClass) -> None:
    for urgency in Urgency:
        rule = due("2026-06-01 10:00", payer, urgency, is_drug=True).rule
        assert rule is None or (rule.unit is Unit.HOURS and "excludes drugs" in rule.source)


def test_no_clock_runs_before_the_payer_confirmed_receipt() -> None:
    answer = due(None, PayerClass.MEDICARE_ADVANTAGE)
    assert (answer.at, answer.rule) == (None, None)
    assert "has not confirmed that it received" in answer.says


def test_where_no_time_is_on_record_nothing_is_guessed() -> None:
    answer = due("2025-06-01 10:00", PayerClass.MEDICAID_FFS)
    assert answer.at is None
    assert "No time is on record for Medicaid fee-for-service, standard, services" in answer.says


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        payer_due(START.replace(tzinfo=None), PayerClass.CHIP, Urgency.STANDARD, False, NEW_YORK, table=TABLE)


@given(at=MOMENTS, payer=CLASSES, zone=ZONES)
def test_hours_elapse_whatever_the_clocks_on_the_wall_do(at: datetime, payer: PayerClass, zone: str) -> None:
    answer = payer_due(at, payer, Urgency.EXPEDITED, False, ZoneInfo(zone), table=TABLE)
    assert answer.at
    assert answer.rule
    assert answer.at - at == timedelta(hours=answer.rule.amount)


@given(at=MOMENTS, payer=CLASSES, zone=ZONES)
def test_calendar_days_end_with_the_last_second_of_the_local_day(at: datetime, payer: PayerClass, zone: str) -> None:
    house = ZoneInfo(zone)
    answer = payer_due(at, payer, Urgency.STANDARD, False, house, table=TABLE)
    assert answer.at
    assert answer.rule
    last = at.astimezone(house).date() + timedelta(days=answer.rule.amount)
    assert answer.at.astimezone(house).date() <= last
    assert (answer.at + timedelta(seconds=1)).astimezone(house).date() > answer.at.astimezone(house).date()
    assert datetime.combine(last, time(22, 59), house).astimezone(UTC) <= answer.at


@pytest.mark.parametrize(
    ("received", "expedited"),
    [("2026-03-06 12:00", "2026-03-09 13:00:00"), ("2026-10-30 12:00", "2026-11-02 11:00:00")],
)
def test_72_hours_over_a_change_of_clocks_are_72_hours(received: str, expedited: str) -> None:
    assert local(due(received, PayerClass.CHIP, Urgency.EXPEDITED)) == expedited


@pytest.mark.parametrize("payer", IMPACTED)
def test_p01_receipt_late_on_a_friday_counts_the_weekend_for_the_payer(payer: PayerClass) -> None:
    assert local(due("2026-06-05 23:30", payer, Urgency.EXPEDITED)) == "2026-06-08 23:30:00"
    assert local(due("2026-06-05 23:30", payer)) == "2026-06-12 23:59:59"


def test_p01_the_house_that_is_a_day_behind_utc_counts_its_own_days() -> None:
    at = datetime(2026, 6, 6, 3, 30, tzinfo=UTC)  # Friday, 23:30, in New York
    for zone, last in ((NEW_YORK, "2026-06-12"), (ZoneInfo("UTC"), "2026-06-13")):
        answer = payer_due(at, PayerClass.CHIP, Urgency.STANDARD, False, zone, table=TABLE)
        assert answer.at
        assert answer.at.astimezone(zone).date().isoformat() == last


@pytest.mark.parametrize(
    ("received", "standard"),
    [("2026-03-01 09:00", "2026-03-08 23:59:59"), ("2026-10-25 09:00", "2026-11-01 23:59:59"),
     ("2026-10-25 23:30", "2026-11-01 23:59:59")],
)  # fmt: skip
def test_p01_days_that_end_on_a_change_of_clocks_end_with_that_day(received: str, standard: str) -> None:
    assert local(due(received, PayerClass.MEDICARE_ADVANTAGE)) == standard


def test_p01_the_hour_that_comes_twice_is_one_moment_of_two() -> None:
    for fold, expedited in ((0, "2026-11-04 00:30:00"), (1, "2026-11-04 01:30:00")):
        at = datetime(2026, 11, 1, 1, 30, fold=fold, tzinfo=NEW_YORK)
        assert local(payer_due(at, PayerClass.CHIP, Urgency.EXPEDITED, False, NEW_YORK, table=TABLE)) == expedited


def test_p01_a_holiday_is_a_day_like_any_other_for_the_payer_and_none_for_the_house() -> None:
    assert local(due("2026-12-23 10:00", PayerClass.CHIP)) == "2026-12-30 23:59:59"
    christmas = WorkingDays(holidays=frozenset({date(2026, 12, 25)}))
    begun = datetime(2026, 12, 23, 10, tzinfo=NEW_YORK)
    assert local(internal_target(begun, 2, NEW_YORK, christmas)) == "2026-12-28 23:59:59"


@pytest.mark.parametrize("payer", [PayerClass.CHIP, PayerClass.MEDICARE_ADVANTAGE])
def test_an_appeals_last_day_on_a_leap_day_or_a_holiday_is_kept_or_moved_back(payer: PayerClass) -> None:
    days = {PayerClass.CHIP: 60, PayerClass.MEDICARE_ADVANTAGE: 65}[payer]
    leap = date(2028, 2, 29)  # a Tuesday
    free = WorkingDays(holidays=frozenset({leap}))
    for working, last in ((WorkingDays(), leap), (free, date(2028, 2, 28))):
        answer = appeal_due(leap - timedelta(days=days), payer, NEW_YORK, table=TABLE, working=working)
        assert local(answer) == f"{last} 23:59:59"


def test_p01_a_kind_of_payer_that_nobody_named_is_no_payer_of_some_other_kind() -> None:
    with pytest.raises(ValueError, match="not a valid PayerClass"):
        payer_due_in_house(START, "unknown", "standard", is_drug=False)


def test_p01_where_a_rule_lets_a_payer_take_longer_the_clock_says_so_and_counts_without_it() -> None:
    answer = due("2026-06-01 10:00", PayerClass.MEDICARE_ADVANTAGE)
    assert local(answer) == "2026-06-08 23:59:59"
    assert "up to 14 days more where 42 CFR 422.568(b)(2) allows it" in answer.says
    assert "more where" not in due("2026-06-01 10:00", PayerClass.MEDICARE_ADVANTAGE, is_drug=True).says


def test_every_sentence_of_a_clock_fits_its_column() -> None:
    longest = Submission._meta.get_field("payer_due_says").max_length
    for rule in TABLE.decisions:
        assert rule.urgency
        for is_drug in (False, True):
            assert len(due("2026-06-01 10:00", rule.payer_class, rule.urgency, is_drug).says) <= longest


def test_a_leap_day_counts_as_a_day() -> None:
    assert local(due("2028-02-25 09:00", PayerClass.CHIP)) == "2028-03-03 23:59:59"


HOLIDAYS = st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=30)


@given(on=st.dates(date(2026, 1, 1), date(2032, 1, 1)), payer=CLASSES, zone=ZONES, holidays=HOLIDAYS)
def test_an_appeal_is_never_due_when_nobody_works_and_never_late(
    on: date, payer: PayerClass, zone: str, holidays: frozenset[date]
) -> None:
    working = WorkingDays(holidays=holidays)
    answer = appeal_due(on, payer, ZoneInfo(zone), table=TABLE, working=working)
    assert answer.at
    assert answer.rule
    day, last = answer.at.astimezone(ZoneInfo(zone)).date(), on + timedelta(days=answer.rule.amount)
    assert working.works_on(day)
    assert day <= last
    assert ("moved earlier" in answer.says) == (day != last)


def test_an_appeal_whose_last_day_is_a_sunday_is_filed_on_friday_and_says_so() -> None:
    answer = appeal_due(date(2026, 11, 20), PayerClass.MEDICARE_ADVANTAGE, NEW_YORK, table=TABLE, working=WorkingDays())
    assert "File the appeal by Fri 22 Jan 2027, moved earlier from Sun 24 Jan 2027" in answer.says
    assert appeal_due(None, PayerClass.CHIP, NEW_YORK, table=TABLE, working=WorkingDays()).at is None


@given(at=MOMENTS, days=st.integers(1, 20), holidays=HOLIDAYS)
def test_the_house_counts_its_own_working_days(at: datetime, days: int, holidays: frozenset[date]) -> None:
    working = WorkingDays(holidays=holidays)
    answer = internal_target(at, days, NEW_YORK, working)
    assert answer.at
    begun, end = at.astimezone(NEW_YORK).date(), answer.at.astimezone(NEW_YORK).date()
    between = [begun + timedelta(days=n) for n in range(1, (end - begun).days + 1)]
    assert sum(map(working.works_on, between)) == days
    assert working.works_on(end)


@pytest.mark.parametrize(("weekend", "holidays"), [(["someday"], []), ([], ["2026-02-30"]), (WEEKDAYS, [])])
def test_days_that_cannot_be_read_are_refused_in_a_sentence(weekend: Any, holidays: list[str]) -> None:
    with pytest.raises(TableInvalid):
        WorkingDays.told(weekend, holidays)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"amount": 0}, "no amount"),
        ({"unit": "weeks"}, "weeks"),
        ({"payer_class": "x"}, "x"),
        ({"valid_from": None}, ""),
    ],
)
def test_a_table_that_cannot_be_read_names_its_row(change: dict[str, Any], words: str) -> None:
    row = {**BODY["decisions"][0], **change}
    with pytest.raises(TableInvalid, match=f"Row 1 of 'decisions' cannot be read.*{words}"):
        parse_table({**BODY, "decisions": [row]})
    with pytest.raises(TableInvalid, match="Row 1 of 'appeals' needs 'payer_class'"):
        parse_table({"decisions": [], "appeals": [{}]})


def test_every_row_says_where_its_time_is_written() -> None:
    assert all(rule.source for rule in (*TABLE.decisions, *TABLE.appeals))
    assert {rule.payer_class for rule in TABLE.appeals} == set(PayerClass)


STANDARDS = json.loads((DATA / "standards.json").read_text())


def test_versions_are_config_a_proposal_changes_nothing_until_a_row_gives_it_a_day() -> None:
    """P02: today's transaction is X12 278; what CMS-0062-P proposes is a row without a day."""
    today = date(2026, 11, 21)
    in_force = standard_on(parse_standards(STANDARDS), "transaction", today)
    assert in_force
    assert (in_force.name, in_force.version) == ("ASC X12N 278", "005010X217")
    assert standard_on(parse_standards(STANDARDS), "questionnaire", today) is None
    rows = [{**row, "valid_from": row["valid_from"] or "2026-11-01"} for row in STANDARDS["standards"]]
    after = standard_on(parse_standards({"standards": rows}), "transaction", today)
    assert after
    assert (after.name, after.version) == ("HL7 Da Vinci PAS", "2.2.1")


def test_a_new_rule_is_a_row_and_no_code() -> None:
    row = {"payer_class": "chip", "urgency": "standard", "covers": "services", "valid_from": "2030-01-01", "amount": 3,
           "unit": "calendar_days", "source": "a later rule"}  # fmt: skip
    table = parse_table({**BODY, "decisions": [*BODY["decisions"], row]})
    at = datetime(2030, 6, 3, 12, tzinfo=UTC)
    answer = payer_due(at, PayerClass.CHIP, Urgency.STANDARD, False, NEW_YORK, table=table)
    assert local(answer) == "2030-06-06 23:59:59"
