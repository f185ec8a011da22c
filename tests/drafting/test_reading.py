"""What a careful reader beside the chart would miss: peaks, corrections, safety facts, findings nobody answered."""

from datetime import date

import pytest

from apps.drafting.domain.checks import check_draft
from apps.drafting.domain.claims import CitedSpan, ClaimType, ProposedClaim, Severity, Support
from apps.drafting.domain.summary import compose_summary
from apps.drafting.domain.tasks import DraftOutput
from tests.drafting.charts import lines, note, summary_of

KIDNEY = lines("problem_list", "Active problems", "Acute kidney injury · active · since 10 Nov 2026")


def told(*passages, section: str = "") -> str:
    claims = compose_summary(summary_of(*passages)).claims
    return "\n".join(one.text for one in claims if not section or one.section == section)


def unsupported(*passages) -> list[str]:
    draft_input = summary_of(*passages)
    checked = check_draft(draft_input, compose_summary(draft_input))
    return [
        one.claim.text
        for one in checked.claims
        if one.claim.type is not ClaimType.CONFLICT and one.support is not Support.SUPPORTED
    ]


@pytest.mark.parametrize(
    ("values", "shown", "peak"),
    [
        (
            ("5.0 mmol/L (normal) · 11 Jun 2026", "5.1 mmol/L (high) · 1 Oct 2026", "5.6 mmol/L (high) · 10 Nov 2026",
             "5.2 mmol/L (high) · 14 Nov 2026"),
            "Potassium 5.1 mmol/L (1 Oct), 5.6 mmol/L (10 Nov), 5.2 mmol/L (14 Nov 2026), high",
            "5.6",
        ),
        (
            ("3.9 mmol/L (normal) · 1 Oct 2026", "2.6 mmol/L (critical low) · 10 Nov 2026",
             "3.4 mmol/L (low) · 14 Nov 2026"),
            "Potassium 3.9 mmol/L (1 Oct), 2.6 mmol/L (10 Nov), 3.4 mmol/L (14 Nov 2026), low",
            "2.6",
        ),
        (
            ("6.1 mmol/L (critical) · 14 Nov 2026", "5.2 mmol/L (high) · 14 Nov 2026"),
            "Potassium 6.1 mmol/L (14 Nov), 5.2 mmol/L (14 Nov 2026), high",
            "6.1",
        ),
    ],
)  # fmt: skip
def test_no_peak_of_the_last_months_hides_in_a_trend(values: tuple[str, ...], shown: str, peak: str) -> None:
    results = lines("results", "Laboratory results", *(f"Potassium: {value}" for value in values))
    kidney = KIDNEY, results
    assert shown in told(*kidney, section="Active problems")
    assert f"{peak} mmol/L (" in told(*kidney, section="Needs attention first")
    assert unsupported(*kidney) == []


def test_a_value_of_a_year_ago_is_no_peak_of_now() -> None:
    values = ("6.4 mmol/L (high) · 3 Mar 2025", "5.0 mmol/L (normal) · 1 Oct 2026", "5.3 mmol/L (high) · 14 Nov 2026")
    results = lines("results", "Laboratory results", *(f"Potassium: {value}" for value in values))
    assert "6.4" not in told(KIDNEY, results, section="Needs attention first")


LEG = lines("problem_list", "Active problems", "Lumbar radiculopathy, left L5 · active · since 14 Aug 2026")
WRONG = note("SLR positive right at 40, right radicular pain.", date(2026, 10, 13))


def test_an_explicit_correction_is_told_with_both_sides() -> None:
    correction = note("Correction for the record: 10/13 note side is an error, symptoms LEFT.", date(2026, 11, 17))
    text = told(LEG, WRONG, correction, section="Needs attention first")
    assert "left L5 on the problem list" in text
    assert "right radicular pain" in text
    assert '17 Nov 2026: "Correction for the record: 10/13 note side is an error, symptoms LEFT"' in text
    assert "Unresolved" not in text


@pytest.mark.parametrize(
    "words",
    ["Symptoms LEFT.", "Correction: 9/1 note side is an error, symptoms LEFT.", "Billing error, call the payer."],
)
def test_what_corrects_nothing_or_another_note_leaves_it_unresolved(words: str) -> None:
    assert "Unresolved" in told(LEG, WRONG, note(words, date(2026, 11, 17)), section="Needs attention first")


MRI = lines("orders", "Orders", "MRI lumbar spine without contrast · active · ordered 27 Oct 2026")
SCREEN = note("MRI screen: no pacemaker. Metal fleck in R eye 2009. Claustrophobic mild.", date(2026, 11, 12))


def test_what_a_planned_procedure_must_know_is_told_with_its_order() -> None:
    text = told(LEG, MRI, SCREEN, section="Needs attention first")
    assert 'Before MRI lumbar spine without contrast: 12 Nov 2026 "Metal fleck in R eye 2009"' in text
    assert "Claustrophobic mild" in text
    assert "pacemaker" not in text
    assert unsupported(LEG, MRI, SCREEN) == []
    assert "Before" not in told(LEG, SCREEN)


DEFORMITY = "1. No pulmonary embolism.\n2. Mild T8 compression deformity, age indeterminate."


def report(text: str) -> tuple:
    return (note(text, date(2025, 12, 4), kind="imaging_report", section="impression"),)


def test_a_finding_that_no_later_note_mentions_is_told_first() -> None:
    text = told(*report(DEFORMITY), section="Needs attention first")
    assert '"Mild T8 compression deformity, age indeterminate"; no later note mentions it.' in text
    assert unsupported(*report(DEFORMITY)) == []


@pytest.mark.parametrize(
    ("text", "later"),
    [
        (DEFORMITY, "T8 compression deformity: DXA ordered."),
        ("T8 compression deformity, old.", "Doing well."),
        ("No fracture.", "Doing well."),
    ],
)
def test_what_was_taken_up_or_is_old_or_denied_is_no_unanswered_finding(text: str, later: str) -> None:
    assert "no later note" not in told(*report(text), note(later, date(2026, 1, 9)))


def test_a_pressure_that_stands_in_the_notes_alone_is_told_with_the_problem() -> None:
    problem = lines("problem_list", "Active problems", "Essential hypertension · active · since 2018")
    chart = (problem, note("Home BPs 124-132/76-80. Walks.", date(2026, 3, 5)), note("BP 151/92.", date(2025, 12, 1)))
    assert "Essential hypertension, since 2018; Home BPs 124-132/76-80 (5 Mar 2026)." in told(*chart)
    assert unsupported(*chart) == []


def test_a_later_picture_of_the_same_finding_is_told_with_advice_that_fell_due() -> None:
    advice = lines("results", "Results", "LDCT chest: New 6 mm RUL nodule. LDCT in 3 months recommended. · 30 Sep 2025"
                   " · final report")  # fmt: skip
    later = lines("results", "Results", "Angiogram: RUL nodule 9 mm, suspicious. · 8 Nov 2026 · final report")
    other = lines("results", "Results", "Angiogram: No embolism. · 8 Nov 2026 · final report")
    assert '"; but Angiogram, 8 Nov 2026: "RUL nodule 9 mm, suspicious".' in told(advice, later)
    assert "none later in the chart" in told(advice, other)
    assert unsupported(advice, later) == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Latex. · active · recorded 14 Oct 2009", "Latex."),
        ("Latex: Contact urticaria. · active", "Latex: contact urticaria."),
        ("Latex: reaction not recorded · active · since 2009", "Latex: reaction not recorded, since 2009."),
    ],
)
def test_an_allergy_ends_in_one_full_stop_with_or_without_its_reaction(line: str, words: str) -> None:
    chart = (lines("allergy_list", "Allergies and intolerances", line),)
    assert told(*chart, section="Allergies and intolerances") == words
    assert unsupported(*chart) == []


@pytest.mark.parametrize(
    "text",
    [
        "Metoprolol succinate 90 mg? No: 100 mg daily, corrected after a call. Rash stopped in 2024.",
        "A pathogenic variant in BRCA2 was found. I would add hydroxychloroquine 200 mg.",
        "Kehr sign absent, LeFort none. Pacemaker check: DDD 60-130, no change. Lesion found.",
    ],
)
def test_a_quotation_of_several_sentences_does_not_contradict_itself(text: str) -> None:
    assert unsupported(note(text, date(2026, 10, 6))) == []


def test_a_quotation_that_leaves_off_a_denial_is_no_quotation() -> None:
    passage = note("Pulmonary embolism suspected, then excluded.", date(2026, 10, 6))
    span = CitedSpan(passage.passage_id, 0, 18, passage.text[:18])
    claim = ProposedClaim("Events", '6 Oct 2026 (note): "Pulmonary embolism".', ClaimType.EVENT, Severity.HIGH, (span,))
    (checked,) = check_draft(summary_of(passage), DraftOutput((claim,))).claims
    assert checked.support is not Support.SUPPORTED


def test_the_stamp_of_a_laboratory_is_no_event() -> None:
    assert "0820" not in told(note("Coll 02/18/2025 0820", date(2025, 2, 18), kind="laboratory_report"))


def test_advice_that_two_reports_of_one_day_give_is_told_once_with_both() -> None:
    text = "Surveillance colonoscopy in 5 years recommended. · 7 Oct 2020 · final report"
    short = "Surgical pathology: Surveillance in 5 years. · 5 Oct 2020 · final report"
    claims = compose_summary(summary_of(lines("results", "Results", f"Pathology: {text}", short))).claims
    (advice,) = [one for one in claims if "none later" in one.text]
    assert len(advice.citations) == len((text, short))


def test_different_advice_of_one_day_stays_apart() -> None:
    breast = "Mammogram: Annual mammogram recommended. · 5 Oct 2024 · final report"
    bone = "DXA: Repeat DXA in 12 months recommended. · 5 Oct 2024 · final report"
    text = told(lines("results", "Results", breast, bone), section="Needs attention first")
    assert "Annual mammogram" in text
    assert "Repeat DXA" in text


def test_what_a_payer_wrote_is_no_fact_about_the_patient() -> None:
    words = "Failed methotrexate after hepatotoxicity in May 2026."
    assert "hepatotoxicity" in told(KIDNEY, note(words, date(2026, 11, 10)))
    assert "hepatotoxicity" not in told(KIDNEY, note(words, date(2026, 11, 10), kind="payer_letter"))
