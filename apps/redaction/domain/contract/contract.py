"""The data contract as it is used: whether a resource holds only what is named, and what is said of a field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from apps.redaction.domain.contract.terms import Format, PhiClass, Rule
from apps.redaction.domain.contract.trees import Tree, all_named, shown, unnamed


@dataclass(frozen=True, slots=True)
class Field:
    """One row of the contract. ``path`` is as the format writes it, ``rules`` what it or its parts hold."""

    path: str
    type_words: str
    rules: tuple[Rule, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Part:
    """The fields of one resource type, segment, section or group of document classes."""

    format: Format
    name: str
    why: str
    fields: tuple[Field, ...]
    group: str = ""


@dataclass(frozen=True)
class Contract:
    """One version. ``sha256`` is that of ``source``, the files of the contract one after the other."""

    version: str
    effective: date
    sha256: str
    source: bytes
    policies: Mapping[str, str]
    classes: Mapping[str, PhiClass]
    parts: tuple[Part, ...]
    trees: Mapping[str, Tree]
    sealed: frozenset[str]
    extensions: Mapping[str, Rule]

    def unnamed_fields(self, resource: Mapping[str, Any]) -> list[str]:
        """Return the paths of a FHIR resource's fields that the contract does not name, each once; none is good.

        A resource of a type that is kept sealed is not looked into; of a type that nobody names, the type is returned.
        """
        if self._is_named(resource):
            return []
        return list(dict.fromkeys(self._unnamed(resource, shown(str(resource.get("resourceType") or "")))))

    def _is_named(self, resource: Mapping[str, Any]) -> bool:
        type_ = resource.get("resourceType")
        if type_ in self.sealed:
            return True
        tree = self.trees.get(str(type_))
        return tree is not None and all_named(resource, tree) and all(map(self._is_named, _contained(resource)))

    def _unnamed(self, resource: Mapping[str, Any], path: str) -> Iterator[str]:
        type_ = str(resource.get("resourceType") or "")
        if type_ in self.sealed:
            return
        if type_ not in self.trees:
            yield path
            return
        yield from unnamed(resource, self.trees[type_], path)
        for inner in _contained(resource):
            yield from self._unnamed(inner, f"{path}.contained[{shown(str(inner.get('resourceType') or ''))}]")

    def rule_at(self, resource_type: str, names: Sequence[str]) -> Rule | None:
        """Return what is said of a leaf, by the names that lead to it without list positions; None for no leaf."""
        step: Any = self.trees.get(resource_type)
        for name in names:
            step = step.get(name) if isinstance(step, dict) else None
        return step if isinstance(step, Rule) else None


def _contained(resource: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    inner = resource.get("contained")
    members = inner if isinstance(inner, list) else [inner]
    return (member for member in members if isinstance(member, dict))
