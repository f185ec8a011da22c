"""The medication list: what was ordered, and, apart from it, what is reported as taken (F04)."""

from collections.abc import Iterator, Mapping
from typing import Any

from apps.chart.domain import fhir
from apps.chart.domain.documents import DocumentKind, SectionKind
from apps.chart.domain.rendering.facts import Fact, StoredResource

CURRENT_STATUSES = frozenset({"active", "on-hold", "draft", "unknown", "intended"})
STATUS_WORDS: Mapping[str, str] = {
    "on-hold": "on hold",
    "draft": "drafted, not yet ordered",
    "unknown": "status unknown",
    "not-taken": "not taken",
    "intended": "intended, not started",
}
PHARMACY_FILLS = "Pharmacy fills"
INTENT_WORDS: Mapping[str, str] = {
    "proposal": "proposed, not ordered",
    "plan": "planned, not ordered",
    "option": "option, not ordered",
}
TIMES: Mapping[tuple[int, str], str] = {
    (1, "d"): "once daily",
    (2, "d"): "twice daily",
    (3, "d"): "three times daily",
    (4, "d"): "four times daily",
    (1, "wk"): "once weekly",
    (2, "wk"): "twice weekly",
    (1, "mo"): "once monthly",
}
UNITS: Mapping[str, str] = {
    "s": "seconds",
    "min": "minutes",
    "h": "hours",
    "d": "days",
    "wk": "weeks",
    "mo": "months",
    "a": "years",
}


def drug_words(resource: StoredResource) -> str:
    """Return the drug: the coded concept, or the contained or referenced Medication."""
    body = resource.body
    if concept := fhir.words_of(body.get("medicationCodeableConcept")):
        return concept
    reference = body.get("medicationReference") or {}
    target = fhir.reference_of(reference).removeprefix("#")
    for contained in body.get("contained") or []:
        if contained.get("resourceType") == "Medication" and contained.get("id") == target:
            return fhir.words_of(contained.get("code"))
    return fhir.name_of(reference, resource.names) or "Medication not named"


def timing_words(timing: Any) -> str:
    """Return a Timing: "twice daily", "every 8 hours", "at bedtime"."""
    timing = timing or {}
    repeat = timing.get("repeat") or {}
    frequency, period, unit = repeat.get("frequency", 1), repeat.get("period"), str(repeat.get("periodUnit") or "")
    words = fhir.words_of(timing.get("code"))
    if not words and period and unit:
        plain = TIMES.get((frequency, unit)) if period == 1 else None
        every = f"every {fhir.number_words(period)} {UNITS.get(unit, unit)}"
        words = plain or (every if frequency == 1 else f"{frequency} times {every}")
    moments = ", ".join([*map(str, repeat.get("when") or []), *map(str, repeat.get("timeOfDay") or [])])
    return fhir.joined((words, moments, ", ".join(repeat.get("dayOfWeek") or [])), ", ")


def _as_needed(dosage: Mapping[str, Any]) -> str:
    reason = fhir.words_of(dosage.get("asNeededCodeableConcept"))
    return f"as needed for {reason}" if reason else "as needed" if dosage.get("asNeededBoolean") else ""


def _dose_words(dose: Mapping[str, Any]) -> str:
    words = fhir.quantity_words(dose.get("doseQuantity")) or fhir.range_words(dose.get("doseRange") or {})
    return f"dose {words}" if words and not any(c.isalpha() for c in words) else words


def dosage_words(dosage: Mapping[str, Any]) -> str:
    """Return one dosage in the sender's words, or put together from dose, timing and route."""
    if text := fhir.plain(dosage.get("text") or dosage.get("patientInstruction")):
        return text
    dose = next(filter(None, map(_dose_words, dosage.get("doseAndRate") or [])), "")
    route = fhir.words_of(dosage.get("route"))
    return fhir.joined((dose, timing_words(dosage.get("timing")), route, _as_needed(dosage)), ", ")


def _doses(dosages: Any) -> str:
    return fhir.joined(dict.fromkeys(dosage_words(dosage) for dosage in fhir.items(dosages)), "; then ")


def _course(body: Mapping[str, Any], start: str, end: str) -> str:
    """Return status and dates in one: "started 16 Apr 2024 · stopped 30 Sep 2024"."""
    status = str(body.get("status") or "")
    word = STATUS_WORDS.get(status, status)
    started = f"started {fhir.date_words(start)}" if start else ""
    if not end:
        return fhir.joined((word, started))
    over = status not in CURRENT_STATUSES
    return fhir.joined(("" if over else word, started, f"{word if over else 'planned end'} {fhir.date_words(end)}"))


def _reasons(resource: StoredResource) -> str:
    body = resource.body
    stopped = fhir.all_words(body.get("statusReason"))
    given = fhir.joined(
        (fhir.all_words(body.get("reasonCode")), fhir.names_of(body.get("reasonReference"), resource.names)), ", "
    )
    note = fhir.notes_words(body.get("note"))
    return fhir.joined(
        (f"reason: {stopped}" if stopped else "", f"for {given}" if given else "", f"note: {note}" if note else "")
    )


def _supply(body: Mapping[str, Any]) -> str:
    """Return how long and how much a pharmacy may supply; that it was supplied is told by the fills alone."""
    asked = body.get("dispenseRequest") or {}
    amount = fhir.quantity_words(asked.get("quantity"))
    valid = fhir.period_words(asked.get("validityPeriod")) if body.get("status") in CURRENT_STATUSES else ""
    days, refills = fhir.quantity_words(asked.get("expectedSupplyDuration")), asked.get("numberOfRepeatsAllowed")
    return fhir.joined((
        f"supply authorized {valid}" if valid else "", f"quantity {amount}" if amount else "",
        f"supply for {days}" if days else "", f"refills {fhir.number_words(refills)}" if refills else "",
    ))  # fmt: skip


def _route(body: Mapping[str, Any]) -> str:
    """Return the route where the words of the dosage do not give it."""
    dosages = list(fhir.items(body.get("dosageInstruction")))
    routes = {fhir.words_of(one.get("route")) for one in dosages if fhir.plain(one.get("text"))} - {""}
    told = " ".join(fhir.plain(one.get("text")) for one in dosages).lower()
    unsaid = sorted(route for route in routes if route.lower() not in told)
    return f"route {', '.join(unsaid)}" if unsaid else ""


def _order_reasons(resource: StoredResource) -> str:
    body = resource.body
    stopped, note = fhir.all_words(body.get("statusReason")), fhir.notes_words(body.get("note"))
    reasons = fhir.coded_words(body.get("reasonCode"), fhir.ICD10)
    given = fhir.joined((reasons, fhir.names_of(body.get("reasonReference"), resource.names)), ", ")
    return fhir.joined(
        (f"reason: {stopped}" if stopped else "", f"for {given}" if given else "", f"note: {note}" if note else "")
    )


def _bounds(body: Mapping[str, Any]) -> tuple[str, str]:
    """Return when an order's course began and ended: as its dosage says, or, for one that is over, its validity."""
    repeats = ((d.get("timing") or {}).get("repeat") or {} for d in body.get("dosageInstruction") or [])
    bounds: Mapping[str, Any] = next((r["boundsPeriod"] for r in repeats if r.get("boundsPeriod")), {})
    started, ended = (str(bounds.get(side) or "") for side in ("start", "end"))
    if not ended and body.get("status") not in CURRENT_STATUSES:
        ended = str(((body.get("dispenseRequest") or {}).get("validityPeriod") or {}).get("end") or "")
    return started, ended


def request_facts(resource: StoredResource) -> Iterator[Fact]:
    """Yield one line per order; identical orders of one drug and dose become one line when laid out."""
    body = resource.body
    started, ended = _bounds(body)
    authored, dated = str(body.get("authoredOn") or ""), bool(started or ended)
    course = _course(body, started, ended)
    ordered = f"ordered {fhir.date_words(authored)}" if authored and authored != started else ""
    when = (course, ordered) if started else (ordered, course)
    reported = "reported, not ordered here" if body.get("reportedBoolean") or body.get("reportedReference") else ""
    intent = INTENT_WORDS.get(str(body.get("intent")), "")
    refused = "do NOT give" if body.get("doNotPerform") else ""
    requester = fhir.people_of(body.get("requester"), resource.names)
    yield Fact(
        DocumentKind.MEDICATION_LIST, SectionKind.MEDICATIONS,
        "Ordered, current" if body.get("status") in CURRENT_STATUSES else "Ordered, no longer current",
        fhir.joined((refused, drug_words(resource), _doses(body.get("dosageInstruction"))), ", "), resource.reference,
        fhir.joined(when) if dated else ordered,
        fhir.joined(("" if dated else course, intent, reported, _supply(body), _route(body), _order_reasons(resource))),
        f"ordered by {requester}" if requester else "", started or authored, repeats=not dated,
    )  # fmt: skip


def statement_facts(resource: StoredResource) -> Iterator[Fact]:
    """Yield one line per medication reported as taken or not taken."""
    body = resource.body
    period = body.get("effectivePeriod") or {"start": body.get("effectiveDateTime")}
    start, end = str(period.get("start") or ""), str(period.get("end") or "")
    asserted = str(body.get("dateAsserted") or "")
    current = body.get("status") in CURRENT_STATUSES
    source = fhir.name_of(body.get("informationSource"), resource.names)
    yield Fact(
        DocumentKind.MEDICATION_LIST, SectionKind.MEDICATIONS,
        "Reported as taken" if current else "Reported as stopped or not taken",
        fhir.joined((drug_words(resource), _doses(body.get("dosage"))), ", "), resource.reference,
        fhir.joined((_course(body, start, end), f"stated {fhir.date_words(asserted)}" if asserted else "")),
        _reasons(resource), f"reported by {source}" if source else "", start or asserted,
    )  # fmt: skip


def dispense_facts(resource: StoredResource) -> Iterator[Fact]:
    """Yield one line per supply: handed over on a day, for so many days, or not, and why."""
    body = resource.body
    given = body.get("status") == "completed"
    day = str(body.get("whenHandedOver") or body.get("whenPrepared") or "")
    reason = fhir.words_of(body.get("statusReasonCodeableConcept"))
    supply, amount = (fhir.quantity_words(body.get(field)) for field in ("daysSupply", "quantity"))
    status = str(body.get("status") or "unknown")
    when = f"{'dispensed' if given else STATUS_WORDS.get(status, status)} {fhir.date_words(day)}".strip()
    note = fhir.notes_words(body.get("note"))
    yield Fact(
        DocumentKind.MEDICATION_LIST, SectionKind.MEDICATIONS, PHARMACY_FILLS,
        f"{'' if given else 'NOT dispensed: '}{drug_words(resource)}", resource.reference, when,
        fhir.joined((f"supply for {supply}" if supply else "", f"quantity {amount}" if amount else "",
                     f"reason: {reason}" if reason else "", f"note: {note}" if note else "")),
        "", day,
    )  # fmt: skip
