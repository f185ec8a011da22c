"""Pieces of FHIR JSON that several resources share: codings, extensions, identifiers, quantities, names."""

from datetime import date
from typing import Any

from apps.review.domain.pas.names import NPI, PAS
from apps.review.domain.pas.values import Coded, Individual, Json


def profile(name: str, version: object = "") -> dict[str, Any]:
    """Return the meta element that says which profile a resource follows, with its version where one is in force."""
    return {"profile": [f"{PAS}{name}|{version}" if version else f"{PAS}{name}"]}


def concept(system: str, code: str, display: str = "") -> dict[str, Any]:
    """Return a CodeableConcept of one coding."""
    return {"coding": [{"system": system, "code": code} | ({"display": display} if display else {})]}


def coded(value: Coded) -> dict[str, Any]:
    return concept(value.system, value.code, value.display)


def pas_extension(name: str, **value: Any) -> dict[str, Any]:
    """Return an extension of the PAS guide; ``value`` is its one value[x], or ``extension`` for its parts."""
    return {"url": f"{PAS}{name}", **value}


def part(url: str, **value: Any) -> dict[str, Any]:
    """Return a part of a complex extension."""
    return {"url": url, **value}


def npi_identifier(npi: str) -> list[dict[str, str]]:
    return [{"system": NPI, "value": npi}]


def name_of(person: Individual) -> list[dict[str, Any]]:
    return [{"family": person.family, "given": person.given.split()}]


def quantity(value: float, unit: str = "") -> dict[str, Any]:
    """Return a quantity; a whole number is written without a point."""
    number = int(value) if float(value).is_integer() else value
    return {"value": number} | ({"unit": unit} if unit else {})


def period(start: date | None, end: date | None) -> dict[str, str]:
    sides = {"start": start, "end": end}
    return {name: day.isoformat() for name, day in sides.items() if day}


def ref(url: str) -> dict[str, str]:
    return {"reference": url}


def without_empty(resource: Json) -> dict[str, Any]:
    """Return a resource without what says nothing: FHIR allows no empty value."""
    return {key: value for key, value in resource.items() if value not in (None, "", [], {}, ())}
