"""The ways in which charts write that a treatment was done, is in use, was stopped or taught, and what is ordered."""

from typing import Any

import pytest

from apps.drafting.domain.tasks import PassageView
from tests.drafting.charts import lines
from tests.drafting.criteria.asking import INSUFFICIENT, MET, NOT_MET, answer_to, noted, orders, running, visits

DAY = "2026-10-27"


def treated(*names: str, **more: Any) -> dict[str, Any]:
    return {"kind": "treatment", "any_of": list(names), **more}


HALF_A_YEAR = {"months": 6, "before": "as_of"}
SESSIONS = treated("physical therapy", "PT", sessions=8, within=HALF_A_YEAR)
WEEKS = treated("physical therapy", "PT", min_duration={"weeks": 6}, within=HALF_A_YEAR)
HOME = treated("home exercise program", min_duration={"weeks": 6}, within=HALF_A_YEAR)
CPAP = treated("CPAP", min_duration={"days": 60}, within={"months": 12, "before": "as_of"})
IN_USE = treated("CPAP", within={"months": 3, "before": "as_of"})
DIET = treated("supervised weight management", min_duration={"months": 6}, within={"months": 24, "before": "as_of"})
EPIDURAL = treated("epidural steroid injection", within={"months": 12, "before": "as_of"})

DONE = (
    (SESSIONS, "Attended 8 of 12 PT visits."),
    (SESSIONS, "PT: 9 visits 8/3-9/28, plateaued."),
    (SESSIONS, "Physical therapy x 8 visits, no relief."),
    (SESSIONS, "s/p PT x10 visits"),
    (SESSIONS, "PT visit 9 of 12 today."),
    (WEEKS, "Has been in PT since July, twice a week."),
    (WEEKS, "Physical therapy for 8 weeks, no improvement."),
    (HOME, "Home exercise program since 8/15, does it daily."),
    (HOME, "Doing home stretches every day for 7 weeks."),
    (CPAP, "CPAP started 7/1/2026, still using it every night."),
    (CPAP, "On CPAP for 4 months, 6 h a night."),
    (CPAP, "Month 4 of CPAP, AHI 3."),
    (IN_USE, "Adherent with CPAP."),
    (IN_USE, "Tolerating APAP."),
    (DIET, "Medically supervised weight loss program for 7 months, lost 5 lb."),
    (EPIDURAL, "L4-5 ESI 8/14/26, two days of relief."),
)
NOT_DONE = (
    (SESSIONS, "PT referral placed, 8 visits authorized."),
    (SESSIONS, "Will start PT 2x/wk x 6 wks."),
    (SESSIONS, "Mother completed 8 sessions of PT."),
    (SESSIONS, "Scheduled for 8 visits of PT, cancelled all."),
    (WEEKS, "PT recommended for 6 weeks."),
    (HOME, "HEP to be done for 6 weeks."),
    (HOME, "HEP for 2 weeks."),
    (CPAP, "CPAP since 10/20/26."),
    (CPAP, "CPAP for 3 months, then gave it back."),
    (IN_USE, "Wife uses CPAP."),
    (IN_USE, "Not using CPAP."),
    (DIET, "Must complete 6 months of supervised diet."),
    (EPIDURAL, "ESI scheduled for 11/30."),
)


@pytest.mark.parametrize(("asked", "text"), DONE)
def test_a_treatment_that_was_done_is_told_in_many_ways(asked: dict[str, Any], text: str) -> None:
    assert answer_to(asked, noted(text, DAY)).verdict == MET


@pytest.mark.parametrize(("asked", "text"), NOT_DONE)
def test_a_treatment_that_is_planned_given_up_or_of_another_is_none(asked: dict[str, Any], text: str) -> None:
    assert answer_to(asked, noted(text, DAY)).verdict != MET


INSULIN = treated("insulin", "basal insulin", within={"days": 30, "before": "as_of"})
GLARGINE = "Insulin glargine 100 units/mL pen, 34 units at bedtime · ordered 2 Jun 2025 · active"


def test_what_a_clinician_stopped_is_not_taken_whatever_the_list_says() -> None:
    stale = noted("Med list: insulin glargine 34 units at bedtime.", "2026-11-10")
    told = noted("Off insulin since 9/2, feels fine.", "2026-11-10")
    ordered_off = noted("1) STOP glargine today.", "2026-09-02", section="plan")
    assert answer_to(INSULIN, running(GLARGINE), stale, told, ordered_off).verdict == NOT_MET
    assert answer_to(INSULIN, running(GLARGINE), ordered_off).verdict == INSUFFICIENT
    assert answer_to(INSULIN, running(GLARGINE), stale).verdict == MET


def test_an_order_to_stop_under_a_condition_ends_nothing() -> None:
    taken = noted("Takes insulin glargine 34 units nightly.", "2026-11-10")
    condition = noted("Stop glargine if glucose falls below 70.", "2026-11-10", section="plan")
    assert answer_to(INSULIN, running(GLARGINE), taken, condition).verdict == MET


LESSON = treated("CGM education", sessions=1, within=HALF_A_YEAR, performed_by=["pharmacist", "registered nurse"])


def _page(text: str, author: str) -> PassageView:
    return noted(text, DAY, author=author, section="other")


def test_teaching_counts_where_whoever_may_teach_tells_of_it() -> None:
    lesson = "CGM EDUCATION (individual). Covered lag, arrows, alarms. Teach-back right."
    assert answer_to(LESSON, _page(lesson, "Clinical pharmacist")).verdict == MET
    assert answer_to(LESSON, _page(lesson, "Equipment supplier")).verdict != MET
    assert answer_to(LESSON, _page("Needs CGM education before start.", "Clinical pharmacist")).verdict != MET


PROGRAMME = treated("diet program", sessions=3, within={"months": 24, "before": "as_of"},
                    note="Three consecutive months.")  # fmt: skip


def _months(*months: str, missed: str = "") -> PassageView:
    rows = [f"Weight management visit, dietitian (ambulatory) · 10 {month} 2026 · for Obesity" for month in months]
    rows += [f"Weight management visit, dietitian (ambulatory) · 10 {missed} 2026 · cancelled"] if missed else []
    return visits(*rows)


def test_months_that_follow_each_other_have_no_gap() -> None:
    assert answer_to(PROGRAMME, _months("Mar", "Apr", "May")).verdict == MET
    assert answer_to(PROGRAMME, _months("Mar", "Apr", "Jun", missed="May")).verdict == NOT_MET
    assert answer_to(PROGRAMME, _months("Mar", "Apr", "Jun")).verdict == INSUFFICIENT


def requested(attribute: str, operator: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"kind": "request", "attribute": attribute, "compare": {"op": operator, "value": value, **more}}


SENSORS = requested("quantity", "<=", 3, unit="{sensor}") | {"about": "sensors per 30 days"}
STARTING = requested("dose", "<=", 70, unit="mg") | {"about": "erenumab"}
ALONE = requested("concurrent therapy", "!=", "biologic or JAK inhibitor")
ABATACEPT = "Abatacept 125 mg/mL syringe, 125 mg weekly · ordered 6 Nov 2026 · active"


@pytest.mark.parametrize(("count", "verdict"), [(4, NOT_MET), (3, MET)])
def test_a_quantity_for_a_time_is_compared_by_what_is_counted(count: int, verdict: str) -> None:
    order = f"Glucose monitor, sensors · active · ordered 6 Nov 2026 · quantity {count} sensors per 30 days"
    assert answer_to(SENSORS, orders(order), title="Glucose monitor").verdict == verdict


@pytest.mark.parametrize(("dose", "verdict"), [(140, NOT_MET), (70, MET)])
def test_the_order_is_the_one_that_the_test_is_about(dose: int, verdict: str) -> None:
    order = f"erenumab-aooe {dose} mg/mL autoinjector, {dose} mg every month · ordered 6 Nov 2026 · active"
    assert answer_to(STARTING, running(order), title="Migraine antibody").verdict == verdict


def test_a_test_that_asks_for_none_of_some_is_met_by_their_absence() -> None:
    alone = noted("Start abatacept. No other biologic, no JAK.", "2026-11-06")
    both = noted("Add abatacept to tofacitinib, continue both in combination.", "2026-11-06")
    never = lines("medication_list", "Pharmacy fills", "NOT dispensed: Adalimumab 40 mg pen · cancelled 14 Jan 2026")
    listed = running(ABATACEPT, "Adalimumab 40 mg pen, 40 mg every 2 weeks · ordered 12 Jan 2026 · active")
    assert answer_to(ALONE, running(ABATACEPT), alone, title="abatacept").verdict == MET
    assert answer_to(ALONE, listed, never, alone, title="abatacept").verdict == MET
    assert answer_to(ALONE, running(ABATACEPT), both, title="abatacept").verdict == NOT_MET
