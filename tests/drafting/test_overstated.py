"""What a note says was completed or kept to stands beside the dated record that shows less."""

from datetime import date

import pytest

from apps.drafting.domain.claims import ClaimType, Stance
from apps.drafting.domain.summary import compose_summary
from apps.drafting.domain.tasks import PassageView
from tests.drafting.charts import lines, note, summary_of

SESSIONS = tuple(f"Physical therapy, low back · {day} Sep 2026 · by A. Therapist, PT" for day in (1, 8, 15, 24))
COMPLETED = note("Completed 6 wks of PT w/o improvement.", date(2026, 10, 13))
KEPT = note("Medication overuse: addressed; triptan kept under 10 d/mo.", date(2026, 11, 10))


def counts(october: int) -> PassageView:
    texts = ("Triptan days per month: 9 d/mo · Sep 2026", f"Triptan days per month: {october} d/mo · Oct 2026")
    return lines("results", "Results", *texts)


@pytest.mark.parametrize(
    ("passages", "words"),
    [
        ((lines("procedures", "Procedures", *SESSIONS), COMPLETED), "15 Sep 2026 and 24 Sep 2026 in the chart, but"),
        ((counts(13), KEPT), "Triptan days per month 13 d/mo (Oct 2026), but the note of 10 Nov 2026 says"),
    ],
)
def test_more_told_than_the_dated_record_shows_is_a_conflict_with_both_sides(
    passages: tuple[PassageView, ...], words: str
) -> None:
    claims = compose_summary(summary_of(*passages)).claims
    (conflict,) = [claim for claim in claims if claim.type is ClaimType.CONFLICT]
    assert words in conflict.text
    assert {span.stance for span in conflict.citations} == {Stance.SUPPORTS, Stance.CONTRADICTS}


@pytest.mark.parametrize(
    "passages",
    [
        (lines("procedures", "Procedures", *SESSIONS, "Physical therapy, low back · 9 Oct 2026"), COMPLETED),
        (COMPLETED,),
        (counts(8), KEPT),
        (counts(13), note("Plan: triptan kept under 10 d/mo.", date(2026, 9, 1))),
    ],
)
def test_what_the_dated_record_bears_out_or_does_not_hold_is_no_conflict(passages: tuple[PassageView, ...]) -> None:
    claims = compose_summary(summary_of(*passages)).claims
    assert not any(claim.type is ClaimType.CONFLICT for claim in claims)
