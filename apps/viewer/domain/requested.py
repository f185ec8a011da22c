"""What the record itself says of a request for coverage: the plan it goes to, and the order it asks for.

Read from FHIR R4 bodies, copied as written. Nothing here comes from a draft.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import reduce
from typing import Any

Body = Mapping[str, Any]

OPEN = frozenset({"active", "draft", "on-hold"})
# UCUM and FHIR units of time as a letter says them.
TIMES = {"s": "second", "min": "minute", "h": "hour", "d": "day", "wk": "week", "mo": "month", "a": "year"}
DAY = 10  # characters of a FHIR date-time that name its day
SHORTEST_NAME = 4  # letters; shorter words ("MRI", "mg") name nothing alone


@dataclass(frozen=True, slots=True)
class Plan:
    """The coverage that is active; an empty text for what is not on record."""

    payer: str = ""
    name: str = ""
    member_id: str = ""
    group: str = ""
    payer_key: str = ""  # id of the payer's Organization with the same sender
    relationship: str = ""  # of the patient to the subscriber: a code, such as "self"
    subscriber: str = ""  # by name, where the plan is another person's
    kind: str = ""  # what sort of coverage it is, in words
    kind_codes: tuple[tuple[str, str], ...] = ()  # and as (system, code)


@dataclass(frozen=True, slots=True)
class Order:
    """What was ordered, as written; an empty text for what the order does not say."""

    item: str = ""
    quantity: str = ""
    frequency: str = ""
    duration: str = ""
    diagnoses: Mapping[str, str] = field(default_factory=dict)  # ICD-10-CM code -> its words


def plan_of(coverages: Iterable[Body]) -> Plan:
    """Return the plan of the first active FHIR Coverage."""
    return next(plans_of(coverages), Plan())


def plans_of(coverages: Iterable[Body]) -> Iterator[Plan]:
    """Yield the plan of each active FHIR Coverage."""
    for body in coverages:
        if body.get("status", "active") == "active":
            yield Plan(
                payer=next((str(row["display"]) for row in body.get("payor", ()) if row.get("display")), ""),
                name=_class(body, "plan") or _words(body.get("type")),
                member_id=str(body.get("subscriberId") or "") or _first(body.get("identifier", ())),
                group=_class(body, "group"),
                payer_key=_payer_key(body),
                relationship=_code(body.get("relationship")),
                subscriber=str((body.get("subscriber") or {}).get("display") or ""),
                kind=_words(body.get("type")),
                kind_codes=tuple(_codings(body.get("type"))),
            )


def _payer_key(coverage: Body) -> str:
    references = (str(row.get("reference", "")) for row in coverage.get("payor", ()))
    return next((said.removeprefix("Organization/") for said in references if said.startswith("Organization/")), "")


def address_of(organization: Body) -> str:
    """Return the first postal address of a FHIR Organization, line by line as it is printed; empty for none."""
    for row in organization.get("address", ()):
        if row.get("use") == "old":
            continue
        place = " ".join(str(row[key]) for key in ("state", "postalCode") if row.get(key))
        city = ", ".join(part for part in (str(row.get("city") or ""), place) if part)
        lines = [*(str(line) for line in row.get("line", ())), city]
        if found := "\n".join(line for line in lines if line) or str(row.get("text") or ""):
            return found
    return ""


def order_of(requests: Iterable[Body], *, code: str, subject: str) -> Order:
    """Return the newest open order that a request is about: the one with its code, else the one with its name.

    ``code`` is as on the draft ("HCPCS J0139"), ``subject`` the words it was asked for in. A drug is often ordered
    twice on one day, as a service with the code and as a prescription with the dose: each completes the other.
    """
    found = [body for body in requests if body.get("status") in OPEN]
    newest = sorted(found, key=lambda body: str(body.get("authoredOn", "")), reverse=True)
    coded = [body for body in newest if _has_code(body, code)]
    named = [body for body in newest if _is_named(body, subject) and body not in coded]
    about = [*coded, *named]
    of_the_day = [_order(body) for body in about if _ordered_on(body) == _ordered_on(about[0])]
    return reduce(_completed, of_the_day, Order())


def _ordered_on(body: Body) -> str:
    return str(body.get("authoredOn", ""))[:DAY]


def _completed(order: Order, other: Order) -> Order:
    """Return an order with what it leaves open as another of the same day says it."""
    said = {one.name: getattr(order, one.name) or getattr(other, one.name) for one in fields(order)}
    return replace(order, **said)


def conditions_named(conditions: Iterable[Body]) -> dict[str, str]:
    """Return the words of each ICD-10-CM code that a FHIR Condition of the chart carries."""
    return {code: words for body in conditions for code, words in _icd(body.get("code"))}


def _has_code(body: Body, code: str) -> bool:
    wanted = code.rpartition(" ")[2].upper()
    return bool(wanted) and wanted in {part.strip("().,;:").upper() for text in _texts(body) for part in text.split()}


def _is_named(body: Body, subject: str) -> bool:
    """Whether the first long word of what was ordered stands in the subject: the drug, the device, the study."""
    name = next((word for word in _item(body).split() if len(word) >= SHORTEST_NAME), "")
    return bool(name) and name.strip(",.").casefold() in subject.casefold()


def _texts(body: Body) -> Iterator[str]:
    concepts = (body.get(key) for key in ("code", "medicationCodeableConcept", "codeCodeableConcept"))
    for concept in concepts:
        yield from (str(row.get("code", "")) for row in (concept or {}).get("coding", ()))
    yield from (str(row.get("text", "")) for row in body.get("note", ()))


def _item(body: Body) -> str:
    named = (_words(body.get(key)) for key in ("medicationCodeableConcept", "code", "codeCodeableConcept"))
    return next((words for words in named if words), "")


def _order(body: Body) -> Order:
    dispense: Body = body.get("dispenseRequest") or {}
    doses: list[Body] = body.get("dosageInstruction") or [{}]
    dosage = doses[0]
    timing: Body = dosage.get("timing") or body.get("occurrenceTiming") or {}
    repeat: Body = timing.get("repeat") or {}
    supply = dispense.get("expectedSupplyDuration")
    return Order(
        item=_item(body),
        quantity=_amount(body.get("quantityQuantity") or dispense.get("quantity")),
        frequency=_doses(doses) or _words(timing.get("code")) or _often(repeat),
        duration=_amount(repeat.get("boundsDuration") or supply) or _period(repeat, body),
        diagnoses=dict(pair for concept in body.get("reasonCode", ()) for pair in _icd(concept)),
    )


def _doses(doses: Iterable[Body]) -> str:
    """Return every dose of an order in its own words: a loading dose is not the dose."""
    return "; then ".join(str(dose["text"]) for dose in doses if dose.get("text"))


def _often(repeat: Body) -> str:
    number, period = repeat.get("frequency"), repeat.get("period")
    if not (number and period):
        return ""
    unit = TIMES.get(str(repeat.get("periodUnit")), str(repeat.get("periodUnit", "")))
    every = f"every {unit}" if period == 1 else f"every {period} {unit}s"
    return f"{number} time{'s' if number != 1 else ''} {every}"


def _period(repeat: Body, body: Body) -> str:
    period: Body = repeat.get("boundsPeriod") or body.get("occurrencePeriod") or {}
    start, end = (_day(str(period.get(side) or "")) for side in ("start", "end"))
    return f"{start} to {end}" if start and end else f"from {start}" if start else f"until {end}" if end else ""


def _day(text: str) -> str:
    """Return a FHIR date as nobody can misread it (19 Nov 2026); one without a day as it is written."""
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return text
    return f"{day.day} {day:%b %Y}"


def _amount(quantity: Body | None) -> str:
    if not quantity or "value" not in quantity:
        return ""
    value, unit = quantity["value"], str(quantity.get("unit") or quantity.get("code") or "")
    unit = TIMES.get(unit, unit).strip("{}")
    plural = "s" if unit in TIMES.values() and value != 1 else ""
    return f"{value} {unit}{plural}".strip()


def _icd(concept: Body | None) -> Iterator[tuple[str, str]]:
    for row in (concept or {}).get("coding", ()):
        if "icd-10-cm" in str(row.get("system", "")).lower() and row.get("code"):
            yield str(row["code"]), str(row.get("display") or (concept or {}).get("text") or "")


def _class(body: Body, kind: str) -> str:
    for row in body.get("class", ()):
        if kind in {str(one.get("code", "")) for one in (row.get("type") or {}).get("coding", ())}:
            return " ".join(str(part) for part in (row.get("name"), row.get("value")) if part)
    return ""


def _code(concept: Body | None) -> str:
    return next((str(row["code"]) for row in (concept or {}).get("coding", ()) if row.get("code")), "")


def _codings(concept: Body | None) -> Iterator[tuple[str, str]]:
    rows = (concept or {}).get("coding", ())
    return ((str(row.get("system", "")), str(row["code"])) for row in rows if "code" in row)


def _words(concept: Body | None) -> str:
    displays = (str(row["display"]) for row in (concept or {}).get("coding", ()) if row.get("display"))
    return str((concept or {}).get("text") or "") or next(displays, "")


def _first(identifiers: Iterable[Body]) -> str:
    return next((str(row["value"]) for row in identifiers if row.get("value")), "")
