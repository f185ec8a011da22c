"""What shape and surroundings give away, one class of identifier after the other (H07), and what they must leave."""

import socket

import pytest

from apps.redaction.concealment import Searcher


def found(text):
    """Return (class, text) of everything taken out of a text of a patient nobody knows."""
    return [(d.kind.value, text[d.start : d.end]) for d in Searcher([]).search(text).detections]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Reviewed with Dr. Imani Okafor today", "CLINICIAN", "Imani Okafor"),
        ("Dr.\nOkafor agrees", "CLINICIAN", "Okafor"),
        ("per Dr. de la Cruz-Ortiz note", "CLINICIAN", "de la Cruz-Ortiz"),
        ("Dr. Okafor's plan", "CLINICIAN", "Okafor"),
        ("seen by Betty Ross, PA-C.", "CLINICIAN", "Betty Ross"),
        ("Electronically signed by: Jonah Q. Hale, PT\n2024", "CLINICIAN", "Jonah Q. Hale"),
        ("Attending: Lindholm, Erik\n", "CLINICIAN", "Lindholm, Erik"),
        ("cc: Tilda Brandt\n", "CLINICIAN", "Tilda Brandt"),
        ("Mrs. O'Keefe reports pain", "PERSON", "O'Keefe"),
        ("Patient Name: Ana María Ruiz\n", "PERSON", "Ana María Ruiz"),
        ("Emergency contact: Pilar Escalante\n", "PERSON", "Pilar Escalante"),
        ("his wife Jarmila helps", "RELATIVE", "Jarmila"),
        ("Sister Margit - psoriasis", "RELATIVE", "Margit"),
        ("MRN: 00-4471-92", "MRN", "00-4471-92"),
        ("Medical record number is 123546.", "MRN", "123546"),
        ("chart # CC-789654", "MRN", "CC-789654"),
        ("Member ID: NF-88213-04", "MEMBER-ID", "NF-88213-04"),
        ("Medicare #1EG4-TE5-MK73", "MEMBER-ID", "1EG4-TE5-MK73"),
        ("Acct#: GRM-998877", "ACCOUNT", "GRM-998877"),
        ("driver's license no. S123-4567", "LICENCE", "S123-4567"),
        ("pacemaker serial number PJN742130", "DEVICE", "PJN742130"),
        ("SSN 900-44-7192", "SSN", "900-44-7192"),
        ("SSN 987-65-4320", "SSN", "987-65-4320"),
        ("ssn: 900447192", "SSN", "900447192"),
        ("call (802) 555-0188 x12 now", "PHONE", "(802) 555-0188 x12"),
        ("cell 555-0142", "PHONE", "555-0142"),
        ("802.555.0142", "PHONE", "802.555.0142"),
        ("Fax: 802-555-0199", "FAX", "802-555-0199"),
        ("mail ruth.c@clinic.local today", "EMAIL", "ruth.c@clinic.local"),
        ("see https://portal.example.org/a?b=1 now", "URL", "https://portal.example.org/a?b=1"),
        ("from 10.0.0.12 at", "IP-ADDRESS", "10.0.0.12"),
        ("card 4111 1111 1111 1111 on file", "CARD", "4111 1111 1111 1111"),
        ("DOB: 02/14/1968", "BIRTH-DATE", "02/14/1968"),
        ("born on 4 May 1961 in", "BIRTH-DATE", "4 May 1961"),
        ("lives at 14 Alder Row, Apt 3", "ADDRESS", "14 Alder Row, Apt 3"),
        ("1290 N. Depot St., here", "ADDRESS", "1290 N. Depot St."),
        ("P.O. Box 219", "ADDRESS", "P.O. Box 219"),
        ("Larch Falls, VT 05310", "PLACE", "Larch Falls"),
        ("VT 05310-1234", "ZIP", "05310-1234"),
        ("Zip code 03601", "ZIP", "03601"),
        ("a 93-year-old woman", "AGE-NINETY-PLUS", "93"),
        ("94 y/o F", "AGE-NINETY-PLUS", "94"),
        ("age 101, frail", "AGE-NINETY-PLUS", "101"),
        ("her 91st birthday", "AGE-NINETY-PLUS", "91st"),
        ("ninety-two year old man", "AGE-NINETY-PLUS", "ninety-two"),
        ("a nonagenarian", "AGE-NINETY-PLUS", "nonagenarian"),
    ],
)
def test_an_identifier_of_every_class_is_taken_out_and_nothing_beside_it(text, kind, value):
    assert (kind, value) in found(text)
    beside = [other for _, other in found(text) if other not in value and value not in other]
    assert beside == [] or kind in {"PLACE", "ZIP"}


@pytest.mark.parametrize(
    "text",
    [
        "BP 140/90, HR 98, T 98.6F, SpO2 95% on RA, RR 18",
        "MTX 20 mg PO weekly x 12 Weeks Dr visit; MS Contin 15 mg BID; MR Lumbar Spine without contrast",
        "Mild MR. RVSP 38 mmHg. No DR. Follow up in 1 year. MS. Fatigue.",
        "Hgb A1c 8.2 % (3 Jun 2026), eGFR 41, WBC 10500 /uL, ferritin 135-1450, LDL 131 mg/dL",
        "Parkinson's disease, Crohn's disease, Bell's palsy, Foley catheter, Apgar 9/10, Lasix 40 mg, Dix-Hallpike -",
        "stable.No changes. pain.In clinic q.i.d. vs. b.i.d.; ratio 1.2.3; L4-L5 and C5-6",
        "Mother Diabetes, HTN. Father: Deceased MI 58. Sister Breast cancer. Brother Alcoholism. Son Healthy",
        "Protein C, Protein S, PT/INR 1.1. Physical Therapy, PT to evaluate. Home Health RN visits.",
        "89-year-old man, aged 89; 90 mg daily; 95% of predicted; age 90 days; 91 kg; 98 F",
        "ICD M05.79, CPT 72148, LOINC 11506-3, HCPCS J0139; policy RA-04 v3; IMG-11",
        "Metformin 500 mg, twice daily · ordered 1 Jan 2021 · active; Jan 3, 2021; June 2025, Jan 2021",
        "Seen 2024-10-03 10:20, admitted 5/12/24, discharged May 15, 2024, since 2019",
        "Signed by: Rheumatology. Provider: Internal Medicine. Attending: Hospital Medicine\nResident: PGY2",
    ],
)
def test_clinical_text_is_left_as_it_is(text):
    assert found(text) == []


def test_the_first_use_of_the_analyzer_does_not_reach_out(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("The wall tried to open a connection.")

    from apps.redaction.patterns.stock import stock_recognizers

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    stock_recognizers.cache_clear()
    assert found("mail ruth.c@example.org or https://x.example.net/y, 212-555-0142") != []
