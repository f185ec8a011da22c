"""(A) Names."""

import pytest

from tests.redaction.classes import LOCAL, found, left


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("with MS like Tilda R., previously treated", "with MS like _, previously treated"),
        ("a 62-year-old man, Jonas Hale, who visited", "a 62-year-old man, _, who visited"),
        ("pt named Daniel Cruz, seen today", "pt named _, seen today"),
        ("the case of Robert G seen yesterday", "the case of _ seen yesterday"),
        ("Martha is a 50-year-old female", "_ is a 50-year-old female"),
        ("Ingvild Sorensen is a pleasant 71-year-old", "_ is a pleasant 71-year-old"),
        ("My name is Oona Petrova.", "My name is _."),
        ("directed by Jo van der Meer", "directed by _"),
        ("noted by Dr. Hale-Ortiz's team", "noted by Dr. _'s team"),
        ("last seen by Dr. J. at noon", "last seen by Dr. _ at noon"),
        ("Signed by: Maren Solheim, OTR/L", "Signed by: _, OTR/L"),
        ("Dr. Parkinson agrees", "Dr. _ agrees"),
        ("Mrs. Bell called", "Mrs. _ called"),
        ("his wife Jarmila helps", "his wife _ helps"),
    ],
)
def test_a_name_is_taken_out_where_its_surroundings_give_it_away(text, redacted):
    assert left(text, LOCAL) == redacted


@pytest.mark.parametrize(
    "text",
    [
        "Parkinson's, Crohn's and Bell's palsy; Lou Gehrig's disease; Ludwig's angina; Stevens-Johnson syndrome",
        "Chaddock reflex, Wells score 3, Glasgow Coma Scale 15, Mini-Mental State Examination, Framingham Heart Study",
        "Hepatitis C. Vitamin D. Protein S. Factor V Leiden. Group B. Stage I. Type A.",
        "Lasix 40 mg, Lantus, Coumadin; LA enlargement; BP 140/90; T4 120; Wilson disease; St. John's wort",
        "Assessment and Plan. Review of Systems. History of Present Illness. Physical Therapy. Home Health.",
        "Hawkins, Neer and Jobe tests positive. Steinberg and Walker-Murdoch signs. Sister Mary Joseph nodule absent.",
        "R. Paraspinal spasm. L. Calf tender. Blake drain, Denver shunt, Kerlix, Bair Hugger. Geneva 6, PERC positive.",
        "Marcus Gunn pupil. Glasgow-Blatchford 9. LIMA-LAD, SVG-OM1. Sens: decr pin. Alterations in sleep.",
        "Patient reports pain. Mother alive. Will follow up. May repeat. Mark the site. Iris intact. Hope to wean.",
    ],
)
def test_eponyms_drugs_scores_and_headings_are_no_names(text):
    assert found(text, LOCAL) == []


def test_what_leaves_takes_the_title_with_the_name_and_keeps_who_is_meant():
    assert left("seen by Dr. Okafor today") == "seen by _ today"


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("MARGUERITE IS A PLEASANT LADY WITH COPD.", "_ IS A PLEASANT LADY WITH COPD."),
        ("PATIENT MARGUERITE DUBOIS SEEN TODAY.", "PATIENT _ SEEN TODAY."),
        ("Name: MARGUERITE", "Name: _"),
        ("LAB  page 2 / 2\nHALVERSEN, ODETTE     61 F     coll 09/14", "LAB  page 2 / 2\n_     61 F     coll 09/14"),
        ("-- page 2 --\nHALVERSEN R  (F, 1949)   APAP 5-12", "-- page 2 --\n_  (F, 1949)   APAP 5-12"),
        ("thx for seeing maria gonzalez, 54F w RA", "thx for seeing _, 54F w RA"),
    ],
)
def test_a_name_in_capitals_or_in_small_letters_is_taken_out_by_what_stands_around_it(text, redacted):
    assert left(text, LOCAL) == redacted


@pytest.mark.parametrize(
    "text",
    [
        "HISTORY OF PRESENT ILLNESS: PATIENT DENIES PAIN. PATIENT CURRENTLY IS STABLE. SHE IS A PLEASANT LADY.",
        "ASSESSMENT AND PLAN: COPD IS STABLE. LUNGS: CLEAR. Drug name: METOPROLOL. TEST NAME: GLUCOSE",
        "hx of chest pain, 54F. no known allergies, 60M",
        "CT CHEST W CONTRAST  61 F\nSLEEP STUDY A  45 M\nGLUCOSE, FASTING   198 M\nHBV DNA 61 F\nGRADE A  (M, 1 cm)",
    ],
)
def test_headings_and_prose_in_capitals_or_in_small_letters_stay(text):
    assert found(text, LOCAL) == []
