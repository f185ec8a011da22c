"""(C) Ages over 89 in every form; 89 stays (H08)."""

import pytest

from tests.redaction.classes import LOCAL, found


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("a 93-year-old woman", "93"),
        ("91 y/o F", "91"),
        ("90 yo male", "90"),
        ("a 91F with CHF", "91"),
        ("92M here for", "92"),
        ("Age: 94", "94"),
        ("age 101, frail", "101"),
        ("died at age 96", "96"),
        ("turned 90 in May", "90"),
        ("102 years of age", "102"),
        ("ninety-one-year-old", "ninety-one"),
        ("ninety years old", "ninety"),
        ("a hundred and two years old", "a hundred and two"),
        ("her 91st birthday", "91st"),
        ("his ninety-first birthday", "ninety-first"),
        ("a nonagenarian", "nonagenarian"),
        ("in her early 90s", "90s"),
        ("in his nineties", "nineties"),
        ("1,092 months old", "1,092 months"),
        ("1092-month-old", "1092-month"),
        ("aged XCI", "XCI"),
        ("XCII years old", "XCII"),
        ("She is 91.", "91"),
        ("father alive at 95", "95"),
        ('"I am ninety-two"', "ninety-two"),
        ("Mr. Teller, 97, lives alone", "97"),
    ],
)
def test_an_age_over_89_is_taken_out(text, age):
    assert ("AGE-NINETY-PLUS", age) in found(text, LOCAL)


@pytest.mark.parametrize(
    "text",
    [
        "an 89-year-old man, aged 89, 89 y/o, his 89th birthday, in her eighties",
        "eighty-nine years old; 18 months old; 1,068 months old; aged LXXXIX",
        "90 mg, 95%, 98 F, T 98.6F, HR 92, age 90 days, 91 kg, 95th percentile, 100 mL, SpO2 94",
        "flexed at ninety degrees; sat at ninety-two, on air; ninety percent; HR 92, 96, 101",
        "the 1990s, in the 80s, BP in the 120s, CI 95 %, type XI",
    ],
)
def test_89_and_what_is_no_age_stay(text):
    assert found(text, LOCAL) == []
