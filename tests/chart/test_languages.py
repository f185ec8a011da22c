"""The language a patient is spoken to in, as figures are broken down by it."""

import pytest

from apps.chart.domain.columns import language_of


def spoken(tag: str, **more: object) -> dict[str, object]:
    return {"language": {"coding": [{"system": "urn:ietf:bcp:47", "code": tag}]}, **more}


@pytest.mark.parametrize(
    ("communication", "language"),
    [
        ([spoken("es")], "es"),
        ([spoken("en-US")], "en"),
        ([spoken("pt_BR")], "pt"),
        ([spoken("en"), spoken("vi", preferred=True)], "vi"),
        ([spoken("en"), spoken("vi")], ""),  # nobody said which
        ([spoken("en", preferred=False), spoken("so", preferred=False)], ""),
        ([{"language": {"text": "Spanish"}}], ""),
        ([spoken("x-klingon")], ""),
        ([], ""),
        (None, ""),
    ],
)
def test_the_preferred_language_counts_and_one_that_nobody_named_is_unknown(communication, language):
    assert language_of({"resourceType": "Patient", "communication": communication}) == language
