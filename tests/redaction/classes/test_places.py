"""(B) Geography below the state, and the institutions that tell it."""

import pytest

from tests.redaction.classes import LOCAL, found, left


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("seen at Elm Clinic on", "seen at _ on"),
        ("admitted to St. Vincent's on", "admitted to _ on"),
        ("evaluated at Mt. Sinai for", "evaluated at _ for"),
        ("last seen at Cedar Crest for", "last seen at _ for"),
        ("at the LA Medical Center for", "at the _ for"),
        ("care at Harborview Health began", "care at _ began"),
        ("seen in our New York clinic", "seen in our _"),
        ("records of Brigham & Women’s arrived", "records of _ arrived"),
        ("She lives in Larch Falls now", "She lives in _ now"),
        ("from the Denver metro area", "from the _ metro area"),
        ("moved from Asheville, NC last", "moved from _, NC last"),
        ("lives at 14 Alder Row, Apt 3", "lives at _"),
        ("1234 Elm St. Apt 5 Springfield IL 62701", "_"),
        ("1234 elm street springfield il 62701", "_"),
        ("P.O. Box 219, PSC 3, Box 1204", "_, _"),
        ("APO AE 09301", "_"),
        ("wohnt Hochstrasse 96 seit", "wohnt _ seit"),
        ("at 12 Rue De La Gare 4", "at _"),
        ("on the corner of Maple Street and Third Avenue", "on _"),
    ],
)
def test_places_and_institutions_are_taken_out(text, redacted):
    assert left(text, LOCAL) == redacted


def test_an_address_over_several_lines_is_taken_out_line_by_line():
    text = "Address:\n290 Larch Road\nApt. 12\nLarch Falls, VT 05310\n"
    assert left(text, LOCAL) == "Address:\n_\n_\n_\n"


@pytest.mark.parametrize(
    "text",
    [
        "seen in California during the summer; a patient from Ohio",
        "Emergency Department, Primary Care, Intensive Care Unit, Physical Therapy, Mental Health, Sleep Medicine",
        "guidelines of the American Heart Association, WHO, NICE, KDIGO; covered by Cigna Health, Medicaid",
        "pain at Rest. Improved from Baseline. Injection in Left Knee. Lesion in Right Upper Lobe.",
        "20 drops by mouth; 3 x daily; L4-L5 in place; 12 Lead ECG; 2 Way valve",
    ],
)
def test_states_departments_payers_and_body_parts_stay(text):
    assert found(text) == []


def test_what_leaves_takes_the_state_with_the_town_and_the_town_with_its_hospital():
    assert left("seen at Mayo Clinic in Rochester, MN and well") == "seen at _ and well"
    assert left("lives in Houston, Texas with") == "lives in _ with"
