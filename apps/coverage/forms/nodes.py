"""One node of a tree as a form: its words, and its typed test by fields or as JSON."""

import json
from typing import Any

from django import forms

from apps.coverage.domain import inputs
from apps.coverage.domain.errors import PolicyInvalid
from apps.coverage.domain.exporting import ordered
from apps.coverage.domain.reading import read_json
from apps.coverage.domain.tree import Node, parse_node
from apps.coverage.domain.typed_tests import COMPARISONS, OUTCOMES, PERIODS, REQUIRED

OPS = [
    ("leaf", "One criterion"), ("all", "All of what it holds"), ("any", "Any one of what it holds"),
    ("none", "None of what it holds"), ("at_least", "At least a number of what it holds"),
]  # fmt: skip
NO_TEST, AS_JSON = "none", "json"


def _choices(values: Any) -> list[tuple[str, str]]:
    return [("", "")] + [(one, str(one).replace("_", " ")) for one in values]


class NodeForm(forms.Form):
    """One node: a group, or a criterion with its typed test as fields or as JSON."""

    node_id = forms.CharField(label="Number", max_length=60)
    op = forms.ChoiceField(label="Kind", choices=OPS)
    k = forms.IntegerField(label="How many", required=False, min_value=1)
    text = forms.CharField(label="In the payer's words", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    evidence = forms.CharField(
        label="What counts as evidence", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    test_kind = forms.ChoiceField(
        label="Typed test", required=False, choices=[(one, one) for one in (NO_TEST, AS_JSON, *REQUIRED)]
    )
    test_json = forms.CharField(
        label="Test as JSON", required=False, widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"})
    )
    any_of = forms.CharField(label="Names, one a line", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    codes = forms.CharField(
        label="Codes, one a line (ICD-10-CM|M05)", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    attribute = forms.CharField(label="Attribute (age, dose, prescriber_specialty ...)", required=False)
    status = forms.ChoiceField(label="Status", required=False, choices=_choices(["active", "ever"]))
    qualifiers = forms.CharField(
        label="Words of severity, one a line", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    compare_op = forms.ChoiceField(label="Compares", required=False, choices=_choices(sorted(COMPARISONS)))
    compare_value = forms.CharField(label="with", required=False)
    compare_unit = forms.CharField(label="Unit (UCUM)", required=False)
    also_op = forms.ChoiceField(label="and", required=False, choices=_choices(sorted(COMPARISONS)))
    also_value = forms.CharField(label="with", required=False)
    also_unit = forms.CharField(label="Unit (UCUM)", required=False)
    interpretation = forms.ChoiceField(
        label="Result", required=False,
        choices=_choices(["positive", "negative", "normal", "abnormal", "low", "high", "indeterminate", "documented"]),
    )  # fmt: skip
    setting = forms.CharField(label="Setting, one a line", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    dose_value = forms.CharField(label="Dose at least", required=False)
    dose_unit = forms.CharField(label="Unit (mg)", required=False)
    dose_per = forms.CharField(label="per (d, wk)", required=False)
    duration_days = forms.CharField(label="Days at least", required=False)
    outcome = forms.ChoiceField(label="Outcome", required=False, choices=_choices(sorted(OUTCOMES)))
    sessions = forms.CharField(label="Sessions at least", required=False)
    mode = forms.ChoiceField(label="How", required=False, choices=_choices(["in_person", "any"]))
    signed_by = forms.CharField(label="Signed by", required=False)
    within_number = forms.CharField(label="Within", required=False)
    within_period = forms.ChoiceField(label="Period", required=False, choices=_choices(sorted(PERIODS)))
    within_before = forms.CharField(label="before (as_of, order, discharge)", required=False)
    about = forms.CharField(label="About", required=False)
    performed_by = forms.CharField(
        label="Carried out by, one a line", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    note = forms.CharField(label="Note for who reads it", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    results = forms.CharField(label="Results that must pass", required=False)

    def test_shown(self) -> str:
        """Return how the test is being edited: not at all, as JSON, or by the fields of a kind."""
        return str(self["test_kind"].value() or NO_TEST)

    def test_inputs(self) -> list[forms.BoundField]:
        """Return the inputs of the kind that is shown."""
        shown = self.test_shown()
        return [self[_input(name)] for name in inputs.inputs_of(shown)] if shown in REQUIRED else []

    def values(self, children: tuple[Node, ...]) -> Node:
        """Return the node as it was typed, over the children it has. Raises PolicyInvalid with a sentence."""
        data = self.cleaned_data
        leaf = data["op"] == "leaf"
        if leaf and children:
            raise PolicyInvalid("It holds other nodes. Move or remove them before you make one criterion of it.")
        body = {
            "id": data["node_id"].strip(), "op": data["op"], "text": data["text"],
            "k": data["k"] if data["op"] == "at_least" else None,
            "evidence": (data["evidence"] or None) if leaf else None, "test": self.test() if leaf else None,
        }  # fmt: skip
        return parse_node(body, children)

    def test(self) -> Any:
        """Return the typed test as it was typed, None for none. Raises PolicyInvalid with a sentence."""
        kind = self.cleaned_data["test_kind"] or NO_TEST
        if kind == NO_TEST:
            return None
        if kind == AS_JSON:
            return read_json(self.cleaned_data["test_json"])
        said = {name: str(value or "") for name, value in self.cleaned_data.items()}
        return inputs.from_inputs(kind, {**said, "k": said["results"]})


def switched(data: dict[str, str]) -> dict[str, str]:
    """Return what was typed, with the test shown in another way: what it says already goes along where it can."""
    before, show = data.get("test_kind", NO_TEST), data["show"]
    said: dict[str, str] = {}
    try:
        if show == AS_JSON and before in REQUIRED:
            test = inputs.from_inputs(before, {**data, "k": data.get("results", "")})
            said = {"test_json": json.dumps(ordered(test), indent=1, ensure_ascii=False)}
        elif before == AS_JSON and show in REQUIRED:
            found = inputs.to_inputs(read_json(data.get("test_json", ""))) or {}
            said = {_input(name): value for name, value in found.items() if name != "kind"}
    except (PolicyInvalid, AttributeError):
        said = {}
    return {**data, **said, "test_kind": show}


def _input(name: str) -> str:
    return "results" if name == "k" else name


def node_initial(node: Node) -> dict[str, Any]:
    """Return what a node says, as the form shows it: its test by fields where they say it exactly."""
    initial: dict[str, Any] = {
        "node_id": node.node_id, "op": node.op, "k": node.at_least, "text": node.text, "evidence": node.evidence,
        "test_kind": NO_TEST,
    }  # fmt: skip
    if node.test is None:
        return initial
    initial["test_json"] = json.dumps(ordered(node.test), indent=1, ensure_ascii=False)
    values = inputs.to_inputs(node.test)
    if values is None:
        return initial | {"test_kind": AS_JSON}
    said = {_input(name): value for name, value in values.items() if name != "kind"}
    return initial | said | {"test_kind": node.test["kind"]}
