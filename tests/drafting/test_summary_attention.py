"""What a summary says first: what the record says in two ways, and what was begun and has no end."""

from datetime import date

import pytest

from apps.drafting.domain.summary import compose_summary
from tests.drafting.charts import lines, note, summary_of


def attention(*passages) -> str:
    claims = compose_summary(summary_of(*passages)).claims
    return "\n".join(claim.text for claim in claims if claim.section == "Needs attention first")


ORDER = "Metoprolol succinate ER 50 mg tablet, 50 mg by mouth once daily · ordered 27 Oct 2026 · active"
PLAN = (
    "HFrEF, NICM, presumed anthracycline. EF 35% by echo 7/2024. "
    "On GDMT: spironolactone 25 daily, dapagliflozin 10 daily."
)
ENDED = (
    "Spironolactone 25 mg tablet, 25 mg by mouth once daily · started 22 Jan 2024 · stopped 11 Mar 2025 · reason: K 5.9"
)


@pytest.mark.parametrize(
    ("passages", "words"),
    [
        (
            (
                lines("medication_list", "Ordered, current", ORDER),
                note("Meds: metoprolol succinate 100 mg daily", date(2026, 11, 12), section="medications"),
            ),
            'Metoprolol succinate ER 50 mg tablet ordered 27 Oct 2026, but the note of 12 Nov 2026 says "Meds: meto',
        ),
        (
            (
                lines("medication_list", "Ordered, no longer current", ENDED),
                note(PLAN, date(2024, 8, 1)),
                note(PLAN, date(2026, 11, 12)),
            ),
            "ended 11 Mar 2025 (K 5.9), but listed in text of 12 Nov 2026 copied from 1 Aug 2024",
        ),
        (
            (
                lines("results", "Laboratory results", "Left ventricular Ejection fraction: 50 % · 14 May 2026"),
                note(PLAN, date(2024, 8, 1)),
                note(PLAN, date(2026, 11, 12)),
            ),
            'LVEF was 50 % on 14 May 2026, but text of 12 Nov 2026 copied from 1 Aug 2024 says "EF 35% by echo 7/2024"',
        ),
        (
            (
                lines("results", "Results", "CT angiogram: No pulmonary embolism. · 4 Dec 2025 · final report"),
                note("PE 12/2025", date(2026, 8, 18), section="past_medical_history"),
            ),
            'The note of 18 Aug 2026 has "PE 12/2025", but on 4 Dec 2025: "CT angiogram: No pulmonary embolism"',
        ),
        (
            (
                lines("problem_list", "Active problems", "Malignant neoplasm of left breast · active · since 2016"),
                note("R breast ca 2016 s/p lumpectomy", date(2026, 8, 18), section="past_medical_history"),
            ),
            'Malignant neoplasm of left breast on the problem list, but the note of 18 Aug 2026 says "R breast ca 2016',
        ),
        (
            (
                lines("allergy_list", "Allergies and intolerances", "Penicillin: Rash (mild) · active · since 1987"),
                note("ALLERGIES: NKDA", date(2026, 11, 10), section="allergies"),
            ),
            'Penicillin on the allergy list, but the note of 10 Nov 2026 says "NKDA"',
        ),
        (
            (lines("allergy_list", "Allergies and intolerances", "Allergies: not recorded. None received."),),
            "Allergies: not recorded",
        ),
        (
            (
                lines(
                    "orders", "Orders and referrals", "DXA bone density · active · ordered 18 Aug 2026 · note: Not seen"
                ),
            ),
            "DXA bone density ordered 18 Aug 2026: Not seen",
        ),
        (
            (
                lines(
                    "results", "Results", "CT chest: Nodule; CT chest at 6 months advised. · 4 Dec 2025 · final report"
                ),
            ),
            "none later in the chart",
        ),
        (
            (
                note("POLST: DNR/DNI, entered today", date(2026, 11, 11)),
                note("Full code.", date(2026, 11, 8)),
            ),
            "Code status: 11 Nov 2026",
        ),
    ],
)
def test_a_disagreement_or_an_open_end_is_said_first(passages, words: str) -> None:
    told = attention(*passages, lines("problem_list", "Active problems", "Osteopenia · active"))
    assert words in told


@pytest.mark.parametrize(
    "passages",
    [
        (lines("medication_list", "Ordered, current", ORDER), note("metoprolol succ 50 daily", date(2026, 11, 12))),
        (
            lines("medication_list", "Ordered, no longer current", ENDED),
            note("Spironolactone 25 stopped in March for potassium.", date(2026, 11, 12)),
        ),
        (
            lines("allergy_list", "Allergies and intolerances", "Penicillin: Rash (mild) · active · since 9 Apr 2025"),
            note("NKDA", date(2021, 11, 10), section="allergies"),
        ),
        (
            lines("orders", "Orders and referrals", "DXA bone density · active · ordered 18 Aug 2026"),
            lines("results", "Results", "DXA bone density: Osteopenia. · 1 Nov 2026 · final report"),
        ),
    ],
)
def test_what_agrees_is_no_conflict_and_what_came_is_not_open(passages) -> None:
    assert attention(*passages) == ""


@pytest.mark.parametrize(("due", "told"), [
    (" · due 25 Mar 2027", "Planned: Uric acid (ordered 1 Oct 2026, due 25 Mar 2027)."),
    (" · due 10 Nov 2026", "Ordered: Uric acid (ordered 1 Oct 2026, due 10 Nov 2026)."),
    (" · due 15 Oct 2026", "Uric acid ordered 1 Oct 2026, due 15 Oct 2026, no result in the chart."),
    (" · due 25 Mar 2027 · note: Not scheduled", "Uric acid ordered 1 Oct 2026, due 25 Mar 2027: Not scheduled."),
    ("", "Uric acid ordered 1 Oct 2026, no result in the chart."),
])  # fmt: skip
def test_an_order_for_a_day_that_has_not_come_is_planned_and_one_whose_day_passed_is_missed(
    due: str, told: str
) -> None:
    order = lines("orders", "Orders and referrals", f"Uric acid · active · ordered 1 Oct 2026{due}")
    assert attention(order, lines("problem_list", "Active problems", "Gout · active")) == told


def test_what_a_report_filed_as_a_note_advises_falls_due() -> None:
    report = note("8 mm nodule, right upper lobe. Follow-up CT in 3 months recommended.", date(2026, 2, 17),
                  kind="imaging_report", section="impression")  # fmt: skip
    assert '17 Feb 2026: "Follow-up CT in 3 months recommended"; none later in the chart.' in attention(report)
    done = lines("results", "Results", "CT chest: Unchanged. · 20 May 2026 · final report")
    assert "Follow-up CT" not in attention(report, done)
