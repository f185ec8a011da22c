"""Every way the record itself names a patient, their people and their clinicians."""

import pytest

from apps.chart.domain.identifiers import IdentifierKind, display_name_forms, patient_identifiers
from tests.fhir import coded, patient

MAIDEN = "http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName"
RUTH = patient(
    "ruth",
    identifier=[
        {
            "type": coded("http://terminology.hl7.org/CodeSystem/v2-0203", "MR"),
            "system": "urn:mrn",
            "value": "00-4471-92",
        },
        {"system": "http://hl7.org/fhir/sid/us-ssn", "value": "900-41-5120"},
    ],
    name=[
        {"use": "official", "family": "Calloway-Reed", "given": ["Ruth", "Ann"], "prefix": ["Mrs."]},
        {"use": "nickname", "text": "Ruthie"},
        {"use": "maiden", "family": "van Putten", "given": ["Ruth"]},
    ],
    telecom=[{"system": "phone", "value": "715-555-0131"}, {"system": "email", "value": "ruth@example.org"}],
    address=[{"line": ["418 Quarry Lane"], "city": "Cedar Hollow", "state": "WI", "postalCode": "54099"}],
    contact=[
        {"name": {"family": "Reed", "given": ["Kenji"]}, "telecom": [{"system": "phone", "value": "715-555-0136"}]}
    ],
    extension=[{"url": MAIDEN, "valueString": "Era Dare"}],
)
K = IdentifierKind
EXPECTED = [
    (K.PATIENT_NAME, "Ruth Ann Calloway-Reed"), (K.PATIENT_NAME, "Mrs. Ruth Ann Calloway-Reed"), (K.PATIENT_NAME,
    "Ruth Calloway-Reed"),
    (K.PATIENT_NAME, "Calloway-Reed, Ruth"), (K.PATIENT_NAME, "Calloway"), (K.PATIENT_NAME, "Reed"), (K.PATIENT_NAME,
    "Ruthie"),
    (K.PATIENT_NAME, "van Putten"), (K.PATIENT_NAME, "Putten"), (K.MRN, "00-4471-92"), (K.SSN, "900-41-5120"),
    (K.PHONE, "715-555-0131"), (K.EMAIL, "ruth@example.org"), (K.ADDRESS, "418 Quarry Lane"), (K.CITY, "Cedar Hollow"),
    (K.POSTAL_CODE, "54099"), (K.RELATIVE_NAME, "Kenji Reed"), (K.PHONE, "715-555-0136"), (K.RELATIVE_NAME, "Dare"),
    (K.BIRTH_DATE, "1970-02-03"), (K.OTHER_ID, "ruth"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), EXPECTED)
def test_the_record_knows_it(kind: IdentifierKind, text: str) -> None:
    assert (kind, text) in {(known.kind, known.text) for known in patient_identifiers(RUTH)}


def test_nothing_is_listed_twice_or_empty_and_no_initial_is_a_name() -> None:
    known = patient_identifiers(patient(name=[{"family": "Ng", "given": ["A", "B."]}]))
    assert len(known) == len(set(known))
    assert all(one.text == one.text.strip() and one.text for one in known)
    assert not {"A", "B."} & {one.text for one in known}


@pytest.mark.parametrize(
    ("display", "forms"),
    [
        ("Dr. Ana M. Ruiz, MD", {"Dr. Ana M. Ruiz, MD", "Ana M. Ruiz", "Ana Ruiz", "Ruiz, Ana", "Ruiz"}),
        ("Kwame Osei, RN", {"Kwame Osei, RN", "Kwame Osei", "Osei"}),
        ("Dr.", {"Dr."}),
        ("", set()),
    ],
)
def test_a_display_name_is_taken_apart(display: str, forms: set[str]) -> None:
    assert forms <= set(display_name_forms(display))
