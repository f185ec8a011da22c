"""What a FHIR R4 resource must look like before anything of it is stored: as data.

Two tables. SHAPES names the JSON type of every element that the workbench reads (an element it does not read is kept, not
judged). REQUIRED names the elements without which a resource is refused: those that FHIR R4 4.0.1 gives a minimum of one,
and those that US Core 9.0.0 adds and requirements F01 to F08 name. One exception: Condition.category is not demanded,
because real senders leave it out and nothing here depends on it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from apps.chart.domain.fhir import parse_moment

SHAPES: Mapping[str, Mapping[str, str]] = {
    # data types (only what is read)
    "Coding": {"system": "str", "code": "str", "display": "str"},
    "CodeableConcept": {"coding": "[Coding]", "text": "str"},
    "Identifier": {"type": "CodeableConcept", "system": "str", "value": "str"},
    "Reference": {"reference": "str", "display": "str", "identifier": "Identifier", "type": "str"},
    "Quantity": {"value": "number", "comparator": "str", "unit": "str", "system": "str", "code": "str"},
    "Range": {"low": "Quantity", "high": "Quantity"},
    "Ratio": {"numerator": "Quantity", "denominator": "Quantity"},
    "Period": {"start": "date", "end": "date"},
    "Annotation": {"text": "str"},
    "HumanName": {"use": "str", "text": "str", "family": "str", "given": "[str]", "prefix": "[str]", "suffix": "[str]"},
    "ContactPoint": {"system": "str", "value": "str"},
    "Address": {"text": "str", "line": "[str]", "city": "str", "district": "str", "state": "str", "postalCode": "str"},
    "Narrative": {"div": "str"},
    "Meta": {"versionId": "str", "lastUpdated": "date"},
    "Extension": {"url": "str", "extension": "[Extension]", "valueString": "str", "valueAddress": "Address"},
    "Attachment": {"contentType": "str", "data": "str", "url": "str", "hash": "str", "size": "number", "title": "str", "creation": "date"},
    "Timing": {"repeat": "TimingRepeat", "code": "CodeableConcept"},
    "TimingRepeat": {
        "boundsPeriod": "Period", "frequency": "number", "period": "number", "periodUnit": "str", "when": "[str]",
        "timeOfDay": "[str]", "dayOfWeek": "[str]",
    },
    "DoseAndRate": {"doseQuantity": "Quantity", "doseRange": "Range"},
    "Dosage": {
        "text": "str", "patientInstruction": "str", "timing": "Timing", "asNeededBoolean": "bool",
        "asNeededCodeableConcept": "CodeableConcept", "route": "CodeableConcept", "doseAndRate": "[DoseAndRate]",
    },
    "ReferenceRange": {"low": "Quantity", "high": "Quantity", "text": "str"},
    "Performer": {"actor": "Reference"},
    # resources
    "Resource": {"id": "id", "meta": "Meta", "contained": "[Contained]"},
    "Contained": {"id": "str", "resourceType": "str", "code": "CodeableConcept"},
    "Patient": {
        "identifier": "[Identifier]", "name": "[HumanName]", "telecom": "[ContactPoint]", "gender": "str", "birthDate": "date",
        "deceasedBoolean": "bool", "deceasedDateTime": "date", "address": "[Address]", "maritalStatus": "CodeableConcept",
        "contact": "[PatientContact]", "communication": "[Communication]", "generalPractitioner": "[Reference]",
        "extension": "[Extension]",
    },
    "PatientContact": {
        "relationship": "[CodeableConcept]", "name": "HumanName", "telecom": "[ContactPoint]", "address": "Address",
    },
    "Communication": {"language": "CodeableConcept"},
    "Encounter": {
        "status": "str", "class": "Coding", "type": "[CodeableConcept]", "subject": "Reference", "period": "Period",
        "participant": "[Participant]", "reasonCode": "[CodeableConcept]", "reasonReference": "[Reference]",
        "diagnosis": "[EncounterDiagnosis]", "hospitalization": "Hospitalization", "serviceProvider": "Reference",
    },
    "Participant": {"individual": "Reference"},
    "EncounterDiagnosis": {"condition": "Reference"},
    "Hospitalization": {"dischargeDisposition": "CodeableConcept"},
    "Condition": {
        "clinicalStatus": "CodeableConcept", "verificationStatus": "CodeableConcept", "category": "[CodeableConcept]",
        "severity": "CodeableConcept", "code": "CodeableConcept", "bodySite": "[CodeableConcept]", "subject": "Reference",
        "encounter": "Reference", "onsetDateTime": "date", "onsetAge": "Quantity", "onsetPeriod": "Period", "onsetRange": "Range",
        "onsetString": "str", "abatementDateTime": "date", "abatementAge": "Quantity", "abatementPeriod": "Period",
        "abatementRange": "Range", "abatementString": "str", "recordedDate": "date", "recorder": "Reference",
        "asserter": "Reference", "stage": "[ConditionStage]", "note": "[Annotation]",
    },
    "ConditionStage": {"summary": "CodeableConcept"},
    "MedicationRequest": {
        "status": "str", "statusReason": "CodeableConcept", "intent": "str", "reportedBoolean": "bool",
        "reportedReference": "Reference", "doNotPerform": "bool", "medicationCodeableConcept": "CodeableConcept",
        "medicationReference": "Reference", "subject": "Reference", "encounter": "Reference", "authoredOn": "date",
        "requester": "Reference", "reasonCode": "[CodeableConcept]", "reasonReference": "[Reference]", "note": "[Annotation]",
        "dosageInstruction": "[Dosage]",
    },
    "MedicationStatement": {
        "status": "str", "statusReason": "[CodeableConcept]", "medicationCodeableConcept": "CodeableConcept",
        "medicationReference": "Reference", "subject": "Reference", "context": "Reference", "effectiveDateTime": "date",
        "effectivePeriod": "Period", "dateAsserted": "date", "informationSource": "Reference",
        "reasonCode": "[CodeableConcept]", "reasonReference": "[Reference]", "note": "[Annotation]", "dosage": "[Dosage]",
    },
    "AllergyIntolerance": {
        "clinicalStatus": "CodeableConcept", "verificationStatus": "CodeableConcept", "type": "str", "category": "[str]",
        "criticality": "str", "code": "CodeableConcept", "patient": "Reference", "encounter": "Reference",
        "onsetDateTime": "date", "onsetAge": "Quantity", "onsetPeriod": "Period", "onsetRange": "Range", "onsetString": "str",
        "recordedDate": "date", "note": "[Annotation]", "reaction": "[Reaction]",
    },
    "Reaction": {"manifestation": "[CodeableConcept]", "description": "str", "onset": "date", "severity": "str"},
    "ObservationValue": {
        "valueQuantity": "Quantity", "valueCodeableConcept": "CodeableConcept", "valueString": "str", "valueBoolean": "bool",
        "valueInteger": "number", "valueRange": "Range", "valueRatio": "Ratio", "valueDateTime": "date", "valueTime": "str",
        "valuePeriod": "Period", "dataAbsentReason": "CodeableConcept", "interpretation": "[CodeableConcept]",
        "referenceRange": "[ReferenceRange]", "code": "CodeableConcept",
    },
    "Observation": {
        "status": "str", "category": "[CodeableConcept]", "subject": "Reference", "encounter": "Reference",
        "effectiveDateTime": "date", "effectivePeriod": "Period", "effectiveInstant": "date", "issued": "date",
        "bodySite": "CodeableConcept", "method": "CodeableConcept", "note": "[Annotation]", "component": "[ObservationValue]",
        "performer": "[Reference]", "hasMember": "[Reference]",
    },
    "DiagnosticReport": {
        "status": "str", "category": "[CodeableConcept]", "code": "CodeableConcept", "subject": "Reference",
        "encounter": "Reference", "effectiveDateTime": "date", "effectivePeriod": "Period", "issued": "date",
        "performer": "[Reference]", "resultsInterpreter": "[Reference]", "result": "[Reference]", "conclusion": "str",
        "conclusionCode": "[CodeableConcept]", "presentedForm": "[Attachment]",
    },
    "DocumentReference": {
        "status": "str", "docStatus": "str", "type": "CodeableConcept", "category": "[CodeableConcept]", "subject": "Reference",
        "date": "date", "author": "[Reference]", "relatesTo": "[RelatesTo]", "description": "str", "content": "[DocumentContent]",
        "context": "DocumentContext",
    },
    "RelatesTo": {"code": "str", "target": "Reference"},
    "DocumentContent": {"attachment": "Attachment"},
    "DocumentContext": {"encounter": "[Reference]", "period": "Period"},
    "Procedure": {
        "status": "str", "statusReason": "CodeableConcept", "code": "CodeableConcept", "subject": "Reference",
        "encounter": "Reference", "performedDateTime": "date", "performedPeriod": "Period", "performedString": "str",
        "performer": "[Performer]", "reasonCode": "[CodeableConcept]", "reasonReference": "[Reference]",
        "bodySite": "[CodeableConcept]", "outcome": "CodeableConcept", "complication": "[CodeableConcept]", "note": "[Annotation]",
    },
    "Immunization": {
        "status": "str", "statusReason": "CodeableConcept", "vaccineCode": "CodeableConcept", "patient": "Reference",
        "encounter": "Reference", "occurrenceDateTime": "date", "occurrenceString": "str", "primarySource": "bool",
        "lotNumber": "str", "site": "CodeableConcept", "route": "CodeableConcept", "doseQuantity": "Quantity",
        "performer": "[Performer]", "note": "[Annotation]",
    },
    "CarePlan": {
        "text": "Narrative", "status": "str", "intent": "str", "category": "[CodeableConcept]", "title": "str", "description": "str",
        "subject": "Reference", "encounter": "Reference", "period": "Period", "created": "date", "addresses": "[Reference]",
        "activity": "[Activity]", "note": "[Annotation]",
    },
    "Activity": {"detail": "ActivityDetail", "reference": "Reference"},
    "ActivityDetail": {"code": "CodeableConcept", "status": "str", "description": "str", "scheduledTiming": "Timing"},
    "Coverage": {
        "status": "str", "type": "CodeableConcept", "subscriberId": "str", "identifier": "[Identifier]",
        "beneficiary": "Reference", "relationship": "CodeableConcept", "period": "Period", "payor": "[Reference]",
        "class": "[CoverageClass]",
    },
    "CoverageClass": {"type": "CodeableConcept", "value": "str", "name": "str"},
    "ServiceRequest": {
        "status": "str", "intent": "str", "priority": "str", "doNotPerform": "bool", "code": "CodeableConcept",
        "orderDetail": "[CodeableConcept]", "subject": "Reference", "encounter": "Reference", "occurrenceDateTime": "date",
        "occurrencePeriod": "Period", "authoredOn": "date", "requester": "Reference", "reasonCode": "[CodeableConcept]",
        "reasonReference": "[Reference]", "bodySite": "[CodeableConcept]", "note": "[Annotation]",
    },
    "Practitioner": {
        "identifier": "[Identifier]", "name": "[HumanName]", "telecom": "[ContactPoint]", "address": "[Address]",
        "qualification": "[Qualification]",
    },
    "Qualification": {"code": "CodeableConcept"},
    "Organization": {"identifier": "[Identifier]", "name": "str"},
    "Medication": {"code": "CodeableConcept"},
    "Binary": {"contentType": "str", "data": "str"},
    # read for names only
    "PractitionerRole": {"practitioner": "Reference", "code": "[CodeableConcept]", "specialty": "[CodeableConcept]"},
    "RelatedPerson": {"name": "[HumanName]", "telecom": "[ContactPoint]", "address": "[Address]", "patient": "Reference"},
    "Location": {"identifier": "[Identifier]", "name": "str"},
}  # fmt: skip
INCLUDES: Mapping[str, str] = {"Observation": "ObservationValue"}

# Dotted paths; "a|b" asks for one of several, "value*" for any element that begins so. In a list, each member must comply.
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "Patient": ("identifier", "identifier.system", "identifier.value", "name", "name.family|given|text"),
    "Encounter": ("status", "class", "type", "subject"),
    "Condition": ("code", "subject"),
    "MedicationRequest": ("status", "intent", "medicationCodeableConcept|medicationReference", "subject"),
    "MedicationStatement": ("status", "medicationCodeableConcept|medicationReference", "subject"),
    "AllergyIntolerance": ("code", "patient"),
    "Observation": ("status", "category", "code", "subject", "value*|dataAbsentReason|component|hasMember"),
    "DiagnosticReport": ("status", "category", "code", "subject"),
    "DocumentReference": ("status", "type", "category", "subject", "content", "content.attachment"),
    "Procedure": ("status", "code", "subject"),
    "Immunization": ("status", "vaccineCode", "patient", "occurrenceDateTime|occurrenceString"),
    "CarePlan": ("text", "status", "intent", "subject"),
    "Coverage": ("status", "beneficiary", "relationship", "payor"),
    "ServiceRequest": ("status", "intent", "code", "subject"),
    "Practitioner": (),
    "Organization": (),
    "Medication": (),
    "Binary": ("contentType",),
}
UNDERSTOOD = frozenset(REQUIRED)
# Where each type names its patient.
PATIENT_ELEMENTS = ("subject", "patient", "beneficiary")
ID_CHARACTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._")
LONGEST_ID = 128
WORDS_OF_SHAPE = {
    "str": "a text", "number": "a number", "bool": "true or false", "date": "a date between the years 1850 and 2150",
    "id": f"at most {LONGEST_ID} letters, digits, dots and hyphens",
}  # fmt: skip


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_ID and ID_CHARACTERS.issuperset(value)


PRIMITIVES = {
    "str": lambda value: isinstance(value, str),
    "number": _is_number,
    "bool": lambda value: isinstance(value, bool),
    "date": lambda value: isinstance(value, str) and parse_moment(value) is not None,
    "id": _is_id,
}


def _misshapen(shape: str, value: Any, path: str) -> Iterator[str]:
    if shape.startswith("["):
        if not isinstance(value, list):
            yield f"{path} must be a list."
            return
        member = shape[1:-1]
        for one in value:
            # A list of texts may have gaps that an extension fills (FHIR JSON, "null").
            if not (one is None and member == "str"):
                yield from _misshapen(member, one, path)
    elif check := PRIMITIVES.get(shape):
        if not check(value):
            yield f"{path} must be {WORDS_OF_SHAPE[shape]}."
    elif not isinstance(value, dict):
        yield f"{path} must be an object."
    else:
        yield from _misshapen_elements(shape, value, path)


def _misshapen_elements(shape: str, value: Mapping[str, Any], path: str) -> Iterator[str]:
    elements = SHAPES[shape]
    for name, one in value.items():
        if name in elements:
            yield from _misshapen(elements[name], one, f"{path}.{name}")


def _present(holder: Any, alternatives: str) -> bool:
    for name in alternatives.split("|"):
        found = [v for k, v in holder.items() if k.startswith(name[:-1])] if name.endswith("*") else [holder.get(name)]
        if any(value not in (None, "", [], {}) for value in found):
            return True
    return False


def _missing(resource: Mapping[str, Any], path: str) -> bool:
    holders: list[Any] = [resource]
    *parents, last = path.split(".")
    for name in parents:
        found = (holder.get(name) for holder in holders)
        holders = [
            one for value in found for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)
        ]
    return not all(_present(holder, last) for holder in holders)


def first_problem(resource: Mapping[str, Any]) -> str:
    """Return the first thing wrong with a resource, as a sentence that names the element; empty when it can be taken."""
    type_ = str(resource["resourceType"])
    shapes = ("Resource", *(shape for shape in (type_, INCLUDES.get(type_, "")) if shape in SHAPES))
    for shape in shapes:
        for sentence in _misshapen_elements(shape, resource, type_):
            return sentence
    for path in REQUIRED.get(type_, ()):
        if _missing(resource, path):
            element = path.replace("*", "[x]").replace("|", " or ")
            return f"{type_}.{element} is missing, and without it the record cannot be taken."
    return ""
