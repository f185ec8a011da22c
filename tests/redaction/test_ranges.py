"""What a result is held against is no identifier; a record number of the same look behind the same word is one."""

import pytest

from apps.redaction.concealment import Searcher


def found(text: str) -> list[str]:
    return [text[one.start : one.end] for one in Searcher([]).search(text).detections]


@pytest.mark.parametrize(
    "text",
    [
        "Hemoglobin: 10.8 g/dL (low; reference 13.5-17.5 g/dL)",
        "Creatinine: 1.9 mg/dL (high; reference 0.50-1.10 mg/dL)",
        "Potassium: 5.9 mmol/L (high; reference 3.5-5.1 mmol/L)",
        "Platelets: 204 10*3/uL (normal; reference 150-400 10*3/uL)",
        "TSH: 7.8 m[IU]/L (high; reference 0.45-4.50 m[IU]/L)",
        "Arterial pH: 7.34 [pH] (low; reference 7.35-7.45 [pH])",
        "Hemoglobin A1c: 8.2 % (high; reference 4.0-5.6 %)",
        "AST: 19 U/L (normal; reference 10-1200 U/L)",
        "INR: 1.1 (normal; reference 0.90-1.10)",
        "Ferritin 9 (low; reference 150-400)",
    ],
)
def test_a_reference_range_beside_a_result_stays(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Please quote reference 150-4002 in your reply.", "150-4002"),
        ("Our reference 1350-1750, yours to follow", "1350-1750"),
        ("accession 1204-3321 L breast", "1204-3321"),
        ("Filed under reference 150-4002; potassium 5.9 mmol/L", "150-4002"),
    ],
)
def test_a_number_of_the_same_shape_behind_the_same_word_is_masked(text: str, number: str) -> None:
    assert number in found(text)
