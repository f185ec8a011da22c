"""A high-alert medicine taken at another dose than ordered is told, although the order was mended since."""

from datetime import date

import pytest

from apps.drafting.domain.summary import compose_summary
from tests.drafting.charts import lines, note, summary_of

NOW = lines(
    "medication_list",
    "Ordered, current",
    "Apixaban 5 mg tablet, 5 mg by mouth twice daily · ordered 18 Nov 2026 · active",
)
BOTTLE = "Apixaban: new bottle 2.5 mg twice a day since 11/15."


def first(*passages) -> str:
    claims = compose_summary(summary_of(*passages)).claims
    return " ".join(claim.text for claim in claims if claim.section == "Needs attention first")


def test_the_dose_that_was_taken_stands_beside_the_order_that_mends_it() -> None:
    text = first(NOW, note(BOTTLE, date(2026, 11, 17), kind="telephone_encounter"))
    assert "new bottle 2.5 mg twice a day" in text
    assert "apixaban 5 mg by mouth twice daily, ordered 18 Nov 2026" in text


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Apixaban: bottle 5 mg twice a day.", date(2026, 11, 17)),
        ("Version 1 listed taking apixaban 2.5 mg in error.", date(2026, 11, 17)),
        ("If weight falls take apixaban 2.5 mg.", date(2026, 11, 17)),
        (BOTTLE, date(2025, 2, 1)),
        ("Her husband takes apixaban 2.5 mg.", date(2026, 11, 17)),
    ],
)
def test_the_ordered_dose_an_error_a_condition_long_ago_and_a_relative_are_not_told_as_taken(
    text: str, day: date
) -> None:
    assert "ordered 18 Nov 2026" not in first(NOW, note(text, day))
