"""YAML with plain values only, in which a key stands once."""

from collections.abc import Hashable
from typing import Any

import yaml

from apps.redaction.domain.contract.terms import Faults


class _Strict(yaml.SafeLoader):
    """Of two equal keys the YAML library silently takes the second; a contract must not be read so."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"{key.value!r} is named twice", problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def parse_file(name: str, content: bytes, faults: Faults) -> dict[str, Any]:
    """Return the mapping one file holds; an empty one, and a fault, for what is none."""
    if not content.startswith(b"---\n"):
        faults.add(name, "line 1", "a file of the contract begins with '---', so that all of them make one stream.")
    loader = _Strict(content.decode())
    try:
        value = loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        faults.add(name, f"line {line}", f"{error.problem}.")
        return {}
    finally:
        loader.dispose()
    if not isinstance(value, dict):
        faults.add(name, "line 1", "a file of the contract is a mapping.")
        return {}
    return value
