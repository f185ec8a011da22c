"""What was done, given, planned and ordered, and when the patient was seen."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from apps.chart.domain import fhir
from apps.chart.domain.documents import DocumentKind, SectionKind
from apps.chart.domain.rendering.facts import Fact, StoredResource
from apps.chart.domain.rendering.medications import timing_words
from apps.chart.domain.text import html_text

# v3-ActCode classes of encounters.
CLASS_WORDS: Mapping[str, str] = {
    "AMB": "ambulatory", "EMER": "emergency", "FLD": "field", "HH": "home health", "IMP": "inpatient",
    "ACUTE": "inpatient acute",
    "NONAC": "inpatient non-acute", "OBSENC": "observation", "PRENC": "pre-admission", "SS": "short stay",
    "VR": "virtual",
}  # fmt: skip
PROCEDURE_CODE = re.compile(r"[A-Z]\d{4}|\d{5}")  # HCPCS and CPT; a concept of SNOMED CT has other numbers
PLANNED = frozenset({"proposal", "plan", "option", "directive"})


def _note(body: Mapping[str, Any]) -> str:
    note = fhir.notes_words(body.get("note"))
    return f"note: {note}" if note else ""


def _reasons(resource: StoredResource) -> str:
    body = resource.body
    given = (fhir.all_words(body.get("reasonCode")), fhir.names_of(body.get("reasonReference"), resource.names))
    reasons = fhir.joined(given, ", ")
    return f"for {reasons}" if reasons else ""


def _performers(resource: StoredResource) -> str:
    actors = [performer.get("actor") for performer in resource.body.get("performer") or []]
    names = fhir.people_of(actors, resource.names)
    return f"by {names}" if names else ""


def procedure_facts(resource: StoredResource) -> Iterator[Fact]:
    """Yield one line per procedure; one that was not done says so first."""
    body = resource.body
    period = body.get("performedPeriod") or {}
    at = str(body.get("performedDateTime") or period.get("start") or "")
    status = str(body.get("status") or "")
    label = fhir.words_of(body.get("code"))
    why_not = fhir.words_of(body.get("statusReason"))
    yield Fact(
        DocumentKind.PROCEDURES, SectionKind.PROCEDURES, "Procedures",
        f"NOT done: {label}" if status == "not-done" else label, resource.reference,
        fhir.date_words(at) or fhir.plain(body.get("performedString")),
        fhir.joined((
            "" if status in {"completed", "not-done"} else status, f"reason: {why_not}" if why_not else "",
            fhir.all_words(body.get("bodySite")), _reasons(resource),
            f"outcome: {outcome}" if (outcome := fhir.words_of(body.get("outcome"))) else "",
            f"complication: {worse}" if (worse := fhir.all_words(body.get("complication"))) else "", _note(body),
        )),
        _performers(resource), at, scope=resource.encounter_id,
    )  # fmt: skip


def immunization_facts(resource: StoredResource) -> Iterator[Fact]:
    """Yield one line per vaccination given, or not given and why."""
    body = resource.body
    at = str(body.get("occurrenceDateTime") or "")
    label, status = fhir.words_of(body.get("vaccineCode")), body.get("status")
    why_not = fhir.words_of(body.get("statusReason"))
    yield Fact(
        DocumentKind.IMMUNIZATIONS, SectionKind.IMMUNIZATIONS, "Immunizations",
        f"NOT given: {label}" if status == "not-done" else label, resource.reference,
        fhir.date_words(at) or fhir.plain(body.get("occurrenceString")),
        fhir.joined((
            f"reason: {why_not}" if why_not else "", fhir.quantity_words(body.get("doseQuantity")),
            fhir.words_of(body.get("site")), fhir.words_of(body.get("route")),
            f"lot {body['lotNumber']}" if body.get("lotNumber") else "",
            "reported, not given here" if body.get("primarySource") is False else "", _note(body),
        )),
        _performers(resource), at,
    )  # fmt: skip


def _narrative(body: Mapping[str, Any]) -> str:
    return fhir.plain(html_text(str((body.get("text") or {}).get("div") or "")))


def care_plan_facts(resource: StoredResource) -> Iterator[Fact]:
    """Yield a line for the plan and one for each of its activities; a plan told only in words gives its words."""
    body, reference = resource.body, resource.reference
    at = str((body.get("period") or {}).get("start") or body.get("created") or "")
    label = fhir.plain(body.get("title")) or fhir.all_words(body.get("category")) or "Care plan"
    activities = list(enumerate(body.get("activity") or []))
    described = fhir.plain(body.get("description")) or ("" if activities else _narrative(body))
    status = fhir.joined(
        (str(body.get("status") or ""), "" if body.get("intent") == "order" else str(body.get("intent") or "")), ", "
    )
    place = (DocumentKind.CARE_PLANS, SectionKind.CARE_PLAN, "Care plans")
    addresses = fhir.names_of(body.get("addresses"), resource.names)
    yield Fact(
        *place, label, reference, fhir.joined((status, fhir.period_words(body.get("period")))),
        fhir.joined((f"for {addresses}" if addresses else "", described, _note(body))), at=at,
    )  # fmt: skip
    for number, activity in activities:
        detail = activity.get("detail") or {}
        what = fhir.joined((fhir.words_of(detail.get("code")), fhir.plain(detail.get("description"))), ": ")
        what = what or fhir.name_of(activity.get("reference"), resource.names)
        state = fhir.joined((str(detail.get("status") or ""), timing_words(detail.get("scheduledTiming"))))
        if what:
            yield Fact(*place, f"{label}, activity: {what}", reference, state, at=at, pointer=f"/activity/{number}")


def order_facts(resource: StoredResource) -> Iterator[Fact]:
    """Yield one line per order, of a service or a device, with its intent when it is not yet an order."""
    body = resource.body
    authored = str(body.get("authoredOn") or "")
    due = body.get("occurrencePeriod") or {"start": body.get("occurrenceDateTime")}
    start, end = (fhir.date_words(str(due.get(side) or "")) for side in ("start", "end"))
    requester = fhir.people_of(body.get("requester"), resource.names)
    status, intent = str(body.get("status") or ""), str(body.get("intent") or "")
    yield Fact(
        DocumentKind.ORDERS, SectionKind.ORDERS, "Orders and referrals", _ordered(resource), resource.reference,
        fhir.joined((
            status, f"ordered {fhir.date_words(authored)}" if authored else "", f"due {start}" if start else "",
            f"until {end}" if end else "",
        )),
        fhir.joined((
            f"{intent}, not yet an order" if intent in PLANNED else "",
            str(body["priority"]) if body.get("priority") not in {None, "routine"} else "",
            *_attributes(body), fhir.all_words(body.get("bodySite")), _order_reasons(resource), _note(body),
        )),
        f"ordered by {requester}" if requester else "", authored,
    )  # fmt: skip


def _ordered(resource: StoredResource) -> str:
    """Return what is ordered, with what its details and parameters say."""
    body = resource.body
    concept = body.get("code") or body.get("codeCodeableConcept")
    what = fhir.words_of(concept) or fhir.name_of(body.get("codeReference"), resource.names)
    parameters = (
        fhir.joined((fhir.words_of(one.get("code")), value_words(one)), " ") for one in body.get("parameter") or []
    )
    refused = "do NOT perform" if body.get("doNotPerform") else ""
    return fhir.joined((refused, what, fhir.all_words(body.get("orderDetail")), *parameters), ", ")


def value_words(body: Mapping[str, Any]) -> str:
    """Return an amount that may be a Quantity, a Ratio, a Range, a concept or yes and no, in words."""
    readers: Mapping[str, Callable[[Any], str]] = {
        "Quantity": fhir.quantity_words, "Ratio": fhir.ratio_words, "Range": fhir.range_words,
        "CodeableConcept": fhir.words_of,
    }  # fmt: skip
    given = (read(body[f"{stem}{kind}"]) for stem in ("quantity", "value") for kind, read in readers.items()
             if isinstance(body.get(f"{stem}{kind}"), dict))  # fmt: skip
    return next(given, "yes" if body.get("valueBoolean") else "")


def _attributes(body: Mapping[str, Any]) -> list[str]:
    """Return how much, how often, where and by whom: what a payer's policy asks of an order itself."""
    codes = [code for code in sorted(fhir.codes_of([body.get("code") or body.get("codeCodeableConcept") or {}]))
             if PROCEDURE_CODE.fullmatch(code)]  # fmt: skip
    amount, often = value_words(body), timing_words(body.get("occurrenceTiming"))
    repeat = (body.get("occurrenceTiming") or {}).get("repeat") or {}
    lasting = fhir.quantity_words(repeat.get("boundsDuration"))
    place, performer = fhir.all_words(body.get("locationCode")), fhir.all_words(body.get("performerType"))
    return [
        f"code {', '.join(codes)}" if codes else "", f"quantity {amount}" if amount else "", often,
        f"duration {lasting}" if lasting else "",
        f"place of service: {place}" if place else "", f"to be done by {performer}" if performer else "",
    ]  # fmt: skip


def _order_reasons(resource: StoredResource) -> str:
    """Return what an order is for, with the codes by which a payer knows it."""
    reasons = fhir.coded_words(resource.body.get("reasonCode"), fhir.ICD10)
    referred = fhir.names_of(resource.body.get("reasonReference"), resource.names)
    given = fhir.joined((reasons, referred), ", ")
    return f"for {given}" if given else ""


def encounter_facts(resource: StoredResource) -> Iterator[Fact]:
    """Yield one line per encounter: what, when, why, with whom, where, and where the patient went afterwards."""
    body = resource.body
    period = body.get("period") or {}
    service = fhir.words_of(body.get("serviceType"))
    kind = fhir.all_words(body.get("type")) or "Encounter"
    kind = f"{kind}, {service}" if service and service.lower() not in kind.lower() else kind
    group = CLASS_WORDS.get(fhir.code_of(body.get("class")), fhir.words_of(body.get("class")))
    people = fhir.people_of([part.get("individual") for part in body.get("participant") or []], resource.names)
    place = fhir.name_of(body.get("serviceProvider"), resource.names)
    gone = fhir.words_of((body.get("hospitalization") or {}).get("dischargeDisposition"))
    diagnoses = fhir.names_of([entry.get("condition") for entry in body.get("diagnosis") or []], resource.names)
    status = str(body.get("status") or "")
    yield Fact(
        DocumentKind.ENCOUNTERS, SectionKind.OTHER, "Encounters", f"{kind} ({group})" if group else kind,
        resource.reference,
        fhir.period_words(period),
        fhir.joined((
            "" if status == "finished" else status, _reasons(resource), f"diagnoses: {diagnoses}" if diagnoses else "",
            f"discharged to {gone}" if gone else "",
        )),
        fhir.joined((f"with {people}" if people else "", f"at {place}" if place else "")),
        str(period.get("start") or ""),
    )  # fmt: skip
