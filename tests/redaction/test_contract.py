"""The data contract names whatever the chart shows or looks for, and a contract with a fault is not used."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from apps.audit.domain.actions import Action as AuditAction
from apps.audit.models import AuditEvent
from apps.chart.domain.documents import DocumentKind
from apps.chart.domain.identifiers import (
    BIRTH_PLACE,
    MAIDEN_NAME,
    coverage_identifiers,
    patient_identifiers,
    person_identifiers,
)
from apps.chart.domain.mentions import mentions_of
from apps.chart.domain.records import IncomingResource
from apps.chart.domain.rendering import RENDERERS, StoredResource, facts_of, lay_out
from apps.chart.domain.rendering.people import RACE_AND_ETHNICITY
from apps.intake.domain.shapes import UNDERSTOOD
from apps.redaction.contract import FOLDER, data_contract
from apps.redaction.domain.contract import Action, ContractFault, Format, Rule, read_contract
from apps.redaction.domain.contract.terms import SEARCHED, fits
from apps.redaction.services import document_redact
from tests.factories import SETUP, World, make_document

CHARTS = Path(__file__).parents[2] / "fixtures" / "charts"
DEEP = {"Extension", "extension", "meta", "contained", "id", "resourceType", "implicitRules", "language"}


def files() -> dict[str, bytes]:
    return {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in FOLDER.rglob("*.yaml")}


def faults(file: str, old: str, new: str) -> str:
    """Return what is said of the contract with one thing in one file changed."""
    changed = files()
    assert old.encode() in changed[file]
    changed[file] = changed[file].replace(old.encode(), new.encode(), 1)
    with pytest.raises(ContractFault) as refused:
        read_contract(changed)
    return str(refused.value)


BROKEN = {
    "an unknown class": ("gender: code", "gender: code/SHOE-SIZE", "people.yaml, Patient.gender: there is no class"),
    "an unknown type": ("gender: code", "gender: kode", "people.yaml, Patient.gender: there is no type 'kode'."),
    "a field twice": ("gender: code", "gender: code\n      gender: string", "'gender' is named twice."),
    "a choice twice": (
        "gender: code", "gender: code\n      deceasedBoolean: boolean", "deceasedBoolean is named twice."
    ),
    "a path that is none": ("gender: code", "'gen der': code", "Patient.gen der: this is not a path"),
    "a part that a type has not": ("gender: code", "maritalStatus.word: string", "Patient.maritalStatus"),
    "two types without a choice": ("gender: code", "gender: code|string", "only a choice element"),
    "no value": ("gender: code", "gender:", "Patient.gender: a field needs a text such as"),
    "an unknown key in a field": ("gender: code", "gender: {is: code, what: x}", "'what' is not known here"),
    "an unknown key in a file": ("resources:", "resorces: {}\nresources:", "nothing is known of this key."),
    "an unknown format": ("format: fhir", "format: fax", "'fax' is not a format."),
    "no beginning": ("---\n", "", "begins with '---'"),
    "a type twice": ("  RelatedPerson:", "  Claim:", "the resource type is named twice."),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_contract_is_refused_in_words(old: str, new: str, said: str) -> None:
    told = faults("fhir/people.yaml", old, new)
    assert said in told
    assert "fhir/" in told


BROKEN_CLASSES = {
    "an action that does not fit": ("action: generalize, words: \"A postal", "action: keep, words: \"A postal",
    "classes.ZIP: the action 'keep' does not go with this class."),
    "an unknown action": ("h07: H, action: surrogate", "h07: H, action: hide", "there is no action 'hide'."),
    "an unknown class": ("  MRN: {", "  MRM: {", "classes.MRM: no recognizer and no rule knows this class."),
    "a class without an entry": ("  MRN: {", "  MRM: {", "classes.MRN: the class has no entry."),
    "no version": ('version: "1"', 'version: ""', "contract.version: it is missing."),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), BROKEN_CLASSES.values(), ids=BROKEN_CLASSES)
def test_a_broken_table_of_classes_is_refused(old: str, new: str, said: str) -> None:
    assert said in faults("contract.yaml", old, new)


def test_every_fault_is_told_at_once() -> None:
    changed = files()
    changed["fhir/people.yaml"] = changed["fhir/people.yaml"].replace(b"gender: code", b"gender: kode")
    with pytest.raises(ContractFault) as refused:
        read_contract(changed)
    assert len(refused.value.sentences) == 3


def test_the_digest_is_that_of_the_files_one_after_the_other() -> None:
    contract = data_contract()
    assert contract.sha256 == hashlib.sha256(contract.source).hexdigest()
    assert len(list(yaml.safe_load_all(contract.source))) == len(files())
    changed = files()
    changed["documents.yaml"] += b"# a remark\n"
    assert read_contract(changed).sha256 != contract.sha256


def test_every_class_the_wall_looks_for_has_its_words_and_its_letter() -> None:
    classes = data_contract().classes
    assert set(classes) >= SEARCHED
    assert {row.h07 for row in classes.values()} - {""} == set("ABCDEFGHIJKLMNOPQR")


def test_no_field_that_identifies_is_kept() -> None:
    rules = [rule for part in data_contract().parts for field in part.fields for rule in field.rules]
    assert len(rules) > 1000
    assert all(fits(rule.phi_class, rule.action) for rule in rules)
    assert not [rule for rule in rules if rule.action is Action.KEEP and rule.phi_class != "none"]


def test_every_class_of_documents_is_named_and_searched() -> None:
    rows = {f.path: f for p in data_contract().parts if p.format is Format.DOCUMENTS for f in p.fields}
    assert {kind.value for kind in DocumentKind} <= set(rows)
    assert all(Rule("free_text", Action.SEARCH) in rows[kind.value].rules
               for kind in DocumentKind if kind is not DocumentKind.VITAL_SIGNS)  # fmt: skip


# What the chart shows, and what it looks for.


def leaves(value: Any, names: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every value of a resource with the names that lead to it."""
    if isinstance(value, dict):
        for name, child in value.items():
            yield from leaves(child, (*names, name))
    elif isinstance(value, list):
        for child in value:
            yield from leaves(child, names)
    else:
        yield names, value


def at_pointer(body: dict[str, Any], pointer: str) -> tuple[tuple[str, ...], Any]:
    names, value = [], body
    for part in filter(None, pointer.split("/")):
        value = value[int(part)] if isinstance(value, list) else value.get(part)
        names += [] if part.isdigit() else [part]
    return tuple(names), value


def chart_bodies() -> list[dict[str, Any]]:
    bundles = [json.loads(path.read_text()) for path in sorted(CHARTS.glob("*/bundle.json"))]
    return [entry["resource"] for bundle in bundles for entry in bundle["entry"]]


def test_the_contract_names_every_field_of_our_charts() -> None:
    assert [path for body in chart_bodies() for path in data_contract().unnamed_fields(body)] == []


def test_every_line_of_our_charts_comes_from_fields_with_a_rule_that_lets_something_cross() -> None:
    contract, seen = data_contract(), 0
    for body in (body for body in chart_bodies() if body["resourceType"] in RENDERERS):
        for line in lay_out("T", facts_of(StoredResource(body["resourceType"], body["id"], body))).lines:
            start, value = at_pointer(body, line["pointer"])
            rules = [contract.rule_at(body["resourceType"], (*start, *names)) for names, _ in leaves(value)]
            assert None not in rules, (line["resource"], line["pointer"])
            assert not rules or any(rule and rule.action is not Action.DROP for rule in rules), line["pointer"]
            seen += 1
    assert seen > 100


def marked(contract: Any, tree: Any, path: tuple[str, ...], marks: dict[str, tuple[str, ...]]) -> Any:
    """Return an object with every field of a tree, each text a mark of its own."""
    made: dict[str, Any] = {}
    for name, step in tree.items():
        if name in DEEP or name.startswith("_") or (isinstance(step, dict) and path.count(name)):
            continue
        here = (*path, name)
        made[name] = mark(here, marks) if isinstance(step, Rule) else marked(contract, step, here, marks)
    return made


def mark(path: tuple[str, ...], marks: dict[str, tuple[str, ...]]) -> str:
    marks[f"Mark{len(marks):04}e"] = path
    return f"Mark{len(marks) - 1:04}e"


LISTS = frozenset(
    {"name", "given", "prefix", "suffix", "line", "telecom", "address", "identifier", "contact", "relationship",
     "communication", "generalPractitioner", "coding", "participant", "diagnosis", "stage", "note", "reaction",
     "component", "referenceRange", "performer", "activity", "class", "dosageInstruction", "dosage", "doseAndRate",
     "when", "timeOfDay", "dayOfWeek", "qualification", "photo", "link",
     "parameter"}
)  # fmt: skip
SINGLE = {("Encounter", "class"), ("Patient", "contact", "name"), ("Patient", "contact", "address"),
          ("Organization", "name"), ("Location", "name"), ("Location", "address"), ("Coverage", "class", "name"),
          ("ActivityDetail", "performer")}  # fmt: skip


def as_fhir(value: Any, path: tuple[str, ...]) -> Any:
    """Put what repeats in FHIR into lists."""
    if isinstance(value, dict):
        value = {name: as_fhir(child, (*path, name)) for name, child in value.items()}
    return [value] if path and path[-1] in LISTS and path not in SINGLE else value


def whole(resource_type: str, left_out: frozenset[str] = frozenset()) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a resource with every field of the contract, and which mark stands where."""
    contract, marks = data_contract(), dict[str, tuple[str, ...]]()
    tree = {name: step for name, step in contract.trees[resource_type].items() if name not in left_out}
    body = as_fhir(marked(contract, tree, (resource_type,), marks), (resource_type,))
    return {**body, "resourceType": resource_type, "id": mark((resource_type, "id"), marks)}, marks


@pytest.mark.parametrize("resource_type", sorted(RENDERERS))
def test_nothing_that_is_dropped_is_ever_shown(resource_type: str) -> None:
    shown: dict[tuple[str, ...], Rule | None] = {}
    tree = data_contract().trees[resource_type]
    choices = [name for name in tree if name.startswith(("value", "onset", "medication"))]
    for kept in [None, *choices]:
        body, marks = whole(resource_type, frozenset(choices) - {kept})
        for fact in facts_of(StoredResource(resource_type, "x", body)):
            words = f"{fact.head} {fact.when} {fact.tail} {fact.by}"
            found = [path for text, path in marks.items() if text in words or text.lower() in words.lower()]
            shown |= {path: data_contract().rule_at(path[0], path[1:]) for path in found}
    assert len(shown) > 2
    assert {path for path, rule in shown.items() if rule is None or rule.action is Action.DROP} == set()


LOOKED_FOR = {"Patient": patient_identifiers, "RelatedPerson": person_identifiers, "Practitioner": person_identifiers,
              "Coverage": coverage_identifiers}  # fmt: skip


@pytest.mark.parametrize(("resource_type", "read"), LOOKED_FOR.items(), ids=LOOKED_FOR)
def test_whatever_is_looked_for_in_notes_is_replaced_at_the_wall(resource_type: str, read: Any) -> None:
    body, marks = whole(resource_type)
    texts = " ".join(known.text for known in read(body))
    found = {path: data_contract().rule_at(path[0], path[1:]) for text, path in marks.items() if text in texts}
    assert len(found) >= 2
    kept = {path for path, rule in found.items() if rule is None or rule.action in {Action.KEEP, Action.DROP}}
    assert kept <= {(resource_type, "name", "prefix"), ("Patient", "contact", "name", "prefix")}


WITHOUT_MENTIONS = {"Binary", "Medication", "Organization"}  # they refer to no person


@pytest.mark.parametrize("resource_type", sorted(data_contract().trees))
def test_a_name_in_a_reference_is_never_kept(resource_type: str) -> None:
    body, marks = whole(resource_type)
    mentions = {text for _, text in mentions_of(IncomingResource(resource_type, "x", body, ""))}
    rules = [data_contract().rule_at(path[0], path[1:]) for text, path in marks.items() if text in mentions]
    assert rules or resource_type in WITHOUT_MENTIONS
    assert all(rule and rule.action is not Action.KEEP for rule in rules)


def test_an_extension_that_is_read_is_known_and_not_dropped() -> None:
    known = data_contract().extensions
    assert all(known[url].action is not Action.DROP for url in (*RACE_AND_ETHNICITY, MAIDEN_NAME, BIRTH_PLACE))


def test_a_sealed_type_is_not_one_that_is_read() -> None:
    contract = data_contract()
    assert set(contract.trees) >= UNDERSTOOD
    assert not contract.sealed & set(contract.trees)


def test_every_redaction_says_under_which_contract_it_was_made(world: World) -> None:
    document_redact(document_id=make_document(world.anna, "Seen today.").pk, actor=SETUP)
    event = AuditEvent.objects.get(action=AuditAction.DOCUMENT_REDACTED)
    assert event.details["contract_sha256"] == data_contract().sha256
