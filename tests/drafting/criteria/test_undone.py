"""What a newer sentence undoes is left open; what it does not undo stands. No course is dated by the day of a note."""

from typing import Any

import pytest

from tests.drafting.criteria.asking import INSUFFICIENT, MET, answer_to, noted

OLD, NEW = "2026-06-01", "2026-11-06"
FAILED = "Naproxen 500 mg bid 3/1/2026 to 5/1/2026: no adequate response."
NOT_BORNE = "Gabapentin 300 mg tid from 3/1/26: dizziness, stopped 3/10/26."
SIDED, SCANNED = "Right leg pain.", "MRI L-spine 5/20/2026: L4-5 disc protrusion, right S1 root contact."
BEGUN = "CPAP started 1/5/2026."
NAPROXEN = {"kind": "trial", "any_of": ["naproxen"], "outcome": "inadequate_response"}
GABAPENTIN = {"kind": "trial", "any_of": ["gabapentin"], "outcome": "intolerance"}
LEG = {"kind": "condition", "any_of": ["right leg pain", "right sciatica"], "status": "active"}
DISC = {"kind": "condition", "any_of": ["disc protrusion"], "status": "active"}
CPAP = {"kind": "treatment", "any_of": ["CPAP"]}
LONG_CPAP = {**CPAP, "min_duration": {"days": 90}}

UNDONE = (
    (NAPROXEN, FAILED, "Restarted naproxen in Sept, works very well now."),
    (NAPROXEN, FAILED, "Back on naproxen, good relief."),
    (NAPROXEN, FAILED, "Naproxen resumed in August and it helps."),
    (NAPROXEN, FAILED, "Re-tried naproxen: pain controlled."),
    (NAPROXEN, FAILED, "Now taking naproxen again, excellent response."),
    (GABAPENTIN, NOT_BORNE, "Gabapentin rechallenged in Aug, no dizziness, continues 300 mg tid."),
    (GABAPENTIN, NOT_BORNE, "Restarted gabapentin at a low dose, tolerates it well."),
    (GABAPENTIN, NOT_BORNE, "Back on gabapentin without side effects."),
    (GABAPENTIN, NOT_BORNE, "Still takes gabapentin, denies any dizziness."),
    (LEG, SIDED, "Leg pain now on the LEFT, right is pain free."),
    (LEG, SIDED, "Leg pain has moved to the left."),
    (LEG, SIDED, "Sciatica: left only, right leg pain resolved, right leg is pain free."),
    (DISC, SCANNED, "Prior MRI was of her twin sister (radiology corrected 6/9/2026)."),
    (DISC, SCANNED, "The MRI belongs to another patient."),
    (DISC, SCANNED, "That MRI was her sister's."),
    (LONG_CPAP, BEGUN, "CPAP download: used 2 of 90 nights."),
    (LONG_CPAP, BEGUN, "CPAP hardly used since delivery."),
    (LONG_CPAP, BEGUN, "CPAP adherence 6/30 nights."),
)
STANDS = (
    (NAPROXEN, FAILED, "Restarted ibuprofen in Sept, works very well now."),
    (NAPROXEN, FAILED, "Restarted naproxen in Sept, does not help."),
    (GABAPENTIN, NOT_BORNE, "Gabapentin rechallenged in Aug, dizziness again, stopped."),
    (LEG, SIDED, "Leg pain is unchanged on the right. Left is pain free."),
    (DISC, SCANNED, "Prior MRI was reviewed with her sister present."),
    (LONG_CPAP, BEGUN, "CPAP download: used 84 of 90 nights."),
)


@pytest.mark.parametrize("row", range(len(UNDONE)))
def test_what_a_newer_note_undoes_is_left_open(row: int) -> None:
    test, old, new = UNDONE[row]
    assert answer_to(test, noted(old, OLD)).verdict == MET or test is LONG_CPAP
    assert answer_to(test, noted(old, OLD), noted(new, NEW)).verdict == INSUFFICIENT


@pytest.mark.parametrize("row", range(len(STANDS)))
def test_what_a_newer_note_does_not_undo_stands(row: int) -> None:
    test, old, new = STANDS[row]
    assert answer_to(test, noted(old, OLD), noted(new, NEW)).verdict == MET


def test_an_older_note_undoes_nothing() -> None:
    assert (
        answer_to(NAPROXEN, noted("Restarted naproxen, works well.", "2025-01-01"), noted(FAILED, OLD)).verdict == MET
    )


UNDATED = (
    ("spironolactone", "Spironolactone: took it for 3 weeks in June, stopped when she ran out."),
    ("spironolactone", "Spironolactone for 2 months last summer, no adequate response."),
    ("steroid", "Injection #1 R knee 5/2026 steroid: relief 2 wks, no adequate response."),
    ("spironolactone", "Took spironolactone for 6 weeks in the spring: no adequate response."),
    ("spironolactone", "Spironolactone 25 mg x 8 weeks until it ran out, no adequate response."),
)


@pytest.mark.parametrize("row", range(len(UNDATED)))
def test_no_course_ends_on_the_day_of_the_note_that_tells_of_it(row: int) -> None:
    name, text = UNDATED[row]
    test: dict[str, Any] = {"kind": "trial", "any_of": [name], "outcome": "inadequate_response"}
    assert "10 Nov 2026" not in answer_to(test, noted(text, "2026-11-10")).reason


def test_a_course_told_as_of_now_lasts_until_the_note() -> None:
    test: dict[str, Any] = {"kind": "treatment", "any_of": ["spironolactone"], "min_duration": {"days": 50}}
    assert answer_to(test, noted("On spironolactone 25 mg daily for 8 weeks.", "2026-11-10")).verdict == MET
