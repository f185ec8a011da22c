"""Which visits took place, in which room, about what."""

from datetime import date
from typing import Any

import pytest

from apps.drafting.domain.tasks import PassageView
from tests.drafting.criteria.asking import INSUFFICIENT, MET, NOT_MET, answer_to, noted, order, orders, said, visits

VISIT = {
    "kind": "encounter",
    "any_of": ["office visit"],
    "mode": "in_person",
    "within": {"months": 6, "before": "as_of"},
}
W12 = {"months": 12, "before": "as_of"}
NUTR = {"kind": "encounter", "any_of": ["dietitian", "nutrition"], "mode": "any", "within": W12}
RHEUM = {"kind": "encounter", "any_of": ["rheumatology", "rheumatologist"], "mode": "any", "within": W12}
FACE = {
    "kind": "encounter",
    "any_of": ["office visit", "mobility evaluation"],
    "mode": "in_person",
    "within": {"days": 45, "before": "order"},
    "about": "mobility",
}
ENDO = {
    "kind": "encounter",
    "any_of": ["endocrinology"],
    "mode": "in_person",
    "within": {"months": 6, "before": "as_of"},
    "about": "diabetes",
}

VISITS_ASKED = (
    pytest.param(
        VISIT,
        [visits("Office visit, pulmonology (ambulatory) · 19 Oct 2026 · with [PLACE-2], MD")],
        {},
        MET,
        id="visit",
    ),
    pytest.param(
        VISIT,
        [visits("Office visit, pulmonology (ambulatory) · 19 Jan 2026 · with [PLACE-2], MD")],
        {},
        NOT_MET,
        id="visit old",
    ),
    pytest.param(
        VISIT,
        [visits("Office visit, video (virtual) · 19 Oct 2026 · with [PLACE-2], MD")],
        {},
        NOT_MET,
        id="visit virtual",
    ),
    pytest.param(
        VISIT,
        [visits("Office visit, pulmonology (ambulatory) · 19 Oct 2026 · cancelled")],
        {},
        INSUFFICIENT,
        id="visit cancelled",
    ),
    pytest.param(
        VISIT,
        [visits("Office visit, pulmonology (ambulatory) · 19 Dec 2026 · planned")],
        {},
        INSUFFICIENT,
        id="visit future",
    ),
    pytest.param(
        VISIT,
        [visits("Office visit (ambulatory) · 19 Oct 2026"), noted("Video visit, patient at home.", "2026-10-19")],
        {},
        NOT_MET,
        id="visit amb but video",
    ),
    pytest.param(VISIT, [visits("Office visit, pulmonology (ambulatory) · 21 May 2026")], {}, MET, id="visit boundary"),
    pytest.param(
        VISIT, [visits("Office visit, pulmonology (ambulatory) · 20 May 2026")], {}, NOT_MET, id="visit boundary-1"
    ),
    pytest.param(
        NUTR, [visits("Nutrition visit (ambulatory) · 6 Aug 2026 · with [CLINICIAN-4], RD")], {}, MET, id="nutr"
    ),
    pytest.param(
        RHEUM,
        [
            said(
                "Rheumatology consult. RA active.",
                date.fromisoformat("2026-08-10"),
                kind="consult_note",
                author="Rheumatology",
            )
        ],
        {},
        MET,
        id="rheum note",
    ),
    pytest.param(
        RHEUM, [orders("Rheumatology referral · active · ordered 6 Nov 2026")], {}, INSUFFICIENT, id="rheum referral"
    ),
    pytest.param(
        FACE,
        [
            visits(
                "Office visit, internal medicine (ambulatory) · 1 Oct 2026 · for Mobility evaluation · with "
                "[CLINICIAN-1], MD"
            )
        ],
        {"request": order("Power wheelchair · active · ordered 6 Nov 2026")},
        MET,
        id="face",
    ),
    pytest.param(
        FACE,
        [visits("Office visit, internal medicine (ambulatory) · 1 Oct 2026 · for Sinusitis · with [CLINICIAN-1], MD")],
        {"request": order("Power wheelchair · active · ordered 6 Nov 2026")},
        INSUFFICIENT,
        id="face other",
    ),
    pytest.param(
        FACE,
        [
            visits(
                "Office visit, internal medicine (ambulatory) · 10 Nov 2026 · for Mobility evaluation · with "
                "[CLINICIAN-1], MD"
            )
        ],
        {"request": order("Power wheelchair · active · ordered 6 Nov 2026")},
        NOT_MET,
        id="face after order",
    ),
    pytest.param(
        ENDO,
        [visits("Endocrinology telephone visit (virtual) · 21 Jul 2026 · for Diabetes")],
        {},
        NOT_MET,
        id="endo tele",
    ),
    pytest.param(
        ENDO,
        [visits("Endocrinology office visit (ambulatory) · 21 Jul 2026 · for Type 1 diabetes")],
        {},
        MET,
        id="endo ok",
    ),
    pytest.param(
        ENDO,
        [visits("Endocrinology office visit (ambulatory) · 21 Jul 2026 · for Thyroid nodule")],
        {},
        INSUFFICIENT,
        id="endo thyroid",
    ),
    pytest.param(
        ENDO,
        [visits("Hospital admission (inpatient) · 21 Jul 2026 to 25 Jul 2026 · for Diabetes")],
        {},
        INSUFFICIENT,
        id="endo hosp",
    ),
)


@pytest.mark.parametrize(("asked", "chart", "given", "verdict"), VISITS_ASKED)
def test_only_a_visit_that_was_kept_counts(
    asked: dict[str, Any], chart: list[PassageView], given: dict[str, Any], verdict: str
) -> None:
    assert answer_to(asked, *chart, **given).verdict == verdict
