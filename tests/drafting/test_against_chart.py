"""What the rest of the chart says against a claim is shown with it; a draft that does not hold is not for review."""

from dataclasses import replace
from datetime import date

import pytest

from apps.drafting.domain.checks import CheckedClaim, CheckedDraft, check_draft
from apps.drafting.domain.claims import CitedSpan, ClaimType, ProposedClaim, Severity, Stance, Support
from apps.drafting.domain.tasks import DraftOutput, PassageView
from tests.drafting.charts import CALLOWAY, letter_of, lines, note, summary_of

PROBLEMS = lines("problem_list", "Inactive problems", "Asthma · resolved · since 1990 · recorded 3 Mar 2024")
STATUS = (
    note("Full code.", date(2026, 3, 3), section="advance_directives"),
    note("POLST DNR/DNI on file.", date(2026, 10, 3), section="advance_directives"),
)
OLD = note("Takes lisinopril 10 mg daily. Asthma. NKDA. Potassium 4.1 mmol/L.", date(2025, 1, 7))
CHART = (*CALLOWAY, PROBLEMS, *STATUS, OLD)


def proposed(text: str, page: PassageView, quote: str, kind: ClaimType) -> ProposedClaim:
    start = page.text.index(quote)
    return ProposedClaim(
        "Section", text, kind, Severity.HIGH, (CitedSpan(page.passage_id, start, start + len(quote), quote),)
    )


def draft_of(*claims: ProposedClaim, chart: tuple[PassageView, ...] = CHART) -> CheckedDraft:
    return check_draft(summary_of(*chart), DraftOutput(claims))


def against(one: CheckedClaim) -> list[str]:
    return [span.quote for span in one.citations if span.stance is Stance.CONTRADICTS]


@pytest.mark.parametrize(
    ("text", "page", "quote", "kind", "rule", "said"),
    [
        ("Lisinopril 10 mg daily.", OLD, "lisinopril 10 mg daily", ClaimType.MEDICATION, "dose_is_current", "20 mg"),
        ("Asthma.", OLD, "Asthma.", ClaimType.DIAGNOSIS, "problem_is_active", "resolved"),
        ("NKDA.", OLD, "NKDA.", ClaimType.ALLERGY, "allergy_is_listed", "Sulfasalazine"),
        ("Full code.", STATUS[0], "Full code.", ClaimType.EVENT, "code_status_is_newest", "DNR"),
        (
            "On LEF since June.",
            CALLOWAY[7],
            "On LEF since June.",
            ClaimType.MEDICATION,
            "medicine_is_current",
            "stopped",
        ),
    ],
)
def test_what_an_authoritative_line_contradicts_cites_that_line(
    text: str, page: PassageView, quote: str, kind: ClaimType, rule: str, said: str
) -> None:
    (one,) = draft_of(proposed(text, page, quote, kind)).claims
    assert one.support is Support.CONTRADICTED
    assert any(said in words for words in against(one))
    assert any(finding.rule in {rule, "chart_contradicts"} for finding in one.notes)


@pytest.mark.parametrize(
    ("text", "page", "quote", "kind"),
    [
        ("Lisinopril 20 mg by mouth daily.", CALLOWAY[1], CALLOWAY[1].text.split("\n")[1], ClaimType.MEDICATION),
        ("POLST DNR/DNI on file.", STATUS[1], "POLST DNR/DNI on file.", ClaimType.EVENT),
        ("Hypertension.", CALLOWAY[0], CALLOWAY[0].text.split("\n")[1], ClaimType.DIAGNOSIS),
        ("Potassium 5.4 mmol/L.", CALLOWAY[5], CALLOWAY[5].text.split("\n")[3], ClaimType.RESULT),
    ],
)
def test_what_the_newest_and_weightiest_words_say_stays_supported(
    text: str, page: PassageView, quote: str, kind: ClaimType
) -> None:
    (one,) = draft_of(proposed(text, page, quote, kind)).claims
    assert (one.support, against(one)) == (Support.SUPPORTED, [])


def test_a_value_that_was_not_filed_for_that_day_shows_what_was() -> None:
    page = note("Potassium 4.4 mmol/L on 2 Nov 2026.", date(2026, 11, 3))
    claim = proposed(page.text, page, page.text, ClaimType.RESULT)
    (one,) = draft_of(claim, chart=(*CHART, page)).claims
    assert one.support is Support.CONTRADICTED
    assert "5.4 mmol/L" in against(one)[0]


def omitted(*pages: PassageView) -> str:
    return " ".join(finding.sentence for finding in draft_of(chart=pages).notes if finding.rule == "omission")


def test_what_matters_and_is_left_out_of_a_summary_is_said() -> None:
    apixaban = lines("medication_list", "Ordered, current", "Apixaban 5 mg tablet · ordered 3 Mar 2026 · active")
    critical = lines("results", "Laboratory results", "Sodium: 112 mmol/L (critical low) · 19 Nov 2026")
    said = omitted(*CALLOWAY, *STATUS, apixaban, critical)
    assert "Sulfasalazine" in said
    assert "Apixaban 5 mg" in said
    assert "Sodium 112 mmol/L" in said
    assert "POLST DNR/DNI" in said
    assert "Methotrexate" in said  # the phone note contradicts the list
    assert "Hydroxychloroquine" not in said


NONSENSE = "Purple seventeen umbrellas negotiate quietly"


def nonsense(count: int) -> list[ProposedClaim]:
    page, line = CALLOWAY[7], CALLOWAY[7].text
    return [proposed(f"{NONSENSE} {'x' * n}.", page, line, ClaimType.DIAGNOSIS) for n in range(1, count + 1)]


def test_random_text_over_real_passages_is_not_found_and_the_draft_is_blocked() -> None:
    result = draft_of(*nonsense(5))
    assert {one.support for one in result.claims} == {Support.NOT_FOUND}
    assert "Nothing of weight" in result.blocked
    assert "5 of 5 weighty sentences are not supported" in result.blocked
    assert result.blocked.endswith("Write the document by hand, or add what is missing.")


def good(count: int) -> list[ProposedClaim]:
    line = CALLOWAY[1].text.split("\n")[1]
    return [proposed("Lisinopril 20 mg by mouth daily.", CALLOWAY[1], line, ClaimType.MEDICATION)] * count


@pytest.mark.parametrize(("bad", "is_blocked"), [(1, False), (2, True)])
def test_a_letter_is_blocked_above_its_own_limit_and_says_the_numbers(bad: int, is_blocked: bool) -> None:
    output = DraftOutput((*good(4), *nonsense(bad)))
    result = check_draft(letter_of(*CALLOWAY, leaves=()), output)
    assert bool(result.blocked) is is_blocked
    assert not is_blocked or f"{bad} of {bad + 4} weighty sentences" in result.blocked


def test_one_sentence_on_another_patients_page_blocks_the_whole_draft() -> None:
    page = note("Patient: [PERSON-3]\nSpO2 84 % at rest.", date(2026, 11, 10))
    claim = proposed("SpO2 84 % at rest.", page, "SpO2 84 % at rest.", ClaimType.RESULT)
    assert "1 sentence rests on a page of another patient." in draft_of(*good(9), claim, chart=(*CHART, page)).blocked
    assert draft_of(*good(9)).blocked == ""


def test_a_record_at_odds_with_itself_blocks_nothing_and_what_a_list_contradicts_counts() -> None:
    stale = [proposed("NKDA.", OLD, "NKDA.", ClaimType.ALLERGY)] * 3
    assert "3 of 4 weighty sentences" in draft_of(*stale, *good(1)).blocked
    line = proposed("Code status.", STATUS[1], STATUS[1].text, ClaimType.DIAGNOSIS).citations[0]
    disputed = [replace(one, citations=(*one.citations, replace(line, stance=Stance.CONTRADICTS))) for one in good(3)]
    result = draft_of(*disputed, *good(1))
    assert result.claims[0].support is Support.CONTRADICTED
    assert result.blocked == ""
