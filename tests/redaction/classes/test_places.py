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
        ("at Flat 2, 316 Hart's Wharf, Larch Falls, VT 05310 with", "at _, _ with"),
        ("Unit C, 77 Granary Hill, Larch Falls VT 05310", "_, _"),
        ("27534 Thorsgata 63\nMOSS\n1532", "_\n_\n_"),
        ("lives at Via Roma 12, 00184 Torvaia", "lives at _, _ _"),
        ("22 High Street, Larchford LS1 4DY", "_, _"),
        ("postal code K1A 0B6", "postal code _"),
        ("still at 7 summer st, larch falls.", "still at _."),
        ("employed by Ferro & Sons for", "employed by _ for"),
        ("works for Dunmore Steel Ltd in sales", "works for _ in sales"),
        ("teaches at the University of Larchford", "teaches at the _"),
        ("Hart, Quill and Berger\n", "_\n"),
        ("LARCH FALLS REGIONAL LABORATORY", "_"),
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
        "Bruce protocol, Sydney protocol, Denver II, Montreal A2L3B1, Prague C2M4, Vancouver B1, Timothy grass",
        "Lund-Mackay 11, Durie-Salmon IIA, Lewis (a-b+), Duffy (a+b-), Caldwell-Luc, Boston brace",
        "Interventional Radiology, Sports Medicine; Review of Systems: Social Services, Blood Bank",
        "Fever, Chills and Sweats\n20 drops by mouth; 3 x daily; L4-L5 in place; 12 Lead ECG; 2 Way valve",
    ],
)
def test_states_departments_payers_and_body_parts_stay(text):
    assert found(text) == []


def test_what_leaves_takes_the_state_with_the_town_and_the_town_with_its_hospital():
    assert left("seen at Mayo Clinic in Rochester, MN and well") == "seen at _ and well"
    assert left("lives in Houston, Texas with") == "lives in _ with"
