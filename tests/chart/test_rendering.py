"""Each fact of a structured resource as one line that says exactly what was sent."""

from typing import Any

import pytest

from apps.chart.domain.documents import DocumentKind
from apps.chart.domain.rendering import StoredResource, facts_of, lay_out
from tests.fhir import allergy, coded, condition, encounter, observation, order, resource, text


def lines(*bodies: dict[str, Any], names: dict[str, str] | None = None) -> list[str]:
    facts = [
        fact
        for body in bodies
        for fact in facts_of(StoredResource(body["resourceType"], body["id"], body, names or {}))
    ]
    rendering = lay_out("Title", facts)
    return [rendering.text[line["start"] : line["end"]] for line in rendering.lines]


def quantity(value: float, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit}


def supply(**changes: Any) -> dict[str, Any]:
    return resource(
        "MedicationDispense", "d1", "anna", {"medicationCodeableConcept": text("Topiramate 50 mg")}, changes
    )


A1C = observation(
    interpretation=[coded("http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation", "H")],
    referenceRange=[{"low": quantity(4.0, "%"), "high": quantity(5.6, "%")}],
)
LINES = {
    "a result with unit, meaning and range": (A1C, "Hemoglobin A1c: 8.2 % (high; reference 4.0-5.6 %) · 12 Jun 2026"),
    "a comparator": (observation(valueQuantity={"value": 10, "comparator": "<", "unit": "IU/mL"}, code=text("RF")),
    "RF: <10 IU/mL · 12 Jun 2026"),
    "a preliminary result": (observation(status="preliminary"), "Hemoglobin A1c: 8.2 % · 12 Jun 2026 · preliminary"),
    "an absent value": (observation(valueQuantity=None, dataAbsentReason=text("specimen lost")),
    "Hemoglobin A1c: no value (specimen lost) · 12 Jun 2026"),
    "a cancelled test": (observation(status="cancelled", valueQuantity=None, note=[{"text": "specimen leaked"}]),
    "Hemoglobin A1c: no value · 12 Jun 2026 · cancelled · note: specimen leaked"),
    "a test not made yet": (observation(status="registered", valueQuantity=None),
    "Hemoglobin A1c: no value · 12 Jun 2026 · registered, no result yet"),
    "a negative answer": (observation(valueQuantity=None, valueBoolean=False, code=text("Smoker")),
    "Smoker: no · 12 Jun 2026"),
    "a LOINC long name": (
        observation(code={"coding": [{"system": "http://loinc.org", "code": "2160-0",
        "display": "Creatinine [Mass/volume] in Serum or Plasma"}]}),
        "Creatinine: 8.2 % · 12 Jun 2026",
    ),
    "a blood pressure": (
        observation(
            code=text("Blood pressure"), valueQuantity=None,
            component=[
                {"code": coded("http://loinc.org", "8480-6"), "valueQuantity": quantity(128, "mmHg")},
                {"code": coded("http://loinc.org", "8462-4"), "valueQuantity": quantity(82, "mmHg")},
            ],
        ),
        "Blood pressure: 128/82 mmHg · 12 Jun 2026",
    ),
    "an order that is over, with the end of its validity": (
        order(status="stopped", authoredOn="2025-02-03", statusReason=text("no effect"),
              dispenseRequest={"validityPeriod": {"start": "2025-02-03", "end": "2025-05-05"}}),
        "Methotrexate 20 mg, weekly, by mouth · ordered 3 Feb 2025 · stopped 5 May 2025 · reason: no effect",
    ),
    "a running order has no end": (
        order(status="active", authoredOn="2025-02-03", dispenseRequest={"validityPeriod": {"end": "2026-02-03"}}),
        "Methotrexate 20 mg, weekly, by mouth · ordered 3 Feb 2025 · active · supply authorized until 3 Feb 2026",
    ),
    "a supply that was handed over": (
        supply(status="completed", whenHandedOver="2025-03-04", daysSupply=quantity(30, "d"), quantity={"value": 60}),
        "Topiramate 50 mg · dispensed 4 Mar 2025 · supply for 30 d · quantity 60",
    ),
    "a supply that nobody came for": (
        supply(status="cancelled", whenPrepared="2025-03-04", statusReasonCodeableConcept=text("Never picked up")),
        "NOT dispensed: Topiramate 50 mg · cancelled 4 Mar 2025 · reason: Never picked up",
    ),
    "an order with its course": (
        order(
            status="stopped", statusReason=text("nausea"), requester={"display": "Dr. Okafor"},
            dosageInstruction=[{"text": "weekly, by mouth",
            "timing": {"repeat": {"boundsPeriod": {"start": "2024-04-16", "end": "2024-09-30"}}}}],
        ),
        ("Methotrexate 20 mg, weekly, by mouth · started 16 Apr 2024 · stopped 30 Sep 2024 · reason: nausea "
        "· ordered by Dr. Okafor"),
    ),
    "a dose put together": (
        order(dosageInstruction=[{
            "doseAndRate": [{"doseQuantity": quantity(20, "mg")}], "route": text("by mouth"),
            "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "wk"}}, "asNeededBoolean": True,
        }]),
        "Methotrexate 20 mg, 20 mg, once weekly, by mouth, as needed · ordered 16 Apr 2024 · active",
    ),
    "a proposal is no order": (order(intent="proposal"),
    "Methotrexate 20 mg, weekly, by mouth · ordered 16 Apr 2024 · active · proposed, not ordered"),
    "an order not to give": (order(doNotPerform=True),
    "do NOT give, Methotrexate 20 mg, weekly, by mouth · ordered 16 Apr 2024 · active"),
    "an allergy": (allergy(), "Penicillin: rash (mild)"),
    "no known allergies is said to be a statement": (
        allergy(code=coded("http://snomed.info/sct", "716186003", "No known allergy"), reaction=None),
        "No known allergy (stated as a fact, not merely left empty)",
    ),
    "a problem": (condition(clinicalStatus=coded("x", "active")), "Rheumatoid arthritis · active · since 14 Mar 2019"),
    "a suspicion": (
        condition(verificationStatus=coded("x", "provisional"), onsetDateTime="2019-03"),
        "Rheumatoid arthritis · since Mar 2019 · provisional, not confirmed",
    ),
    "a visit": (encounter(reasonCode=[text("Joint pain")]), "Office visit (ambulatory) · 12 Jun 2026 · for Joint pain"),
    "a procedure that was not done": (
        resource("Procedure", "p", "anna", {"status": "not-done", "code": text("Colonoscopy"),
        "statusReason": text("declined")}, {}),
        "NOT done: Colonoscopy · reason: declined",
    ),
    "an order with what a payer asks of it": (
        resource("ServiceRequest", "s", "anna", {
            "status": "active", "intent": "order", "authoredOn": "2026-11-09", "code": {
            "coding": [{"code": "E2103"}, {"code": "702172008"}], "text": "Glucose monitor"},
            "quantityQuantity": quantity(1, "{device}"), "locationCode": [text("Hospital outpatient department")],
            "occurrenceTiming": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "wk"}},
            "reasonCode": [{"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "E11.649"}],
            "text": "Type 2 diabetes"}], "requester": {"reference": "Practitioner/7"}}, {}),
        ("Glucose monitor · active · ordered 9 Nov 2026 · code E2103 · quantity 1 {device} · twice weekly "
        "· place of service: Hospital outpatient department · for Type 2 diabetes (E11.649) "
        "· ordered by Dr. Okafor (Endocrinology)"),
    ),
    "an order of a device": (
        resource("DeviceRequest", "d", "anna", {
            "status": "active", "intent": "order", "authoredOn": "2026-11-09", "codeCodeableConcept": text("Walker"),
            "parameter": [{"code": text("Width"), "valueQuantity": quantity(60, "cm")}],
            "reasonCode": [text("Unsteady gait")]}, {}),
        "Walker, Width 60 cm · active · ordered 9 Nov 2026 · for Unsteady gait",
    ),
    "a supply that was allowed": (
        order(dispenseRequest={"validityPeriod": {"start": "2026-02-03", "end": "2026-05-05"},
        "quantity": quantity(90, "tablets"), "numberOfRepeatsAllowed": 2}),
        ("Methotrexate 20 mg, weekly, by mouth · ordered 16 Apr 2024 · active "
        "· supply authorized 3 Feb 2026 to 5 May 2026 · quantity 90 tablets · refills 2"),
    ),
    "who measured it": (
        observation(performer=[{"display": "Nia Pinto, RRT"}]),
        "Hemoglobin A1c: 8.2 % · 12 Jun 2026 · by Nia Pinto, RRT",
    ),
    "a vaccination not given": (
        resource("Immunization", "i", "anna", {"status": "not-done", "vaccineCode": text("Influenza"),
        "occurrenceDateTime": "2025-10"}, {}),
        "NOT given: Influenza · Oct 2025",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "line"), LINES.values(), ids=LINES)
def test_a_resource_is_told_in_one_line(body: dict[str, Any], line: str) -> None:
    names = {"Practitioner/7": "Dr. Okafor", "Practitioner/7#role": "Endocrinology"}
    assert lines(body, names=names) == [line]


def test_an_order_tells_for_how_long_it_is_where_it_says() -> None:
    body = {"status": "active", "intent": "order", "authoredOn": "2026-11-10", "code": text("Home ventilator")}
    bounds = {"occurrenceTiming": {"repeat": {"boundsDuration": quantity(12, "mo")}}}
    (told,) = lines(resource("ServiceRequest", "s", "anna", body, bounds))
    (silent,) = lines(resource("ServiceRequest", "s", "anna", body, {}))
    assert "duration 12 mo" in told
    assert "duration" not in silent


def test_identical_orders_are_one_line_with_first_and_last_date() -> None:
    orders = [
        order(f"o{year}", authoredOn=f"{year}-05-01", requester={"display": f"Dr. {year % 2}"})
        for year in (2019, 2020, 2021)
    ]
    assert lines(*orders) == [
        (
            "Methotrexate 20 mg, weekly, by mouth · ordered 3 times, 1 May 2019 to 1 May 2021 · active "
            "· ordered by Dr. 1, Dr. 0"
        )
    ]


def test_a_merged_line_still_knows_each_of_its_resources() -> None:
    facts = [
        f
        for n in (1, 2)
        for f in facts_of(StoredResource("MedicationRequest", f"o{n}", order(f"o{n}", authoredOn=f"202{n}")))
    ]
    (line,) = lay_out("Medication list", facts).lines
    assert (line["resource"], line["also"]) == ("MedicationRequest/o2", ["MedicationRequest/o1"])


def test_two_measurements_of_one_day_are_told_apart_by_the_hour() -> None:
    twice = [
        observation("a"),
        observation("b", effectiveDateTime="2026-06-12T17:00:00-05:00", valueQuantity=quantity(8.0, "%")),
    ]
    assert lines(*twice) == ["Hemoglobin A1c: 8.2 % · 12 Jun 2026 09:30", "Hemoglobin A1c: 8.0 % · 12 Jun 2026 17:00"]


def test_a_date_is_the_senders_own_day() -> None:
    assert lines(observation(effectiveDateTime="2026-06-12T23:58:16-04:00"))[0].endswith("12 Jun 2026")


def test_the_same_facts_give_the_same_text_in_any_order() -> None:
    bodies = [observation(f"o{n}", valueQuantity=quantity(n, "%")) for n in range(5)]
    assert lines(*bodies) == lines(*reversed(bodies))


def test_an_order_is_kept_apart_from_what_is_reported() -> None:
    statement = resource(
        "MedicationStatement", "s", "anna", {"status": "active", "medicationCodeableConcept": text("Aspirin 81 mg")}, {}
    )
    facts = [
        *facts_of(StoredResource("MedicationRequest", "o", order())),
        *facts_of(StoredResource("MedicationStatement", "s", statement)),
    ]
    sections = lay_out("Medication list", facts).sections
    assert [section.title for section in sections] == ["Ordered, current", "Reported as taken"]


@pytest.mark.parametrize(
    "body", [observation(status="entered-in-error"), condition(verificationStatus=coded("x", "refuted"))]
)
def test_what_was_withdrawn_or_ruled_out_has_no_line(body: dict[str, Any]) -> None:
    assert facts_of(StoredResource(body["resourceType"], body["id"], body)) == []


def test_sections_and_lines_lie_where_they_say() -> None:
    bodies = [observation("a"), observation("b", category=[text("imaging")])]
    facts = [fact for body in bodies for fact in facts_of(StoredResource("Observation", body["id"], body))]
    rendering = lay_out("Results", facts)
    for line in rendering.lines:
        assert any(section.start <= line["start"] < line["end"] <= section.end for section in rendering.sections)
    assert rendering.text.startswith("Results\n")
    assert {fact.kind for fact in facts} == {DocumentKind.RESULTS}
