"""What every request bundle keeps to (P03): asked of each one before it is given out, and of odd ones by the tests."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from apps.review.domain.pas.values import Json

URN = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def broken_rules(bundle: Json) -> tuple[str, ...]:
    """Return the rules that a request bundle breaks, as sentences. Empty for a good one."""
    return tuple(_faults(bundle))


def _faults(bundle: Json) -> Iterator[str]:
    entries = bundle.get("entry") or [{}]
    first: Json = entries[0].get("resource") or {}
    if bundle.get("type") != "collection":
        yield "The bundle is not of type collection."
    if first.get("resourceType") != "Claim":
        yield "The first entry is no Claim."
    if (first.get("use"), first.get("status")) != ("preauthorization", "active"):
        yield "The Claim is not an active preauthorization."
    yield from _address_faults([str(entry.get("fullUrl")) for entry in entries], bundle)
    yield from _number_faults(first)


def _address_faults(urls: list[str], bundle: Json) -> Iterator[str]:
    if not all(URN.fullmatch(url) for url in urls):
        yield "An entry has no address of the form urn:uuid."
    if len(set(urls)) < len(urls):
        yield "A resource stands in the bundle twice."
    referred = set(references(bundle))
    if referred - set(urls):
        yield "The bundle refers to a resource that is not in it."
    if set(urls[1:]) - referred:
        yield "The bundle holds a resource that nothing refers to."


def references(value: Any) -> Iterator[str]:
    """Yield every reference in a piece of FHIR JSON, but those into the resource itself."""
    if isinstance(value, dict):
        reference = value.get("reference")
        if isinstance(reference, str) and not reference.startswith("#"):
            yield reference
        for one in value.values():
            yield from references(one)
    elif isinstance(value, list):
        for one in value:
            yield from references(one)


def _number_faults(claim: Json) -> Iterator[str]:
    for name in ("supportingInfo", "item", "careTeam", "diagnosis", "insurance"):
        numbers = Counter(row.get("sequence") for row in claim.get(name, ()))
        if None in numbers or any(count > 1 for count in numbers.values()):
            yield f"Two rows of {name} have one sequence, or one has none."
    if not claim.get("item"):
        yield "The Claim has no line."
    for row in claim.get("supportingInfo", ()):
        if "valueReference" not in row:
            yield "Supporting information is not given by reference."
