"""What is pending, planned, wanted or too old is neither for nor against an answer that is still open."""

from datetime import date

from tests.drafting.charts import note
from tests.drafting.criteria.asking import INSUFFICIENT, MET, NOT_MET, answer_to, orders, results

SCREEN = {
    "any": [
        {
            "kind": "observation", "any_of": ["interferon-gamma release assay", "IGRA", "QuantiFERON"],
            "interpretation": "negative", "within": {"months": 12, "before": "as_of"},
        },
        {"kind": "treatment", "any_of": ["isoniazid"]},
    ]
}  # fmt: skip
OLD, NEW = "QuantiFERON-TB: NEGATIVE · 12 Mar 2024", "QuantiFERON-TB: NEGATIVE · 12 Mar 2026"


def test_what_is_pending_and_what_is_too_old_stand_beside() -> None:
    ordered = orders("Interferon-gamma release assay · active · ordered 2 Nov 2026 · note: No result in chart")
    found = answer_to(SCREEN, ordered, note("IGRA pending.", date(2026, 11, 6)), results(OLD))
    assert (found.verdict, found.supporting, found.contradicting) == (INSUFFICIENT, (), ())
    assert [quote.plain.split(" · ")[0] for quote in found.also] == ["Interferon-gamma release assay", "IGRA pending."]
    assert [quote.plain for quote in found.older] == [OLD]


def test_a_negative_result_in_the_window_speaks_for_it() -> None:
    found = answer_to(SCREEN, note("IGRA pending.", date(2026, 1, 6)), results(OLD, NEW))
    assert found.verdict == MET
    assert [quote.plain for quote in found.supporting] == [NEW]
    assert found.beside == ()


def test_a_result_that_is_only_too_old_leaves_it_open_and_stands_beside() -> None:
    found = answer_to(SCREEN["any"][0], results(OLD))
    assert (found.verdict, found.supporting, found.contradicting) == (INSUFFICIENT, (), ())
    assert [quote.plain for quote in found.beside] == [OLD]


def test_a_verdict_of_no_keeps_what_it_rests_on() -> None:
    positive = NEW.replace("NEGATIVE", "POSITIVE")
    found = answer_to(SCREEN["any"][0], results(OLD, positive))
    assert found.verdict == NOT_MET
    assert [quote.plain for quote in found.contradicting] == [positive]
    assert found.beside == ()


def test_that_a_payer_wants_papers_is_no_evidence() -> None:
    trial = {"kind": "trial", "any_of": ["methotrexate", "MTX"], "outcome": "inadequate_response"}
    found = answer_to(trial, note("The plan wants the MTX history in detail, nurse to pull.", date(2026, 11, 6)))
    assert (found.verdict, found.supporting) == (INSUFFICIENT, ())
