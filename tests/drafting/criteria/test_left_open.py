"""Questions without an answer, what was excluded, what a criterion leaves out, dates in the place of points."""

import pytest

from apps.drafting.domain.criteria import RequestFacts, answers
from apps.drafting.domain.tasks import PassageView
from tests.drafting.criteria.asking import (
    INSUFFICIENT,
    MET,
    NOT_MET,
    answer_to,
    chart_of,
    noted,
    order,
    policy_of,
    problems,
    running,
)
from tests.drafting.criteria.test_written_ways import W12, asked

DAY = "2026-10-20"
PREGNANCY = {"kind": "absence", "any_of": ["pregnancy", "pregnant"], "within": W12}
ABPA = {"kind": "absence", "any_of": ["allergic bronchopulmonary aspergillosis", "ABPA"], "within": W12}
CANCER = {
    "kind": "condition", "any_of": ["breast cancer", "prostate cancer", "malignant neoplasm", "metastatic cancer"],
    "status": "ever", "note": "Basal cell and squamous cell carcinoma of the skin do not count.",
}  # fmt: skip
GLP1 = {
    "kind": "absence",
    "any_of": ["GLP-1 receptor agonist", "liraglutide"],
    "within": {"days": 60, "before": "as_of"},
}
ODI = asked("Oswestry disability index", "ODI", value=20, unit="%")
PHQ = asked("PHQ-9", value=10, unit="{score}")

ANSWERED = {
    "denied": ("Pregnancy: denies.", MET),
    "no": ("Pregnancy: no.", MET),
    "none": ("Pregnancy: none.", MET),
    "not pregnant": ("She is not pregnant.", MET),
    "no field": ("Pregnancy: no field completed on our intake.", INSUFFICIENT),
    "no answer": ("Pregnancy: no answer.", INSUFFICIENT),
    "not asked": ("Pregnancy: not asked.", INSUFFICIENT),
    "no documentation": ("Pregnancy: no documentation.", INSUFFICIENT),
    "none documented": ("Pregnancy: none documented.", INSUFFICIENT),
    "no test": ("Pregnancy: no test on file.", INSUFFICIENT),
    "no data": ("Pregnancy - no data.", INSUFFICIENT),
    "nobody asked": ("Pregnancy: nobody asked.", INSUFFICIENT),
    "no entry": ("Pregnancy: no entry this year.", INSUFFICIENT),
    "blank": ("Pregnancy: left blank.", INSUFFICIENT),
    "not assessed": ("Pregnancy: not assessed today.", INSUFFICIENT),
    "no time": ("Pregnancy: no time to go into it.", INSUFFICIENT),
}


@pytest.mark.parametrize("case", ANSWERED.values(), ids=ANSWERED)
def test_a_question_that_nobody_answered_denies_nothing(case: tuple[str, str]) -> None:
    text, verdict = case
    assert answer_to(PREGNANCY, noted(text, DAY)).verdict == verdict


EXCLUDED = {
    "out": ("ABPA out.", MET),
    "out in a list": ("Vocal cord dysfunction no; ABPA out, EGPA open.", MET),
    "r/o'd": ("ABPA r/o'd in February.", MET),
    "ruled out": ("ABPA ruled out.", MET),
    "off the table": ("ABPA is off the table.", MET),
    "to rule out": ("Plan: rule out ABPA.", INSUFFICIENT),
    "not out yet": ("ABPA not ruled out.", INSUFFICIENT),
    "out of control": ("ABPA out of control.", NOT_MET),
    "there": ("She has ABPA.", NOT_MET),
}


@pytest.mark.parametrize("case", EXCLUDED.values(), ids=EXCLUDED)
def test_what_is_out_is_excluded(case: tuple[str, str]) -> None:
    text, verdict = case
    assert answer_to(ABPA, noted(text, DAY)).verdict == verdict


LEFT_OUT = {
    "nose": ("PMH: skin cancer (BCC nose 2018, excised).", False),
    "basal": ("Basal cell carcinoma of the scalp 2019, Mohs.", False),
    "squamous of skin": ("Squamous cell carcinoma of the ear, excised 2020.", False),
    "nmsc": ("History of non-melanoma skin cancer.", False),
    "melanoma": ("Malignant melanoma of the back 2020, metastatic cancer to lung.", True),
    "breast": ("Breast cancer 2019, lumpectomy.", True),
    "both": ("Prostate cancer 2015.", True),
}


@pytest.mark.parametrize("case", LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_a_criterion_leaves_out_does_not_meet_it(case: tuple[str, bool]) -> None:
    text, counts = case
    assert (answer_to(CANCER, noted(text, DAY)).verdict == MET) is counts


def test_a_listed_cancer_of_the_skin_is_left_out_and_one_of_the_breast_is_not() -> None:
    skin = problems("Basal cell carcinoma of skin of nose, excised · resolved 10 May 2019")
    breast = problems("Malignant neoplasm of breast · active · since 1 Apr 2019")
    assert answer_to(CANCER, skin).verdict != MET
    assert answer_to(CANCER, breast).verdict == MET


def test_the_medicine_asked_for_is_not_another_beside_it() -> None:
    line = "Semaglutide 0.5 mg pen, 0.5 mg under the skin weekly · ordered 5 Nov 2026 · active"
    other = "Liraglutide 1.2 mg pen, 1.2 mg under the skin daily · ordered 5 Jun 2026 · active"
    asks = "The member is not taking another GLP-1 agonist."
    assert asking(GLP1, asks, order(line), running(other)) == NOT_MET
    assert asking(GLP1, asks, order(line), running(line)) == INSUFFICIENT
    assert asking(GLP1, "The member takes no GLP-1 agonist.", order(line), running(line)) == NOT_MET


def asking(test: dict[str, object], text: str, request: RequestFacts, *chart: PassageView) -> str:
    return answers(policy_of(test, text=text), chart_of(*chart), request).leaves[0].verdict


POINTS = {
    "share": (ODI, "ODI 44 %.", MET),
    "points of fifty": (ODI, "ODI 22/50.", MET),
    "day before the share": (ODI, "ODI 9/10 = 14 %.", NOT_MET),
    "day with a colon": (PHQ, "PHQ-9 9/10: 6.", NOT_MET),
    "day alone": (ODI, "ODI 9/10.", INSUFFICIENT),
    "day of a form": (ODI, "ODI 10/2: left 4 of 10 sections blank, not scored.", INSUFFICIENT),
    "points of its scale": (PHQ, "PHQ-9 14/27.", MET),
}


@pytest.mark.parametrize("case", POINTS.values(), ids=POINTS)
def test_a_day_is_no_score(case: tuple[dict[str, object], str, str]) -> None:
    test, text, verdict = case
    assert answer_to(test, noted(text, DAY)).verdict == verdict
