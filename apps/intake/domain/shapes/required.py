"""The elements without which a resource is refused.

Those that FHIR R4 4.0.1 gives a minimum of one, and those that US Core 9.0.0 adds and requirements F01 to F08 name. One
exception: Condition.category is not demanded, because real senders leave it out and nothing here depends on it.
"""

from collections.abc import Mapping

# An observation that has not been made yet, or never will be, has no value to give.
VALUE = "value*|dataAbsentReason|component|hasMember"
WITHOUT_VALUE = frozenset({"registered", "cancelled"})
# Dotted paths: "a|b" asks for one of several, "value*" for any element that begins so; each member of a list complies.
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "Patient": ("identifier", "identifier.system", "identifier.value", "name", "name.family|given|text"),
    "Encounter": ("status", "class", "type", "subject"),
    "Condition": ("code", "subject"),
    "MedicationRequest": ("status", "intent", "medicationCodeableConcept|medicationReference", "subject"),
    "MedicationStatement": ("status", "medicationCodeableConcept|medicationReference", "subject"),
    "MedicationDispense": ("status", "medicationCodeableConcept|medicationReference", "subject"),
    "AllergyIntolerance": ("code", "patient"),
    "Observation": ("status", "category", "code", "subject", VALUE),
    "DiagnosticReport": ("status", "category", "code", "subject"),
    "DocumentReference": ("status", "type", "category", "subject", "content", "content.attachment"),
    "Procedure": ("status", "code", "subject"),
    "Immunization": ("status", "vaccineCode", "patient", "occurrenceDateTime|occurrenceString"),
    "CarePlan": ("text", "status", "intent", "subject"),
    "Coverage": ("status", "beneficiary", "relationship", "payor"),
    "ServiceRequest": ("status", "intent", "code", "subject"),
    "DeviceRequest": ("intent", "codeCodeableConcept|codeReference", "subject"),
    "Practitioner": (),
    "Organization": (),
    "Medication": (),
    "Binary": ("contentType",),
}
UNDERSTOOD = frozenset(REQUIRED)
# Where each type names its patient.
PATIENT_ELEMENTS = ("subject", "patient", "beneficiary")
