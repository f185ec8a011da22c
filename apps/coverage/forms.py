"""What people type about policies. A form checks shape; what a policy may say is the format's to judge."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms

from apps.core.models import choices_of
from apps.coverage.domain import inputs
from apps.coverage.domain.codes import CodeRange, PolicyCode
from apps.coverage.domain.errors import PolicyInvalid
from apps.coverage.domain.payers import PAYER_WORDS
from apps.coverage.domain.reading import read_json
from apps.coverage.domain.status import PolicyStatus
from apps.coverage.domain.tree import Node, PolicyFile, parse_node
from apps.coverage.domain.typed_tests import COMPARISONS, OUTCOMES, PERIODS, REQUIRED

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
OPS = [
    ("leaf", "One criterion"), ("all", "All of what it holds"), ("any", "Any one of what it holds"),
    ("none", "None of what it holds"), ("at_least", "At least a number of what it holds"),
]  # fmt: skip
NO_TEST, AS_JSON = "none", "json"
CODES_HINT = (
    "One a line: system, code, name. A code (HCPCS E0601), all that begin so (ICD-10-CM G47*) or a range "
    "(HCPCS L1800-L1999)."
)


def _choices(values: Any) -> list[tuple[str, str]]:
    return [("", "")] + [(one, str(one).replace("_", " ")) for one in values]


class FilterForm(forms.Form):
    """Which versions the list shows."""

    payer = forms.CharField(label="Payer", max_length=200, required=False)
    code = forms.CharField(label="Code", max_length=60, required=False)
    status = forms.ChoiceField(
        label="Status", required=False,
        choices=[("", "Every status"), *choices_of(PolicyStatus)],
    )  # fmt: skip


class ReasonForm(forms.Form):
    """Why. People of the organization read it, so it names no patient."""

    reason = forms.CharField(
        label="Reason", max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why."},
    )  # fmt: skip


class SeenForm(forms.Form):
    """Which words the person saw when they acted."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


class SourceForm(forms.Form):
    document = forms.FileField(label="The payer's own document", max_length=200)


class ImportForm(forms.Form):
    """A policy file, uploaded or pasted."""

    file = forms.FileField(label="Policy file (JSON)", required=False, max_length=200)
    text = forms.CharField(
        label="or its text",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    def body(self) -> Any:
        """Return the values of the file. Raises PolicyInvalid."""
        file, text = self.cleaned_data["file"], self.cleaned_data["text"]
        if bool(file) == bool(text.strip()):
            raise PolicyInvalid("Choose a file or paste its text: one of the two.")
        return read_json(file.read() if file else text)


class VersionForm(forms.Form):
    """What a new version is called, and from when it counts."""

    version = forms.CharField(label="New version", max_length=20, error_messages={"required": "Name the new version."})
    start = forms.DateField(label="In force from", widget=DAY, error_messages={"required": "Say from which day."})


class QuestionnaireForm(VersionForm):
    """A payer's form, and what it does not say of itself."""

    questionnaire = forms.FileField(label="Questionnaire (FHIR R4, JSON)", max_length=200)
    policy_id = forms.CharField(label="Policy id", max_length=60)
    payer = forms.CharField(label="Payer", max_length=200)


class HeadForm(forms.Form):
    """What stands above the tree."""

    policy_id = forms.CharField(label="Policy id", max_length=60)
    version = forms.CharField(label="Version", max_length=20)
    title = forms.CharField(label="Title", max_length=300)
    payer = forms.CharField(label="Payer", max_length=200)
    plan = forms.CharField(label="Plan", max_length=200, required=False)
    line_of_business = forms.MultipleChoiceField(
        label="Line of business", required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(one.value, words) for one, words in PAYER_WORDS.items()],
    )  # fmt: skip
    start = forms.DateField(label="In force from", widget=DAY)
    end = forms.DateField(label="In force to", widget=DAY, required=False)
    applies_to = forms.CharField(label="Applies to", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    codes = forms.CharField(
        label="Codes", required=False, widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"})
    )

    def clean_codes(self) -> list[PolicyCode | CodeRange]:
        """Return each line as a code, or as a range where it names several."""
        lines = [line.split(maxsplit=2) for line in self.cleaned_data["codes"].splitlines() if line.strip()]
        for line in lines:
            if len(line) == 1:
                raise forms.ValidationError(f"The line {line[0]!r} needs a system and a code, such as HCPCS E0601.")
        return [_code(*line) for line in lines]

    def values(self, policy: PolicyFile) -> PolicyFile:
        """Return the policy with the head as it was typed."""
        data = self.cleaned_data
        codes = data["codes"]
        return replace(
            policy,
            policy_id=data["policy_id"],
            version=data["version"],
            title=data["title"],
            payer=data["payer"],
            plan=data["plan"],
            line_of_business=tuple(data["line_of_business"]),
            effective_start=data["start"],
            effective_end=data["end"],
            applies_to=data["applies_to"],
            codes=tuple(row for row in codes if isinstance(row, PolicyCode)),
            code_ranges=tuple(row for row in codes if isinstance(row, CodeRange)),
        )


def _code(system: str, code: str, display: str = "") -> PolicyCode | CodeRange:
    several = code.endswith("*") or ("-" in code and system != "NDC")
    return CodeRange(system, code, display) if several else PolicyCode(system, code, display)


def head_initial(policy: PolicyFile) -> dict[str, Any]:
    """Return what the head of a policy says, as the form shows it."""
    rows = [(row.system, row.code, row.display) for row in policy.codes]
    rows += [(row.system, row.range, row.display) for row in policy.code_ranges]
    return {
        "policy_id": policy.policy_id, "version": policy.version, "title": policy.title, "payer": policy.payer,
        "plan": policy.plan, "line_of_business": list(policy.line_of_business), "start": policy.effective_start,
        "end": policy.effective_end, "applies_to": policy.applies_to,
        "codes": "\n".join(" ".join(part for part in row if part) for row in rows),
    }  # fmt: skip


class NewForm(HeadForm):
    """A policy of which nothing is written yet: its head and its first criterion."""

    first = forms.CharField(
        label="First criterion, in the payer's words", widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write the first criterion; more are added on the page."},
    )  # fmt: skip

    def policy(self) -> PolicyFile:
        """Return the policy as it begins: one group that asks for all, with one criterion."""
        leaf = Node("1", "leaf", self.cleaned_data["first"].strip(), None, None, ())
        root = Node(self.cleaned_data["policy_id"], "all", "All of the following", None, None, (leaf,))
        return self.values(PolicyFile("", "", "", "", date.min, None, (), "", root))


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
            said = {"test_json": json.dumps(test, indent=1, ensure_ascii=False)}
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
    initial["test_json"] = json.dumps(node.test, indent=1, ensure_ascii=False)
    values = inputs.to_inputs(node.test)
    if values is None:
        return initial | {"test_kind": AS_JSON}
    said = {_input(name): value for name, value in values.items() if name != "kind"}
    return initial | said | {"test_kind": node.test["kind"]}
