"""Courses of medicines: dates, doses, supplies and how they ended."""

from typing import Any

import pytest

from apps.drafting.domain.tasks import PassageView
from tests.drafting.charts import lines
from tests.drafting.criteria.asking import (
    INSUFFICIENT,
    MET,
    NOT_MET,
    answer_to,
    noted,
    running,
    stopped,
)

UNMET = "NOT_MET INSUFFICIENT"  # either; never met
D = "2026-11-10"
M = "Methotrexate 2.5 mg tablet, 15 mg by mouth once a week · "
MTX = {
    "kind": "trial",
    "any_of": ["methotrexate", "MTX"],
    "min_dose": {"value": 15, "unit": "mg", "per": "wk"},
    "min_duration": {"days": 90},
    "outcome": "inadequate_response",
}
MTXI = {"kind": "trial", "any_of": ["methotrexate", "MTX"], "min_duration": {"days": 28}, "outcome": "intolerance"}
MTXC = {"kind": "trial", "any_of": ["methotrexate", "MTX"], "outcome": "contraindicated"}
NS = {"kind": "trial", "any_of": ["NSAID"], "min_duration": {"days": 28}, "outcome": "inadequate_response"}
TOP = {
    "kind": "trial",
    "any_of": ["topiramate"],
    "min_dose": {"value": 50, "unit": "mg", "per": "d"},
    "min_duration": {"days": 56},
    "outcome": ["inadequate_response", "intolerance"],
}
TNF = {"kind": "trial", "any_of": ["TNF inhibitor"], "min_duration": {"days": 90}, "outcome": "inadequate_response"}
HP = {"kind": "trial", "any_of": ["clarithromycin"], "min_duration": {"days": 10}, "outcome": "completed"}
PER = {
    "kind": "trial",
    "any_of": ["topiramate"],
    "min_dose": {"inadequate_response": {"value": 50, "unit": "mg", "per": "d"}},
    "min_duration": {"inadequate_response": {"days": 56}, "intolerance": {"days": 14}},
    "outcome": ["inadequate_response", "intolerance"],
}


def fills(*texts: str) -> PassageView:
    return lines("medication_list", "Pharmacy fills", *texts)


ASKED = (
    pytest.param(
        MTX, [stopped(M + "ordered 12 Jan 2026 · stopped 4 May 2026 · reason: Inadequate response")], MET, id="m list y"
    ),
    pytest.param(
        MTX,
        [stopped(M + "ordered 12 Jan 2026 · stopped 4 Mar 2026 · reason: Inadequate response")],
        NOT_MET,
        id="m list short",
    ),
    pytest.param(
        MTX, [stopped(M + "ordered 12 Jan 2026 · stopped 4 May 2026 · reason: Cost")], NOT_MET, id="m list cost"
    ),
    pytest.param(MTX, [stopped(M + "ordered 12 Jan 2026 · stopped 4 May 2026")], INSUFFICIENT, id="m list no reason"),
    pytest.param(
        MTX,
        [
            stopped(M + "ordered 12 Jan 2026 · stopped 4 May 2026"),
            noted("Methotrexate failed, still 9 swollen joints. Stop.", "2026-05-04"),
        ],
        MET,
        id="m list no reason, note",
    ),
    pytest.param(
        MTX,
        [
            stopped(M + "ordered 12 Jan 2026 · stopped 4 May 2026 · reason: Inadequate response"),
            fills("NOT dispensed: Methotrexate 2.5 mg tablet · cancelled 12 Jan 2026 · reason: never picked up"),
        ],
        UNMET,
        id="m never filled",
    ),
    pytest.param(
        MTX,
        [
            stopped(M + "ordered 12 Jan 2026 · stopped 4 May 2026 · reason: Inadequate response"),
            fills("Methotrexate 2.5 mg tablet · dispensed 12 Jan 2026 · supply for 28 d · quantity 24"),
        ],
        INSUFFICIENT,
        id="m fills short",
    ),
    pytest.param(
        MTX,
        [
            stopped(M + "ordered 12 Jan 2026 · stopped 4 May 2026 · reason: Inadequate response"),
            fills(
                *[
                    f"Methotrexate 2.5 mg tablet · dispensed {d} 2026 · supply for 28 d · quantity 24"
                    for d in ("12 Jan", "9 Feb", "9 Mar", "6 Apr")
                ]
            ),
        ],
        MET,
        id="m fills ok",
    ),
    pytest.param(
        MTX,
        [
            stopped(
                "Methotrexate 2.5 mg tablet, 7.5 mg by mouth once a week · ordered 12 Jan 2026 · "
                "stopped 4 May 2026 · reason: Inadequate response"
            )
        ],
        NOT_MET,
        id="m low dose",
    ),
    pytest.param(
        MTX, [noted("Methotrexate 20 mg weekly from 3 January to 10 June 2025: no response.", D)], MET, id="m note"
    ),
    pytest.param(
        MTX, [noted("Tried methotrexate 15 mg weekly for 4 months without benefit.", D)], MET, id="m note 4mo"
    ),
    pytest.param(
        MTX,
        [noted("Brother tried methotrexate 15 mg weekly for 4 months without benefit.", D)],
        INSUFFICIENT,
        id="m note brother",
    ),
    pytest.param(
        MTX,
        [noted("Patient says she took methotrexate 15 mg weekly for 4 months without benefit.", D)],
        INSUFFICIENT,
        id="m note pt told",
    ),
    pytest.param(
        MTX,
        [noted("Plan methotrexate 15 mg weekly for 4 months; if no benefit, biologic.", D)],
        INSUFFICIENT,
        id="m note plan",
    ),
    pytest.param(MTX, [noted("Has not failed methotrexate 15 mg weekly for 4 months.", D)], UNMET, id="m note not"),
    pytest.param(
        MTX,
        [running(M + "ordered 12 Jan 2026 · active"), noted("Good response to methotrexate.", D)],
        UNMET,
        id="m ongoing good",
    ),
    pytest.param(
        MTX,
        [
            running(M + "ordered 12 Jan 2026 · active"),
            noted("Inadequate response to methotrexate 15 mg weekly, CDAI 24.", D),
        ],
        MET,
        id="m ongoing inadequate",
    ),
    pytest.param(
        MTX,
        [
            stopped(
                "Methotrexate 2.5 mg tablet, 10 mg by mouth once a week · ordered 12 Jan 2026 · "
                "stopped 9 Feb 2026 · reason: Dose increased",
                "Methotrexate 2.5 mg tablet, 15 mg by mouth once a week · ordered 10 Feb 2026 · "
                "stopped 20 Jun 2026 · reason: Lack of efficacy",
            )
        ],
        MET,
        id="m titrated",
    ),
    pytest.param(MTX, [running(M + "ordered 12 Jan 2026 · drafted, not yet ordered")], INSUFFICIENT, id="m draft"),
    pytest.param(
        MTX,
        [stopped(M + "ordered 12 Jan 2026 · stopped 4 May 2026 · reason: Patient preference")],
        NOT_MET,
        id="m switch only",
    ),
    pytest.param(
        MTXI, [stopped(M + "ordered 12 Jan 2026 · stopped 4 May 2026 · reason: Mouth sores and nausea")], MET, id="mi y"
    ),
    pytest.param(
        MTXI, [stopped(M + "ordered 12 Jan 2026 · stopped 20 Jan 2026 · reason: Nausea")], NOT_MET, id="mi 2wk"
    ),
    pytest.param(MTXI, [noted("Methotrexate stopped after six weeks because of ALT 180.", D)], MET, id="mi note"),
    pytest.param(MTXI, [noted("Methotrexate for six weeks, tolerated well.", D)], UNMET, id="mi tolerated"),
    pytest.param(MTXI, [noted("On methotrexate for six weeks, no nausea, no mouth sores.", D)], UNMET, id="mi denies"),
    pytest.param(MTXC, [noted("Methotrexate is contraindicated: cirrhosis.", D)], MET, id="mc y"),
    pytest.param(MTXC, [noted("No contraindication to methotrexate.", D)], NOT_MET, id="mc n"),
    pytest.param(MTXC, [noted("Drinks daily; methotrexate should not be given.", D)], MET, id="mc alc"),
    pytest.param(
        MTXC,
        [lines("allergy_list", "Allergies and intolerances", "Methotrexate: Anaphylaxis · active")],
        MET,
        id="mc allergy",
    ),
    pytest.param(
        MTXC, [lines("allergy_list", "Allergies and intolerances", "Methotrexate: Rash · active")], UNMET, id="mc rash"
    ),
    pytest.param(MTXC, [noted("Methotrexate may be contraindicated.", D)], INSUFFICIENT, id="mc maybe"),
    pytest.param(MTXC, [noted("Methotrexate was contraindicated in her mother.", D)], INSUFFICIENT, id="mc mother"),
    pytest.param(
        NS,
        [
            stopped(
                "Naproxen 500 mg tablet, 500 mg twice daily · ordered 1 Sep 2026 · stopped 15 Oct 2026 · "
                "reason: No benefit"
            )
        ],
        MET,
        id="ns naproxen",
    ),
    pytest.param(NS, [noted("NSAIDs for 6 weeks failed.", D)], MET, id="ns note"),
    pytest.param(
        NS,
        [
            stopped(
                "Acetaminophen 500 mg tablet, 1 g three times daily · ordered 1 Sep 2026 · stopped 15 Oct 2026 · "
                "reason: No benefit"
            )
        ],
        INSUFFICIENT,
        id="ns acet",
    ),
    pytest.param(NS, [noted("Takes ibuprofen now and then.", D)], INSUFFICIENT, id="ns prn"),
    pytest.param(
        PER,
        [
            stopped(
                "Topiramate 25 mg tablet, 25 mg at bedtime · ordered 1 Sep 2026 · stopped 20 Sep 2026 · "
                "reason: Paresthesias"
            )
        ],
        MET,
        id="top per intol",
    ),
    pytest.param(
        PER,
        [
            stopped(
                "Topiramate 25 mg tablet, 25 mg at bedtime · ordered 1 Sep 2026 · stopped 8 Sep 2026 · "
                "reason: Paresthesias"
            )
        ],
        NOT_MET,
        id="top per intol short",
    ),
    pytest.param(
        PER,
        [
            stopped(
                "Topiramate 25 mg tablet, 25 mg at bedtime · ordered 1 Jun 2026 · stopped 20 Sep 2026 · "
                "reason: No effect"
            )
        ],
        NOT_MET,
        id="top ir dose low",
    ),
    pytest.param(
        TOP,
        [
            stopped(
                "Topiramate 50 mg tablet, 50 mg at bedtime · ordered 1 Jun 2026 · stopped 20 Sep 2026 · "
                "reason: No effect"
            ),
            noted("Topiramate: took it for 5 days only.", "2026-09-25"),
        ],
        INSUFFICIENT,
        id="top conflict",
    ),
    pytest.param(
        TOP,
        [
            stopped(
                "Topiramate 50 mg tablet, 50 mg at bedtime · ordered 1 Jun 2026 · stopped 20 Sep 2026 · "
                "reason: No effect"
            ),
            noted("Says she never took the topiramate.", "2026-09-25"),
        ],
        UNMET,
        id="top never told",
    ),
    pytest.param(
        TNF,
        [
            stopped(
                "Adalimumab 40 mg/0.4 mL pen, 40 mg every 2 weeks · started 3 Jan 2026 · stopped 3 Jun 2026 · "
                "reason: Loss of response"
            )
        ],
        MET,
        id="tnf adal",
    ),
    pytest.param(
        TNF,
        [
            stopped(
                "Secukinumab 150 mg pen, 150 mg monthly · started 3 Jan 2026 · stopped 3 Jun 2026 · "
                "reason: Loss of response"
            )
        ],
        INSUFFICIENT,
        id="tnf secu",
    ),
    pytest.param(
        HP,
        [stopped("Clarithromycin 500 mg tablet, 500 mg twice daily · started 1 Jun 2026 · completed 14 Jun 2026")],
        MET,
        id="hp done",
    ),
    pytest.param(HP, [noted("Completed 14 days of clarithromycin.", D)], MET, id="hp note"),
    pytest.param(HP, [noted("Took clarithromycin for 5 days, then stopped.", D)], UNMET, id="hp short"),
)


@pytest.mark.parametrize(("asked", "chart", "verdicts"), ASKED)
def test_a_course_shows_all_of_it_or_is_no_trial(
    asked: dict[str, Any], chart: list[PassageView], verdicts: str
) -> None:
    assert answer_to(asked, *chart).verdict in verdicts.split()
