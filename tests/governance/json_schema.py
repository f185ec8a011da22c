"""Holding JSON against a JSON schema of draft 7: as much of it as the schemas of CycloneDX use, and no more.

A keyword that is not known here fails, so that nothing is passed over in silence. Formats are not looked at.
"""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import cyclonedx.schema

FOLDER = Path(cyclonedx.schema.__file__).parent / "_res"
TYPES = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "boolean": bool}
SILENT = {
    "$schema", "$id", "$comment", "title", "description", "definitions", "examples", "default", "format", "meta:enum",
    "deprecated", "type", "readOnly",
}  # fmt: skip


@lru_cache
def schema_file(name: str) -> Any:
    return json.loads((FOLDER / name).read_text())


def faults(value: Any, schema: Any, file: str, at: str = "$") -> Iterator[str]:
    """Yield where a value is not what a schema of a file asks for."""
    if isinstance(schema, bool):
        if not schema:
            yield f"{at}: nothing may stand here"
        return
    if "type" in schema and not isinstance(value, TYPES[schema["type"]]):
        yield f"{at}: not of type {schema['type']}"
        return
    for keyword, asked in schema.items():
        if keyword not in SILENT:
            yield from CHECKS[keyword](value, asked, schema, file, at)


def _ref(value: Any, asked: str, schema: Any, file: str, at: str) -> Iterator[str]:
    name, _, path = asked.partition("#")
    name = name.replace("http://cyclonedx.org/schema/", "") or file
    found = schema_file(name if (FOLDER / name).exists() else name.replace(".schema", ".SNAPSHOT.schema"))
    for step in filter(None, path.split("/")):
        found = found[step]
    yield from faults(value, found, name, at)


def _properties(value: Any, asked: Any, schema: Any, file: str, at: str) -> Iterator[str]:
    for name in asked.keys() & value.keys() if isinstance(value, dict) else ():
        yield from faults(value[name], asked[name], file, f"{at}.{name}")


def _additional(value: Any, asked: Any, schema: Any, file: str, at: str) -> Iterator[str]:
    known, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    for name in value if isinstance(value, dict) else ():
        if name not in known and not any(re.search(pattern, name) for pattern in patterns):
            yield from faults(value[name], asked, file, f"{at}.{name}")


def _items(value: Any, asked: Any, schema: Any, file: str, at: str) -> Iterator[str]:
    for number, item in enumerate(value if isinstance(value, list) else ()):
        inner = asked if not isinstance(asked, list) else asked[number] if number < len(asked) else True
        yield from faults(item, inner, file, f"{at}[{number}]")


def _some(value: Any, asked: Any, schema: Any, file: str, at: str, *, exactly: bool) -> Iterator[str]:
    fitting = sum(not any(faults(value, one, file, at)) for one in asked)
    if fitting == 0 or (exactly and fitting != 1):
        yield f"{at}: fits {fitting} of {len(asked)} shapes"


def _plain(said: str, holds: Any) -> Any:
    def check(value: Any, asked: Any, schema: Any, file: str, at: str) -> Iterator[str]:
        if not holds(value, asked):
            yield f"{at}: {said} {asked}"

    return check


def _distinct(value: Any) -> bool:
    texts = [json.dumps(item, sort_keys=True) for item in value]
    return len(texts) == len(set(texts))


CHECKS = {
    "$ref": _ref,
    "properties": _properties,
    "patternProperties": lambda value, asked, schema, file, at: iter(()),
    "additionalProperties": _additional,
    "items": _items,
    "additionalItems": lambda value, asked, schema, file, at: iter(()),
    "oneOf": lambda *given: _some(*given, exactly=True),
    "anyOf": lambda *given: _some(*given, exactly=False),
    "allOf": lambda value, asked, schema, file, at: (it for one in asked for it in faults(value, one, file, at)),
    "not": lambda value, asked, schema, file, at: iter(() if any(faults(value, asked, file, at)) else [f"{at}: is"]),
    "enum": _plain("none of", lambda value, asked: value in asked),
    "const": _plain("not", lambda value, asked: value == asked),
    "required": _plain("lacks", lambda value, asked: not isinstance(value, dict) or set(asked) <= value.keys()),
    "dependencies": _plain("lacks", lambda value, asked: not (isinstance(value, dict) and asked.keys() & value.keys())),
    "pattern": _plain("unlike", lambda value, asked: re.search(asked.replace("\\p{L}", "\\w"), value) is not None),
    "uniqueItems": _plain("twice", lambda value, asked: not asked or _distinct(value)),
    "minItems": _plain("fewer than", lambda value, asked: len(value) >= asked),
    "maxItems": _plain("more than", lambda value, asked: len(value) <= asked),
    "minLength": _plain("shorter than", lambda value, asked: len(value) >= asked),
    "maxLength": _plain("longer than", lambda value, asked: len(value) <= asked),
    "minimum": _plain("below", lambda value, asked: value >= asked),
    "maximum": _plain("above", lambda value, asked: value <= asked),
}
