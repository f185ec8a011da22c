"""Courses of a medicine: length and outcome of one course."""

from typing import Any

import pytest

from apps.drafting.domain.tasks import PassageView
from tests.drafting.criteria.asking import INSUFFICIENT, MET, NOT_MET, answer_to, noted, running, stopped

NINE_MONTHS = "started 3 Jun 2024 · stopped 11 Mar 2025"
LEFLUNOMIDE = "Leflunomide 20 mg tablet, 20 mg by mouth daily"
NO_RESPONSE = "reason: No adequate response"
LEF = {
    "kind": "trial",
    "any_of": ["leflunomide", "LEF"],
    "min_duration": {"days": 90},
    "outcome": "inadequate_response",
}

COURSES = (
    pytest.param(LEF, [stopped(f"{LEFLUNOMIDE} · {NINE_MONTHS} · {NO_RESPONSE}")], {}, MET, id="lef ok"),
    pytest.param(
        LEF,
        [stopped(f"{LEFLUNOMIDE} · started 3 Jun 2024 · stopped 11 Jul 2024 · {NO_RESPONSE}")],
        {},
        NOT_MET,
        id="lef short",
    ),
    pytest.param(LEF, [stopped(f"{LEFLUNOMIDE} · {NINE_MONTHS} · reason: Cost")], {}, NOT_MET, id="lef cost"),
    pytest.param(LEF, [stopped(f"{LEFLUNOMIDE} · {NINE_MONTHS} · reason: Rash")], {}, NOT_MET, id="lef rash"),
    pytest.param(LEF, [stopped(f"{LEFLUNOMIDE} · {NINE_MONTHS}")], {}, INSUFFICIENT, id="lef no reason"),
    pytest.param(
        LEF,
        [running(f"{LEFLUNOMIDE} · ordered 3 Jun 2026 · drafted, not yet ordered")],
        {},
        INSUFFICIENT,
        id="lef planned",
    ),
    pytest.param(
        LEF,
        [stopped(f"{LEFLUNOMIDE} · ordered 3 Jun 2024 · cancelled · reason: Never picked up")],
        {},
        NOT_MET,
        id="lef cancelled",
    ),
    pytest.param(
        LEF,
        [noted("Leflunomide 20 mg daily from 3 Jun 2024 to 11 Mar 2025, inadequate response.", "2025-03-11")],
        {},
        MET,
        id="lef note",
    ),
    pytest.param(LEF, [noted("Failed leflunomide for 9 months.", "2025-03-11")], {}, MET, id="lef note dur"),
    pytest.param(
        LEF, [noted("Leflunomide for 4 weeks without response.", "2025-03-11")], {}, NOT_MET, id="lef note short"
    ),
    pytest.param(LEF, [noted("Tried and failed leflunomide.", "2025-03-11")], {}, INSUFFICIENT, id="lef note nodur"),
    pytest.param(
        LEF,
        [noted("Plan: leflunomide 20 mg daily for 6 months; if inadequate response switch.", "2025-03-11")],
        {},
        INSUFFICIENT,
        id="lef plan note",
    ),
    pytest.param(
        LEF, [noted("Her sister failed leflunomide after 9 months.", "2025-03-11")], {}, INSUFFICIENT, id="lef sister"
    ),
    pytest.param(
        LEF,
        [noted("Patient says she took leflunomide for 9 months and it failed.", "2025-03-11")],
        {},
        INSUFFICIENT,
        id="lef told",
    ),
    pytest.param(
        LEF,
        [noted("Leflunomide was prescribed but she never filled it.", "2025-03-11")],
        {},
        NOT_MET,
        id="lef never note",
    ),
    pytest.param(
        LEF,
        [
            stopped(f"{LEFLUNOMIDE} · {NINE_MONTHS} · {NO_RESPONSE}"),
            noted("Leflunomide: pharmacy says it was never picked up.", "2024-09-03"),
        ],
        {},
        INSUFFICIENT,
        id="lef order + never",
    ),
    pytest.param(LEF, [noted("Leflunomide offered, declined.", "2025-03-11")], {}, INSUFFICIENT, id="lef refused"),
    pytest.param(
        LEF,
        [
            running(f"{LEFLUNOMIDE} · started 3 Jun 2024 · active"),
            noted("RA in remission on leflunomide.", "2026-03-11"),
        ],
        {},
        INSUFFICIENT,
        id="lef good",
    ),
    pytest.param(
        LEF,
        [
            running(f"{LEFLUNOMIDE} · started 3 Jun 2026 · active"),
            noted("Inadequate response to leflunomide after 5 months.", "2026-11-05"),
        ],
        {},
        MET,
        id="lef ongoing inadequate",
    ),
    pytest.param(
        LEF,
        [noted("LEF (inadequate, CDAI 34 -> 29), SSZ (rash)", "2026-11-06")],
        {},
        INSUFFICIENT,
        id="lef not MET other",
    ),
    pytest.param(
        LEF,
        [
            stopped(f"{LEFLUNOMIDE} · {NINE_MONTHS}"),
            noted("Prior: MTX, LEF (inadequate, CDAI 34 -> 29), SSZ (rash).", "2026-11-06"),
        ],
        {},
        MET,
        id="lef list+note",
    ),
    pytest.param(
        LEF, [noted("Leflunomide Jun 2024 - Mar 2025: lack of efficacy.", "2026-11-06")], {}, MET, id="lef note range"
    ),
    pytest.param(
        LEF, [noted("MTX 2 weeks, nausea. Leflunomide 8 months, failed.", "2026-11-06")], {}, MET, id="lef two drugs"
    ),
    pytest.param(
        LEF, [noted("MTX 8 months, failed; leflunomide 2 weeks, rash.", "2026-11-06")], {}, NOT_MET, id="lef mix"
    ),
    pytest.param(
        LEF, [noted("Leflunomide for about 3 months without benefit.", "2026-11-06")], {}, MET, id="lef approx"
    ),
    pytest.param(
        LEF,
        [noted("Failed methotrexate, sulfasalazine and leflunomide.", "2026-11-06")],
        {},
        INSUFFICIENT,
        id="mtx failed list",
    ),
    pytest.param(
        LEF,
        [
            stopped(
                "Leflunomide 10 mg tablet, 10 mg daily · started 3 Jun 2024 · stopped 1 Aug 2024 · reason: Dose "
                "increased",
                f"Leflunomide 20 mg tablet, 20 mg daily · started 2 Aug 2024 · stopped 10 Oct 2024 · {NO_RESPONSE}",
            )
        ],
        {},
        MET,
        id="lef dose esc",
    ),
    pytest.param(
        LEF,
        [
            stopped(
                "Leflunomide 10 mg tablet, 10 mg daily · started 3 Jun 2024 · stopped 1 Jul 2024 · reason: Surgery",
                f"Leflunomide 20 mg tablet, 20 mg daily · started 2 Oct 2024 · stopped 10 Nov 2024 · {NO_RESPONSE}",
            )
        ],
        {},
        NOT_MET,
        id="lef gap",
    ),
    pytest.param(
        LEF,
        [stopped(f"Leflunomide 20 mg tablet, 20 mg daily · started Jun 2024 · stopped Aug 2024 · {NO_RESPONSE}")],
        {},
        INSUFFICIENT,
        id="lef month dates",
    ),
    pytest.param(
        LEF,
        [stopped(f"Leflunomide 20 mg tablet, 20 mg daily · started Jun 2024 · stopped Dec 2024 · {NO_RESPONSE}")],
        {},
        MET,
        id="lef month ok",
    ),
    pytest.param(
        LEF,
        [
            stopped(f"Leflunomide 20 mg tablet, 20 mg daily · {NINE_MONTHS} · {NO_RESPONSE}"),
            noted("Leflunomide stopped after 2 weeks, rash.", "2024-06-20"),
        ],
        {},
        INSUFFICIENT,
        id="lef conflict dates",
    ),
    pytest.param(
        LEF,
        [
            stopped("Leflunomide 20 mg tablet, 20 mg daily · started 3 Jun 2024 · stopped 1 Jul 2024 · reason: Rash"),
            noted("Failed leflunomide for 6 months.", "2026-06-20"),
        ],
        {},
        INSUFFICIENT,
        id="lef claim vs list",
    ),
    pytest.param(
        LEF,
        [
            running("Leflunomide 20 mg tablet, 20 mg daily · started 3 Jun 2024 · on hold"),
            noted("Inadequate response to leflunomide.", "2026-11-05"),
        ],
        {},
        INSUFFICIENT,
        id="lef on hold",
    ),
)


@pytest.mark.parametrize(("asked", "chart", "given", "verdict"), COURSES)
def test_a_course_counts_only_when_one_course_shows_all_of_it(
    asked: dict[str, Any], chart: list[PassageView], given: dict[str, Any], verdict: str
) -> None:
    assert answer_to(asked, *chart, **given).verdict == verdict
