"""The FHIR part of the contract as trees of names: built once, walked for every resource that comes in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from apps.redaction.domain.contract.specs import WHO, Rules, Spec, TypeUse
from apps.redaction.domain.contract.terms import Faults, Rule

RESOURCE = "Resource"  # the type of a contained resource
CHOICE = "[x]"
SEGMENT = re.compile(r"[a-z][A-Za-z0-9]*(\[x\]|\[\])?")


class Whole:
    """Stands for a resource inside a resource: it answers to the contract of its own type."""


Step: TypeAlias = "Rule | Whole | dict[str, Step]"
Tree: TypeAlias = "dict[str, Step]"
WHOLE = Whole()


@dataclass(frozen=True, slots=True)
class TypeDefinition:
    """One complex data type. ``default`` is what "who" stands for where the using field names no class."""

    fields: Mapping[str, Spec]
    default: str = ""


class TreeBuilder:
    """Builds one tree per type and class; a type that holds itself, as Extension does, is a tree that holds itself."""

    def __init__(
        self, primitives: Mapping[str, Spec], types: Mapping[str, TypeDefinition], rules: Rules, faults: Faults
    ) -> None:
        self._primitives, self._types, self._rules, self._faults = primitives, types, rules, faults
        self._made: dict[tuple[str, str, bool], Tree] = {}

    def resource(self, fields: Mapping[str, Spec]) -> Tree:
        """Return the tree of one resource type."""
        return self._fill({}, fields, "", drop=False)

    def steps(self, spec: Spec) -> list[Step]:
        """Return what a field may hold, one step per type."""
        return [self._step(spec, use, "", drop=spec.drop) for use in spec.uses]

    def _fill(self, tree: Tree, fields: Mapping[str, Spec], who: str, *, drop: bool) -> Tree:
        for path, spec in fields.items():
            self._add(tree, path, spec, who, drop=drop)
        return tree

    def _add(self, tree: Tree, path: str, spec: Spec, who: str, *, drop: bool) -> None:
        segments = path.split(".")
        if not all(SEGMENT.fullmatch(segment) for segment in segments):
            self._faults.add(spec.file, spec.path, "this is not a path such as 'contact[].name' or 'value[x]'.")
            return
        overrides = False
        for segment in segments[:-1]:
            tree, overrides = self._inside(tree, segment.removesuffix("[]"))
        for name, use in self._names(segments[-1], spec):
            if name in tree and not overrides:
                self._faults.add(spec.file, spec.path, f"{name} is named twice.")
            elif overrides and name not in tree:
                self._faults.add(spec.file, spec.path, f"the type has no {name}, so nothing else can be said of it.")
            else:
                self._put(tree, name, self._step(spec, use, who, drop=drop or spec.drop))

    def _inside(self, tree: Tree, name: str) -> tuple[Tree, bool]:
        """Return the part of a resource that stands under a name, and whether it is a data type that is overridden."""
        found = tree.get(name)
        if not isinstance(found, dict):
            found = self._fill({}, self._types["Element"].fields, "", drop=False)
            tree[name] = found
            return found, False
        if any(found is made for made in self._made.values()):
            found = dict(found)
            tree[name] = found
            return found, True
        return found, False

    def _names(self, segment: str, spec: Spec) -> Iterator[tuple[str, TypeUse]]:
        if segment.endswith(CHOICE):
            for use in spec.uses:
                yield segment.removesuffix(CHOICE) + use.json_name[:1].upper() + use.json_name[1:], use
        else:
            if len(spec.uses) > 1:
                self._faults.add(spec.file, spec.path, "only a choice element such as value[x] has several types.")
            yield segment.removesuffix("[]"), spec.uses[0]

    def _put(self, tree: Tree, name: str, step: Step) -> None:
        tree[name] = step
        if isinstance(step, Rule):
            tree[f"_{name}"] = self._tree("Element", "", drop=False)

    def _step(self, spec: Spec, use: TypeUse, who: str, *, drop: bool) -> Step:
        named = who if use.who == WHO else use.who
        if use.type_name == RESOURCE:
            return WHOLE
        if primitive := self._primitives.get(use.type_name):
            own = primitive.uses[0].who
            return self._rules.rule(spec, named or own, drop=drop or (primitive.drop and not named))
        if use.type_name in self._types:
            return self._tree(use.type_name, named, drop=drop)
        self._faults.add(spec.file, spec.path, f"there is no type {use.type_name!r}.")
        return {}

    def _tree(self, type_name: str, who: str, *, drop: bool) -> Tree:
        key = (type_name, who, drop)
        if key not in self._made:
            definition = self._types[type_name]
            made: Tree = {}
            self._made[key] = made
            fields = {**self._types["Element"].fields, **definition.fields}
            self._fill(made, fields, who or definition.default, drop=drop)
        return self._made[key]


def leaf_rules(step: Step) -> list[Rule]:
    """Return the rules of a leaf, or of the leaves of a type: its own, or where it has none those of its parts."""
    if isinstance(step, Rule):
        return [step]
    if not isinstance(step, dict):
        return []
    parts = [part for name, part in step.items() if name not in {"id", "extension"} and not name.startswith("_")]
    own = [part for part in parts if isinstance(part, Rule)]
    return own or [rule for part in parts for rule in leaf_rules(part)]


def all_named(value: Mapping[str, Any], tree: Tree) -> bool:
    """Return whether the tree names every field of an object, however deep; contained resources are not looked into."""
    for name, child in value.items():
        step = tree.get(name)
        if step is None:
            return False
        kind = type(child)
        if kind is dict:
            members = (child,)
        elif kind is list:
            members = child
        else:
            continue
        if step is WHOLE:
            continue
        for member in members:
            if type(member) is dict and not (type(step) is dict and all_named(member, step)):
                return False
            if type(member) is list:
                return False
    return True


def unnamed(value: Mapping[str, Any], tree: Tree, path: str) -> Iterator[str]:
    """Yield the paths of the fields of an object that the tree does not name: "Patient.contact[].nickname"."""
    for name, child in value.items():
        step = tree.get(name)
        many = isinstance(child, list)
        here = f"{path}.{shown(name)}{'[]' if many else ''}"
        if step is None:
            yield here
        elif step is not WHOLE:
            yield from _unnamed_in(child if many else [child], step, here)


def _unnamed_in(members: list[Any], step: Step, path: str) -> Iterator[str]:
    for member in members:
        if isinstance(member, dict):
            yield from unnamed(member, step if isinstance(step, dict) else {}, path)
        elif isinstance(member, list):
            yield f"{path}[]"


def shown(name: str) -> str:
    """Return a field's name as it may stand in a sentence: only what looks like a name of FHIR is repeated."""
    return name if re.fullmatch(r"_?[A-Za-z][A-Za-z0-9]{0,50}", name) else "(not a name of FHIR)"
