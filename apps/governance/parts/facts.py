"""Cards as flat facts, for what CycloneDX has no field for."""

from collections.abc import Iterator, Mapping
from typing import Any

PREFIX = "workbench:"


def facts_of(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield the leaves of a card as (dotted name, text)."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from facts_of(inner, f"{name}.{key}" if name else str(key))
    else:
        yield name, ", ".join(map(str, value)) if isinstance(value, list) else str(value)
