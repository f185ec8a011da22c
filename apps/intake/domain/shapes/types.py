"""The JSON of FHIR R4 data types: only the elements that the workbench reads, and what each must be."""

from collections.abc import Mapping

DATA_TYPES: Mapping[str, Mapping[str, str]] = {
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
    "Attachment": {"contentType": "str", "data": "str", "url": "str", "hash": "str", "size": "number", "title": "str",
    "creation": "date"},
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
}  # fmt: skip
