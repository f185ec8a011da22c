"""Whether a resource has the shape of FHIR R4, checked before anything of it is stored. The rules are tables.

An element that the workbench does not read is kept, not judged.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC
from typing import Any

from apps.chart.domain.fhir import parse_moment
from apps.intake.domain.shapes.required import PATIENT_ELEMENTS, REQUIRED, UNDERSTOOD, VALUE, WITHOUT_VALUE
from apps.intake.domain.shapes.resources import INCLUDES, RESOURCES
from apps.intake.domain.shapes.types import DATA_TYPES

__all__ = ["PATIENT_ELEMENTS", "UNDERSTOOD", "first_problem"]

SHAPES = {**DATA_TYPES, **RESOURCES}
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
    "date": lambda value: isinstance(value, str) and parse_moment(value, UTC) is not None,
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
    """Return the first thing wrong with a resource, in a sentence that names the element, or an empty text."""
    type_ = str(resource["resourceType"])
    shapes = ("Resource", *(shape for shape in (type_, INCLUDES.get(type_, "")) if shape in SHAPES))
    for shape in shapes:
        for sentence in _misshapen_elements(shape, resource, type_):
            return f"{sentence} Have the sender correct it."
    for path in REQUIRED.get(type_, ()):
        if path == VALUE and resource.get("status") in WITHOUT_VALUE:
            continue
        if _missing(resource, path):
            element = path.replace("*", "[x]").replace("|", " or ")
            return f"{type_}.{element} is missing, and without it the record cannot be taken. Have the sender add it."
    return ""
