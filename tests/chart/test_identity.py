"""Whose page it is: what a header says of its patient, held against what the chart knows."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.chart.domain.ccda import read_document
from apps.chart.domain.identity import Claim, Part, Verdict, judge, known_identity, read_claims, words
from apps.chart.domain.identity.dates import days_meant
from tests.chart.misfiled import fixture_charts

RUTH = {
    "name": [
        {"use": "official", "family": "Calloway", "given": ["Ruth", "Elaine"]},
        {"use": "maiden", "family": "Ostrander", "given": ["Ruth"]},
        {"use": "nickname", "given": ["Ruthie"]},
    ],
    "birthDate": "1968-02-14",
    "identifier": [
        {"type": {"coding": [{"code": "MR"}]}, "system": "urn:oid:1.2.3", "value": "00-4471-92",
         "assigner": {"display": "Cedar Hollow"}},
        {"type": {"coding": [{"code": "MB"}]}, "system": "urn:example:plan", "value": "NF552018834"},
    ],
}  # fmt: skip
KNOWN = known_identity(RUTH)


ENVELOPE = (
    '<ClinicalDocument xmlns="urn:hl7-org:v3"><recordTarget><patientRole><id root="1.2.3" extension="{3}"/>'
    '<patient><name><given>{0}</given><family>{1}</family></name><birthTime value="{2}"/></patient></patientRole>'
    "</recordTarget><component><structuredBody/></component></ClinicalDocument>"
)


def verdict(text, known=KNOWN, written_on=None):
    return judge(read_claims(text), known, written_on=written_on)


def differs(text, *parts, known=KNOWN):
    found = verdict(text, known)
    return found.verdict is Verdict.DIFFERS and found.differs == tuple(Part(part) for part in parts)


@pytest.mark.parametrize(
    "header",
    [
        "Patient: CALLOWAY, RUTH E   DOB: 14-Feb-1968   MRN: 00-4471-92",
        "Name: Ruth E. Calloway\nDate of birth: February 14, 1968\nMedical Record No. 00-4471-92",
        "PATIENT\tCalloway, Ruth\tMRN\t00447192",
        "RE: Mrs. Ruth Calloway, born 14 Feb '68",
        "RE: R u t h   C a l l o w a y   D.O.B. 0 2 / 1 4 / 1 9 6 8",
        "Pt: Ruthie Calloway-Reed  DOB 2/14/68",
        "| Patient name | Calloway Ruth | DOB | 1968-02-14 |",
        "**Patient:** Ruth Calloway, Jr.",
    ],
)
def test_the_patients_own_header_agrees_however_it_is_spelled(header):
    assert verdict(f"{header}\n\nSeen for knee pain.").verdict is Verdict.AGREES


@pytest.mark.parametrize(
    ("header", "parts"),
    [
        ("Patient: DOE, Jane", ["name"]),
        ("Re: Jane Doe, DOB 3/5/1949", ["name", "birth_date"]),
        ("Name: DOE, JANE J.   DOB: 05-Mar-1949 (77 F)\nMRN: 00-3902-71   Attending: Lindholm",
         ["name", "birth_date", "identifier"]),
        ("Patient: Ruth Calloway   DOB: 7/9/1941   MRN: 00-8812-13", ["birth_date", "identifier"]),  # her namesake
        ("Patient: Rita Calloway   DOB: 02/14/1968   MRN: 00-8812-13", ["name", "identifier"]),  # a twin
        ("Patient: Rita Calloway   DOB: 02/19/1968   MRN: 00-4471-29", ["name", "birth_date", "identifier"]),
        ("DOB: 7/9/1941", ["birth_date"]),
    ],
)  # fmt: skip
def test_another_persons_header_differs_and_says_in_what(header, parts):
    assert differs(f"{header}\n\nOxygen at rest 84%.", *parts)


@pytest.mark.parametrize(
    "header",
    [
        "Patient: Ruth Ostrander   DOB 2/14/1968",
        "Patient: Ruth Newname   DOB 2/14/1968   MRN: 00-9999-99",  # a marriage, and a number of elsewhere
        "Patient: Ruth Newname   MRN: 00-4471-92",
        "Patient: Ruth Calloway   DOB: 14/02/1968",
        "Patient: Ruth Calloway   DOB: 02/14/1986",  # two digits changed places
        "Patient: Ruth Cal1oway\nDOB 2/14/1968",
        "Patient: Rath Calloway",
        "Patient: R. Calloway",
        "Pt: Calloway, Elaine",
        "Patient: Ruth Calloway   MRN (Lakeside): 7719-0334",
        "MRN: 8841270",
        "MRN: 00-9999-99",
        "Patient: XXXX   DOB: XX/XX/XXXX   MRN: ****",
        "Patient: [PATIENT-1]   DOB: [DATE-1]",
        "Name: ________   DOB: ________",
    ],
)
def test_marriage_slips_initials_masks_and_other_numbers_raise_no_alarm(header):
    assert verdict(f"{header}\n\nSeen for knee pain.").verdict is not Verdict.DIFFERS


@pytest.mark.parametrize(
    "header",
    [
        "Attending: John Lindholm\nDictated by: Jane Doe, MD\ncc: Mary Major",
        "Referring physician: Jane Doe   DOB 3/5/1949",
        "Mother: Jane Doe  DOB: 3/5/1949",
        "Emergency contact\nName: Jane Doe\nDOB: 3/5/1949",
        "Guarantor: Jane Doe   DOB: 3/5/1949\nSubscriber: John Doe   DOB: 1/1/1950",
        "SUBSCRIBER INFORMATION\nName: DOE, JOHN\nDate of birth: 01/01/1950\nMRN: 00-1111-11",
        "Donor name: Jane Doe   DOB 3/5/1949   MRN 00-1111-11",
        "Patient: Denies Pain\nPt: Resting Comfortably",
        "Re: Refill Request",
        "Patient: stable, seen with Jane Doe",
        "Electronically signed by Jane Doe, MD",
        "Patient: Baby Boy Of Jane Doe",
        "Doctor: Hello.\nPatient: Yeah, Bob Smith drove me.\nDoctor: And?\nPatient: fine\nPatient: I am here.",
        "Patient: Yeah, I'm fine",
        "Doctor: What do you take?\nPatient: Augmentin, Detrol LA\nDoctor: And else?",
        "G1: male, born 3/5/2010 at 39 weeks",
    ],
)
def test_providers_relatives_payers_and_phrases_are_not_the_patient(header):
    assert verdict(f"{header}\n\nSeen for knee pain.").verdict is Verdict.SILENT


def test_a_header_that_follows_another_persons_on_its_line_is_read():
    assert differs("Attending: Lindholm   Patient: DOE, Jane   DOB: 3/5/1949", "name", "birth_date")
    assert verdict("To: Dr. John Smith\nFrom: Lab\nRe: Ruth Calloway, DOB 2/14/68").verdict is Verdict.AGREES


def test_one_page_of_another_person_inside_a_document_is_seen_and_a_lone_word_there_is_not():
    own, body = "Patient: Ruth Calloway   DOB 2/14/1968\n", "The knee is swollen.\n" * 40
    other = "Patient: DOE, Jane   DOB: 3/5/1949   MRN: 00-3902-71\n"
    assert differs(own + body + other + body, "name", "birth_date", "identifier")
    assert verdict(own + body + "Patient: Jane Doe\n" + body).verdict is Verdict.AGREES
    assert verdict(own + body + "DOB: 3/5/1949  MRN: 00-3902-71\n" + body).verdict is Verdict.AGREES


def test_a_footer_counts_as_a_header_does():
    assert differs("The knee is swollen.\n" * 40 + "DOE, JANE   MRN: 00-3902-71   DOB 3/5/1949   Page 2 of 2\n",
                   "name", "birth_date", "identifier")  # fmt: skip


def test_the_hour_of_a_visit_beside_an_age_is_no_birth_date():
    visit = "LAKESIDE COMMUNITY HOSP  ED      Calloway R   58F      10/14/25 20:40\n"
    assert verdict(visit).verdict is not Verdict.DIFFERS
    assert verdict("DOE JANE   77 F   03/05/1949\n").verdict is Verdict.DIFFERS


def test_a_newborns_page_may_carry_the_mothers_header_and_a_grown_childs_may_not():
    baby = known_identity({"name": [{"family": "Calloway", "given": ["Baby Boy"]}], "birthDate": "2026-03-01",
                           "identifier": [{"type": {"coding": [{"code": "MR"}]}, "value": "00-5555-55"}]})  # fmt: skip
    mothers = "Patient: Ruth Calloway   DOB 2/14/1968   MRN 00-4471-92"
    assert verdict(mothers, baby, date(2026, 3, 2)).verdict is Verdict.SILENT
    assert verdict(mothers, baby, date(2036, 3, 2)).verdict is Verdict.DIFFERS
    assert verdict("Patient: Jane Doe   DOB 3/5/1949", baby, date(2026, 3, 2)).verdict is Verdict.DIFFERS


def test_a_number_counts_against_a_chart_only_where_the_same_authority_gave_it():
    named = "Patient: Ruth Calloway   DOB 7/9/1941   MRN ({}): 8812133"
    assert differs(named.format("Cedar Hollow"), "birth_date", "identifier")
    assert verdict(named.format("Lakeside")).verdict is Verdict.AGREES


def test_a_clinical_document_says_in_its_envelope_whose_it_is():
    def document(given, family, born, number):
        return read_document(ENVELOPE.format(given, family, born, number).encode())

    own = document("Ruth", "Calloway", "196802140830", "00-4471-92")
    other = document("Jane", "Doe", "19490305", "00-3902-71")
    assert judge(own.claims, KNOWN).verdict is Verdict.AGREES
    assert judge(other.claims, KNOWN).differs == tuple(Part)


def test_every_chart_of_ours_knows_its_own_pages_but_those_that_were_misfiled_on_purpose():
    found = [(name, f.verdict) for name, known, text in fixture_charts() if (f := judge(read_claims(text), known))]
    assert [name for name, it in found if it is Verdict.DIFFERS] == [
        "dvorak-n10", "brannigan-n10", "fennimore-n7", "kettering-n4", "marchbanks-n6", "ostrander-n6", "pettibone-n4",
        "sallis-n6", "sorrell-n8", "thistlewood-n13", "vandermeer-n12",
    ]  # fmt: skip
    assert sum(it is Verdict.AGREES for _, it in found) > 40


LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=9).map(str.capitalize)
BORN = st.dates(date(1900, 1, 1), date(2026, 1, 1))
DATES = ("{0:%m/%d/%Y}", "{0:%d/%m/%Y}", "{0:%Y-%m-%d}", "{0:%d %b %Y}", "{0:%B %d, %Y}", "{0:%d.%m.%y}", "{0:%Y%m%d}")
NAMES = (
    "{g} {f}", "{f}, {g}", "{F}, {G}", "{f}, {g} {m}", "{G} {M0}. {F}", "{f} {g}", "Ms. {g} {f}", "{g} {m} {f}, Jr.",
    "{g0}. {f}", "{g} {o}",
)  # fmt: skip
LABELS = ("Patient", "Name", "Pt", "RE")
HEADERS = ("{said}", "{said}   DOB: {day}", "{said}   DOB {day}   MRN: {number}")


@settings(max_examples=200, deadline=None)
@given(words=st.tuples(LETTERS, LETTERS, LETTERS, LETTERS), born=BORN, number=st.integers(10**6, 10**8), data=st.data())
def test_a_charts_own_identity_in_any_spelling_never_differs(words, born, number, data):
    given, middle, family, former = words
    known = known_identity({
        "name": [{"family": family, "given": [given, middle]}, {"use": "old", "family": former, "given": [given]}],
        "birthDate": born.isoformat(),
        "identifier": [{"type": {"coding": [{"code": "MR"}]}, "value": str(number)}],
    })  # fmt: skip
    said = data.draw(st.sampled_from(NAMES)).format(
        g=given, f=family, m=middle, o=former, G=given.upper(), F=family.upper(), M0=middle[0], g0=given[0]
    )
    day = data.draw(st.sampled_from(DATES)).format(born)
    label, header = data.draw(st.sampled_from(LABELS)), data.draw(st.sampled_from(HEADERS))
    assert verdict(f"{label}: {header.format(said=said, day=day, number=number)}", known).verdict is not Verdict.DIFFERS


@settings(max_examples=100, deadline=None)
@given(born=BORN, day=st.sampled_from(DATES))
def test_every_spelling_of_a_day_may_mean_that_day(born, day):
    assert born in days_meant(day.format(born))


@given(text=st.text(max_size=400))
def test_any_text_at_all_is_read_and_what_is_claimed_stands_in_it(text):
    for claim in read_claims(text):
        assert isinstance(claim, Claim)
        assert claim.text


def test_the_lists_of_words_hold_small_letters_alone():
    for name in ("no_names.txt", "nicknames.txt"):
        text = Path(words.__file__).with_name(name).read_text(encoding="utf-8").partition("\n")[2]
        assert text == text.lower()
