"""From the files of a contract to the contract, or to every reason why it must not be used."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from apps.redaction.domain.contract.contract import Contract, Field, Part
from apps.redaction.domain.contract.specs import Rules, Spec, parse_classes, parse_spec, rules_in_order
from apps.redaction.domain.contract.strict_yaml import parse_file
from apps.redaction.domain.contract.terms import Faults, Format, PhiClass, Rule
from apps.redaction.domain.contract.trees import TreeBuilder, TypeDefinition, leaf_rules

HEAD = "contract.yaml"
POLICIES = ("unknown_field", "unknown_resource", "unknown_extension", "modifier_extension")
KEYS = frozenset(
    {"contract", "classes", "format", "primitives", "datatypes", "base", "extensions", "resources", "sealed", "parts"}
)
RESOURCES, TYPES, SHARED = "Resources that are read", "Data types", "What all resources share"


@dataclass
class _Read:
    """What the files say, before it is put together. A group is (file, what it is read for, fields)."""

    head: Mapping[str, Any] = field(default_factory=dict)
    classes: Mapping[str, PhiClass] = field(default_factory=dict)
    primitives: dict[str, Spec] = field(default_factory=dict)
    types: dict[str, TypeDefinition] = field(default_factory=dict)
    type_words: dict[str, str] = field(default_factory=dict)
    base: dict[str, Spec] = field(default_factory=dict)
    extensions: dict[str, Spec] = field(default_factory=dict)
    resources: dict[str, tuple[str, dict[str, Spec]]] = field(default_factory=dict)
    sealed: dict[str, Spec] = field(default_factory=dict)
    plain: list[tuple[Format, str, str, dict[str, Spec]]] = field(default_factory=list)


def in_order(names: Iterable[str]) -> list[str]:
    """Return the names of a contract's files in the order of the stream: the head, then the others by name."""
    return sorted(names, key=lambda name: (name != HEAD, name))


def read_contract(files: Mapping[str, bytes]) -> Contract:
    """Return the contract of these files. Raises ContractFault, which says each thing that is wrong."""
    faults, read = Faults(), _Read()
    names = in_order(files)
    for name in names:
        _read_file(name, parse_file(name, files[name], faults), read, faults)
    _check_head(read, faults)
    faults.check()
    rules = Rules(read.classes, faults)
    builder = TreeBuilder(read.primitives, read.types, rules, faults)
    trees = {type_: builder.resource({**read.base, **fields}) for type_, (_, fields) in read.resources.items()}
    parts = tuple(_parts(read, builder, rules))
    faults.check()
    source = b"".join(files[name] for name in names)
    return Contract(
        str(read.head["version"]), read.head["effective"], hashlib.sha256(source).hexdigest(), source,
        {name: str(read.head[name]) for name in POLICIES}, read.classes, parts, trees, frozenset(read.sealed),
        {url: rules.rule(spec, spec.uses[0].who, drop=spec.drop) for url, spec in read.extensions.items()},
    )  # fmt: skip


def _check_head(read: _Read, faults: Faults) -> None:
    for name in ("version", "effective", *POLICIES):
        if not read.head.get(name):
            faults.add(HEAD, f"contract.{name}", "it is missing.")
    if not isinstance(read.head.get("effective"), date):
        faults.add(HEAD, "contract.effective", "it is not a date.")
    if "Element" not in read.types:
        faults.add("fhir", "datatypes.Element", "it is missing.")


def _read_file(name: str, value: Mapping[str, Any], read: _Read, faults: Faults) -> None:
    for key in sorted(set(value) - KEYS):
        faults.add(name, key, "nothing is known of this key.")
    if "contract" in value:
        read.head = value["contract"]
        read.classes = parse_classes(value.get("classes"), name, faults)
        return
    if value.get("format") not in set(Format):
        faults.add(name, "format", f"{value.get('format')!r} is not a format.")
        return
    if value["format"] == Format.FHIR:
        _read_fhir(name, value, read, faults)
    for part, body in _mapping(value, "parts", name, faults).items():
        fields = _fields(body, name, part, faults, typed=False)
        read.plain.append((Format(value["format"]), part, _why(body), fields))


def _read_fhir(name: str, value: Mapping[str, Any], read: _Read, faults: Faults) -> None:
    read.primitives |= _specs(_mapping(value, "primitives", name, faults), name, "primitives", faults, typed=False)
    read.base |= _specs(_mapping(value, "base", name, faults), name, "base", faults, typed=True)
    read.extensions |= _specs(_mapping(value, "extensions", name, faults), name, "extensions", faults, typed=False)
    for type_, body in _mapping(value, "datatypes", name, faults).items():
        read.types[type_] = TypeDefinition(_fields(body, name, type_, faults, typed=True), str(body.get("default", "")))
        read.type_words[type_] = _why(body)
    for type_, body in _mapping(value, "resources", name, faults).items():
        if type_ in read.resources or type_ in read.sealed:
            faults.add(name, type_, "the resource type is named twice.")
        read.resources[type_] = (_why(body), _fields(body, name, type_, faults, typed=True))
    sealed = _mapping(value, "sealed", name, faults)
    for type_ in sealed.get("types", ()):
        spec = parse_spec({"is": sealed.get("is"), "why": sealed.get("why")}, name, type_, faults, typed=False)
        if type_ in read.resources or type_ in read.sealed:
            faults.add(name, type_, "the resource type is named twice.")
        if spec:
            read.sealed[type_] = spec


def _mapping(value: Mapping[str, Any], key: str, file: str, faults: Faults) -> Mapping[str, Any]:
    found = value.get(key, {})
    if isinstance(found, Mapping):
        return found
    faults.add(file, key, "it is not a mapping.")
    return {}


def _why(body: Any) -> str:
    return str(body.get("read") or body.get("why") or "") if isinstance(body, Mapping) else ""


def _fields(body: Any, file: str, part: str, faults: Faults, *, typed: bool) -> dict[str, Spec]:
    if not isinstance(body, Mapping) or not isinstance(body.get("fields"), Mapping):
        faults.add(file, part, "it has no fields.")
        return {}
    if unknown := sorted(set(body) - {"read", "why", "default", "fields"}):
        faults.add(file, part, f"nothing is known of {unknown[0]!r}.")
    return _specs(body["fields"], file, part, faults, typed=typed)


def _specs(fields: Mapping[str, Any], file: str, part: str, faults: Faults, *, typed: bool) -> dict[str, Spec]:
    made = {str(path): parse_spec(value, file, f"{part}.{path}", faults, typed=typed) for path, value in fields.items()}
    return {path: spec for path, spec in made.items() if spec}


def _parts(read: _Read, builder: TreeBuilder, rules: Rules) -> Iterable[Part]:
    def of_types(prefix: str, fields: Mapping[str, Spec]) -> tuple[Field, ...]:
        return tuple(
            Field(f"{prefix}.{path}", spec.words, _leaves(builder, spec), spec.why) for path, spec in fields.items()
        )

    for type_, (why, fields) in sorted(read.resources.items()):
        yield Part(Format.FHIR, type_, why, of_types(type_, fields), RESOURCES)
    yield Part(Format.FHIR, "Every resource", "What any of them may carry.", of_types("Resource", read.base), SHARED)
    for type_, definition in sorted(read.types.items()):
        yield Part(Format.FHIR, type_, read.type_words[type_], of_types(type_, definition.fields), TYPES)
    plain = [
        (Format.FHIR, "Primitive types", "What a value holds where its field says nothing else.", read.primitives),
        (Format.FHIR, "Known extensions", "By their URL; every other is dropped at the wall.", read.extensions),
        (Format.FHIR, "Sealed types", "Resource types that nobody reads.", read.sealed),
        *read.plain,
    ]
    for format_, name, why, specs in plain:
        rows = (Field(_path(format_, name, path), "", _classes(spec, rules), spec.why) for path, spec in specs.items())
        yield Part(format_, name, why, tuple(rows), SHARED if format_ is Format.FHIR else "")


def _path(format_: Format, part: str, path: str) -> str:
    return f"{part}-{path}" if format_ is Format.HL7V2 else path


def _leaves(builder: TreeBuilder, spec: Spec) -> tuple[Rule, ...]:
    return rules_in_order([rule for step in builder.steps(spec) for rule in leaf_rules(step)])


def _classes(spec: Spec, rules: Rules) -> tuple[Rule, ...]:
    return rules_in_order([rules.rule(spec, use.who, drop=spec.drop) for use in spec.uses])
