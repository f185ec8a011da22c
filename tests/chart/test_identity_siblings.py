"""Whose page it is where names are close: a twin, a newborn, a provider; and headers that no label announces."""

from datetime import date

import pytest

from apps.chart.domain.identity import Verdict, judge, known_identity, read_claims
from tests.chart.test_identity import KNOWN

WRITTEN = date(2026, 11, 12)


def verdict(text, known=KNOWN, written_on=WRITTEN):
    return judge(read_claims(f"{text}\n\nSeen for knee pain."), known, written_on=written_on).verdict


def chart(*given, family="Keller", born="2026-11-10", number="00-7777-01", **name):
    return known_identity({
        "name": [{"family": family, "given": list(given), **name}], "birthDate": born,
        "identifier": [{"type": {"coding": [{"code": "MR"}]}, "value": number}],
    })  # fmt: skip


BOY = chart("Boy")


@pytest.mark.parametrize(
    "header",
    [
        "JONES HAROLD   76 M   05/05/1950",
        "JONES, HAROLD  76M  05/05/1950  Rm 412",
        "412-B  JONES, HAROLD  76 y/o male, May 5, 1950",
        "Patient Harold Jones is a 76 year old man born 5/5/1950",
        "Mr. Harold Jones is a 76-year-old man, DOB 5/5/1950.",
    ],
)
def test_a_header_of_another_person_without_labels_differs(header):
    assert verdict(header) is Verdict.DIFFERS


@pytest.mark.parametrize(
    "header",
    [
        "CALLOWAY RUTH   58 F   02/14/1968",
        "Patient Ruth Calloway is a 58 year old woman born 2/14/1968",
        "CALLOWAY, RUTH E  58F  11/12/2026",  # the day of the visit
        "NEWNAME, RUTH  58F  11/12/2026",
        "412-B JONES,H 76M",
        "Patient is a 76 year old man born 5/5/1950 in Ohio",
        "Mr. Harold Jones is a 76-year-old man",  # a name alone, in a sentence
        "Hemoglobin A   12 M   10/10/2026",
    ],
)
def test_the_patients_own_line_a_day_of_visit_and_prose_raise_no_alarm(header):
    assert verdict(header) is not Verdict.DIFFERS


@pytest.mark.parametrize(
    "header",
    [
        "Patient: CALLOWAY, RACHEL  DOB: 02/14/1968",
        "Patient: Rachel E. Calloway  DOB: 02/14/1968",  # with her sister's second initial
        "Name: Rita Calloway\nDate of birth: February 14, 1968",
        "Patient: Calloway-Reed, Rachel  DOB 2/14/68  MRN 00-4471-93",
    ],
)
def test_another_given_name_on_the_same_birth_date_is_a_twin(header):
    assert verdict(header) is Verdict.DIFFERS


@pytest.mark.parametrize(
    ("header", "known"),
    [
        ("Patient: CALLOWAY, RACHEL  DOB: 02/14/1968  MRN 00-4471-92", KNOWN),  # her own number
        ("Patient: CALLOWAY, ELAINE  DOB: 02/14/1968", KNOWN),
        ("Patient: CALLOWAY, RUTHIE  DOB: 02/14/1968", KNOWN),
        ("Patient: CALLOWAY, R. M.  DOB: 02/14/1968", KNOWN),
        ("Patient: CALLOWAY, RATH  DOB: 02/14/1968", KNOWN),
        ("Patient: RACHEL CALLOWAY", KNOWN),  # a name alone
        ("Patient: KELLER, HAROLD  DOB: 03/05/1950", chart("Buddy", born="1950-03-05")),
        ("Patient: KELLER, HAROLD  DOB: 03/05/1950", chart("Tuck", born="1950-03-05", use="nickname")),
        ("Patient: KELLER, ANN  DOB: 03/05/1950", chart("Mary-Ann", born="1950-03-05")),
        ("Patient: KELLER, MARIE  DOB: 03/05/1950", chart("Annemarie", born="1950-03-05")),
        ("Patient: KELLER, MOHAMMED  DOB: 03/05/1950", chart("Muhamad", born="1950-03-05")),
        ("Patient: KELLER, J. ROBERT  DOB: 03/05/1950", chart("John", born="1950-03-05")),
    ],
)
def test_what_somebody_may_be_called_is_no_twin(header, known):
    assert verdict(header, known) is not Verdict.DIFFERS


@pytest.mark.parametrize(
    "header",
    [
        "Patient: JONES, BABY GIRL  DOB 11/10/2026  MRN 00-8888-01",
        "Patient: JONES, BABY BOY  DOB 11/10/2026  MRN 00-8888-01",
        "Patient: Baby Girl Jones  DOB 11/08/2026",
        "JONES, BABY GIRL   MRN 00-8888-01   DOB 11/09/2026",
        "Patient: KELLER, BABY GIRL  DOB 11/10/2026  MRN 00-7777-02",  # the twin sister
        "Patient: Jane Doe   DOB 3/5/1949",
    ],
)
def test_another_newborns_header_differs_in_a_newborns_chart(header):
    assert verdict(header, BOY) is Verdict.DIFFERS


@pytest.mark.parametrize(
    "header",
    [
        "Patient: KELLER, BABY BOY  DOB 11/10/2026",
        "Patient: Baby Boy Keller  DOB 11/10/2026  MRN 00-7777-01",
        "KELLER, BABY BOY   DOB 11/10/2026",
        "Name: Keller, Newborn Male   DOB 11/10/2026",
        "Patient: STONE, BABY BOY  DOB 11/10/2026  MRN 00-7777-01",  # the father's name
    ],
)
@pytest.mark.parametrize("known", [BOY, chart("Baby Boy"), chart("Liam")])
def test_a_newborns_own_header_agrees(header, known):
    assert verdict(header, known) is Verdict.AGREES


def test_twins_without_a_name_are_told_apart_by_their_letter():
    assert verdict("Patient: KELLER, BABY BOY B  DOB 11/10/2026", chart("Baby Boy A")) is Verdict.DIFFERS
    assert verdict("Patient: KELLER, BABY BOY A  DOB 11/10/2026", chart("Baby Boy A")) is Verdict.AGREES


def test_the_mothers_header_stays_allowed_on_a_newborns_page_for_ninety_days():
    mothers = "Patient: KELLER, ANNA   DOB 05/05/1995   MRN 00-1111-22"
    assert verdict(mothers, BOY) is Verdict.SILENT
    assert verdict(mothers, BOY, date(2027, 11, 12)) is Verdict.DIFFERS


@pytest.mark.parametrize(
    "header",
    [
        "Name: Dr. Harold Jones\nTitle: Cardiologist",
        "Name: Dr. Harold Jones / Title: Cardiologist",
        "Name: Harold Jones   Title: Cardiologist",
        "Name: Harold Jones\nSpecialty: Cardiology",
        "Name: Harold Jones, MD",
        "Name: Harold Jones Ph.D.",
        "Name: Harold Jones R.N.\nNPI #: 1234567893",
        "Re: Dr. Harold Jones",
    ],
)
def test_a_name_with_a_title_or_a_post_is_a_providers(header):
    assert verdict(header) is Verdict.SILENT


@pytest.mark.parametrize(
    "header",
    [
        "Patient: Dr. Harold Jones\nDOB: 5/5/1950",
        "Name: Harold Jones\nTitle: Mr",
        "Name: Harold Jones",
        "Name: Dr. Harold Jones\nDOB: 5/5/1950",
    ],
)
def test_a_patient_with_a_title_is_still_a_patient(header):
    assert verdict(header) is Verdict.DIFFERS
