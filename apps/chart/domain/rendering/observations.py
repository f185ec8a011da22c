"""Observations and reports: results, vital signs, surveys, social history."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from apps.chart.domain import fhir
from apps.chart.domain.documents import DocumentKind, SectionKind
from apps.chart.domain.rendering.facts import Fact, StoredResource

# v3-ObservationInterpretation, as words.
INTERPRETATIONS: Mapping[str, str] = {
    "H": "high", "HU": "very high", "HH": "critically high", "L": "low", "LU": "very low", "LL": "critically low",
    "N": "normal", "A": "abnormal", "AA": "critically abnormal", "POS": "positive", "NEG": "negative",
    "IND": "indeterminate",
    "DET": "detected", "ND": "not detected", "R": "resistant", "S": "susceptible", "I": "intermediate",
    "E": "equivocal", "RR": "reactive", "NR": "non-reactive", "WR": "weakly reactive", "U": "significant change up",
    "D": "significant change down", "B": "better", "W": "worse",
}  # fmt: skip
STATUS_WORDS: Mapping[str, str] = {
    "registered": "registered, no result yet",
    "preliminary": "preliminary",
    "partial": "partial",
    "amended": "amended",
    "corrected": "corrected",
    "appended": "appended",
    "cancelled": "cancelled",
    "unknown": "status unknown",
}
WITHOUT_VALUE = frozenset({"registered", "cancelled"})  # such an observation is told, so that nobody misses it
# observation-category -> where the line stands.
SECTION_OF_CATEGORY: Mapping[str, tuple[DocumentKind, SectionKind, str]] = {
    "vital-signs": (DocumentKind.VITAL_SIGNS, SectionKind.VITAL_SIGNS, "Vital signs"),
    "laboratory": (DocumentKind.RESULTS, SectionKind.RESULTS, "Laboratory results"),
    "LAB": (DocumentKind.RESULTS, SectionKind.RESULTS, "Laboratory results"),
    "imaging": (DocumentKind.RESULTS, SectionKind.IMAGING, "Imaging results"),
    "RAD": (DocumentKind.RESULTS, SectionKind.IMAGING, "Imaging results"),
    "LP29684-5": (DocumentKind.RESULTS, SectionKind.IMAGING, "Imaging results"),
    "social-history": (DocumentKind.RESULTS, SectionKind.SOCIAL_HISTORY, "Social history"),
    "sdoh": (DocumentKind.RESULTS, SectionKind.SOCIAL_HISTORY, "Social history"),
    "survey": (DocumentKind.RESULTS, SectionKind.FUNCTIONAL_STATUS, "Questionnaires and scores"),
    "functional-status": (DocumentKind.RESULTS, SectionKind.FUNCTIONAL_STATUS, "Questionnaires and scores"),
    "exam": (DocumentKind.RESULTS, SectionKind.PHYSICAL_EXAM, "Examination findings"),
    "procedure": (DocumentKind.RESULTS, SectionKind.PROCEDURES, "Procedure results"),
}
OTHER_RESULTS = (DocumentKind.RESULTS, SectionKind.RESULTS, "Results")
LOINC = "http://loinc.org"
# "Creatinine [Mass/volume] in Serum or Plasma": the unit says what the bracket says.
PROPERTY = re.compile(r"\s*\[[A-Za-z#. ]+(?:/[A-Za-z. ]+)?\]")
LOINC_LONG_NAME = re.compile(
    r"\[[^\]]+\]| in (?:Serum|Blood|Urine|Arterial|Platelet|Body)|/Hemoglobin\.total|/1\.73 sq M| by [A-Z]"
)
COMMON_NAMES: Mapping[str, str] = {
    "4548-4": "Hemoglobin A1c", "17856-6": "Hemoglobin A1c", "59261-8": "Hemoglobin A1c", "718-7": "Hemoglobin",
    "4544-3": "Hematocrit",
    "2160-0": "Creatinine", "3094-0": "Urea nitrogen (BUN)", "6299-2": "Urea nitrogen (BUN)", "2345-7": "Glucose",
    "2339-0": "Glucose",
    "1558-6": "Glucose, fasting", "2823-3": "Potassium", "6298-4": "Potassium", "2951-2": "Sodium",
    "2947-0": "Sodium", "2075-0": "Chloride",
    "2028-9": "Carbon dioxide", "17861-6": "Calcium", "33914-3": "eGFR", "62238-1": "eGFR (CKD-EPI)",
    "98979-8": "eGFR (CKD-EPI 2021)",
    "33762-6": "NT-proBNP", "30934-4": "BNP", "42637-9": "BNP", "67151-1": "Troponin T, high sensitivity",
    "89579-7": "Troponin I, high sensitivity",
    "48065-7": "D-dimer", "48066-5": "D-dimer", "2093-3": "Total cholesterol", "2085-9": "HDL cholesterol",
    "13457-7": "LDL cholesterol, calculated",
    "18262-6": "LDL cholesterol", "2089-1": "LDL cholesterol", "2571-8": "Triglycerides", "1742-6": "ALT",
    "1920-8": "AST", "6768-6": "Alkaline phosphatase",
    "1975-2": "Bilirubin, total", "1751-7": "Albumin", "2885-2": "Protein, total", "6690-2": "White blood cells",
    "26464-8": "White blood cells",
    "777-3": "Platelets", "26515-7": "Platelets", "789-8": "Red blood cells", "1988-5": "C-reactive protein",
    "30341-2": "ESR", "4537-7": "ESR",
    "3016-3": "TSH", "11580-8": "TSH", "3024-7": "Free T4", "14959-1": "Urine albumin/creatinine ratio",
    "9318-7": "Urine albumin/creatinine ratio",
    "3084-1": "Uric acid", "1989-3": "Vitamin D, 25-hydroxy", "62292-8": "Vitamin D, 25-hydroxy",
    "2132-9": "Vitamin B12", "2276-4": "Ferritin",
    "2857-1": "PSA", "6301-6": "INR", "34714-6": "INR", "2703-7": "Oxygen partial pressure, arterial",
    "2708-6": "Oxygen saturation (SpO2)",
    "59408-5": "Oxygen saturation (SpO2)", "10230-1": "Left ventricular ejection fraction",
    "8806-2": "Left ventricular ejection fraction",
    "11572-5": "Rheumatoid factor", "53027-9": "Anti-CCP", "71774-4": "Interferon gamma release assay (TB)",
}  # fmt: skip
SYSTOLIC, DIASTOLIC = "8480-6", "8462-4"
MOST_COMPONENTS_IN_A_LINE = 3


def _place(body: Mapping[str, Any]) -> tuple[DocumentKind, SectionKind, str]:
    codes = fhir.codes_of(body.get("category"))
    return next((place for code, place in SECTION_OF_CATEGORY.items() if code in codes), OTHER_RESULTS)


def label_of(concept: Any) -> str:
    """Return what was measured: the sender's own words, but a LOINC long name as people say it."""
    words = fhir.words_of(concept)
    if not LOINC_LONG_NAME.search(words):
        return words
    return COMMON_NAMES.get(fhir.code_of(concept, LOINC), "") or PROPERTY.sub("", words)


def effective(body: Mapping[str, Any]) -> str:
    """Return when it was observed: the moment, the start of the period, or when it was issued."""
    period = body.get("effectivePeriod") or {}
    moments = (body.get("effectiveDateTime"), body.get("effectiveInstant"), period.get("start"), body.get("issued"))
    return str(next((moment for moment in moments if moment), ""))


def value_words(body: Mapping[str, Any]) -> tuple[str, str]:
    """Return the value of an Observation or component in words, and the element it stands in."""
    readers = {
        "valueQuantity": fhir.quantity_words,
        "valueCodeableConcept": fhir.words_of,
        "valueString": fhir.plain,
        "valueInteger": fhir.number_words,
        "valueRange": fhir.range_words,
        "valueRatio": fhir.ratio_words,
        "valueDateTime": fhir.date_words,
        "valueTime": fhir.plain,
        "valuePeriod": fhir.period_words,
    }
    for element, read in readers.items():
        if element in body:
            return read(body[element]), f"/{element}"
    if "valueBoolean" in body:
        return ("yes" if body["valueBoolean"] else "no"), "/valueBoolean"
    if "valueSampledData" in body:
        return "waveform, not shown", "/valueSampledData"
    if "dataAbsentReason" in body:
        return f"no value ({fhir.words_of(body['dataAbsentReason']) or 'no reason given'})", "/dataAbsentReason"
    return "", ""


def _reference_words(body: Mapping[str, Any]) -> str:
    for given in body.get("referenceRange") or []:
        text = fhir.plain(given.get("text")) or fhir.range_words(given)
        if text:
            return f"reference {text}"
    return ""


def _interpretation_words(body: Mapping[str, Any]) -> str:
    concepts = list(fhir.items(body.get("interpretation")))
    words = (INTERPRETATIONS.get(fhir.code_of(c)) or fhir.words_of(c).lower() for c in concepts)
    return ", ".join(dict.fromkeys(filter(None, words)))


def _valued(label: str, body: Mapping[str, Any]) -> tuple[str, str]:
    """Return "Hemoglobin A1c: 8.2 % (high; reference 4.0-5.6 %)" and the element of the value, or two empty texts."""
    value, pointer = value_words(body)
    if not value:
        return "", ""
    meaning = fhir.joined((_interpretation_words(body), _reference_words(body)), "; ")
    return f"{label}: {value}" + (f" ({meaning})" if meaning else ""), pointer


def _blood_pressure(body: Mapping[str, Any]) -> str:
    parts = {fhir.code_of(part.get("code")): part.get("valueQuantity") or {} for part in body.get("component") or []}
    systolic, diastolic = parts.get(SYSTOLIC, {}), parts.get(DIASTOLIC, {})
    if set(parts) != {SYSTOLIC, DIASTOLIC} or "value" not in systolic or "value" not in diastolic:
        return ""
    return f"{fhir.number_words(systolic['value'])}/{fhir.quantity_words(diastolic)}"


def _lines(label: str, body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the texts of one Observation with the element each came from."""
    own, pointer = _valued(label, body)
    if own:
        yield own, pointer
    elif body.get("status") in WITHOUT_VALUE and not body.get("component"):
        yield f"{label}: no value", "/status"
    components = list(enumerate(body.get("component") or []))
    if pressure := _blood_pressure(body):
        meaning = _interpretation_words(body)
        yield f"{label}: {pressure}" + (f" ({meaning})" if meaning else ""), "/component"
    elif len(components) <= MOST_COMPONENTS_IN_A_LINE:
        texts = [_valued(label_of(part.get("code")), part)[0] for _, part in components]
        if any(texts):
            yield f"{label}: {fhir.joined(texts, '; ')}", "/component"
    else:
        for number, part in components:
            text, element = _valued(f"{label}, {label_of(part.get('code'))}", part)
            if text:
                yield text, f"/component/{number}{element}"


def observation_facts(resource: StoredResource) -> Iterator[Fact]:
    """Yield one line per value: label, value with unit, interpretation, reference range, date, what qualifies it."""
    body, at = resource.body, effective(resource.body)
    kind, section, title = _place(body)
    tail = fhir.joined(
        (
            STATUS_WORDS.get(str(body.get("status")), ""),
            fhir.words_of(body.get("bodySite")),
            f"method {method}" if (method := fhir.words_of(body.get("method"))) else "",
            f"note: {note}" if (note := fhir.notes_words(body.get("note"))) else "",
        )
    )
    performers = fhir.people_of(body.get("performer"), resource.names)
    for text, pointer in _lines(label_of(body.get("code")), body):
        yield Fact(
            kind, section, title, text, resource.reference, fhir.date_words(at), tail,
            f"by {performers}" if performers else "", at, pointer, resource.encounter_id,
        )  # fmt: skip


def report_facts(resource: StoredResource) -> Iterator[Fact]:
    """Yield the conclusion of a DiagnosticReport, or what it reported on."""
    body, at = resource.body, effective(resource.body)
    kind, section, title = _place(body)
    label = label_of(body.get("code"))
    conclusion = fhir.joined((fhir.plain(body.get("conclusion")), fhir.all_words(body.get("conclusionCode"))), "; ")
    status = STATUS_WORDS.get(str(body.get("status")), "final report")
    said = f"{label}: {conclusion}" if conclusion else f"{label}: {status}"
    tail = status if conclusion else ""
    yield Fact(
        kind if kind is not DocumentKind.VITAL_SIGNS else DocumentKind.RESULTS, section, title, said,
        resource.reference,
        fhir.date_words(at), tail, fhir.names_of(body.get("performer"), resource.names), at,
        "/conclusion" if body.get("conclusion") else "", resource.encounter_id,
    )  # fmt: skip
