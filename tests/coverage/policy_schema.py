"""Holding a policy file against the schema that ships with the room: the keywords it uses, and no others."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SCHEMA = json.loads((Path(__file__).parents[2] / "apps/coverage/data/policy.schema.json").read_text())
TYPES = {"object": dict, "array": list, "string": str, "integer": int, "null": type(None)}
SILENT = {"$schema", "$id", "title", "description", "format", "$defs"}


def fits(value: Any) -> bool:
    return not any(faults(value, SCHEMA))


def faults(value: Any, schema: Any) -> Iterator[str]:
    """Yield what a value is not. A keyword that is not known here fails."""
    if isinstance(schema, bool):
        if not schema:
            yield "nothing may stand here"
        return
    named = schema.get("type")
    if named and (not isinstance(value, TYPES[named]) or (named == "integer" and isinstance(value, bool))):
        yield f"{value!r} is not of type {named}"
        return
    for keyword in schema.keys() - SILENT - {"type"}:
        yield from CHECKS[keyword](value, schema[keyword], schema)


def _ref(value: Any, asked: str, schema: Any) -> Iterator[str]:
    yield from faults(value, SCHEMA["$defs"][asked.removeprefix("#/$defs/")])


def _properties(value: Any, asked: Any, schema: Any) -> Iterator[str]:
    for name in asked.keys() & value.keys() if isinstance(value, dict) else ():
        yield from faults(value[name], asked[name])


def _additional(value: Any, asked: Any, schema: Any) -> Iterator[str]:
    for name in value.keys() - schema["properties"].keys():
        yield f"{name} is not known"


def _items(value: Any, asked: Any, schema: Any) -> Iterator[str]:
    for one in value if isinstance(value, list) else ():
        yield from faults(one, asked)


def _plain(holds: Any) -> Any:
    return lambda value, asked, schema: iter(() if holds(value, asked) else [f"{value!r} against {asked!r}"])


CHECKS = {
    "$ref": _ref,
    "properties": _properties,
    "additionalProperties": _additional,
    "items": _items,
    "anyOf": _plain(lambda value, asked: any(not any(faults(value, one)) for one in asked)),
    "not": _plain(lambda value, asked: any(faults(value, asked))),
    "enum": _plain(lambda value, asked: value in asked),
    "const": _plain(lambda value, asked: value == asked),
    "required": _plain(lambda value, asked: not isinstance(value, dict) or set(asked) <= value.keys()),
    "pattern": _plain(lambda value, asked: not isinstance(value, str) or re.search(asked, value) is not None),
    "uniqueItems": _plain(lambda value, asked: len(set(value)) == len(value)),
    "minItems": _plain(lambda value, asked: len(value) >= asked),
    "maxLength": _plain(lambda value, asked: len(value) <= asked),
    "minimum": _plain(lambda value, asked: value >= asked),
    "maximum": _plain(lambda value, asked: value <= asked),
}
